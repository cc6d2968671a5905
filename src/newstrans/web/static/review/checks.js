// What the checks say while somebody types: asked 400 ms after the last key, shown when the box is left for the first
// time, then live. An answer that is not the newest one is thrown away.

import { send } from "./api.js";
import { box, card } from "./cards.js";
import { mark } from "./marks.js";

const WAIT_MS = 400;
const state = new Map();

const of = (key) => {
  if (!state.has(key)) state.set(key, { timer: 0, newest: 0, live: false, held: null });
  return state.get(key);
};

export function soon(one) {
  const mine = of(one.id);
  clearTimeout(mine.timer);
  mine.timer = setTimeout(() => check(one), WAIT_MS);
}

/** The box was left: from now on findings show as they come. */
export function left(one) {
  const mine = of(one.id);
  mine.live = true;
  if (mine.held) show(one.id, mine.held);
  mine.held = null;
}

export async function check(one) {
  const key = one.id;
  const mine = of(key);
  clearTimeout(mine.timer);
  const asked = ++mine.newest;
  const text = box(one).value;
  const answer = await send(`/units/${key}/check`, { text, base_rev: one.dataset.rev });
  if (!answer.ok || answer.data.unit !== key || asked !== mine.newest || box(card(key))?.value !== text) return;
  mine.live ||= Number(card(key).dataset.findings || 0) > 0; // what was shown once is followed from then on
  if (!mine.live && answer.data.findings.length) mine.held = { ...answer.data, text };
  else show(key, { ...answer.data, text });
}

function show(key, data) {
  const one = card(key);
  if (!one || box(one).value !== data.text) return;
  const there = one.querySelector('[data-part="findings"]');
  const template = document.createElement("template");
  template.innerHTML = data.html;
  const fresh = template.content.firstElementChild;
  if (there && fresh && !there.contains(document.activeElement)) there.replaceWith(fresh);
  one.dataset.findings = data.findings.length;
  mark(one, data.pieces, data.text);
}

/** Nothing is waited for any more: the text was saved, and its answer bears the findings. */
export function settledBy(one) {
  const mine = of(one.id);
  clearTimeout(mine.timer);
  mine.newest += 1;
  mine.held = null;
}
