// The keys. Letters work only with the focus on a card, never in a text box, and can be switched off. Each key can be
// changed in one JSON setting: { "approve": "y", "letters": false }.

const MAC = /Mac|iPhone|iPad/.test(navigator.platform);

export const DEFAULTS = {
  box: {
    "approve-next": "Ctrl+Enter", "approve-stay": "Ctrl+Shift+Enter", "next": "Alt+ArrowDown", "previous": "Alt+ArrowUp",
    "next-warning": "F8", "previous-warning": "Shift+F8", "leave": "Escape",
  },
  card: {
    "next": "j", "previous": "k", "next-todo": "n", "previous-todo": "p", "edit": "e", "approve": "a", "unapprove": "u",
    "dismiss": "x", "revert": "r", "revert-raw": "m", "accept": "w", "undo": "z", "layers": "v", "base": "d", "filter": "o",
    "names": "g", "term": "t", "comment": "c", "history": "h", "search": "s", "preview": "Shift+P", "keys": "?",
  },
};
// With the focus on a card these work besides, whatever the letters are set to.
const BESIDES = {
  "ArrowDown": "next", "ArrowUp": "previous", "Enter": "edit", "Ctrl+Enter": "approve", "Ctrl+Shift+Enter": "approve-stay",
  "Alt+ArrowDown": "next", "Alt+ArrowUp": "previous", "F8": "next-warning", "Shift+F8": "previous-warning",
};

export function settings() {
  try { return JSON.parse(localStorage.getItem("newstrans:keys") || "{}") || {}; } catch { return {}; }
}

/** Keep the setting; throws a SyntaxError when it is no JSON object. */
export function keep(text) {
  const value = JSON.parse(text || "{}");
  if (value === null || typeof value !== "object" || Array.isArray(value)) throw new SyntaxError("not an object");
  localStorage.setItem("newstrans:keys", JSON.stringify(value));
}

/** The name of a key press, as the tables write it. */
export function named(event) {
  const main = MAC ? event.metaKey : event.ctrlKey;
  const key = event.key.length === 1 && !main && !event.altKey ? event.key : event.key;
  const shifted = event.shiftKey && (key.length > 1 || /[A-Z]/.test(key) || main || event.altKey);
  return (main ? "Ctrl+" : "") + (event.altKey ? "Alt+" : "") + (shifted ? "Shift+" : "") + key;
}

/** What a key press asks for: an action's name, or "" for nothing of ours. */
export function action(event) {
  if (event.isComposing || event.keyCode === 229 || event.getModifierState?.("AltGraph")) return "";
  const own = settings();
  const name = named(event);
  const target = event.target;
  const typing = target.matches?.("textarea, input, select, [contenteditable]");
  if (typing) return target.matches("textarea[name=text]") ? found(DEFAULTS.box, own, name) : "";
  const onCard = target.matches?.(".card > summary") || target.matches?.("body, main");
  const letters = own.letters !== false;
  if (target.matches?.(".card > summary") && name in BESIDES) return BESIDES[name];
  if (name.length === 1 || name === "Shift+P") {
    if (!letters || !(onCard || target.closest?.(".card"))) return name === "?" && letters && !typing ? "keys" : "";
    return found(DEFAULTS.card, own, name);
  }
  if (target.closest?.(".card")) return found(DEFAULTS.box, own, name);
  return found(Object.fromEntries(Object.entries(DEFAULTS.card).filter(([, key]) => key.length > 1)), own, name);
}

function found(table, own, name) {
  for (const [what, key] of Object.entries(table)) if ((own[what] ?? key) === name) return what;
  return "";
}
