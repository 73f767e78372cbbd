/* Who the text names, and where: asked of the server once, for proposals here and for the lines under names. */

import { ask } from "./ask.js";
import { holdUntil } from "./held_keys.js";
import { page } from "./page.js";
import { store } from "./store.js";

let asked = null;
let isSettled = false;
let known = { names: [], keywords: [] };

/* All mentions: `{names: [[start, end, speaker]], keywords: [[start, end, theme]]}`, in code points, by start. */
export const mentions = () => {
  const { mentions: address } = store.data.addresses;
  asked ??= (address ? ask(address) : Promise.resolve(known))
    .then((found) => {
      known = { ...known, ...found };
      store.learn(found.speakers ?? {});
      return known;
    })
    .catch(() => { asked = null; return known; })
    .finally(() => { isSettled = true; });
  return asked;
};

/* Let a key act that needs them: now, or, where they are still on their way, as soon as they are here. */
export const withMentions = (event, act) => (isSettled ? act() : holdUntil(mentions(), event));

/* The speaker named nearest before a place; null where nobody is. */
export const namedBefore = (start) => known.names.filter(([begins]) => begins <= start).at(-1)?.[2] ?? null;

/* The words of the mention of a speaker nearest to a place: the last before it, else the first at all. */
export const wordsOf = (speaker, start) => {
  const own = known.names.filter(([, , who]) => who === speaker);
  const near = own.filter(([begins]) => begins <= start).at(-1) ?? own[0];
  return near ? page.text.words(near[0], near[1]) : "";
};

/* The paragraphs of a passage: `{string, from, to}`, where from and to count in the string. */
export const around = ({ start, end }) => {
  const { text } = page;
  const begins = text.starts[text.lineOf(start)];
  const from = text.words(begins, start).length;
  const string = text.words(begins, text.endOf(text.lineOf(end)));
  return { string, from, to: from + text.words(start, end).length };
};

/* What was said before a passage, as far back as a name is likely to stand. */
export const before = ({ end }) => page.text.words(Math.max(0, end - 20_000), end);
