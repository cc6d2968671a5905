// The keys of who is here, as the desk sent them. Letters work only with the focus on a card, never in a text box, and can
// be switched off; each can be changed on the page of keys.

import { root } from "./api.js";
import { actionOf, named, ours, shown, single } from "./names.js";

export const own = JSON.parse(root.dataset.keys); // { letters, box: { action: key }, card: { action: key } }

// With the focus on the head of a card these work besides, whatever the letters are set to.
const FIXED = { "ArrowDown": "next", "ArrowUp": "previous", "Enter": "edit" };
// And so do the keys of the text box; from there approving does not go into the next box.
const ON_CARD = { "approve-next": "approve" };

/** What a key press asks for: an action's name, or "" for nothing of ours. */
export function action(event) {
  if (!ours(event)) return "";
  const name = named(event);
  const target = event.target;
  if (target.matches?.("textarea, input, select, [contenteditable]")) return target.matches("textarea[name=text]") ? actionOf(own.box, name) : "";
  const onHead = target.matches?.(".card > summary");
  if (onHead && name in FIXED) return FIXED[name];
  const inCard = Boolean(target.closest?.(".card"));
  const what = actionOf(own.card, name);
  if (single(name)) {
    const here = inCard || target.matches?.("body, main");
    return own.letters && (here || what === "keys") ? what : "";
  }
  const box = inCard ? actionOf(own.box, name) : "";
  return (onHead ? ON_CARD[box] ?? box : box) || what;
}

/** The keys that stand on buttons, in what is drawn now and later. */
function show() {
  for (const one of root.querySelectorAll("kbd[data-key]:not([data-shown])")) {
    const [where, what] = one.dataset.key.split(".");
    one.textContent = shown(own[where][what]);
    one.hidden = where === "card" && !own.letters;
    one.dataset.shown = "";
  }
}
show();
new MutationObserver(show).observe(root, { childList: true, subtree: true });
