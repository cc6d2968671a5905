// The page of keys: a key that is pressed in a field is written there by its name. Without this file names are typed.

import { named, ours } from "./review/names.js";

const form = document.getElementById("own-keys");
const names = new Set(form.dataset.named.split(" ")); // the keys with a name that the desk takes

form.addEventListener("keydown", (event) => {
  const field = event.target;
  if (!field.matches("input[maxlength]") || !ours(event)) return;
  // Tab goes on, Backspace and Delete empty the field, Space and what only accompanies a key say nothing.
  if (!names.has(event.key) && ([...event.key].length !== 1 || event.key === " ")) return;
  event.preventDefault();
  field.value = named(event);
});
