/* n and p: from claim to claim through the text. The focus stays in the text; Enter goes on into the claim. */

import { walk } from "./cycle.js";
import { page } from "./page.js";
import { select, selection } from "./selection.js";
import { onKey } from "./shortcuts.js";
import { codesOf, voicesOf } from "./sight.js";
import { store } from "./store.js";
import { announce } from "./words.js";

const said = document.querySelector("[data-margin]")?.dataset ?? {};

export function go(step) {
  const claim = walk(step, selection.active);
  if (!claim) return announce(said.none);
  reveal(claim);
  page.article.focus({ preventScroll: true });
  select(claim.start, claim.start);
  return announce(inWords(claim));
}

/* Bring a passage where the eye rests, if it is not there. */
export function reveal({ start }) {
  const rect = page.rectOf(start);
  if (rect.top > innerHeight * 0.15 && rect.bottom < innerHeight * 0.6) return;
  scrollBy({ top: rect.top - innerHeight * 0.3, behavior: "instant" });
}

export function inWords(claim) {
  const claims = store.claims();
  const who = voicesOf(claim).map((voice) => voice.name).join(", ");
  const codes = codesOf(claim).map((code) => [code.label, code.stance].filter(Boolean).join(": ")).join("; ");
  const place = said.place.replace("{number}", claims.indexOf(claim) + 1).replace("{count}", claims.length);
  return [place, who, codes, page.text.words(claim.start, claim.end)].filter(Boolean).join(". ");
}

/* An address that names a claim opens it. */
function openNamed() {
  const key = decodeURIComponent(location.hash).replace("#claim-", "");
  const claim = location.hash.startsWith("#claim-") && store.claim(key);
  if (!claim) return;
  store.open(key, { enter: false });
  reveal(claim);
}

export function start() {
  onKey("n", () => go(1));
  onKey("p", () => go(-1));
  addEventListener("hashchange", openNamed);
  openNamed();
}
