// What a key press is called: as the tables of the desk write it.

export const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

/** The name of a key press. Caps Lock makes no other key of a letter. */
export function named(event) {
  const main = MAC ? event.metaKey : event.ctrlKey;
  const single = [...event.key].length === 1;
  const upper = single && event.key.toLowerCase() !== event.key.toUpperCase();
  const plain = single && !main && !event.altKey;
  if (plain) return upper ? (event.shiftKey ? `Shift+${event.key.toUpperCase()}` : event.key.toLowerCase()) : event.key;
  return (main ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (event.shiftKey ? "Shift+" : "") + event.key;
}

/** A key's name for a person. */
export function shown(name) {
  return name
    .replace("Ctrl+", MAC ? "\u2318 " : "Ctrl ").replace("Alt+", MAC ? "\u2325 " : "Alt ").replace("Shift+", "\u21e7 ")
    .replace("Enter", "\u21b5").replace("ArrowDown", "\u2193").replace("ArrowUp", "\u2191").replace("ArrowLeft", "\u2190")
    .replace("ArrowRight", "\u2192").replace("Escape", "Esc");
}
