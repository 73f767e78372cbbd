/* The same letters for comparing: without accents, in small letters. */

export const fold = (words) => words.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();

/* How well words begin or hold what was typed: 0 best, 3 not at all. */
export const rank = (words, typed) => {
  const found = fold(words);
  const at = found.indexOf(typed);
  return at < 0 ? 3 : at === 0 ? 0 : /[\p{L}\p{N}]/u.test(found[at - 1]) ? 2 : 1;
};
