// How long somebody worked on a paragraph: the time between two inputs in its box, as long as it is short. It goes out with
// the text and with the approval, and no key is kept. The setting active_time turns it off.

import { root } from "./api.js";

const GAP_MS = 30000;
const spent = new Map(); // milliseconds, by unit
let last = null;

/** There was an input in the box of a card, or the focus came into it. */
export function worked(one) {
  const now = performance.now();
  if (last?.key === one.id && now - last.at <= GAP_MS) spent.set(one.id, (spent.get(one.id) ?? 0) + now - last.at);
  last = { key: one.id, at: now };
}

export function paused() {
  last = null;
}

/** What was counted for a unit since it was asked last: a field to send along. */
export function taken(key) {
  const ms = Math.round(spent.get(key) ?? 0);
  spent.delete(key);
  return root.dataset.timed && ms ? { active_ms: ms } : {};
}
