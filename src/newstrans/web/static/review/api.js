// Calls to the desk. Every answer names what it is about, so that a late one never lands in another paragraph.

export const root = document.getElementById("review");
export const tab = crypto.randomUUID ? crypto.randomUUID() : String(Math.random()).slice(2);

let number = 0;

/** Text as the desk keeps it: LF for line ends, NFC. */
export function plain(text) {
  return text.replace(/\r\n?/g, "\n").normalize("NFC");
}

/** POST `values` to a path below the edition; gives { status, ok, data, number }. Never throws. */
export async function send(path, values = {}, { keepalive = false } = {}) {
  const body = new URLSearchParams();
  for (const [name, value] of Object.entries(values)) {
    for (const one of Array.isArray(value) ? value : [value]) body.append(name, one ?? "");
  }
  const mine = ++number;
  body.append("tab", tab);
  body.append("request", `${tab.slice(0, 8)}-${mine}`);
  try {
    const response = await fetch(root.dataset.api + path, {
      method: "POST", body, keepalive, credentials: "same-origin", headers: { Accept: "application/json" },
    });
    const data = await response.json().catch(() => ({}));
    return { status: response.status, ok: response.ok, data, number: mine };
  } catch {
    return { status: 0, ok: false, data: {}, number: mine };
  }
}

export async function load(path) {
  try {
    const response = await fetch(root.dataset.api + path, { credentials: "same-origin", headers: { Accept: "application/json" } });
    return { status: response.status, ok: response.ok, data: await response.json().catch(() => ({})) };
  } catch {
    return { status: 0, ok: false, data: {} };
  }
}

/** A sentence of the page in the editor's language; %(name)s is filled in. */
export function words(id, values = {}) {
  const text = root.dataset[`say${id}`] ?? id;
  return text.replace(/%\((\w+)\)s/g, (_, name) => values[name] ?? "");
}
