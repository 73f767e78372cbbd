/* What this speaker said elsewhere on this theme: a sheet at the side, one key away, and gone with Escape. */

import { ask } from "./ask.js";
import { namedBefore, withMentions } from "./named.js";
import { page } from "./page.js";
import { selection } from "./selection.js";
import { onKey } from "./shortcuts.js";
import { store } from "./store.js";
import { announce, word } from "./words.js";

const sheet = document.querySelector("[data-neighbours]");

/* Whom the person means: the open claim's first voice and theme, else who is named before the caret. */
function meant(detail) {
  const claim = typeof store.opened === "string" ? store.claim(store.opened) : null;
  const written = panel?.content ?? claim;
  const speaker = written?.voices?.[0]?.speaker ?? namedBefore(selection.active);
  const theme = detail?.theme ?? written?.codes?.[0]?.theme ?? "";
  return { speaker, theme, record: claim?.record ?? "" };
}

let panel = null;

export async function open(detail) {
  const { speaker, theme, record } = meant(detail);
  if (!speaker) return announce(word("nobodyNear"));
  const address = `${store.data.addresses.neighbours}?${new URLSearchParams({ speaker, theme, record })}`;
  const body = sheet.querySelector("[data-body]");
  body.replaceChildren();
  sheet.showModal();
  try {
    const told = await ask(address);
    body.innerHTML = told.html;
    announce(told.said);
  } catch (refusal) {
    body.textContent = refusal.sentence ?? word("unreachable");
  }
  return undefined;
}

export function start() {
  if (!sheet) return;
  onKey("u", (event) => withMentions(event, () => open()));
  document.addEventListener("desk:panel", (event) => { panel = event.detail; });
  store.addEventListener("opened", (event) => { if (!event.detail.what) panel = null; });
  sheet.querySelector("[data-close]").addEventListener("click", () => sheet.close());
  sheet.addEventListener("click", (event) => { if (event.target === sheet) sheet.close(); });
  sheet.addEventListener("keydown", (event) => { if (event.key === "u" && !event.ctrlKey && !event.metaKey) sheet.close(); });
  document.addEventListener("click", (event) => {
    const opener = event.target.closest("[data-neighbours-open]");
    if (opener) open({ theme: opener.closest("[data-code]")?.dataset.code });
  });
}
