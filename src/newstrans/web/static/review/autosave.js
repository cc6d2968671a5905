// Nothing that was typed is lost: a copy in this browser at once, a draft at the desk 1.5 s after the last key and when
// the page is hidden, the text itself when the paragraph is left.

import { plain, root, send, words } from "./api.js";
import { box, card, patch, patchHead } from "./cards.js";
import * as checks from "./checks.js";
import * as conflicts from "./conflicts.js";
import { timed } from "./effort.js";
import { say, shout } from "./status.js";

const WAIT_MS = 1500;
const timers = new Map();
const drafted = new Map(); // what the desk has as a draft, by unit
const running = new Map(); // the last call for a unit: calls for one unit go one after the other

const place = (key, rev) => `newstrans:draft:${root.dataset.edition}:${key}:${rev}`;

export const dirty = (one) => plain(box(one).value).trim() !== plain(box(one).dataset.text).trim();

export function typed(one) {
  try { localStorage.setItem(place(one.id, one.dataset.rev), box(one).value); } catch { /* full or private: the draft still goes out */ }
  one.classList.toggle("dirty", dirty(one));
  clearTimeout(timers.get(one.id));
  timers.set(one.id, setTimeout(() => draft(one), WAIT_MS));
}

export function forget(key, rev) {
  try { localStorage.removeItem(place(key, rev)); } catch { /* nothing kept */ }
  drafted.delete(key);
}

/** Calls for one unit wait for each other. */
export function inTurn(key, job) {
  const before = running.get(key) ?? Promise.resolve();
  const mine = before.then(job, job);
  running.set(key, mine.catch(() => {}));
  return mine;
}

/** Keep what stands in the box as a draft. */
export function draft(one, { keepalive = false } = {}) {
  const key = one.id;
  clearTimeout(timers.get(key));
  const mine = box(one);
  if (!mine || mine.readOnly || (!dirty(one) && !drafted.has(key)) || drafted.get(key) === mine.value) return Promise.resolve();
  const text = mine.value;
  const rev = one.dataset.rev;
  const job = async () => {
    const answer = await send(`/units/${key}/draft`, { text, base_rev: rev }, { keepalive });
    if (answer.ok) {
      drafted.set(key, text);
      if (box(card(key)).value === text) {
        try { localStorage.removeItem(place(key, rev)); } catch { /* nothing kept */ }
      }
      say(words("Drafted", { time: clock() }));
    } else failed(answer);
  };
  return keepalive ? job() : inTurn(key, job);
}

/** Make what stands in the box the text: one event, and only when it is another text. */
export function commit(one) {
  clearTimeout(timers.get(one.id));
  if (!box(one) || box(one).readOnly || conflicts.open(one) || !dirty(one) || !box(one).value.trim()) return Promise.resolve(true);
  return inTurn(one.id, async () => {
    const here = card(one.id);
    const text = box(here).value;
    const rev = here.dataset.rev;
    if (!dirty(here)) return true;
    checks.settledBy(here);
    const answer = await timed(here.id, (time) => send(`/units/${here.id}/text`, { text, base_rev: rev, source_rev: here.dataset.sourceRev, ...time }));
    return take(answer, { key: here.id, rev, sent: text });
  });
}

/** Put an answer of the desk into the page; true when the action was done. */
export function take(answer, { key, rev, sent = null, force = false, fold = null }) {
  if (answer.ok) {
    forget(key, rev);
    if (answer.data.unit === key) patch(answer.data.html.card, { sent, force, fold });
    patchHead(answer.data.html.head);
    const here = card(key);
    if (here) conflicts.stay(here);
    if (here && box(here)) {
      here.classList.toggle("dirty", dirty(here));
      if (dirty(here)) typed(here); // the action was about something else: what is typed stays kept
    }
    say(words("Saved", { time: clock() }));
    return true;
  }
  if (answer.status === 409 && answer.data.html?.conflict) {
    conflicts.show(card(key), answer.data);
    return false;
  }
  failed(answer);
  return false;
}

export function failed(answer) {
  if (answer.status === 401) shout(words("SessionEnded"));
  else if (answer.status === 0) shout(words("Unreachable"));
  else shout(answer.data.message || answer.data.error || words("Failed"));
}

const clock = () => new Date().toLocaleTimeString(document.documentElement.lang || undefined, { timeStyle: "medium", hourCycle: "h23" });

/** All that is typed, as drafts, at once: the page is hidden or closed. */
export function flush() {
  for (const one of root.querySelectorAll(".card.dirty")) draft(one, { keepalive: true });
}

/** What a crash left in this browser comes back into its box; from an older revision it goes to the desk as a draft. */
export async function restore() {
  const start = `newstrans:draft:${root.dataset.edition}:`;
  const kept = [];
  try {
    for (let n = 0; n < localStorage.length; n += 1) {
      const name = localStorage.key(n);
      if (name.startsWith(start)) kept.push([name, localStorage.getItem(name)]);
    }
  } catch { return; }
  for (const [name, text] of kept) {
    const [key, rev] = name.slice(start.length).split(":");
    const one = card(key);
    const mine = box(one);
    if (!mine || mine.readOnly) continue;
    if (rev === one.dataset.rev) {
      if (mine.value !== text) {
        mine.value = text;
        one.open = true;
        one.classList.toggle("dirty", dirty(one));
        mine.dispatchEvent(new InputEvent("input", { bubbles: true }));
      }
    } else {
      const answer = await send(`/units/${key}/draft`, { text, base_rev: rev });
      if (answer.ok) {
        localStorage.removeItem(name);
        if (answer.data.html) patch(answer.data.html.card);
      }
    }
  }
}
