/* What is selected in the text: an anchor that stays and an active end that moves. By mouse here; by keyboard in caret.js. */

import { snap, trim, whole } from "./boundaries.js";
import { openAt } from "./cycle.js";
import { page } from "./page.js";
import { store } from "./store.js";

const KEPT = "desk-whole-words";
const TOUCH_RESTS = 450; // milliseconds without a change: the fingers are off the handles

export const selection = { anchor: 0, active: 0 };

export function selected() {
  const { anchor, active } = selection;
  return anchor === active ? null : { start: Math.min(anchor, active), end: Math.max(anchor, active) };
}

/* Select from `anchor` to `active`, for eyes and for the clipboard; `document` hears `desk:caret`. */
export function select(anchor, active) {
  Object.assign(selection, { anchor, active });
  getSelection().setBaseAndExtent(...page.spotOf(anchor), ...page.spotOf(active));
  document.dispatchEvent(new CustomEvent("desk:caret"));
}

/* A selection is finished: whoever listens hears of it, and the panel opens on it. */
export function finish({ start, end }) {
  if (!mayMark()) return;
  select(start, end);
  document.dispatchEvent(new CustomEvent("desk:selected", { detail: { start, end } }));
  store.open({ start, end });
}

export const mayMark = () => store.data.me?.role !== "viewer";

/* Whole words, unless the person asked for letters; whole letters always. */
export function asMeant({ start, end }, letters) {
  if (!letters) return snap(page.text, start, end);
  const trimmed = trim(page.text, start, end);
  return trimmed && whole(page.text, trimmed.start, trimmed.end);
}

function switchedOff() {
  const box = document.querySelector("[data-whole-words]");
  return box ? !box.checked : false;
}

function nativeStretch() {
  const native = getSelection();
  if (!native.rangeCount || native.isCollapsed) return null;
  const place = page.placeOf(native.getRangeAt(0));
  return place && place.end > place.start ? place : null;
}

/* Where the pointer went up, after the browser has settled its own selection. */
function settle(event) {
  const stretch = nativeStretch();
  const clicks = event.detail;
  // A second quick click on overlapping claims goes on to the next of them; elsewhere it selects the word.
  if (stretch && !(clicks > 1 && openAt(event, { several: true }))) {
    const meant = asMeant(stretch, event.altKey || switchedOff());
    if (meant) finish(meant);
    return;
  }
  const place = page.placeAt(event.clientX, event.clientY);
  if (place !== null) select(place, place);
  if (clicks === 1) openAt(event);
}

function startPointer() {
  let began = false;
  let touched = false;
  let settling = 0;
  document.addEventListener("pointerdown", (event) => {
    began = event.button === 0 && inText(event.target);
    touched = event.pointerType === "touch";
  });
  document.addEventListener("mouseup", (event) => {
    // Of clicks that follow at once, the last one counts.
    clearTimeout(settling);
    if (began && (!touched || getSelection().isCollapsed)) settling = setTimeout(settle, 0, event);
    began = false;
  });
  return () => touched;
}

/* Cards may stand between the paragraphs: they are no text. */
function inText(target) {
  return page.article.contains(target) && !target.closest("[data-below]");
}

/* By touch the ends are still to be moved: a button beside the selection says when it is meant. */
function startTouch(isTouch) {
  const button = document.querySelector("[data-mark-selection]");
  let waiting = 0;
  const offer = () => {
    const stretch = isTouch() && mayMark() && nativeStretch();
    button.hidden = !stretch;
    if (stretch) putBelow(button, stretch.end);
  };
  document.addEventListener("selectionchange", () => {
    clearTimeout(waiting);
    waiting = setTimeout(offer, TOUCH_RESTS);
  });
  button.addEventListener("pointerdown", (event) => event.preventDefault());
  button.addEventListener("click", () => {
    const meant = asMeant(nativeStretch() ?? selected() ?? { start: 0, end: 0 }, switchedOff());
    button.hidden = true;
    if (meant) finish(meant);
  });
}

function putBelow(button, place) {
  const rect = page.rectOf(place);
  const frame = button.offsetParent.getBoundingClientRect();
  button.style.top = `${rect.bottom - frame.top + 12}px`;
  button.style.left = `${Math.max(0, Math.min(rect.left - frame.left, frame.width - 120))}px`;
}

function startSwitch() {
  const box = document.querySelector("[data-whole-words]");
  if (!box) return;
  box.checked = localStorage.getItem(KEPT) !== "off";
  box.closest("[hidden]")?.removeAttribute("hidden");
  box.addEventListener("change", () => localStorage.setItem(KEPT, box.checked ? "on" : "off"));
}

export function start() {
  startTouch(startPointer());
  startSwitch();
}
