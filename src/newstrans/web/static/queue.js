// The queue stays fresh by itself: the rows are fetched again while nobody is in them. Without this file a reload does it.
// j and k move between editions, Enter opens one, s goes to the search box, as long as letters are not switched off.

import { named, settings } from "./review/keys.js";

const KEYS = { "j": 1, "k": -1, "s": 0 };

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
  const name = named(event);
  if (!(name in KEYS) || event.isComposing || settings().letters === false || event.target.matches("input, select, textarea")) return;
  event.preventDefault();
  if (!KEYS[name]) {
    document.querySelector("input[name=q]").focus();
    return;
  }
  const links = [...document.querySelectorAll(".queue .editions a")];
  const at = links.indexOf(document.activeElement);
  const next = links[at < 0 ? (KEYS[name] > 0 ? 0 : links.length - 1) : at + KEYS[name]];
  next?.focus();
});

setTimeout(refresh, document.getElementById("rows").dataset.counting ? COUNTING_MS : EVERY_MS);
