/* Guess from quotation marks, of any script, whether a passage is quoted. Pure: positions are those of JavaScript. */

const CLOSES = {
  "“": "”", "„": "“”", "”": "”", "‟": "”", "«": "»", "»": "«", "‹": "›", "›": "‹", "‘": "’", "‚": "‘’",
  "「": "」", "『": "』", "﹁": "﹂", "﹃": "﹄", "〝": "〞〟", "＂": "＂", '"': '"',
};
const MARKS = /[“”„‟«»‹›‘’‚「」『』﹁﹂﹃﹄〝〞〟＂"]/;
const LETTER = /[\p{L}\p{N}]/u;

/* A mark between letters is an apostrophe; so is one after a letter that closes nothing. */
const isApostrophe = (body, at, open) => {
  if (body[at] !== "’") {
    return false;
  }
  const after = LETTER.test(body[at + 1] ?? "");
  return !open || (after && LETTER.test(body[at - 1] ?? ""));
};

/* Where quotations stand in body[from:to], as [after the opening mark, before the closing one]; an open one ends at `to`. */
const quotations = (body, from, to) => {
  const found = [];
  const open = [];
  for (let at = from; at < to; at += 1) {
    const mark = body[at];
    const top = open.at(-1);
    if (!MARKS.test(mark) || isApostrophe(body, at, top?.closes.includes("’"))) {
      continue;
    }
    if (top?.closes.includes(mark)) {
      found.push([open.pop().begins, at]);
    } else if (CLOSES[mark]) {
      open.push({ begins: at + 1, closes: CLOSES[mark] });
    }
  }
  return [...found, ...open.map(({ begins }) => [begins, to])];
};

/* Marks, spaces and punctuation at the edge of a passage do not decide. */
const bare = (body, start, end) => {
  const inside = (at) => LETTER.test(body[at]) || body.charCodeAt(at) >= 0xd800 && body.charCodeAt(at) < 0xe000;
  let [from, to] = [start, end];
  while (from < to && !inside(from)) {
    from += 1;
  }
  while (to > from && !inside(to - 1)) {
    to -= 1;
  }
  return [from, to];
};

/* "direct" where the passage stands inside quotation marks as a whole, else "indirect". */
export const reportingOf = (body, start, end) => {
  const from = body.lastIndexOf("\n", start - 1) + 1;
  const close = body.indexOf("\n", end);
  const [first, last] = bare(body, start, end);
  const whole = quotations(body, from, close < 0 ? body.length : close);
  return whole.some(([begins, ends]) => begins <= first && last <= ends) && first < last ? "direct" : "indirect";
};

/* A name as the text has it, for what was typed of it: from the place nearest before `end`, with the capitalised words
that follow it. Empty if the text does not have it. */
export const nameInText = (body, typed, end) => {
  const words = typed.trim();
  if (!words) {
    return "";
  }
  const lower = body.toLowerCase();
  const isStart = (at) => at >= 0 && (at === 0 || !LETTER.test(body[at - 1]) || !/[a-z]/i.test(words[0]));
  let at = lower.length === body.length ? lower.lastIndexOf(words.toLowerCase(), end) : body.lastIndexOf(words, end);
  while (at > 0 && !isStart(at)) {
    at = lower.lastIndexOf(words.toLowerCase(), at - 1);
  }
  if (!isStart(at)) {
    return "";
  }
  const rest = body.slice(at + words.length, at + words.length + 80);
  const more = /^[\p{Ll}\p{M}'’-]*(?:[ \u00a0]\p{Lu}[\p{L}\p{M}'’-]*){0,3}/u.exec(rest)?.[0] ?? "";
  return body.slice(at, at + words.length) + more;
};
