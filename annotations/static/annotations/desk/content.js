/* What a claim says, as acts carry it: passage, mode, date, paraphrase, voices and codes. Pure functions. */

const voiceOf = ({ speaker, named_as = "", organisation = null, via = null }) => ({ speaker, named_as, organisation, via });
const codeOf = ({ theme, stance = null, certainty = "", note = "" }) => ({ theme, stance, certainty, note });

/* A copy of what a claim (or a content) says, its parts always in the same order. */
export const contentOf = ({ start, end, reporting = "indirect", said = "", paraphrase = "", voices = [], codes = [] }) => ({
  start, end, reporting, said, paraphrase, voices: voices.map(voiceOf), codes: codes.map(codeOf),
});

export const same = (one, other) => JSON.stringify(contentOf(one)) === JSON.stringify(contentOf(other));

/* What a claim lacks before it can be handed in: "speaker", "theme", "stance" (with its theme), or nothing. */
export const lacks = ({ voices, codes }, themeOf) => {
  if (!voices.length) {
    return { what: "speaker" };
  }
  if (!codes.length) {
    return { what: "theme" };
  }
  const open = codes.find(({ theme, stance }) => stance === null && themeOf(theme)?.proposition);
  return open ? { what: "stance", theme: themeOf(open.theme) } : null;
};

export const isDate = (words) => words === "" || /^\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?$/.test(words);
