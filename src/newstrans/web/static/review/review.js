// The review page: what listens to what. Each concern has a file of its own beside this one.

import { root } from "./api.js";
import { all, box, card, go, head, settled } from "./cards.js";
import * as actions from "./actions.js";
import * as autosave from "./autosave.js";
import * as checks from "./checks.js";
import * as conflicts from "./conflicts.js";
import * as dialogs from "./dialogs.js";
import * as effort from "./effort.js";
import { action } from "./keys.js";
import { follow, showLayers, showMarks } from "./marks.js";
import * as presence from "./presence.js";
import { hush } from "./status.js";

root.classList.add("live");

// --- typing

root.addEventListener("input", (event) => {
  if (!event.target.matches("textarea[name=text]")) return;
  const one = event.target.closest(".card");
  follow(one);
  effort.worked(one);
  autosave.typed(one);
  if (!event.isComposing) checks.soon(one);
});
root.addEventListener("compositionend", (event) => {
  if (event.target.matches("textarea[name=text]")) checks.soon(event.target.closest(".card"));
});

root.addEventListener("focusin", (event) => {
  if (event.target.matches("textarea[name=text]")) effort.worked(event.target.closest(".card"));
});

root.addEventListener("focusout", (event) => {
  const one = event.target.closest(".card");
  if (!one || !event.target.matches("textarea[name=text]")) return;
  effort.paused();
  dialogs.remember(one);
  checks.left(one);
  if (document.hidden || !document.hasFocus()) autosave.draft(one);
  else if (!event.relatedTarget || !one.contains(event.relatedTarget)) leave(one, event.relatedTarget);
  else autosave.draft(one);
});

// The focus went to another card: what was typed becomes the text. Gone nowhere (a click on paper, another window), it
// stays a draft.
function leave(one, to) {
  if (to) autosave.commit(one);
  else autosave.draft(one);
}

document.addEventListener("visibilitychange", () => { if (document.hidden) autosave.flush(); });
addEventListener("pagehide", () => autosave.flush());

// --- keys

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || document.querySelector("dialog[open]")) return;
  if (event.key === "Escape") hush();
  const what = action(event);
  if (!what) return;
  if (root.classList.contains("closed") && ["approve", "approve-next", "approve-stay", "revert", "revert-raw", "accept"].includes(what)) return;
  if (actions.perform(what, event)) event.preventDefault();
});

// --- buttons: every form works without this file; with it nothing is loaded anew

root.addEventListener("submit", (event) => {
  const form = event.target;
  const one = form.closest(".card");
  const button = event.submitter;
  if (form.method === "dialog" || !one) return;
  const how = button?.dataset.choose;
  if (how) {
    event.preventDefault();
    conflicts.choose(one, how);
    return;
  }
  const path = new URL(button?.getAttribute("formaction") || form.action, location.href).pathname;
  const what = path.split("/").pop();
  const values = Object.fromEntries(new FormData(form, button));
  const handled = {
    text: () => autosave.commit(one),
    approve: () => actions.approve(one),
    unapprove: () => actions.act(one, "unapprove"),
    accept: () => actions.perform("accept", event),
    revert: () => actions.revert(one, values.to),
    omit: () => actions.act(one, "omit", { reason: values.reason }, { fold: true }),
    dismiss: () => actions.act(one, "dismiss", { code: values.code, reason: values.reason }),
    "undo-name": () => actions.act(one, "undo-name", { change: values.change }, { force: true }).then(() => follow(card(one.id))),
    comment: () => actions.act(one, "comment", { words: values.words }),
    fix: () => fix(one, button),
    drop: () => drop(one, values.base_rev),
  }[what];
  if (!handled) return;
  event.preventDefault();
  handled();
});

/** Put the one right answer into the box, as if it were typed: the browser's own undo takes it back. */
function fix(one, button) {
  const mine = box(one);
  const { start, end, now, fix: text } = button.dataset;
  const points = [...mine.value];
  if (points.slice(Number(start), Number(end)).join("") !== now) return;
  const unit = (at) => points.slice(0, Number(at)).join("").length;
  put(mine, unit(start), unit(end), text);
}

/** `text` in place of what a box has between two places, as if it were typed. */
function put(mine, start, end, text) {
  mine.focus();
  mine.setSelectionRange(start, end);
  if (!document.execCommand("insertText", false, text)) mine.setRangeText(text, start, end, "end");
  mine.dispatchEvent(new InputEvent("input", { bubbles: true }));
}

async function drop(one, rev) {
  if (await actions.act(one, "drop", { base_rev: rev }, { force: true })) {
    autosave.forget(one.id, rev);
    follow(card(one.id));
    head(card(one.id)).focus();
  }
}

root.addEventListener("click", (event) => {
  const button = event.target.closest("[data-do]");
  if (!button) return;
  const what = button.dataset.do;
  if (what === "approve-clean") {
    event.preventDefault(); // the form leads to a page for a browser without scripts
    actions.approveClean(seen);
  }
  else if (what === "marks") showMarks(button.checked);
  else if (what === "use-fork") useFork(button);
  else if (actions.perform(what, event)) event.preventDefault();
});

/** A text that came too late goes into the box, to be looked at and saved; the browser's own undo brings back what was there. */
function useFork(button) {
  const one = button.closest(".card");
  go(one, { edit: true });
  put(box(one), 0, box(one).value.length, button.closest(".fork").querySelector(".forked").textContent);
}

// When nothing stands against it, opening the gate leads to its button; a key that is held down does not press it. A gate
// that is drawn anew says that it opens, too: whoever writes elsewhere by then stays there.
root.addEventListener("toggle", (event) => {
  const gate = event.target;
  if (!gate.matches("#head .gate.ready") || !gate.open) return;
  if (document.activeElement === document.body || gate.contains(document.activeElement)) document.getElementById("publish-now")?.focus();
}, true);
root.addEventListener("keydown", (event) => {
  if (event.repeat && event.key === "Enter" && event.target.id === "publish-now") event.preventDefault();
});

// --- what was on screen, for approving the clean ones

const seen = new Set();
const watcher = new IntersectionObserver((entries) => {
  for (const entry of entries) if (entry.isIntersecting && entry.target.open) seen.add(entry.target.id);
}, { threshold: 0, rootMargin: "-10% 0px" });
const watch = () => { for (const one of all()) watcher.observe(one); };

// --- beginning

try {
  showMarks(localStorage.getItem("newstrans:marks") !== "off");
  if (localStorage.getItem("newstrans:layers") === "on" || matchMedia("(min-width: 100rem)").matches) showLayers(true);
} catch { /* private window */ }
const marks = document.querySelector('[data-do="marks"]');
if (marks) marks.checked = !root.classList.contains("bare");

for (const one of all()) if (box(one) && !box(one).readOnly) follow_if_plain(one);
function follow_if_plain(one) {
  box(one).rows = 1; // from here on the copy behind it makes it grow
  one.classList.toggle("dirty", autosave.dirty(one));
}

watch();
// What gets the focus must not lie under the head (2.4.11).
new ResizeObserver(([entry]) => root.style.setProperty("--head-block", `${Math.ceil(entry.target.offsetHeight)}px`))
  .observe(document.getElementById("head"));
await autosave.restore();
presence.start();
if (!location.hash || !card(location.hash.slice(1))) {
  const first = card(root.dataset.start);
  if (first) go(first, { edit: !settled(first) && !root.classList.contains("closed") });
} else {
  go(card(location.hash.slice(1)));
}
root.dataset.ready = "yes";
