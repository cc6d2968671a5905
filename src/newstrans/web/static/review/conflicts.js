// Somebody else was faster: base, theirs and mine beside each other, both together where they do not touch, and the ways on.
// Nothing is overwritten.

import { plain, send, words } from "./api.js";
import { box, card, head, patch, patchHead } from "./cards.js";
import { dirty, forget, inTurn, take } from "./autosave.js";
import { timed } from "./effort.js";
import { follow } from "./marks.js";
import { shout } from "./status.js";

const waiting = new Map(); // by unit: what the desk said

export const open = (one) => waiting.has(one.id);

/** What must wait until a way on is chosen leads to the choice; gives whether it must. */
export function inTheWay(one) {
  if (!open(one)) return false;
  one.open = true;
  one.querySelector('[data-part="conflict"] button')?.focus();
  return true;
}

/** The card was drawn anew, for a remark say: both sides still stand there. */
export function stay(one) {
  if (open(one)) draw(one, waiting.get(one.id));
}

function draw(one, data) {
  const there = one.querySelector('[data-part="conflict"]');
  const template = document.createElement("template");
  template.innerHTML = data.html.conflict;
  there.replaceWith(template.content.firstElementChild);
  one.classList.add("conflicted");
}

export function show(one, data) {
  waiting.set(one.id, data);
  draw(one, data);
  one.open = true;
  shout(words("Conflict", { who: data.by, key: one.dataset.name }));
  const button = one.querySelector('[data-part="conflict"] button');
  if (!one.contains(document.activeElement) || document.activeElement === box(one)) button?.focus();
}

/** One of the ways on; it waits for what is still under way about this unit. */
export function choose(one, how) {
  if (!waiting.has(one.id)) return Promise.resolve();
  return inTurn(one.id, () => settle(one, how));
}

async function settle(one, how) {
  const data = waiting.get(one.id);
  if (!data) return;
  const key = one.id;
  // What was typed while both sides stood there is mine too.
  const mine = box(one).value;
  const more = dirty(one) && plain(mine).trim() !== data.mine.trim();
  if (how === "both" && more) {
    // Put together without those words: the desk does it anew, from where the conflict began.
    const answer = await timed(key, (time) => send(`/units/${key}/text`, { text: mine, base_rev: data.base_rev, ...time }));
    take(answer, { key, rev: data.base_rev, sent: mine });
  } else if (how === "mine" || how === "both") {
    const text = how === "both" ? data.merged : more ? mine : data.mine;
    const answer = await timed(key, (time) => send(`/units/${key}/text`, { text, base_rev: data.rev, drop: data.base_rev, ...time }));
    close(one);
    if (take(answer, { key, rev: data.base_rev, force: true })) head(card(key)).focus();
  } else {
    // Theirs stands, or is the base now of what stands in the box by then, to be worked on.
    const theirs = how === "theirs";
    const answer = await send(`/units/${key}/drop`, { base_rev: data.base_rev });
    close(one);
    forget(key, data.base_rev);
    if (answer.ok) {
      patch(answer.data.html.card, { force: theirs });
      patchHead(answer.data.html.head);
    }
    if (theirs) {
      card(key).classList.remove("dirty");
      follow(card(key));
      head(card(key)).focus();
    } else {
      box(card(key)).dispatchEvent(new InputEvent("input", { bubbles: true }));
      box(card(key)).focus();
    }
  }
}

function close(one) {
  waiting.delete(one.id);
  one.classList.remove("conflicted");
  const there = one.querySelector('[data-part="conflict"]');
  there?.replaceChildren();
  if (there) there.hidden = true;
}
