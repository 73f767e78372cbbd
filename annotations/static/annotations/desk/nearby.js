/* Which stretch of a text is near the screen: of a long text only that is coloured. */

const AROUND = 1200; // pixels above and below the screen
const LONG = 20000; // characters; a shorter text is near as a whole

export const isLong = (page) => page.text.length > LONG;

/* The stretch {start, end} that stands on the screen or near it, a little more rather than less. */
export function nearby(page) {
  if (!isLong(page)) return { start: 0, end: page.text.length };
  const first = firstBelow(page, -AROUND);
  const last = Math.max(first, firstBelow(page, innerHeight + AROUND));
  return { start: placeAcross(page, first, -AROUND), end: placeAcross(page, last, innerHeight + AROUND) };
}

/* Whether the text has moved so far since `top` that something else is near now. */
export function hasMoved(page, top) {
  return isLong(page) && Math.abs(page.article.getBoundingClientRect().top - top) > AROUND / 2;
}

/* The number of the first paragraph that ends below a height of the window. */
function firstBelow(page, height) {
  let low = 0;
  let high = page.paragraphs.length - 1;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (page.paragraphs[middle].getBoundingClientRect().bottom < height) low = middle + 1;
    else high = middle;
  }
  return low;
}

/* About where a height of the window crosses a paragraph. */
function placeAcross(page, number, height) {
  const rect = page.paragraphs[number].getBoundingClientRect();
  const share = Math.max(0, Math.min(1, (height - rect.top) / (rect.height || 1)));
  const { starts } = page.text;
  return starts[number] + Math.round(share * (page.text.endOf(number) - starts[number]));
}
