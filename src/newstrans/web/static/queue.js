// The queue stays fresh by itself: the rows are fetched again while nobody is in them. Without this file a reload does it.
// Keys move between editions, Enter opens one, another goes to the search box, as long as letters are not switched off.

import { actionOf, named, ours, single } from "./review/names.js";

const STEPS = { next: 1, previous: -1 };

const EVERY_MS = 20000;
const COUNTING_MS = 1500;

async function refresh() {
  const rows = document.getElementById("rows");
  let wait = EVERY_MS;
  if (document.visibilityState === "visible" && !rows.contains(document.activeElement) && getSelection().isCollapsed) {
    try {
      const answer = await fetch(location.href, { credentials: "same-origin" });
      if (answer.ok) {
        const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").getElementById("rows");
        if (fresh && !rows.contains(document.activeElement)) rows.replaceWith(document.adoptNode(fresh));
      }
    } catch {
      // The server is away; the next look tells.
    }
  }
  if (document.getElementById("rows").dataset.counting) wait = COUNTING_MS;
  setTimeout(refresh, wait);
}

document.addEventListener("keydown", (event) => {
  const { letters, queue } = JSON.parse(document.getElementById("rows").dataset.keys);
  const name = named(event);
  const what = actionOf(queue, name);
  if (!what || !ours(event) || event.target.matches("input, select, textarea") || (!letters && single(name))) return;
  event.preventDefault();
  if (what === "search") {
    document.querySelector("input[name=q]").focus();
    return;
  }
  const links = [...document.querySelectorAll(".queue .editions a")];
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (STEPS[what] > 0 ? 0 : links.length - 1) : at + STEPS[what]];
  next?.focus();
});

setTimeout(refresh, document.getElementById("rows").dataset.counting ? COUNTING_MS : EVERY_MS);
