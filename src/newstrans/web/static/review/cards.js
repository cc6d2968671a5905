// The cards of the page: finding them, moving between them, putting the desk's answer into them.

import { root } from "./api.js";

export const all = () => [...root.querySelectorAll(".card")];
export const card = (key) => document.getElementById(key);
export const box = (one) => one?.querySelector(".box > textarea");
export const head = (one) => one?.querySelector(":scope > summary");
export const settled = (one) => one.dataset.settled === "1";

let last = null;

root.addEventListener("focusin", (event) => {
  const one = event.target.closest(".card");
  if (one && one !== last) {
    last?.classList.remove("here");
    last = one;
    last.classList.add("here");
  }
});

/** The card that has the focus, or had it last. */
export function current() {
  return document.activeElement?.closest?.(".card") ?? (last?.isConnected ? last : null);
}

export function unfold(one) {
  one.open = true;
}

/** Focus a card: its text box, or the card itself. */
export function go(one, { edit = false } = {}) {
  if (!one) return false;
  const target = edit ? box(one) : head(one);
  if (edit) unfold(one);
  (target?.disabled ? head(one) : target ?? head(one))?.focus({ preventScroll: true });
  one.scrollIntoView({ block: "nearest" });
  return true;
}

/** The next (or previous) card from `from` for which `fits` holds; wraps round when `round`. */
export function step(from, by, fits = () => true, round = false) {
  const list = all();
  const start = from ? list.indexOf(from) : by > 0 ? -1 : list.length;
  for (let n = start + by; n >= 0 && n < list.length; n += by) if (fits(list[n])) return list[n];
  if (!round) return null;
  return (by > 0 ? list : [...list].reverse()).find((one) => one !== from && fits(one)) ?? null;
}

const parsed = (html) => {
  const template = document.createElement("template");
  template.innerHTML = html;
  return template.content.firstElementChild;
};

/** Put what the desk says of a unit into its card. The text box is never replaced, so that focus, undo and IME live on;
 *  its words are changed only when they are still those of `sent` (or when `force`). */
export function patch(html, { sent = null, force = false, fold = null } = {}) {
  const fresh = parsed(html);
  const one = fresh && card(fresh.id);
  if (!one) return null;
  const focused = document.activeElement;
  const held = one.contains(focused) && focused !== box(one) && focused !== head(one) && !focused.matches(FIELDS);
  const name = held ? focused.dataset.focus : null;
  const open = one.open;
  for (const { name: attribute, value } of [...fresh.attributes]) {
    if (attribute === "open") continue;
    one.setAttribute(attribute, attribute === "class" && one === last ? `${value} here` : value);
  }
  for (const part of fresh.querySelectorAll("[data-part]")) {
    const there = one.querySelector(`[data-part="${part.dataset.part}"]`);
    if (part.dataset.part === "head") there?.replaceChildren(...part.childNodes);
    else if (there) replacePart(there, part);
  }
  const mine = box(one);
  const theirs = box(fresh);
  if (mine && theirs) {
    if (force || mine.value === sent || sent === null && mine.value === mine.dataset.text) {
      if (mine.value !== theirs.value) mine.value = theirs.value;
    }
    for (const attribute of ["aria-describedby", "data-text", "readonly"]) {
      if (theirs.hasAttribute(attribute)) mine.setAttribute(attribute, theirs.getAttribute(attribute));
      else mine.removeAttribute(attribute);
    }
    const there = one.querySelector(".mirror");
    const mirror = fresh.querySelector(".mirror");
    if (there && mirror && mirror.textContent.replace(/\n$/, "") === mine.value) there.replaceChildren(...mirror.childNodes);
  }
  one.open = fold === null ? open : !fold;
  if (held && !focused.isConnected) {
    (name && one.querySelector(`[data-focus="${name}"]`) || head(one)).focus({ preventScroll: true });
  }
  one.dispatchEvent(new CustomEvent("patched", { bubbles: true }));
  return one;
}

const FIELDS = "textarea:not([name=text]), input:not([type=hidden], [type=checkbox])";

/** One part of a card anew; what is open in it stays open, and what somebody is writing there stays written. */
function replacePart(old, fresh) {
  const there = [...old.querySelectorAll("details")];
  const now = [...fresh.querySelectorAll("details")];
  for (const one of there) {
    const same = now.find((other) => other.className === one.className);
    if (same && one.open) same.open = true;
  }
  const active = document.activeElement;
  const fields = [...old.querySelectorAll(FIELDS)];
  const news = [...fresh.querySelectorAll(FIELDS)];
  let focus = null;
  fields.forEach((one, n) => {
    const same = news[n]?.name === one.name ? news[n] : null;
    if (!same) return;
    if (one.value !== one.defaultValue) same.value = one.value;
    if (one === active) focus = [same, one.selectionStart, one.selectionEnd];
  });
  old.replaceWith(fresh);
  if (focus) {
    focus[0].focus({ preventScroll: true });
    focus[0].setSelectionRange?.(focus[1], focus[2]);
  }
}

/** The page's head anew; what was open in it stays open. */
export function patchHead(html) {
  const fresh = parsed(html);
  const there = document.getElementById("head");
  if (!fresh || !there) return;
  for (const part of fresh.querySelectorAll("[data-live]")) {
    const old = there.querySelector(`[data-live="${part.dataset.live}"]`);
    if (!old || old.contains(document.activeElement) && old.innerHTML !== part.innerHTML && old.matches("details[open]")) continue;
    if (old.innerHTML === part.innerHTML && old.className === part.className) continue;
    const within = old.contains(document.activeElement);
    part.open = old.open;
    old.replaceWith(part);
    if (within) part.querySelector("summary, button, a")?.focus({ preventScroll: true });
  }
  const closed = fresh.dataset.closed === "1";
  there.dataset.closed = fresh.dataset.closed;
  root.classList.toggle("closed", closed);
  if (closed) for (const one of root.querySelectorAll(".card textarea")) one.readOnly = true;
  document.dispatchEvent(new CustomEvent("headed", { detail: { closed } }));
}
