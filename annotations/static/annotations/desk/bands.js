/* How the claims of a long text share the margin: the text is cut into bands, and each band says how its cards are shown.

Pure: heights come in, a plan goes out, so that what is far from the screen need not be on the page. */

const CHARACTERS = 700; // of a paragraph in a band, at most

export const FULL = 92; // pixels that a card takes, with the space below it
export const SLIM = 36;
const SLACK = 140; // how far cards may be pushed below their passages

/* Cut a text (a Lines) where its bands begin: places, in order. */
export function bandsOf(text) {
  const starts = [];
  text.starts.forEach((start, number) => {
    const end = number + 1 < text.count ? text.starts[number + 1] : text.length + 1;
    for (let place = start; place < end; place += CHARACTERS) starts.push(place);
  });
  return starts;
}

/* Sort claims, in order of place, into bands: a list of claims for each. */
export function sorted(starts, claims) {
  const found = starts.map(() => []);
  let band = 0;
  for (const claim of claims) {
    while (band + 1 < starts.length && starts[band + 1] <= claim.start) band += 1;
    found[band].push(claim);
  }
  return found;
}

/* For each band of {count, height}: whether its cards are slim, how many are shown, and how far the first is pushed. */
export function plan(bands) {
  let pushed = 0;
  return bands.map(({ count, height }) => {
    const room = height - pushed + SLACK;
    const slim = count * FULL > room;
    const shown = slim ? Math.min(count, Math.max(1, Math.floor(room / SLIM) - (count * SLIM > room ? 1 : 0))) : count;
    const used = shown * (slim ? SLIM : FULL) + (shown < count ? SLIM : 0);
    const here = { slim, shown, pushed };
    pushed = Math.max(0, pushed + used - height);
    return here;
  });
}
