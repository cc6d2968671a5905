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

/** A call that takes along what was counted for a unit since the last one; of one that is not taken it is counted on. */
export async function timed(key, call) {
  const ms = spent.get(key) ?? 0;
  spent.delete(key);
  const answer = await call(root.dataset.timed && Math.round(ms) ? { active_ms: Math.round(ms) } : {});
  if (!answer.ok && ms) spent.set(key, (spent.get(key) ?? 0) + ms);
  return answer;
}
