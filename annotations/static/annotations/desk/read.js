/* A claim that one may read here but not change: what it says, and the way to its page. */

import { page } from "./page.js";
import { at, part, write } from "./parts.js";
import { store } from "./store.js";
import { describe } from "./voices.js";
import { word } from "./words.js";

const voiceRow = (voice) => {
  const row = part("desk-read-voice");
  row.querySelector("b").textContent = store.speaker(voice.speaker)?.name ?? "";
  describe(row, voice);
  return row;
};

const codeRow = ({ theme, stance }) => {
  const row = part("desk-read-code");
  const chip = row.querySelector(".chip");
  const chosen = store.stances(theme).find(({ id }) => id === stance);
  row.querySelector("b").textContent = store.theme(theme)?.label ?? "";
  chip.textContent = chosen ? `${chosen.sign} ${chosen.label}` : word("uncoded");
  chip.classList.add(chosen?.tone ?? "uncoded");
  return row;
};

/* The panel of a claim that is only read. */
export const reading = (claim, { close }) => {
  const element = part("desk-read");
  at(element, "notice").textContent = word("readOnly");
  at(element, "quote").lang = page.article.lang;
  write(at(element, "quote"), page.text.words(claim.start, claim.end));
  at(element, "voices").append(...claim.voices.map(voiceRow));
  at(element, "codes").append(...claim.codes.map(codeRow));
  write(at(element, "paraphrase"), claim.paraphrase);
  at(element, "address").href = claim.address;
  at(element, "close").addEventListener("click", close);
  element.addEventListener("keydown", (event) => event.key === "Escape" && close());
  return { element, key: claim.key };
};
