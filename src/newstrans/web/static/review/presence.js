// Every 15 s the page says that it is open and where, and hears who else is here, what they changed, and whether the
// story was killed.

import { load, root, send, tab, words } from "./api.js";
import { all, box, card, current, patch, patchHead } from "./cards.js";
import { dirty } from "./autosave.js";
import { shout } from "./status.js";

const EVERY_MS = Number(root.dataset.beat || 15) * 1000;
let timer = 0;

export function start() {
  const go = () => {
    beat();
    timer = setInterval(beat, EVERY_MS);
  };
  go();
  // A browser may keep the page that was left, and show it again as it was.
  addEventListener("pageshow", (event) => { if (event.persisted) go(); });
  document.addEventListener("visibilitychange", () => { if (document.visibilityState === "visible") beat(); });
  addEventListener("pagehide", () => {
    clearInterval(timer);
    send("/presence", { leaving: "1" }, { keepalive: true });
  });
}

export async function beat() {
  const answer = await send("/presence", { unit: current()?.id ?? "" });
  if (!answer.ok) return;
  const { units, closed, html } = answer.data;
  const was = root.classList.contains("closed");
  patchHead(html.head);
  if (closed && !was) shout(words("Closed"));
  for (const one of all()) {
    const other = answer.data.here.find((who) => who.unit === one.id && who.tab !== tab);
    const badge = one.querySelector(".others");
    if (badge) badge.textContent = other ? other.actor : "";
    const rev = units[one.id];
    if (rev === undefined || String(rev) === one.dataset.rev || one.classList.contains("conflicted")) continue;
    if (box(one) && (dirty(one) || document.activeElement === box(one))) {
      if (one.dataset.behind !== String(rev)) {
        one.dataset.behind = String(rev);
        shout(words("ChangedMeanwhile", { key: one.dataset.name }));
      }
      continue;
    }
    const fresh = await load(`/units/${one.id}`);
    if (fresh.ok && fresh.data.unit === one.id && !dirty(card(one.id))) patch(fresh.data.html.card, { force: true });
  }
  // A new paragraph of the wire has no card yet: the head says so and links to the page anew.
}
