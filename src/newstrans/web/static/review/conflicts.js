// Somebody else was faster: base, theirs and mine beside each other, both together where they do not touch, and the ways on.
// Nothing is overwritten.

import { send, words } from "./api.js";
import { box, card, head, patch, patchHead } from "./cards.js";
import { forget, take } from "./autosave.js";
import { timed } from "./effort.js";
import { follow } from "./marks.js";
import { shout } from "./status.js";

const waiting = new Map(); // by unit: what the desk said

export const open = (one) => waiting.has(one.id);

export function show(one, data) {
  const there = one.querySelector('[data-part="conflict"]');
  const template = document.createElement("template");
  template.innerHTML = data.html.conflict;
  there.replaceWith(template.content.firstElementChild);
  waiting.set(one.id, data);
  one.classList.add("conflicted");
  one.open = true;
  shout(words("Conflict", { who: data.by, key: one.dataset.name }));
  const button = one.querySelector('[data-part="conflict"] button');
  if (!one.contains(document.activeElement) || document.activeElement === box(one)) button?.focus();
}

export async function choose(one, how) {
  const data = waiting.get(one.id);
  if (!data) return;
  const key = one.id;
  if (how === "theirs") {
    const answer = await send(`/units/${key}/drop`, { base_rev: data.base_rev });
    close(one);
    forget(key, data.base_rev);
    if (answer.ok) {
      patch(answer.data.html.card, { force: true });
      patchHead(answer.data.html.head);
      card(key).classList.remove("dirty");
      follow(card(key));
    }
    head(card(key)).focus();
  } else if (how === "mine" || how === "both") {
    const text = how === "both" ? data.merged : data.mine;
    const answer = await timed(key, (time) => send(`/units/${key}/text`, { text, base_rev: data.rev, ...time }));
    close(one);
    if (take(answer, { key, rev: data.base_rev, force: true })) {
      await send(`/units/${key}/drop`, { base_rev: data.base_rev });
      forget(key, data.base_rev);
      head(card(key)).focus();
    }
  } else {
    // Their text is the base now; what stands in the box by then stays, to be worked on.
    const answer = await send(`/units/${key}/drop`, { base_rev: data.base_rev });
    close(one);
    forget(key, data.base_rev);
    if (answer.ok) {
      patch(answer.data.html.card);
      patchHead(answer.data.html.head);
    }
    box(card(key)).dispatchEvent(new InputEvent("input", { bubbles: true }));
    box(card(key)).focus();
  }
}

function close(one) {
  waiting.delete(one.id);
  one.classList.remove("conflicted");
  const there = one.querySelector('[data-part="conflict"]');
  there?.replaceChildren();
  if (there) there.hidden = true;
}
