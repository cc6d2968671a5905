// The words under the text box: a copy of its text behind it that makes it grow and bears the marks of the findings.

import { root } from "./api.js";
import { box } from "./cards.js";

/** The copy follows the text while somebody types; its marks come back with the next answer of the checks. */
export function follow(one) {
  const mirror = one.querySelector(".mirror");
  const mine = box(one);
  if (mirror && mine) mirror.textContent = `${mine.value}\n`;
}

/** Marks for the text `text`, if that still stands in the box. */
export function mark(one, pieces, text) {
  const mirror = one.querySelector(".mirror");
  const mine = box(one);
  if (!mirror || !mine || mine.value !== text) return;
  mirror.replaceChildren(...pieces.map(([words, kinds]) => {
    if (!kinds.length) return document.createTextNode(words);
    return Object.assign(document.createElement("mark"), { className: kinds.map((kind) => `m-${kind}`).join(" "), textContent: words });
  }), "\n");
}

/** Show or hide all marks; the choice is kept in this browser. */
export function showMarks(on) {
  root.classList.toggle("bare", !on);
  try { localStorage.setItem("newstrans:marks", on ? "on" : "off"); } catch { /* private window */ }
}

export function showLayers(on) {
  root.classList.toggle("layered", on);
  for (const one of root.querySelectorAll("details.layers")) one.open = on;
  try { localStorage.setItem("newstrans:layers", on ? "on" : "off"); } catch { /* private window */ }
}
