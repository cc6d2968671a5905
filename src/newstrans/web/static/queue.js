// The queue stays fresh by itself: the rows are fetched again while nobody is in them. Without this file a reload does it.

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

setTimeout(refresh, document.getElementById("rows").dataset.counting ? COUNTING_MS : EVERY_MS);
