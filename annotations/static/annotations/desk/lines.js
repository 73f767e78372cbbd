/* A text by its lines, each with the place of its first character. Places are code points of the whole text. */

import { Ruler } from "./offsets.js";

export class Lines {
  #rulers = new Map();
  #body = null;

  /* The starts of the lines, and a function that gives the words of the nth. */
  constructor(starts, wordsOf) {
    this.starts = starts;
    this.wordsOf = wordsOf;
  }

  static of(body) {
    const words = body.split("\n");
    const starts = [];
    let start = 0;
    for (const line of words) {
      starts.push(start);
      start += new Ruler(line).length + 1;
    }
    return new Lines(starts, (number) => words[number]);
  }

  get count() {
    return this.starts.length;
  }

  get length() {
    return this.count ? this.endOf(this.count - 1) : 0;
  }

  body() {
    this.#body ??= this.starts.map((_, number) => this.wordsOf(number)).join("\n");
    return this.#body;
  }

  rulerOf(number) {
    let ruler = this.#rulers.get(number);
    if (!ruler) {
      ruler = new Ruler(this.wordsOf(number));
      this.#rulers.set(number, ruler);
    }
    return ruler;
  }

  endOf(number) {
    return this.starts[number] + this.rulerOf(number).length;
  }

  /* The number of the line in which a place stands; the break after a line belongs to it. */
  lineOf(place) {
    let low = 0;
    let high = this.count;
    while (high - low > 1) {
      const middle = (low + high) >> 1;
      if (this.starts[middle] <= place) low = middle;
      else high = middle;
    }
    return low;
  }

  /* The line of a place, its ruler, and how many units of it stand before the place. */
  within(place) {
    const number = this.lineOf(place);
    const ruler = this.rulerOf(number);
    return { number, ruler, units: ruler.toUnits(place - this.starts[number]) };
  }

  placeOf(number, units) {
    return this.starts[number] + this.rulerOf(number).toPoints(units);
  }

  words(start, end) {
    const parts = [];
    for (let number = this.lineOf(start); number < this.count && this.starts[number] <= end; number += 1) {
      const ruler = this.rulerOf(number);
      const from = ruler.toUnits(start - this.starts[number]);
      parts.push(ruler.string.slice(from, ruler.toUnits(end - this.starts[number])));
    }
    return parts.join("\n");
  }
}
