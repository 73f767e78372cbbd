/* Colours words through the CSS Custom Highlight API, layer by layer; where a browser lacks it, the server's marks stay. */

import { hasMoved, nearby } from "./nearby.js";
import { page } from "./page.js";
import { lanesOf, toneOf } from "./sight.js";
import { store } from "./store.js";

export const CAN_PAINT = Boolean(globalThis.CSS?.highlights);

const DEEPEST = 3;
const ABOVE = { mention: 0, keyword: 0, claims: 1, open: 10, found: 20, selection: 30 };
let everything = false;
const pages = new Map(); // page → {top, layers: Map of name → {stretches, shown}}

/* Show these stretches of a page in a layer, and no others: [{start, end, tone, depth}]. */
export function paint(where, layer, stretches) {
  if (!CAN_PAINT) return;
  if (!pages.has(where)) pages.set(where, { top: 0, layers: new Map() });
  const { layers } = pages.get(where);
  layers.set(layer, { stretches, shown: layers.get(layer)?.shown ?? new Map() });
  showNear(where, layer, everything ? { start: 0, end: Infinity } : nearby(where));
}

function showNear(where, layer, near) {
  const known = pages.get(where).layers.get(layer);
  const now = new Map();
  for (const { start, end, tone = "", depth = 0 } of known.stretches) {
    if (end < near.start || start > near.end) continue;
    const name = [layer, tone, depth || ""].filter(Boolean).join("-");
    const id = `${name} ${start} ${end}`;
    if (now.has(id)) continue;
    now.set(id, known.shown.get(id) ?? show(where, { name, start, end, priority: (ABOVE[layer] ?? 0) + depth }));
  }
  for (const [id, { name, range }] of known.shown) if (!now.has(id)) CSS.highlights.get(name).delete(range);
  known.shown = now;
}

/* After scrolling: what is near now. */
function follow() {
  for (const [where, known] of pages) {
    if (!hasMoved(where, known.top)) continue;
    known.top = where.article.getBoundingClientRect().top;
    const near = nearby(where);
    for (const layer of known.layers.keys()) showNear(where, layer, near);
  }
}

/* On paper the whole text is near. */
function showAll() {
  everything = true;
  for (const [where, { layers }] of pages) {
    for (const layer of layers.keys()) showNear(where, layer, { start: 0, end: Infinity });
  }
}

function show(where, { name, start, end, priority }) {
  const [startContainer, startOffset] = where.spotOf(start);
  const [endContainer, endOffset] = where.spotOf(end);
  const range = new StaticRange({ startContainer, startOffset, endContainer, endOffset });
  if (!CSS.highlights.has(name)) {
    const highlight = new Highlight();
    highlight.priority = priority;
    CSS.highlights.set(name, highlight);
  }
  CSS.highlights.get(name).add(range);
  return { name, range };
}

/* The marks of the server give way to plain words, so that a place is one node away. */
export function flatten(article) {
  if (!CAN_PAINT) return;
  for (const line of article.querySelectorAll("p[data-start]:has(> *)")) line.textContent = line.textContent;
}

/* What a claim looks like in the text, wherever it stands there. */
export function stretchesFor(claims) {
  const lanes = lanesOf(claims);
  return claims.map((claim) => ({
    start: claim.start,
    end: claim.end,
    tone: toneOf(claim),
    depth: Math.min(lanes.get(claim.key) + 1, DEEPEST),
  }));
}

function paintOpen() {
  const opened = typeof store.opened === "string" ? store.claim(store.opened) : store.opened;
  const tone = opened?.codes ? toneOf(opened) : "new";
  paint(page, "open", opened ? [{ start: opened.start, end: opened.end, tone }] : []);
}

function paintAll() {
  paint(page, "claims", stretchesFor(store.claims()));
  paintOpen();
}

/* The server is told that its marks are not needed: from now on it spares them. */
function spareMarks() {
  const secure = location.protocol === "https:" ? "; secure" : "";
  if (CAN_PAINT) document.cookie = `desk-paints=1; path=/; max-age=31536000; samesite=lax${secure}`;
}

export function start() {
  flatten(page.article);
  spareMarks();
  document.documentElement.classList.toggle("painted", CAN_PAINT);
  paintAll();
  addEventListener("scroll", follow, { passive: true, capture: true });
  addEventListener("beforeprint", showAll);
  addEventListener("afterprint", () => { everything = false; });
  store.addEventListener("claims", paintAll);
  store.addEventListener("opened", paintOpen);
}
