/* Code points and UTF-16 units: the only place that turns one into the other. A place inside a pair counts as before it. */

const STEP = 512;

export function isPlain(string) {
  return !/[\ud800-\udfff]/.test(string);
}

export function length(string) {
  return toPoints(string, string.length);
}

export function toUnits(string, points) {
  return forward(string, 0, points);
}

export function toPoints(string, units) {
  return countTo(string, 0, Math.min(units, string.length));
}

function isHigh(unit) {
  return unit >= 0xd800 && unit < 0xdc00;
}

function isLow(unit) {
  return unit >= 0xdc00 && unit < 0xe000;
}

function widthAt(string, unit) {
  return isHigh(string.charCodeAt(unit)) && isLow(string.charCodeAt(unit + 1)) ? 2 : 1;
}

function forward(string, unit, points) {
  while (points > 0 && unit < string.length) {
    unit += widthAt(string, unit);
    points -= 1;
  }
  return unit;
}

function countTo(string, unit, until) {
  let points = 0;
  while (unit < until) {
    const width = widthAt(string, unit);
    if (unit + width > until) break;
    unit += width;
    points += 1;
  }
  return points;
}

/* Measures one string again and again: it remembers where every so many code points begin. */
export class Ruler {
  constructor(string) {
    this.string = string;
    this.marks = isPlain(string) ? null : [0];
    this.length = this.marks ? this.#lay() : string.length;
  }

  #lay() {
    let unit = 0;
    let points = 0;
    while (unit < this.string.length) {
      unit += widthAt(this.string, unit);
      points += 1;
      if (points % STEP === 0) this.marks.push(unit);
    }
    return points;
  }

  toUnits(points) {
    const within = Math.max(0, Math.min(points, this.length));
    if (!this.marks) return within;
    const step = Math.floor(within / STEP);
    return forward(this.string, this.marks[step], within - step * STEP);
  }

  toPoints(units) {
    const within = Math.max(0, Math.min(units, this.string.length));
    if (!this.marks) return within;
    let step = 0;
    let above = this.marks.length;
    while (above - step > 1) {
      const middle = (step + above) >> 1;
      if (this.marks[middle] <= within) step = middle;
      else above = middle;
    }
    return step * STEP + countTo(this.string, this.marks[step], within);
  }
}
