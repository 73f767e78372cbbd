/* Two readings of one claim: somebody changed it while it was being changed here. Both are shown, part by part. */

import { contentOf, same } from "./content.js";
import { outbox, subject } from "./outbox.js";
import { page } from "./page.js";
import { at, part } from "./parts.js";
import { store } from "./store.js";
import { word } from "./words.js";

const nameOf = (id) => store.speaker(id)?.name ?? "";

const voiceWords = ({ speaker, named_as, organisation, via }) =>
  [
    nameOf(speaker),
    named_as && named_as !== nameOf(speaker) && word("as", { name: named_as }),
    organisation && word("speaksFor", { name: nameOf(organisation) }),
    via && word("relayedBy", { name: nameOf(via) }),
  ].filter(Boolean).join(" · ");

const codeWords = (code) => {
  if (!code) {
    return "";
  }
  const stance = store.stances(code.theme).find(({ id }) => id === code.stance);
  const certainty = code.certainty && word(`certainty_${code.certainty}`);
  return [stance ? `${stance.sign} ${stance.label}` : word("uncoded"), certainty, code.note].filter(Boolean).join(" · ");
};

const plain = (name, words = (value) => value) => ({
  label: word(name),
  of: (content) => content[name],
  words: (content) => words(content[name]),
  put: (content, value) => { content[name] = value; },
});

const passage = {
  label: () => word("passage"),
  of: ({ start, end }) => [start, end],
  words: ({ start, end }) => page.text.words(start, end),
  put: (content, [start, end]) => Object.assign(content, { start, end }),
};

const themePart = (theme) => {
  const find = (content) => content.codes.find((code) => code.theme === theme) ?? null;
  return {
    label: store.theme(theme)?.label ?? "",
    of: find,
    words: (content) => codeWords(find(content)),
    put: (content, value) => {
      const others = content.codes.filter((code) => code.theme !== theme);
      content.codes = value ? [...others, value] : others;
    },
  };
};

/* The parts of a claim in which two contents differ. */
const differences = (mine, theirs) => {
  const themes = [...new Set([...mine.codes, ...theirs.codes].map(({ theme }) => theme))];
  const all = [
    { ...passage, label: passage.label() },
    plain("voices", (voices) => voices.map(voiceWords).join("\n")),
    plain("reporting", (mode) => word(`reporting_${mode}`)),
    plain("said"),
    ...themes.map(themePart),
    plain("paraphrase"),
  ];
  return all.filter(({ of }) => JSON.stringify(of(mine)) !== JSON.stringify(of(theirs)));
};

const side = (row, hook, words) => { at(row, hook).textContent = words || word("empty"); };

const rowOf = (difference, number, mine, theirs) => {
  const row = part("desk-conflict-part");
  row.querySelector("legend").textContent = difference.label;
  row.querySelectorAll("input").forEach((input) => { input.name = `part-${number}`; });
  side(row, "mine", difference.words(mine));
  side(row, "theirs", difference.words(theirs));
  return row;
};

/* The panel for an act that was refused as stale; `done(key)` names the claim that holds what was chosen. */
export const showConflict = (item, { done }) => {
  const element = part("desk-conflict");
  const [key, claim] = [subject(item), item.refused.claim];
  const gone = claim.state === "discarded";
  const [mine, theirs] = [contentOf(item.content), contentOf(claim)];
  const parts = differences(mine, theirs);
  const rows = parts.map((difference, number) => rowOf(difference, number, mine, theirs));

  const takeTheirs = () => {
    outbox.giveUp(key, item.kind === "supersede" ? null : claim);
    done(gone || item.kind === "supersede" ? null : key);
  };

  const mixed = () => {
    const content = contentOf(mine);
    rows.forEach((row, number) => {
      if (row.querySelector("[value=theirs]").checked) {
        parts[number].put(content, parts[number].of(theirs));
      }
    });
    return content;
  };

  const settle = (content) => (same(content, theirs) && !gone ? takeTheirs() : done(outbox.insist(key, content)));

  at(element, "sentence").textContent = gone ? `${item.refused.sentence} ${word("gone")}` : item.refused.sentence;
  at(element, "quote").textContent = page.text.words(mine.start, mine.end);
  at(element, "parts").append(...rows);
  element.querySelector("[data-all=theirs]").addEventListener("click", takeTheirs);
  element.querySelector("[data-all=mine]").addEventListener("click", () => settle(mine));
  element.addEventListener("submit", (event) => {
    event.preventDefault();
    settle(mixed());
  });
  element.addEventListener("keydown", (event) => event.key === "Escape" && done(null));
  return { element, key };
};
