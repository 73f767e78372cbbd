/* Known names and keywords, lightly underlined where the person wants that; m goes on to the next name not coded yet. */

import { mentions, withMentions } from "./named.js";
import { page } from "./page.js";
import { paint } from "./paint.js";
import { select } from "./selection.js";
import { onKey } from "./shortcuts.js";
import { store } from "./store.js";
import { reveal } from "./walk.js";
import { announce, word } from "./words.js";

const KEPT = "desk-mentions";
const button = () => document.querySelector("[data-mentions]");
let known = { names: [], keywords: [] };
let current = 0;

const kept = () => {
  try {
    return localStorage.getItem(KEPT) !== "off";
  } catch {
    return true;
  }
};

/* Who stands for a speaker: the names of all who were found to be the same mean that one. */
const head = (speaker) => known.same?.[speaker] ?? speaker;

/* Is a name coded where it stands: inside a claim, or in a paragraph with a claim of that speaker? */
function isCoded([start, end, speaker], claims) {
  const line = page.text.lineOf(start);
  return claims.some(
    (claim) =>
      (claim.start < end && claim.end > start) ||
      (page.text.lineOf(claim.start) === line && claim.voices.some((voice) => head(voice.speaker) === speaker)),
  );
}

/* The claims near a place: those of its paragraph, and any that began before and reach into it. */
function byLine() {
  const lines = new Map();
  for (const claim of store.claims()) {
    if (claim.start === null) continue;
    const last = page.text.lineOf(claim.end - 1);
    for (let line = page.text.lineOf(claim.start); line <= last; line += 1) {
      if (!lines.has(line)) lines.set(line, []);
      lines.get(line).push(claim);
    }
  }
  return lines;
}

function sorted() {
  const lines = byLine();
  return known.names.map((name) => ({
    start: name[0],
    end: name[1],
    tone: isCoded(name, lines.get(page.text.lineOf(name[0])) ?? []) ? "done" : "",
  }));
}

function show() {
  const on = button()?.getAttribute("aria-pressed") === "true";
  paint(page, "mention", on ? sorted() : []);
  paint(page, "keyword", on ? known.keywords.map(([start, end]) => ({ start, end })) : []);
}

function go(step) {
  const open = sorted().filter((name) => !name.tone);
  if (!open.length) return announce(word(known.names.length ? "allMentionsCoded" : "noMentions"));
  const ahead = open.findIndex((name) => name.start > current);
  const behind = open.findLastIndex((name) => name.start < current);
  const place = step > 0 ? (ahead < 0 ? 0 : ahead) : behind < 0 ? open.length - 1 : behind;
  const { start, end } = open[place];
  current = start;
  reveal({ start });
  page.article.focus({ preventScroll: true });
  select(start, start);
  paint(page, "found", [{ start, end }]);
  return announce(word("mention", { name: page.text.words(start, end), number: place + 1, count: open.length }));
}

export async function start() {
  onKey("m", (event) => withMentions(event, () => go(1)));
  onKey("M", (event) => withMentions(event, () => go(-1)));
  document.addEventListener("desk:caret", (event) => {
    current = event.detail?.start ?? current;
  });
  const toggle = button();
  toggle?.setAttribute("aria-pressed", String(kept()));
  toggle?.addEventListener("click", () => {
    const on = toggle.getAttribute("aria-pressed") !== "true";
    toggle.setAttribute("aria-pressed", String(on));
    localStorage.setItem(KEPT, on ? "on" : "off");
    show();
  });
  store.addEventListener("claims", show);
  known = await mentions();
  if (toggle) toggle.hidden = !(known.names.length || known.keywords.length);
  show();
}
