/* Two wordings side by side: paragraphs that say the same begin at one height, and a claim may stand in both. */

import { ask } from "./ask.js";
import { next, previous, snap } from "./boundaries.js";
import { outbox } from "./outbox.js";
import { page, pageOf } from "./page.js";
import { flatten, paint, stretchesFor } from "./paint.js";
import { isPlain, isTyped, keysAreOn, onKey } from "./shortcuts.js";
import { store } from "./store.js";
import { announce, word } from "./words.js";

const article = document.querySelector("[data-beside-text]");
const told = store.data.beside;
const other = article && told ? pageOf(article) : null;
let box = null;
let proposal = null; // where the open claim may stand in the other wording: {key, start, end}
let asked = "";

/* Rows

Each pair of paragraphs gets rows of the grid that both columns share: as many as the side with more lines needs. */

function lay() {
  const sides = [page, other].map(({ paragraphs }, side) => ({ paragraphs, starts: told.pairs.map((pair) => pair[side]) }));
  const from = [0, 0];
  let row = 1;
  told.pairs.forEach((_, number) => {
    const groups = sides.map(({ paragraphs, starts }, side) => {
      const ends = endOf(starts, number);
      const group = [];
      while (from[side] < paragraphs.length && Number(paragraphs[from[side]].dataset.start) < ends) {
        group.push(paragraphs[from[side]]);
        from[side] += 1;
      }
      return group;
    });
    row += place(groups, row);
  });
  document.querySelector("[data-pair]").style.setProperty("--rows", String(row));
}

/* Put the lines of a pair into its rows; the last one on the shorter side reaches down to the end of the other. */
function place(groups, row) {
  const worded = groups.map((group) => group.filter((line) => !line.classList.contains("blank")));
  const rows = Math.max(1, ...worded.map((lines) => lines.length));
  groups.forEach((group, side) => {
    let at = -1;
    for (const line of group) {
      if (!line.classList.contains("blank")) at += 1;
      const last = at === worded[side].length - 1;
      line.style.gridRow = `${row + Math.max(0, at)} / span ${last ? rows - Math.max(0, at) : 1}`;
    }
  });
  return rows;
}

/* A pair reaches until the next one that has words on this side begins. */
function endOf(starts, number) {
  return starts.slice(number + 1).find((start) => start !== null) ?? Infinity;
}

/* Claims in the other wording */

function standing() {
  const here = store.claims().flatMap((claim) => {
    const place = placeOf(claim);
    return place ? [{ ...claim, start: place.start, end: place.end }] : [];
  });
  const known = new Set(here.map((claim) => claim.key));
  const only = told.claims.filter((claim) => !store.claim(claim.key) && !known.has(claim.key));
  return [...here, ...only].sort((one, two) => one.start - two.start || two.end - one.end);
}

const placeOf = (claim) => (claim.elsewhere ?? []).find((place) => place.text === told.text.id);

const opened = () => (typeof store.opened === "string" ? store.claim(store.opened) : store.opened);

function show() {
  paint(other, "claims", stretchesFor(standing()));
  const claim = opened();
  const place = claim && (placeOf(claim) ?? proposal);
  paint(other, "open", place ? [{ start: place.start, end: place.end, tone: placeOf(claim) ? "new" : "proposed" }] : []);
  fill();
}

/* The box in the panel: where the claim stands in the other wording, proposed or confirmed */

async function propose() {
  const claim = opened();
  const name = claim ? `${claim.start} ${claim.end}` : "";
  if (!claim || placeOf(claim) || claim.start === null) proposal = null;
  else if (asked !== name) {
    proposal = null;
    asked = name;
    try {
      const found = await ask(`${told.addresses.place}?${new URLSearchParams({ start: claim.start, end: claim.end })}`);
      if (asked === name && found.start !== null) proposal = found;
    } catch {
      asked = "";
    }
  }
  if (!claim) asked = "";
  show();
  if (proposal) bringNear(proposal.start);
}

/* The other column scrolls with ours; only where paragraphs differ much in length is its passage out of sight. */
function bringNear(place) {
  const rect = other.rectOf(place);
  if (rect.top > 90 && rect.bottom < innerHeight - 40) return;
  const ours = page.rectOf(opened().start).top;
  const by = rect.top - innerHeight * 0.5;
  if (ours - by > 90 && ours - by < innerHeight - 80) scrollBy({ top: by, behavior: "instant" });
}

function fill() {
  if (!box?.isConnected) return;
  const claim = opened();
  const place = claim && placeOf(claim);
  const where = place ?? proposal;
  box.classList.toggle("confirmed", Boolean(place));
  part("words").textContent = where ? other.text.words(where.start, where.end) : "";
  part("none").hidden = Boolean(where);
  part("proposed").hidden = Boolean(place) || !where;
  part("stands").hidden = !place;
  part("confirm").disabled = !claim?.key;
  part("remove").hidden = !(place && claim.editable);
}

const part = (name) => box.querySelector(`[data-parallel-${name}]`);

function join(event) {
  const { element } = event.detail;
  if (!box) box = makeBox();
  if (!element.contains(box)) element.addEventListener("keydown", press);
  if (!element.contains(box)) element.querySelector(".foot").before(box);
  propose();
}

function makeBox() {
  const made = document.getElementById("desk-parallel").content.firstElementChild.cloneNode(true);
  made.querySelector("[data-parallel-confirm]").addEventListener("click", confirm);
  made.querySelector("[data-parallel-remove]").addEventListener("click", remove);
  for (const button of made.querySelectorAll("[data-move]")) {
    button.addEventListener("click", () => move(button.dataset.move, Number(button.dataset.by)));
  }
  return made;
}

function press(event) {
  if (event.key !== "=" || isTyped(event.target) || !isPlain(event) || !keysAreOn()) return;
  event.preventDefault();
  if (proposal && opened()?.key) confirm();
}

function confirm() {
  const claim = opened();
  const { start, end } = proposal;
  outbox.send({ kind: "parallel", claim: claim.key, content: { text: told.text.id, start, end } });
  announce(word("parallelKept"));
}

function remove() {
  outbox.send({ kind: "unparallel", claim: opened().key, content: { text: told.text.id } });
  asked = "";
}

/* Move an end of the proposal by a word. */
function move(edge, by) {
  if (!proposal) return;
  const options = { end: edge === "end" };
  const place = (by > 0 ? next : previous)(other.text, proposal[edge], "word", options);
  const moved = { ...proposal, [edge]: place };
  if (moved.start < moved.end) proposal = moved;
  show();
  announce(other.text.words(proposal.start, proposal.end));
}

/* Select in the other wording: that is where the open claim stands. */
function choose() {
  const native = getSelection();
  const stretch = native.rangeCount && !native.isCollapsed ? other.placeOf(native.getRangeAt(0)) : null;
  const claim = opened();
  const meant = stretch && snap(other.text, stretch.start, stretch.end);
  if (!meant) return;
  if (!claim) announce(word("parallelFirst"));
  else if (!placeOf(claim)) {
    proposal = meant;
    show();
  }
}

/* A press on a claim there opens it here; one that stands only there is opened where it stands. */
function openAt(event) {
  const place = other.characterAt(event.clientX, event.clientY);
  const over = place === null ? [] : standing().filter((claim) => claim.start <= place && place < claim.end);
  const claim = over.sort((one, two) => one.end - one.start - (two.end - two.start))[0];
  if (!claim || !getSelection().isCollapsed) return;
  if (store.claim(claim.key)) store.open(claim.key, { enter: false });
  else location.assign(`${told.addresses.text}?beside=${store.data.text.id}#claim-${claim.key}`);
}

/* On a narrow screen one wording is shown at a time. */
function startTabs() {
  for (const button of document.querySelectorAll("[data-side]")) {
    button.addEventListener("change", () => { document.body.dataset.shown = button.value; });
  }
}

export function start() {
  if (!other) return;
  flatten(article);
  lay();
  show();
  startTabs();
  store.addEventListener("claims", propose);
  store.addEventListener("opened", propose);
  document.addEventListener("desk:panel", join);
  onKey("=", () => proposal && opened()?.key && confirm());
  article.addEventListener("mouseup", (event) => setTimeout(() => { choose(); openAt(event); }, 0));
}
