// One line that tells what happened, for eyes and for screen readers.

const line = document.getElementById("status");
const urgent = document.getElementById("alert");
let timer = 0;

export function say(text) {
  if (line && line.textContent !== text) line.textContent = text;
}

/** What must not be missed; `undo` adds a button that takes the step back. */
export function shout(text, undo = null, label = "") {
  if (!urgent) return;
  urgent.replaceChildren();
  urgent.append(Object.assign(document.createElement("span"), { textContent: text }));
  if (undo) {
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: label, className: "quiet" });
    button.addEventListener("click", () => { hush(); undo(); });
    urgent.append(button);
  }
  urgent.dataset.shown = "yes";
  clearTimeout(timer);
  timer = setTimeout(hush, undo ? 10000 : 8000);
}

export function hush() {
  if (!urgent) return;
  delete urgent.dataset.shown;
  urgent.replaceChildren();
}
