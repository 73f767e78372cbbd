/* The cards of claims: who speaks, of what with which stance, and the words. A click opens the claim. */

import { page } from "./page.js";
import { codesOf, toneOf, voicesOf } from "./sight.js";
import { store } from "./store.js";

const QUOTED = 90;
const said = document.querySelector("[data-margin]")?.dataset ?? {};

function make(name, className, words) {
  const element = document.createElement(name);
  if (className) element.className = className;
  if (words !== undefined) element.textContent = words;
  element.dir = "auto";
  return element;
}

/* The item of a claim in a list; `number` of `count` tells who does not see the list how long it is. */
export function cardOf(claim, { number, count, slim }) {
  const item = make("li", `claim-card ${toneOf(claim)}${slim ? " slim" : ""}`);
  item.removeAttribute("dir");
  item.id = `claim-${claim.key}`;
  item.setAttribute("aria-posinset", number);
  item.setAttribute("aria-setsize", count);
  const face = make("button");
  face.type = "button";
  face.dataset.claimCard = claim.key;
  face.append(whoOf(claim), ...codesOf(claim).map(lineOf));
  if (!claim.codes.length) face.append(make("span", "code muted", said.uncoded));
  face.append(wordsOf(claim));
  const state = said[`state${claim.state}`];
  if (state) face.append(make("span", "state", state));
  item.append(face);
  return item;
}

function whoOf(claim) {
  const voices = voicesOf(claim);
  if (!voices.length) return make("b", "muted", said.nobody);
  const who = make("b", "", voices.map((voice) => voice.name).join(", "));
  if (voices.length === 1 && voices[0].as) who.append(" ", make("em", "", said.as.replace("{name}", voices[0].as)));
  return who;
}

function lineOf({ tone, sign, stance, label }) {
  const line = make("span", `code ${tone}`);
  if (sign) {
    const mark = make("i", "sign", sign);
    mark.setAttribute("aria-label", stance);
    mark.setAttribute("role", "img");
    line.append(mark, " ");
  }
  line.append(label);
  return line;
}

function wordsOf(claim) {
  const words = [...page.text.words(claim.start, Math.min(claim.end, claim.start + QUOTED * 2))];
  const quote = make("q", "", words.length > QUOTED ? `${words.slice(0, QUOTED).join("")}…` : words.join(""));
  quote.lang = page.article.lang;
  return quote;
}

export function startCards() {
  document.addEventListener("click", (event) => {
    const key = event.target.closest("[data-claim-card]")?.dataset.claimCard;
    if (key && store.claim(key)) store.open(key);
  });
}
