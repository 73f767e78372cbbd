/* The claims under a point of the text, one after the other, the innermost first; and the next one before or after. */

import { page } from "./page.js";
import { store } from "./store.js";

/* The keys of the claims that cover a character, the innermost first. */
export function claimsOver(place) {
  const over = [];
  for (const claim of store.claims()) {
    if (claim.start > place) break;
    if (place < claim.end) over.push(claim);
  }
  return over.sort((one, other) => one.end - one.start - (other.end - other.start)).map((claim) => claim.key);
}

/* Open the claim under the pointer, or the one below it where that is open; returns whether there was one. */
export function openAt({ clientX, clientY }, { several = false } = {}) {
  const place = page.characterAt(clientX, clientY);
  const keys = place === null ? [] : claimsOver(place);
  if (!keys.length || (several && keys.length < 2)) return false;
  store.open(keys[(keys.indexOf(store.opened) + 1) % keys.length], { enter: false });
  return true;
}

/* Go to the claim after the one that is open, or after the caret; or to the one before. */
export function walk(step, caret) {
  const claims = store.claims();
  if (!claims.length) return null;
  const here = claims.findIndex((claim) => claim.key === store.opened);
  const found = here < 0 ? besideCaret(claims, step, caret) : claims[(here + step + claims.length) % claims.length];
  store.open(found.key, { enter: false });
  return found;
}

function besideCaret(claims, step, caret) {
  if (step > 0) return claims.find((claim) => claim.start >= caret) ?? claims[0];
  return claims.findLast((claim) => claim.start < caret) ?? claims[claims.length - 1];
}
