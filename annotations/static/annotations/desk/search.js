/* Words in a text, whatever their capitals, accents and width: pure, in code points. */

const MARKS = /\p{M}/gu;
const folds = new Map();

function foldOf(character) {
  if (!folds.has(character)) {
    const bare = character.normalize("NFKD").replace(MARKS, "").toLowerCase();
    folds.set(character, /\s/u.test(bare) ? " " : bare);
  }
  return folds.get(character);
}

/* A text as a reader would spell it, and from which code point each UTF-16 unit of it comes. */
export function folded(text) {
  const parts = [];
  const origins = [];
  let place = 0;
  for (const character of text) {
    const letters = foldOf(character);
    parts.push(letters);
    for (let unit = 0; unit < letters.length; unit += 1) origins.push(place);
    place += 1;
  }
  return { letters: parts.join(""), origins: [...origins, place] };
}

/* All places of what was typed, in their order, none over another. */
export function places({ letters, origins }, typed) {
  const wanted = folded(typed).letters;
  const found = [];
  if (!wanted.trim()) return found;
  for (let at = letters.indexOf(wanted); at >= 0; at = letters.indexOf(wanted, at + wanted.length)) {
    found.push({ start: origins[at], end: origins[at + wanted.length] });
  }
  return found;
}
