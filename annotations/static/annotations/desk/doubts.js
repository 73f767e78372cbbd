/* Doubts about the translation: under the words they are about, as flags beside them, and in a sheet where one says so (x). */

import { ask } from "./ask.js";
import { holdUntil } from "./held_keys.js";
import { newKey } from "./identity.js";
import { page } from "./page.js";
import { paint } from "./paint.js";
import { selected } from "./selection.js";
import { onKey } from "./shortcuts.js";
import { store } from "./store.js";
import { reveal } from "./walk.js";
import { announce, word } from "./words.js";

const sheet = document.querySelector("[data-doubt-sheet]");
const flags = document.querySelector("[data-flags]");
const counter = document.querySelector("[data-doubts-open]");
let doubts = [];
let meant = null;
let act = "";

/* Where a doubt stands: in its own passage, or in that of its claim; null where that is not in this text. */
function placeOf(doubt) {
  if (doubt.start !== null) return doubt;
  const claim = store.claims().find((one) => one.record === doubt.record);
  return claim && claim.start !== null ? claim : null;
}

const standing = () => doubts.filter((doubt) => !doubt.resolved && placeOf(doubt));

function show() {
  const open = standing();
  // A claim is marked already: its doubts have a flag alone.
  paint(page, "doubt", open.filter((doubt) => doubt.start !== null).map(({ start, end }) => ({ start, end })));
  counter.hidden = !doubts.length;
  counter.querySelector("span").textContent = doubts.length;
  flags.replaceChildren(...open.map(flagOf));
  lift();
}

/* A flag in the gutter, at the height of its passage; several on one line stand side by side. */
function flagOf(doubt) {
  const flag = document.getElementById("desk-flag").content.firstElementChild.cloneNode(true);
  flag.title = [doubt.fault, doubt.words].filter(Boolean).join(": ");
  flag.setAttribute("aria-label", `${flag.dataset.label} ${flag.title}`);
  flag.addEventListener("click", () => list(doubt));
  return flag;
}

function lift() {
  standing().forEach((doubt, number) => {
    flags.children[number].style.transform = `translateY(${page.topOf(placeOf(doubt).start)}px)`;
  });
}

/* The sheet: what is meant, if something is, and all that was said before. */
function open(what) {
  meant = what;
  act = newKey();
  const form = sheet.querySelector("form");
  form.hidden = !what;
  form.reset();
  refuse("");
  sheet.querySelector("[data-quote]").textContent = what ? page.text.words(what.start, what.end) : "";
  rows();
  sheet.showModal();
  (what ? form.querySelector("input") : sheet.querySelector("[data-close]")).focus();
}

function list(doubt) {
  open(null);
  sheet.querySelector(`[data-doubt="${doubt.id}"]`)?.focus();
}

function rows() {
  const place = sheet.querySelector("[data-doubts]");
  place.replaceChildren(...doubts.filter(placeOf).map(rowOf));
  sheet.querySelector("[data-none]").hidden = place.children.length > 0 || meant;
}

function rowOf(doubt) {
  const row = document.getElementById("desk-doubt").content.firstElementChild.cloneNode(true);
  const { start, end } = placeOf(doubt);
  row.dataset.doubt = doubt.id;
  row.classList.toggle("settled", doubt.resolved);
  row.querySelector("[data-words]").textContent = doubt.words;
  row.querySelector("[data-fault]").textContent = doubt.fault;
  const go = row.querySelector("[data-go]");
  go.textContent = page.text.words(start, end);
  go.addEventListener("click", () => {
    sheet.close();
    reveal({ start });
    paint(page, "found", [{ start, end }]);
  });
  const settle = row.querySelector("[data-settle]");
  settle.textContent = word(doubt.resolved ? "doubtAgain" : "doubtSettle");
  settle.hidden = store.data.me.role === "viewer";
  settle.addEventListener("click", () => send(`${store.data.addresses.doubts}${doubt.id}/`, {
    resolved: !doubt.resolved, seen: doubt.version,
  }));
  return row;
}

function refuse(sentence) {
  const place = sheet.querySelector("[data-sentence]");
  place.textContent = sentence;
  place.hidden = !sentence;
}

async function send(address, told) {
  try {
    take(await ask(address, told));
    return true;
  } catch (refusal) {
    refuse(refusal.sentence ?? word("unreachable"));
    return false;
  }
}

function take(told) {
  doubts = told.doubts;
  show();
  rows();
}

async function keep(event) {
  event.preventDefault();
  const said = new FormData(event.target);
  const place = meant.key ? { claim: meant.key } : { start: meant.start, end: meant.end };
  const told = { ...place, fault: said.get("fault") ?? "", words: said.get("words"), act };
  if (!(await send(store.data.addresses.doubt, told))) return;
  sheet.close();
  announce(word("doubtKept"));
}

/* What a doubt would be about: what is selected, the open passage, or the open claim. */
function doubt() {
  if (!store.data.addresses.doubts || store.data.me.role === "viewer") return;
  const passage = selected() ?? (typeof store.opened === "string" ? store.claim(store.opened) : store.opened);
  if (passage && sheet.dataset.doubtSheet === "translation") open(passage);
  else if (doubts.length) open(null);
  else announce(word("doubtNothing"));
}

export async function start() {
  if (!sheet) return;
  let isKnown = false;
  const arrives = ask(store.data.addresses.doubts).then(take, show).finally(() => { isKnown = true; });
  onKey("x", (event) => (isKnown ? doubt() : holdUntil(arrives, event)));
  document.querySelector("[data-doubt-open]")?.addEventListener("click", doubt);
  counter.addEventListener("click", () => open(null));
  sheet.querySelector("form").addEventListener("submit", keep);
  sheet.querySelectorAll("[data-close]").forEach((button) => button.addEventListener("click", () => sheet.close()));
  sheet.addEventListener("close", () => page.article.focus({ preventScroll: true }));
  store.addEventListener("claims", show);
  new ResizeObserver(lift).observe(page.article);
  await arrives;
}
