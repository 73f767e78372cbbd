/* Selecting by keyboard: a caret of our own in the text, which goes by words, sentences, letters and lines. */

import { next, previous } from "./boundaries.js";
import { claimsOver } from "./cycle.js";
import { isRightToLeft, page } from "./page.js";
import { asMeant, finish, select, selected, selection } from "./selection.js";
import { store } from "./store.js";
import { announce } from "./words.js";

const said = document.querySelector("[data-margin]")?.dataset ?? {};
const KEYS = new Set(["ArrowLeft", "ArrowRight", "ArrowUp", "ArrowDown", "Home", "End", "Enter", "Escape"]);
let caret = null;
let column = null; // where the caret wants to be across, while it goes up and down
let speaking = 0;

function press(event) {
  if (event.target !== page.article || !KEYS.has(event.key) || event.isComposing) return;
  const act = { Enter: enter, Escape: leave }[event.key] ?? move;
  if (act(event) !== false) event.preventDefault();
}

function enter() {
  const stretch = selected();
  if (stretch) finish(asMeant(stretch, true) ?? stretch);
  else {
    const here = store.opened ?? claimsOver(selection.active)[0];
    if (!here) return false;
    store.open(here);
  }
  return true;
}

/* Escape lets go of the selection, then of what is open. */
function leave() {
  if (selected()) select(selection.active, selection.active);
  else if (store.opened) store.close();
  else return false;
  return true;
}

function move(event) {
  const upright = event.key === "ArrowUp" || event.key === "ArrowDown";
  if (!upright) column = null;
  const place = upright ? acrossLines(event) : event.key.startsWith("Arrow") ? along(event) : toEdge(event);
  select(event.shiftKey ? selection.anchor : place, place);
  show();
  speak(event.shiftKey);
}

function along(event) {
  const paragraph = page.paragraphAt(selection.active);
  const forward = (event.key === "ArrowRight") !== isRightToLeft(paragraph);
  const unit = event.altKey ? "sentence" : event.ctrlKey || event.metaKey ? "letter" : "word";
  if (!event.shiftKey) return (forward ? next : previous)(page.text, selection.active, unit);
  return forward ? grow(unit) : shrink(unit);
}

/* Growing to the right ends where a word ends; growing to the left, where one begins. */
function grow(unit) {
  const { anchor, active } = selection;
  const starts = next(page.text, active, unit);
  if (active < anchor) return Math.min(starts, anchor);
  return next(page.text, active, unit, { end: unit !== "letter" });
}

function shrink(unit) {
  const { anchor, active } = selection;
  if (active <= anchor) return previous(page.text, active, unit);
  return Math.max(previous(page.text, active, unit, { end: unit !== "letter" }), anchor);
}

/* Home and End: of the paragraph; with Ctrl of the text. */
function toEdge(event) {
  const number = page.text.lineOf(selection.active);
  const whole = event.ctrlKey || event.metaKey;
  if (event.key === "Home") return whole ? 0 : page.text.starts[number];
  return whole ? page.text.length : page.text.endOf(number);
}

/* A line up or down: the word there that stands nearest to the column. */
function acrossLines(event) {
  const down = event.key === "ArrowDown";
  const step = parseFloat(getComputedStyle(page.article).lineHeight) * (down ? 1 : -1);
  bringNear(selection.active, step);
  const from = page.rectOf(selection.active);
  column ??= from.left;
  for (let tried = 1; tried <= 4; tried += 1) {
    const y = from.top + from.height / 2 + step * (tried === 1 ? 1 : (tried + 1) / 2);
    const place = page.placeAt(column, y);
    if (place !== null && (down ? place > selection.active : place < selection.active)) return toWord(place, event);
  }
  return down ? page.text.length : 0;
}

function toWord(place, event) {
  const start = previous(page.text, place + 1, "word");
  const end = next(page.text, start, "word", { end: true });
  if (end < place) return place;
  return event.shiftKey && place > selection.anchor ? end : start;
}

function bringNear(place, step) {
  const rect = page.rectOf(place);
  if (rect.top + step < 80) scrollBy({ top: rect.top + step - 160, behavior: "instant" });
  if (rect.bottom + step > innerHeight - 40) {
    scrollBy({ top: rect.bottom + step - innerHeight + 120, behavior: "instant" });
  }
}

function speak(extends_) {
  clearTimeout(speaking);
  speaking = setTimeout(() => {
    const stretch = selected();
    const word = () => page.text.words(selection.active, next(page.text, selection.active, "word", { end: true }));
    announce(extends_ && stretch ? said.selected.replace("{words}", page.text.words(stretch.start, stretch.end)) : word());
  }, 200);
}

/* Draw the caret before its place, while the text has the focus. */
function draw() {
  const shown = document.activeElement === page.article;
  caret.hidden = !shown;
  if (!shown) return;
  const rect = page.rectOf(selection.active);
  const frame = caret.offsetParent.getBoundingClientRect();
  caret.style.transform = `translate(${rect.left - frame.left}px, ${rect.top - frame.top}px)`;
  caret.style.height = `${rect.height}px`;
  restart(caret);
}

/* Blinking begins anew after each move, so that a moving caret is always seen. */
function restart(element) {
  for (const animation of element.getAnimations()) animation.currentTime = 0;
}

function show() {
  bringNear(selection.active, 0);
  draw();
}

/* Coming in by Tab, the caret stands at the first words that are in sight. */
function comeIn() {
  const first = page.rectOf(selection.active);
  const seen = first.bottom > 0 && first.top < innerHeight;
  if (!seen) {
    const paragraph = page.paragraphs.find((line) => line.getBoundingClientRect().bottom > 80);
    const place = paragraph ? Number(paragraph.dataset.start) : 0;
    select(place, place);
  }
  draw();
}

export function start() {
  caret = document.querySelector("[data-caret]");
  page.article.addEventListener("keydown", press);
  page.article.addEventListener("focus", comeIn);
  page.article.addEventListener("blur", draw);
  document.addEventListener("desk:caret", draw);
  new ResizeObserver(draw).observe(page.article);
}
