/* The text on the page: nodes and pixels on one side, code points of the body on the other. */

import { Lines } from "./lines.js";

const LINES = "p[data-start]";
const pages = new WeakMap();

class Page {
  constructor(article) {
    this.article = article;
    this.paragraphs = [...article.querySelectorAll(LINES)];
    const starts = this.paragraphs.map((line) => Number(line.dataset.start));
    this.text = new Lines(starts, (number) => this.paragraphs[number].textContent);
    this.text.language = article.lang;
  }

  /* The whole text, as the server has it. */
  body() {
    return this.text.body();
  }

  paragraphAt(place) {
    return this.paragraphs[this.text.lineOf(place)];
  }

  /* Where a place is in the document: [node, units]. */
  spotOf(place) {
    const { number, units } = this.text.within(place);
    const line = this.paragraphs[number];
    const first = line.firstChild;
    if (first?.nodeType === Node.TEXT_NODE && !first.nextSibling) return [first, units];
    return spotAmong(line, units);
  }

  rangeOf(start, end) {
    const range = document.createRange();
    range.setStart(...this.spotOf(start));
    range.setEnd(...this.spotOf(end));
    return range;
  }

  /* A range of the document → {start, end}; null where none of it lies in the text. */
  placeOf(range) {
    if (!range.intersectsNode(this.article)) return null;
    return {
      start: this.placeAtSpot(range.startContainer, range.startOffset),
      end: this.placeAtSpot(range.endContainer, range.endOffset),
    };
  }

  placeAtSpot(node, offset) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const line = element?.closest(LINES);
    if (!line || !this.article.contains(line)) return this.#between(node, offset);
    const number = this.text.lineOf(Number(line.dataset.start));
    if (node === line.firstChild && node.nodeType === Node.TEXT_NODE) return this.text.placeOf(number, offset);
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, offset);
    return this.text.placeOf(number, before.toString().length);
  }

  /* A spot outside all paragraphs: the end of the last one before it. */
  #between(node, offset) {
    const spot = document.createRange();
    spot.setStart(node, offset);
    let low = -1;
    let high = this.paragraphs.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (spot.comparePoint(this.paragraphs[middle], 0) < 0) low = middle;
      else high = middle;
    }
    return low < 0 ? 0 : this.text.endOf(low);
  }

  /* The place nearest to a point of the window; null where there is none of this text. */
  placeAt(x, y) {
    const [node, offset] = spotAt(x, y);
    return node && this.article.contains(node) ? this.placeAtSpot(node, offset) : null;
  }

  /* The place of the character under a point of the window; null beside the words. */
  characterAt(x, y) {
    const place = this.placeAt(x, y);
    if (place === null) return null;
    const under = (from) => [...this.rangeOf(from, from + 1).getClientRects()].some((rect) => holds(rect, x, y));
    return [place, place - 1].find((from) => from >= 0 && from < this.text.length && under(from)) ?? null;
  }

  /* The rectangle of the caret before a place, in the window. */
  rectOf(place) {
    const { number, ruler, units } = this.text.within(place);
    const line = this.paragraphs[number];
    const last = ruler.string.length;
    if (last === 0) return line.getBoundingClientRect();
    const follows = units < last;
    const range = follows ? this.rangeOf(place, place + 1) : this.rangeOf(place - 1, place);
    const rects = range.getClientRects();
    const rect = follows ? rects[0] : rects[rects.length - 1];
    if (!rect) return line.getBoundingClientRect();
    const onTheLeft = follows !== isRightToLeft(line);
    return new DOMRect(onTheLeft ? rect.left : rect.right, rect.top, 0, rect.height);
  }

  /* How far below the top of the text a place stands, in pixels. */
  topOf(place) {
    return this.rectOf(place).top - this.article.getBoundingClientRect().top;
  }
}

export function isRightToLeft(element) {
  return getComputedStyle(element).direction === "rtl";
}

function holds(rect, x, y) {
  return rect.left <= x && x <= rect.right && rect.top - 6 <= y && y <= rect.bottom + 6;
}

/* Among marks: the text node in which so many units have passed. */
function spotAmong(line, units) {
  const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
  let last = [line, 0];
  while (walker.nextNode()) {
    last = [walker.currentNode, Math.min(units, walker.currentNode.length)];
    if (units <= walker.currentNode.length) break;
    units -= walker.currentNode.length;
  }
  return last;
}

function spotAt(x, y) {
  if (document.caretPositionFromPoint) {
    const spot = document.caretPositionFromPoint(x, y);
    return spot ? [spot.offsetNode, spot.offset] : [null, 0];
  }
  const range = document.caretRangeFromPoint?.(x, y);
  return range ? [range.startContainer, range.startOffset] : [null, 0];
}

export function pageOf(article) {
  if (!pages.has(article)) pages.set(article, new Page(article));
  return pages.get(article);
}

/* The text that is read; another wording may stand beside it, with a page of its own. */
const read = document.querySelector("[data-text]");

export const page = read ? pageOf(read) : null;
export const body = () => page.body();
export const rangeOf = (start, end) => page.rangeOf(start, end);
export const placeOf = (range) => page.placeOf(range);
export const placeAt = (x, y) => page.placeAt(x, y);
export const topOf = (place) => page.topOf(place);
