// The page of keys: a key that is pressed in a field is written there by its name. Without this file names are typed.

import { named } from "./review/names.js";

const NAMES = /^(Enter|Escape|Home|End|PageUp|PageDown|Insert|Arrow(Down|Up|Left|Right)|F\d\d?)$/;

document.getElementById("own-keys").addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches("input[maxlength]") || event.isComposing || event.keyCode === 229) return;
  // Tab goes on, Backspace and Delete empty the field, Space and what only accompanies a key say nothing.
  if (!NAMES.test(event.key) && ([...event.key].length !== 1 || event.key === " ")) return;
  event.preventDefault();
  field.value = named(event);
});
