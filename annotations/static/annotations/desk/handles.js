/* Around the open passage: a line in the claim's tone, and at each end a handle to drag or to move by keys. */

import { next, previous, snap, whole } from "./boundaries.js";
import { openAt } from "./cycle.js";
import { isRightToLeft, page } from "./page.js";
import { paint } from "./paint.js";
import { mayMark } from "./selection.js";
import { onKey } from "./shortcuts.js";
import { toneOf } from "./sight.js";
import { store } from "./store.js";

const MOST_BOXES = 120;
const frame = document.querySelector("[data-outline]");
const handles = [...document.querySelectorAll("[data-handle]")];
let moving = null; // {key, start, end}: where the ends are while a hand is on one of them, and until that is saved

/* What is open: its key (null for a new passage), place, tone, and whether its ends may move. */
function open() {
  const what = store.opened;
  if (what === null) return null;
  if (typeof what !== "string") return { key: null, start: what.start, end: what.end, tone: "new", moves: mayMark() };
  const claim = store.claim(what);
  if (!claim) return null;
  return { key: what, start: claim.start, end: claim.end, tone: toneOf(claim), moves: mayMark() && claim.mine };
}

/* … and where its ends were moved to, if that is not saved yet. */
function standing() {
  const now = open();
  if (!now || moving?.key !== now.key) return now;
  return { ...now, start: moving.start, end: moving.end };
}

/* All is measured before anything is written: else the browser would lay the page out for each of them. */
function draw() {
  const place = standing();
  const origin = place && frame.getBoundingClientRect();
  const boxes = place ? boxesOf(place, origin) : [];
  const edges = place?.moves ? handles.map((handle) => edgeRect(place, isStart(handle))) : [];
  if (boxes.length || frame.firstChild) frame.replaceChildren(...boxes);
  handles.forEach((handle, number) => {
    handle.hidden = !edges.length;
    if (edges.length) stand(handle, place, { rect: edges[number], origin });
  });
}

const isStart = (handle) => handle.dataset.handle === "start";

function boxesOf({ start, end, tone }, origin) {
  const rects = joined([...page.rangeOf(start, end).getClientRects()].slice(0, MOST_BOXES));
  return rects.map((rect) => {
    const box = document.createElement("span");
    box.className = `box ${tone}`;
    Object.assign(box.style, {
      left: `${rect.left - origin.left - 3}px`,
      top: `${rect.top - origin.top - 2}px`,
      width: `${rect.right - rect.left + 6}px`,
      height: `${rect.bottom - rect.top + 4}px`,
    });
    return box;
  });
}

/* One rectangle a line: pieces of other fonts or directions on it belong together. */
function joined(rects) {
  const lines = [];
  for (const { left, right, top, bottom } of rects.filter((rect) => rect.width > 0)) {
    const line = lines.find((one) => Math.min(one.bottom, bottom) - Math.max(one.top, top) > (bottom - top) / 2);
    if (!line) lines.push({ left, right, top, bottom });
    else {
      Object.assign(line, {
        left: Math.min(line.left, left),
        right: Math.max(line.right, right),
        top: Math.min(line.top, top),
        bottom: Math.max(line.bottom, bottom),
      });
    }
  }
  return lines;
}

function stand(handle, place, { rect, origin }) {
  const atStart = isStart(handle);
  handle.className = `handle ${place.tone}`;
  handle.style.transform = `translate(${rect.left - origin.left}px, ${rect.top - origin.top}px)`;
  handle.style.setProperty("--tall", `${rect.height}px`);
  handle.ariaValueMax = page.text.length;
  handle.ariaValueNow = atStart ? place.start : place.end;
  handle.ariaValueText = atStart
    ? page.text.words(place.start, Math.min(place.end, place.start + 40))
    : page.text.words(Math.max(place.start, place.end - 40), place.end);
}

/* The side of the first or last character: the end of a line is not the start of the next. */
function edgeRect({ start, end }, atStart) {
  if (atStart) return page.rectOf(start);
  const rects = page.rangeOf(end - 1, end).getClientRects();
  const rect = rects[rects.length - 1] ?? page.rectOf(end);
  const leftwards = isRightToLeft(page.paragraphAt(end - 1));
  return new DOMRect(leftwards ? rect.left : rect.right, rect.top, 0, rect.height);
}

/* Where an end may go: at least one letter stays between the two. */
function moved(place, atStart, to, letters) {
  const { start, end } = place;
  const lines = page.text;
  if (atStart) {
    const within = Math.min(to, previous(lines, end, "letter"));
    return { start: (letters ? whole(lines, within, end) : (snap(lines, within, end) ?? place)).start, end };
  }
  const within = Math.max(to, next(lines, start, "letter"));
  return { start, end: (letters ? whole(lines, start, within) : (snap(lines, start, within) ?? place)).end };
}

/* An end was let go of: whoever writes hears where. */
function settle({ start, end }) {
  const now = open();
  if (now.key === null) Object.assign(store.opened, { start, end });
  moving = { key: now.key, start, end };
  document.dispatchEvent(new CustomEvent("desk:moved", { detail: { key: now.key, start, end } }));
  redraw();
}

function redraw() {
  const place = standing();
  paint(page, "open", place ? [place] : []);
  draw();
}

/* Move an end by a word, or by a letter. */
export function nudge(edge, forward, unit = "word") {
  const now = standing();
  if (!now?.moves) return;
  const atStart = edge === "start";
  const step = forward ? next : previous;
  const to = step(page.text, now[edge], unit, { end: !atStart && unit === "word" });
  const place = moved(now, atStart, to, unit === "letter");
  if (place.start !== now.start || place.end !== now.end) settle(place);
}

function drag(handle, event) {
  if (event.button !== 0) return;
  event.preventDefault();
  const atStart = handle.dataset.handle === "start";
  const offset = handle.getBoundingClientRect();
  const grip = { x: event.clientX - offset.left, y: event.clientY - (offset.top + offset.height / 3) };
  const now = standing();
  let dragged = null;
  handle.setPointerCapture(event.pointerId);
  document.documentElement.classList.add("dragging");
  const follow = (at) => {
    const to = page.placeAt(at.clientX - grip.x, at.clientY - grip.y);
    if (to === null) return;
    dragged = moved(now, atStart, to, at.altKey);
    moving = { key: now.key, ...dragged };
    redraw();
  };
  const drop = () => {
    handle.removeEventListener("pointermove", follow);
    // A mere click is meant for the words below the handle.
    if (dragged) settle(dragged);
    else openAt(event);
    document.documentElement.classList.remove("dragging");
  };
  handle.addEventListener("pointermove", follow);
  handle.addEventListener("lostpointercapture", drop, { once: true });
}

function press(handle, event) {
  if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
  event.preventDefault();
  const edge = handle.dataset.handle;
  const now = standing();
  const forward = (event.key === "ArrowRight") !== isRightToLeft(page.paragraphAt(now[edge]));
  nudge(edge, forward, event.ctrlKey || event.metaKey ? "letter" : "word");
}

/* What the page knows by now is where the ends are. */
function forget(known) {
  if (known) moving = null;
  draw();
}

export function start() {
  for (const handle of handles) {
    handle.addEventListener("pointerdown", (event) => drag(handle, event));
    handle.addEventListener("keydown", (event) => press(handle, event));
  }
  onKey("[", () => nudge("end", false));
  onKey("]", () => nudge("end", true));
  onKey("{", () => nudge("start", false));
  onKey("}", () => nudge("start", true));
  store.addEventListener("opened", () => forget(true));
  store.addEventListener("claims", ({ detail }) => forget(detail.keys.includes(moving?.key)));
  new ResizeObserver(draw).observe(page.article);
}
