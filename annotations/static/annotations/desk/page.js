/* The text on the page and its places: code points of the body on one side, nodes and pixels on the other. */

import { Ruler } from "./offsets.js";

const LINES = "p[data-start]";
const pages = new WeakMap();

class Page {
  #rulers = new Map();
  #body = null;

  constructor(article) {
    this.article = article;
    this.lines = [...article.querySelectorAll(LINES)];
    this.starts = this.lines.map((line) => Number(line.dataset.start));
  }

  /* The whole text, as the server has it. */
  body() {
    this.#body ??= this.lines.map((line) => line.textContent).join("\n");
    return this.#body;
  }

  get length() {
    const last = this.lines.length - 1;
    return last < 0 ? 0 : this.starts[last] + this.rulerOf(last).length;
  }

  /* The words of a stretch. */
  words(start, end) {
    const parts = [];
    for (let line = this.lineOf(start); line < this.lines.length && this.starts[line] <= end; line += 1) {
      const ruler = this.rulerOf(line);
      const from = ruler.toUnits(start - this.starts[line]);
      parts.push(ruler.string.slice(from, ruler.toUnits(end - this.starts[line])));
    }
    return parts.join("\n");
  }

  rulerOf(line) {
    if (!this.#rulers.has(line)) this.#rulers.set(line, new Ruler(this.lines[line].textContent));
    return this.#rulers.get(line);
  }

  /* The number of the paragraph in which a place stands; the break after a paragraph is its end. */
  lineOf(place) {
    let low = 0;
    let high = this.starts.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  paragraphAt(place) {
    return this.lines[this.lineOf(place)];
  }

  /* Where a place is in the document: [node, units]. */
  spotOf(place) {
    const number = this.lineOf(place);
    let units = this.rulerOf(number).toUnits(place - this.starts[number]);
    const line = this.lines[number];
    if (!line.firstChild) return [line, 0];
    if (line.firstChild.nodeType === Node.TEXT_NODE && !line.firstChild.nextSibling) return [line.firstChild, units];
    const walker = document.createTreeWalker(line, NodeFilter.SHOW_TEXT);
    let last = [line, 0];
    while (walker.nextNode()) {
      last = [walker.currentNode, Math.min(units, walker.currentNode.length)];
      if (units <= walker.currentNode.length) break;
      units -= walker.currentNode.length;
    }
    return last;
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
    const start = this.placeAtSpot(range.startContainer, range.startOffset);
    const end = this.placeAtSpot(range.endContainer, range.endOffset);
    return { start, end };
  }

  placeAtSpot(node, offset) {
    const element = node.nodeType === Node.ELEMENT_NODE ? node : node.parentElement;
    const line = element?.closest(LINES);
    if (!line || !this.article.contains(line)) return this.#between(node, offset);
    const number = this.lineOf(Number(line.dataset.start));
    if (node.nodeType === Node.TEXT_NODE && node === line.firstChild) {
      return this.starts[number] + this.rulerOf(number).toPoints(offset);
    }
    const before = document.createRange();
    before.setStart(line, 0);
    before.setEnd(node, offset);
    return this.starts[number] + this.rulerOf(number).toPoints(before.toString().length);
  }

  /* A spot outside all paragraphs: the end of the last one before it. */
  #between(node, offset) {
    const spot = document.createRange();
    spot.setStart(node, offset);
    let low = -1;
    let high = this.lines.length;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (spot.comparePoint(this.lines[middle], 0) < 0) low = middle;
      else high = middle;
    }
    return low < 0 ? 0 : this.starts[low] + this.rulerOf(low).length;
  }

  /* The place under a point of the window; null where there is none of this text. */
  placeAt(x, y) {
    const [node, offset] = spotAt(x, y);
    return node && this.article.contains(node) ? this.placeAtSpot(node, offset) : null;
  }

  /* The rectangle of the caret before a place, in the window. */
  rectOf(place) {
    const number = this.lineOf(place);
    const end = this.starts[number] + this.rulerOf(number).length;
    const line = this.lines[number];
    if (end === this.starts[number]) return line.getBoundingClientRect();
    const after = place < end;
    const range = after ? this.rangeOf(place, place + 1) : this.rangeOf(end - 1, end);
    const rects = range.getClientRects();
    const rect = after ? rects[0] : rects[rects.length - 1];
    if (!rect) return line.getBoundingClientRect();
    const onTheLeft = after !== (getComputedStyle(line).direction === "rtl");
    return new DOMRect(onTheLeft ? rect.left : rect.right, rect.top, 0, rect.height);
  }

  /* How far below the top of the text a place stands, in pixels. */
  topOf(place) {
    return this.rectOf(place).top - this.article.getBoundingClientRect().top;
  }
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
