/* Find words in the text: a line to type in, the places coloured, Enter and Shift+Enter from one to the next. */

import { page } from "./page.js";
import { paint } from "./paint.js";
import { folded, places } from "./search.js";
import { select } from "./selection.js";
import { onKey } from "./shortcuts.js";
import { announce, word } from "./words.js";
import { reveal } from "./walk.js";

const MOST_PAINTED = 1000;
const bar = document.querySelector("[data-find]");
const field = bar?.querySelector("input");
const count = bar?.querySelector("output");
let text = null;
let found = [];
let at = -1;

function show() {
  const around = Math.max(0, at - MOST_PAINTED / 2);
  const near = found.slice(around, around + MOST_PAINTED);
  paint(page, "found", near.map((place) => ({ ...place, tone: place === found[at] ? "here" : "" })));
  const typed = field.value.trim();
  count.value = typed ? said() : "";
}

const said = () =>
  found.length ? word("found", { number: at + 1, count: found.length }) : word("foundNone");

function seek() {
  text ??= folded(page.body());
  found = places(text, field.value);
  const from = found.findIndex((place) => place.start >= (at < 0 ? 0 : (found[at]?.start ?? 0)));
  at = found.length ? Math.max(0, from) : -1;
  show();
  if (at >= 0) reveal(found[at]);
}

function step(by) {
  if (!found.length) return;
  at = (at + by + found.length) % found.length;
  show();
  reveal(found[at]);
  announce(said());
}

function open() {
  bar.hidden = false;
  field.focus();
  field.select();
  if (field.value) seek();
}

/* Close, and go on in the text where something was found. */
function close() {
  const here = found[at];
  bar.hidden = true;
  found = [];
  at = -1;
  paint(page, "found", []);
  page.article.focus({ preventScroll: true });
  if (here) select(here.start, here.end);
}

export function start() {
  if (!bar) return;
  onKey("/", open);
  document.querySelector("[data-find-open]")?.addEventListener("click", open);
  bar.querySelector("[data-find-close]").addEventListener("click", close);
  for (const button of bar.querySelectorAll("[data-find-step]")) {
    button.addEventListener("click", () => step(Number(button.dataset.findStep)));
  }
  field.addEventListener("input", seek);
  bar.addEventListener("keydown", (event) => {
    if (event.key === "Escape") close();
    else if (event.key === "Enter" && event.target === field && !event.isComposing) step(event.shiftKey ? -1 : 1);
    else return;
    event.preventDefault();
  });
}
