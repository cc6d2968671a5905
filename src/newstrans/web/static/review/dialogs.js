// The dialogs: a reason, a term for the glossary, the keys.

import { box } from "./cards.js";

const picked = new WeakMap(); // what was selected in a card before the focus left it

/** Remember what is selected in the text box when it is left. */
export function remember(one) {
  const mine = box(one);
  if (mine && mine.selectionStart !== mine.selectionEnd) {
    picked.set(one, mine.value.slice(mine.selectionStart, mine.selectionEnd));
  }
}

/** Ask for one line; gives it, or "" when the dialog was left. */
export function ask(label) {
  const dialog = document.getElementById("ask");
  const field = dialog.querySelector("input[name=answer]");
  dialog.querySelector(".label").textContent = label;
  dialog.querySelector("form").onsubmit = (event) => {
    if (!field.value.trim()) event.preventDefault();
  };
  field.value = "";
  dialog.returnValue = "";
  dialog.showModal();
  field.focus();
  return new Promise((done) => {
    dialog.addEventListener("close", () => done(dialog.returnValue === "yes" ? field.value.trim() : ""), { once: true });
  });
}

/** The words that are selected in a card: in its source, and in its text. */
export function selected(one) {
  const selection = getSelection();
  const chosen = selection && !selection.isCollapsed ? selection.toString().trim() : "";
  const inSource = chosen && one.querySelector(".source")?.contains(selection.anchorNode);
  const mine = box(one);
  const inBox = mine && mine.selectionStart !== mine.selectionEnd ? mine.value.slice(mine.selectionStart, mine.selectionEnd) : "";
  return { source: inSource ? chosen : "", target: (inBox || picked.get(one) || (chosen && !inSource ? chosen : "")).trim() };
}

/** The form for a term, filled with what is selected in source and text. */
export function propose(one, then) {
  const dialog = document.getElementById("term");
  const form = dialog.querySelector("form");
  const mine = box(one);
  const { source, target } = selected(one);
  form.elements.source.value = source;
  form.elements.target.value = target;
  form.elements.note.value = "";
  for (const [name, from] of [["source", one.querySelector(".source")], ["target", mine]]) {
    form.elements[name].lang = from?.lang ?? "";
    form.elements[name].dir = from?.dir ?? "";
  }
  dialog.returnValue = "";
  dialog.showModal();
  (form.elements.source.value ? form.elements.target : form.elements.source).focus();
  dialog.addEventListener("close", () => {
    if (dialog.returnValue !== "yes") { one.querySelector("summary").focus(); return; }
    then({ source: form.elements.source.value, target: form.elements.target.value, note: form.elements.note.value });
  }, { once: true });
}

export function keys() {
  document.getElementById("keys").showModal();
}

document.addEventListener("click", (event) => {
  if (event.target.closest("[data-close]")) event.target.closest("dialog").close("");
});
