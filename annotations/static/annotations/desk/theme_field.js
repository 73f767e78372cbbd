/* Choosing a theme: the last ones first, then by its label, its code or its shortcut; with a digit, its stance too. */

import { choice } from "./choice.js";
import { fold, rank } from "./fold.js";
import { stanceOfKey } from "./stances.js";
import { store } from "./store.js";
import { word } from "./words.js";

let last = null;

const usedBefore = () => {
  const own = store.claims().filter((claim) => claim.mine).sort((one, other) => (one.key < other.key ? 1 : -1));
  return [...new Set(own.flatMap((claim) => claim.codes.map(({ theme }) => theme)))];
};

export const usedTheme = (id) => {
  last = [id, ...(last ?? usedBefore()).filter((other) => other !== id)];
};

const option = (theme) => ({ theme, name: theme.label, note: theme.proposition, key: theme.keys });

const byUse = (theme) => {
  last ??= usedBefore();
  const place = last.indexOf(theme.id);
  return place < 0 ? last.length : place;
};

const how = (theme, typed) => {
  if (fold(theme.keys ?? "") === typed || fold(theme.code) === typed) {
    return -1;
  }
  return Math.min(rank(theme.label, typed), rank(theme.code, typed), 2.5 + rank(theme.proposition ?? "", typed) / 8);
};

const found = (themes, query) => {
  const typed = fold(query);
  const ranked = themes.map((theme) => [how(theme, typed), theme]).filter(([order]) => order < 2.8);
  return ranked.sort(([one], [other]) => one - other).map(([, theme]) => theme);
};

/* A field for a theme. `without()` are those chosen already; `take(theme, stance)`: the stance only by its digit. */
export const themeField = ({ without, take }) =>
  choice({
    label: word("addTheme"),
    hint: word("typeTheme"),
    find: (query, show) => {
      const themes = store.data.themes.filter((theme) => !without().includes(theme.id));
      const sorted = query ? found(themes, query) : [...themes].sort((one, other) => byUse(one) - byUse(other));
      show(sorted.map(option));
    },
    instead: (digit, { theme }, query) => {
      const stance = stanceOfKey(theme.id, digit);
      const more = store.data.themes.some(({ label, code }) => fold(label + " " + code).includes(fold(query + digit)));
      if (stance && !more) {
        take(theme, stance.id);
      }
      return Boolean(stance) && !more;
    },
    take: ({ theme }) => take(theme, null),
  });
