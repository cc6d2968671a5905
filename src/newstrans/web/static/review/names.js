// What a key press is called, as the tables of the desk write it, and what it asks for.

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of a key press. Caps Lock makes no other key of a letter. */
export function named(event) {
  const main = MAC ? event.metaKey : event.ctrlKey;
  const single = [...event.key].length === 1;
  const upper = single && event.key.toLowerCase() !== event.key.toUpperCase();
  const plain = single && !main && !event.altKey;
  if (plain) return upper ? (event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key.toLowerCase()) : event.key;
  return (main ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + event.key;
}

/** Whether a key press may be one of the desk's: not while an input method is at work, and no sign that AltGr makes. */
export function ours(event) {
  return !event.isComposing && event.keyCode !== 229 && !event.getModifierState?.("AltGraph");
}

/** Whether a name is that of a letter or sign alone: those can be switched off. */
export function single(name) {
  return [...name.replace(/^Shift\+(?=.$)/u, "")].length === 1;
}

/** The action that has a key in a table { action: key }, "" for none. */
export function actionOf(table, name) {
  return Object.keys(table).find((what) => table[what] === name) ?? "";
}

/** A key's name for a person. */
export function shown(name) {
  return name
    .replace("Ctrl+", MAC ? "\u2318 " : "Ctrl ").replace("Alt+", MAC ? "\u2325 " : "Alt ").replace("Shift+", "\u21e7 ")
    .replace("Enter", "\u21b5").replace("ArrowDown", "\u2193").replace("ArrowUp", "\u2191").replace("ArrowLeft", "\u2190")
    .replace("ArrowRight", "\u2192").replace("Escape", "Esc");
}
