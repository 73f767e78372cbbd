/* The margin: cards at the height of their passages, pushed apart, only those near the screen; and the panel's slot.

On a narrow screen there is no margin: cards and slot stand below the paragraph of their passage. */

import { bandsOf, plan, sorted } from "./bands.js";
import { cardOf, startCards } from "./cards.js";
import { page } from "./page.js";
import { store } from "./store.js";

const GAP = 8;
const AROUND = 700; // pixels above and below the screen in which cards are made
const margin = document.querySelector("[data-margin]");
const list = margin?.querySelector("[data-cards]");
const slot = document.createElement("li");
const wide = matchMedia("(min-width: 64rem)");
const spread = new Set(); // bands of which all cards were asked for
let starts = [];
let bands = []; // claims of each band
let tops = null; // of each band, below the top of the text; null when they must be measured again
let plans = null;
let due = 0;
let laidAt = 0;
let slotTall = 0;
let printing = false;

slot.className = "slot";
slot.dataset.slot = "";

/* Let the panel stand where the passage {start, end} stands. */
export function showBeside(place, panel) {
  slot.place = place;
  slot.replaceChildren(panel);
  layOut();
}

/* When nothing is open, the card comes back in the slot's stead. */
function opened({ detail }) {
  if (detail.what === null) {
    slot.place = null;
    slot.remove();
  }
  later();
}

/* Cards are made well beyond the screen, so that scrolling need not make some for each frame. */
function scrolled() {
  if (Math.abs(page.article.getBoundingClientRect().top - laidAt) > AROUND / 3) later();
}

function later() {
  due ||= requestAnimationFrame(layOut);
}

function layOut() {
  cancelAnimationFrame(due);
  due = 0;
  if (printing) return;
  laidAt = page.article.getBoundingClientRect().top;
  if (wide.matches) layMargin();
  else layBelow();
}

/* Where each band begins, in pixels below the top of the text. Paragraphs are measured; bands within one, by share. */
function measure() {
  const origin = page.article.getBoundingClientRect().top;
  const boxes = page.paragraphs.map((paragraph) => paragraph.getBoundingClientRect());
  tops = starts.map((start) => {
    const number = page.text.lineOf(start);
    const share = (start - page.text.starts[number]) / (page.text.rulerOf(number).length || 1);
    return boxes[number].top - origin + boxes[number].height * share;
  });
  tops.push(page.article.offsetHeight);
  list.style.height = `${tops.at(-1)}px`;
  plans = null;
}

function near(band, from, until) {
  return tops[band + 1] >= from && tops[band] <= until;
}

function layMargin() {
  if (slot.parentElement !== list) slot.remove();
  for (const below of page.article.querySelectorAll("[data-below]")) below.remove();
  if (!tops) measure();
  plans ??= plan(bands.map((claims, band) => ({ count: claims.length, height: tops[band + 1] - tops[band] })));
  const above = page.article.getBoundingClientRect().top;
  const [from, until] = [-above - AROUND, innerHeight - above + AROUND];
  const shown = bands.flatMap((_, band) => (near(band, from, until) ? itemsOf(band, plans[band]) : []));
  place(withSlot(shown));
}

/* The items of a band: its cards, and a button for those that have no room. */
function itemsOf(band, { slim, shown, pushed }) {
  const claims = bands[band];
  const all = spread.has(band);
  const some = claims.slice(0, all ? claims.length : shown);
  const count = store.claims().length;
  const first = orderOf(band);
  const items = some.map((claim, index) => ({
    id: claim.key,
    at: claim.start,
    pushed,
    make: () => cardOf(claim, { number: first + index + 1, count, slim }),
    looks: `${slim} ${first + index} ${count}`,
    claim,
  }));
  if (some.length < claims.length) items.push(moreOf(band, claims, some.length));
  return items;
}

function orderOf(band) {
  let before = 0;
  for (let earlier = 0; earlier < band; earlier += 1) before += bands[earlier].length;
  return before;
}

function moreOf(band, claims, shown) {
  const rest = claims.length - shown;
  return {
    id: `more-${band}`,
    at: claims[shown].start,
    looks: rest,
    make: () => {
      const item = document.createElement("li");
      item.className = "more-claims";
      const button = document.createElement("button");
      button.type = "button";
      button.dataset.more = band;
      button.textContent = margin.dataset.more.replace("{count}", rest);
      item.append(button);
      return item;
    },
  };
}

/* The open passage's slot stands in its card's stead. */
function withSlot(items) {
  if (!slot.place) return items;
  const open = { id: "slot", at: slot.place.start, slot: true };
  const others = items.filter((item) => item.id !== store.opened);
  const index = others.findIndex((item) => item.at > open.at);
  others.splice(index < 0 ? others.length : index, 0, open);
  return others;
}

const made = new Map(); // id → {element, looks, claim}

function elementOf(item) {
  if (item.slot) return slot;
  const known = made.get(item.id);
  if (known && known.looks === item.looks && known.claim === item.claim) return known.element;
  const element = item.make();
  if (known?.element.contains(document.activeElement)) requestAnimationFrame(() => element.firstChild.focus());
  known?.element.replaceWith(element);
  made.set(item.id, { ...item, element });
  return element;
}

/* Put the items on the page in their order. */
function put(items) {
  const elements = items.map(elementOf);
  keepOnly(new Set(items.map((item) => item.id)));
  elements.forEach((element, index) => {
    if (list.children[index] !== element) list.insertBefore(element, list.children[index] ?? null);
  });
  return elements;
}

/* … and each at its height. */
function place(items) {
  const elements = put(items);
  const origin = page.article.getBoundingClientRect().top - list.getBoundingClientRect().top;
  const wanted = items.map((item) => page.topOf(item.at) + origin);
  const tall = elements.map((element) => element.offsetHeight + GAP);
  slotTall = slot.offsetHeight;
  const heights = apart(wanted, tall, items);
  elements.forEach((element, index) => {
    element.style.transform = `translateY(${Math.round(heights[index])}px)`;
  });
}

function keepOnly(ids) {
  for (const [id, { element }] of made) {
    if (ids.has(id) || (element.contains(document.activeElement) && id !== store.opened)) continue;
    element.remove();
    made.delete(id);
  }
}

/* Push down what overlaps; what stands above the open passage is pushed up, so that the panel stays where it belongs. */
function apart(wanted, tall, items) {
  const open = items.findIndex((item) => item.slot);
  const heights = [];
  let free = items.length && items[0].pushed ? wanted[0] + items[0].pushed : -Infinity;
  wanted.forEach((want, index) => {
    heights[index] = index === open ? want : Math.max(want, free);
    free = heights[index] + tall[index];
  });
  let roof = open < 0 ? 0 : heights[open];
  for (let index = open - 1; index >= 0 && heights[index] + tall[index] > roof; index -= 1) {
    heights[index] = roof - tall[index];
    roof = heights[index];
  }
  return heights;
}

/* Narrow: a list below each paragraph, made when it comes near the screen. */
function layBelow() {
  slot.style.transform = "none";
  const inMargin = [...list.children].filter((element) => element !== slot);
  for (const element of inMargin) element.remove();
  made.clear();
  const count = store.claims().length;
  let number = 0;
  const perParagraph = sorted(page.text.starts, store.claims());
  perParagraph.forEach((claims, index) => {
    const paragraph = page.paragraphs[index];
    const rect = paragraph.getBoundingClientRect();
    const seen = rect.bottom > -AROUND && rect.top < innerHeight + AROUND;
    const open = slot.place && page.paragraphAt(slot.place.start) === paragraph;
    if (seen || open) belowOf(paragraph, claims, { first: number, count });
    number += claims.length;
  });
}

function belowOf(paragraph, claims, { first, count }) {
  const here = slot.place && page.paragraphAt(slot.place.start) === paragraph;
  const old = paragraph.nextElementSibling?.matches("[data-below]") ? paragraph.nextElementSibling : null;
  const looks = JSON.stringify([here, here && store.opened, count, first, claims.map((claim) => [claim.key, claim.version])]);
  if (old?.looks === looks && (!here || slot.parentElement === old)) return;
  if (!claims.length && !here) {
    old?.remove();
    return;
  }
  const below = old ?? document.createElement("ol");
  below.dataset.below = "";
  // What the page itself says has the page's direction and language, whatever the text around it is written in.
  below.dir = document.documentElement.dir || "ltr";
  below.lang = document.documentElement.lang;
  below.looks = looks;
  const cards = claims.map((claim, index) => [claim, cardOf(claim, { number: first + index + 1, count, slim: true })]);
  const others = cards.filter(([claim]) => !here || claim.key !== store.opened);
  for (const child of [...below.children]) if (child !== slot) child.remove();
  const after = here ? others.findIndex(([claim]) => claim.start > slot.place.start) : -1;
  if (here && slot.parentElement !== below) below.append(slot);
  others.forEach(([, card], index) => {
    if (here && (after < 0 || index < after)) slot.before(card);
    else below.append(card);
  });
  if (!old) paragraph.after(below);
}

/* On paper every claim is listed, one below the other. */
function listAll() {
  printing = true;
  put(bands.flatMap((claims, band) => itemsOf(band, { slim: false, shown: claims.length, pushed: 0 })));
}

function sort() {
  bands = sorted(starts, store.claims());
  plans = null;
  margin.querySelector("[data-first-claim]").hidden = store.claims().length > 0;
  later();
}

function again() {
  tops = null;
  later();
}

export function start() {
  starts = bandsOf(page.text);
  startCards();
  list.addEventListener("click", (event) => {
    const band = event.target.closest("[data-more]")?.dataset.more;
    if (band === undefined) return;
    spread.add(Number(band));
    layOut();
  });
  addEventListener("scroll", scrolled, { passive: true });
  addEventListener("resize", again, { passive: true });
  new ResizeObserver(again).observe(page.article);
  new ResizeObserver(() => slot.offsetHeight === slotTall || later()).observe(slot);
  addEventListener("beforeprint", listAll);
  addEventListener("afterprint", () => {
    printing = false;
    again();
  });
  wide.addEventListener("change", again);
  store.addEventListener("claims", sort);
  store.addEventListener("opened", opened);
  sort();
}
