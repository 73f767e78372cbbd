/* Where letters, words and sentences begin and end. `text` is a Lines, or a string; places are code points. */

import { Lines } from "./lines.js";

const SPACE = /^\s+$/u;
const cut = new WeakMap();
const segmenters = new Map();

const linesOf = (text) => (typeof text === "string" ? Lines.of(text) : text);

function segmenterOf(text, unit) {
  const name = `${text.language ?? ""} ${unit}`;
  if (!segmenters.has(name)) segmenters.set(name, makeSegmenter(text.language, unit));
  return segmenters.get(name);
}

function makeSegmenter(language, unit) {
  const granularity = unit === "letter" ? "grapheme" : unit;
  try {
    return new Intl.Segmenter(language || undefined, { granularity });
  } catch {
    return new Intl.Segmenter(undefined, { granularity });
  }
}

/* The segments of a line; they are looked up, not listed, so that a long line costs nothing. */
function segmentsOf(text, number, unit) {
  if (!cut.has(text)) cut.set(text, new Map());
  const name = `${number} ${unit}`;
  const known = cut.get(text);
  if (!known.has(name)) known.set(name, segmenterOf(text, unit).segment(text.wordsOf(number)));
  return known.get(name);
}

/* The stretch in whole letters: what a person sees as one character is never cut. */
export function whole(text, start, end) {
  const lines = linesOf(text);
  return { start: edge(lines, start, "letter", false), end: end > start ? edge(lines, end, "letter", true) : end };
}

/* The stretch in whole words, without the space around it; null where nothing but space was meant. */
export function snap(text, start, end) {
  const lines = linesOf(text);
  const trimmed = trim(lines, Math.max(0, start), Math.min(end, lines.length));
  if (!trimmed) return null;
  const words = { start: edge(lines, trimmed.start, "word", false), end: edge(lines, trimmed.end, "word", true) };
  return whole(lines, words.start, words.end);
}

/* The stretch without the space at its ends; null where there is nothing else. */
export function trim(text, start, end) {
  const lines = linesOf(text);
  const words = [...lines.words(start, end)];
  let from = 0;
  let until = words.length;
  while (from < until && SPACE.test(words[from])) from += 1;
  while (until > from && SPACE.test(words[until - 1])) until -= 1;
  return from < until ? { start: start + from, end: start + until } : null;
}

/* The edge of the segment that a place stands inside of; a place between two segments stays. */
function edge(lines, place, unit, after) {
  const { number, ruler, units } = lines.within(place);
  if (units === 0 || units >= ruler.string.length) return place;
  const segment = segmentsOf(lines, number, unit).containing(units);
  if (segment.index === units || (unit === "word" && !segment.isWordLike)) return place;
  return lines.placeOf(number, after ? segment.index + segment.segment.length : segment.index);
}

/* The next place after this one where a letter, word or sentence starts, or where one ends. */
export function next(text, place, unit, { end = false } = {}) {
  const lines = linesOf(text);
  let { number, units } = lines.within(place);
  for (; number < lines.count; number += 1, units = -1) {
    const found = after(segmentsOf(lines, number, unit), lines.wordsOf(number), units, unit, end);
    if (found !== null) return lines.placeOf(number, found);
  }
  return lines.length;
}

/* The last place before this one where a letter, word or sentence starts, or where one ends. */
export function previous(text, place, unit, { end = false } = {}) {
  const lines = linesOf(text);
  let { number, units } = lines.within(place);
  while (number >= 0) {
    const found = before(segmentsOf(lines, number, unit), lines.wordsOf(number), units, unit, end);
    if (found !== null) return lines.placeOf(number, found);
    number -= 1;
    units = Infinity;
  }
  return 0;
}

function after(segments, words, units, unit, end) {
  let index = Math.max(units, 0);
  while (index < words.length) {
    const segment = segments.containing(index);
    const spot = end ? endOf(segment) : segment.index;
    if (counts(segment, unit) && spot > units) return spot;
    index = segment.index + segment.segment.length;
  }
  // An empty line, and the end of one, are places for letters.
  return unit === "letter" && words.length > units ? words.length : null;
}

function before(segments, words, units, unit, end) {
  if (unit === "letter" && units > words.length) return words.length;
  let index = Math.min(units, words.length) - 1;
  while (index >= 0) {
    const segment = segments.containing(index);
    const spot = end ? endOf(segment) : segment.index;
    if (counts(segment, unit) && spot < units) return spot;
    index = segment.index - 1;
  }
  return null;
}

function counts(segment, unit) {
  if (unit === "word") return segment.isWordLike;
  return unit === "letter" || !SPACE.test(segment.segment);
}

function endOf(segment) {
  return segment.index + segment.segment.trimEnd().length;
}
