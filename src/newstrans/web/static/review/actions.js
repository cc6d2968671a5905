// What keys and buttons do to a unit. Every one works from the revision on the page.

import { root, send, words } from "./api.js";
import { all, box, card, current, go, head, patch, patchHead, settled, step } from "./cards.js";
import * as autosave from "./autosave.js";
import * as checks from "./checks.js";
import * as conflicts from "./conflicts.js";
import { timed } from "./effort.js";
import { follow, showLayers } from "./marks.js";
import { ask, keys, propose, selected } from "./dialogs.js";
import { own } from "./keys.js";
import { shown } from "./names.js";
import { say, shout } from "./status.js";

const values = (one, more = {}) => ({ base_rev: one.dataset.rev, source_rev: one.dataset.sourceRev, ...more });

/** One action on a unit, `timed` when the time of work goes with it; gives whether it was done. */
export function act(one, what, more = {}, options = {}) {
  const key = one.id;
  if (what !== "comment" && conflicts.inTheWay(one)) return Promise.resolve(false);
  // Another text comes into the box: what was typed there stays at the desk, as a draft.
  if (options.force && box(one) && autosave.dirty(one)) autosave.draft(one);
  return autosave.inTurn(key, async () => {
    const here = card(key);
    const rev = here.dataset.rev;
    const call = (time = {}) => send(`/units/${key}/${what}`, values(here, { ...more, ...time }));
    const answer = await (options.timed ? timed(key, call) : call());
    return autosave.take(answer, { key, rev, ...options });
  });
}

/** Approve what stands in the box. */
export async function approve(one, { move = true, edit = false } = {}) {
  const mine = box(one);
  if (conflicts.inTheWay(one)) return undefined;
  if (!mine || settled(one) && !autosave.dirty(one)) return move ? on(one, edit) : undefined;
  if (!mine.value.trim()) { shout(words("Empty")); return undefined; }
  const sent = mine.value;
  checks.settledBy(one);
  const done = act(one, "approve", { text: sent }, { sent, timed: true, fold: move ? true : null });
  // The focus goes on at once; an answer that finds fault brings it back.
  const left = step(one, 1, (other) => !settled(other), true);
  if (move && left) go(left, { edit });
  const ok = await done;
  if (!ok) { go(card(one.id), { edit: true }); return undefined; }
  if (move && !left) finished(card(one.id), edit);
  if (!move) head(card(one.id)) && !edit && head(card(one.id)).focus({ preventScroll: true });
  return undefined;
}

function on(one, edit) {
  const next = step(one, 1, (other) => !settled(other), true);
  if (next) go(next, { edit });
  else finished(one, edit);
}

function finished(one, edit) {
  if (edit) go(one, { edit: true });
  const done = words("AllDone", { key: shown(own.card["next-todo"]) });
  say(done);
  shout(done);
}

export function publishing() {
  document.querySelector("#head .gate > summary")?.focus();
}

const warned = (one) => Number(one.dataset.findings || 0) > 0 || one.dataset.state === "stale";

export async function undo(one) {
  const to = one.dataset.undo;
  if (!to) { say(words("NothingToUndo")); return; }
  if (await act(one, "revert", { to }, { force: true })) follow(card(one.id));
}

/** An action by its name; gives whether there is one. */
export function perform(what, event) {
  const one = current();
  const inBox = Boolean(event?.target?.matches?.("textarea[name=text]"));
  const where = { edit: inBox };
  switch (what) {
    case "approve-next": approve(one, { edit: true }); break;
    case "approve": approve(one); break;
    case "approve-stay": approve(one, { move: false, edit: inBox }); break;
    case "unapprove": if (one?.dataset.state === "approved") act(one, "unapprove"); break;
    case "next": go(step(one, 1) ?? one, where); break;
    case "previous": go(step(one, -1) ?? one, where); break;
    case "next-todo": {
      const next = step(one, 1, (other) => !settled(other), true);
      if (next) go(next); else if (one && !settled(one)) go(one); else publishing();
      break;
    }
    case "previous-todo": go(step(one, -1, (other) => !settled(other), true) ?? one); break;
    case "next-warning": go(step(one, 1, warned, true) ?? one, where); break;
    case "previous-warning": go(step(one, -1, warned, true) ?? one, where); break;
    case "edit": if (one) go(one, { edit: true }); break;
    case "leave": if (one) { head(one).focus(); } break;
    case "dismiss": if (one) dismiss(one, event); break;
    case "revert": if (one) revert(one, "machine"); break;
    case "revert-raw": if (one) revert(one, "raw"); break;
    case "accept": if (one?.dataset.offer) act(one, "accept", {}, { force: true }).then((ok) => ok && offerUndo(one.id)); break;
    case "undo": if (one) undo(one); break;
    case "layers": showLayers(!root.classList.contains("layered")); break;
    case "base": follow_link('#head [data-next="base"]'); break;
    case "filter": follow_link('#head [data-next="show"]'); break;
    case "names": if (one) names(one); break;
    case "term": if (one) propose(one, (more) => proposed(one, more)); break;
    case "comment": if (one) open(one, "comments"); break;
    case "history": follow_link(`#${one?.id} a[data-go="history"]`); break;
    case "preview": follow_link('#head a[data-go="preview"]'); break;
    case "search": search(one); break;
    case "keys": keys(); break;
    default: return false;
  }
  return true;
}

/** To the search box, with the words that are selected. */
function search(one) {
  const field = document.querySelector('#head input[type="search"]');
  const { source, target } = one ? selected(one) : {};
  if (source || target) field.value = source || target;
  field.focus();
  field.select();
}

function follow_link(selector) {
  const link = document.querySelector(selector);
  if (link) autosave.flush();
  link?.click();
}

function open(one, part) {
  one.open = true;
  const details = one.querySelector(`details.${part}`);
  if (!details) return;
  details.open = true;
  (details.querySelector("textarea, input:not([type=hidden])") ?? details.querySelector("summary"))?.focus();
}

function names(one) {
  one.open = true;
  const details = one.querySelector("details.names");
  if (!details) { say(words("NoNames")); return; }
  details.open = !details.open;
  if (details.open) details.querySelector("summary")?.focus();
}

export async function revert(one, to) {
  if (await act(one, "revert", { to }, { force: true })) { follow(card(one.id)); offerUndo(one.id); }
}

function offerUndo(key) {
  follow(card(key));
  shout(words("Reverted"), () => { undo(card(key)); head(card(key)).focus(); }, words("Undo"));
}

/** Dismiss the finding that has the focus, or the first of the card; the reason is asked for. */
export async function dismiss(one, event, finding = null) {
  const found = finding ?? event?.target?.closest?.("[data-code]") ?? one.querySelector("[data-code]");
  if (!found) { say(words("NoFinding")); return; }
  if (conflicts.inTheWay(one)) return;
  await autosave.commit(one);
  const reason = await ask(words("WhyDismiss", { what: found.querySelector(".says")?.textContent ?? "" }));
  if (!reason) { head(one).focus(); return; }
  if (await act(card(one.id), "dismiss", { code: found.dataset.code, reason })) {
    const next = card(one.id).querySelector("[data-code]") ? card(one.id) : step(card(one.id), 1, warned, true) ?? card(one.id);
    go(next);
  }
}

async function proposed(one, more) {
  const answer = await send(`/units/${one.id}/term`, values(one, more));
  if (answer.ok) say(words("Proposed", { source: more.source, target: more.target }));
  else autosave.failed(answer);
  head(one).focus();
}

/** Approve the units without a finding that were on screen. */
export async function approveClean(seen) {
  const units = all().filter((one) => one.dataset.clean === "1" && seen.has(one.id) && !autosave.dirty(one));
  if (!units.length) { shout(words("NothingClean")); return; }
  const answer = await send("/approve-clean", { unit: units.map((one) => `${one.id}:${one.dataset.rev}`) });
  if (!answer.ok) { autosave.failed(answer); return; }
  for (const html of Object.values(answer.data.html.cards)) patch(html, { fold: true });
  patchHead(answer.data.html.head);
  shout(words("ApprovedClean", { count: answer.data.approved.length }));
}
