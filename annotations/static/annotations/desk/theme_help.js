/* A theme's definition, when to use it and when to avoid it, at hand where it is coded; and what the speaker said on it. */

import { store } from "./store.js";

const PARTS = ["definition", "use_when", "avoid_when"];

function helpOf(theme) {
  const help = document.getElementById("desk-theme-help").content.firstElementChild.cloneNode(true);
  for (const part of PARTS) {
    const row = help.querySelector(`[data-row="${part}"]`);
    row.querySelector("dd").textContent = theme[part];
    row.hidden = !theme[part];
  }
  help.querySelector("[data-definition]").hidden = !PARTS.some((part) => theme[part]);
  return help;
}

/* The panel writes its rows anew as it goes: what is open stays open. */
function fill(element) {
  for (const row of element.querySelectorAll("[data-code]")) {
    const slot = row.querySelector("[data-theme-help]");
    const theme = store.theme(Number(row.dataset.code));
    if (!slot || !theme || slot.dataset.theme === row.dataset.code) continue;
    slot.dataset.theme = row.dataset.code;
    slot.replaceChildren(helpOf(theme));
  }
}

export function start() {
  if (!document.getElementById("desk-theme-help")) return;
  document.addEventListener("desk:panel", ({ detail: { element } }) => {
    fill(element);
    // Rows are written anew with every change.
    const codes = element.querySelector("[data-codes]");
    if (codes) new MutationObserver(() => fill(element)).observe(codes, { childList: true });
  });
}
