/* What a claim looks like: the tone and sign of its first stance, and its words for a card or a voice. */

import { store } from "./store.js";

function stanceOf(code) {
  return store.stances(code.theme).find((stance) => stance.id === code.stance);
}

export function toneOf(claim) {
  const first = claim.codes[0];
  return (first && stanceOf(first)?.tone) ?? "uncoded";
}

/* A line for each theme: its sign, if a stance is chosen, and its label. */
export function codesOf(claim) {
  return claim.codes.map((code) => {
    const stance = stanceOf(code);
    const label = store.theme(code.theme)?.label ?? "";
    return { tone: stance?.tone ?? "uncoded", sign: stance?.sign ?? "", stance: stance?.label ?? "", label };
  });
}

export function voicesOf(claim) {
  return claim.voices.map((voice) => {
    const name = store.speaker(voice.speaker)?.name ?? "";
    return { name, as: voice.named_as && voice.named_as !== name ? voice.named_as : "" };
  });
}

/* Claims that overlap or touch stand in lanes, the outermost in the first: claim key → lane from 0. `claims` are in order
of place. */
export function lanesOf(claims) {
  const free = [];
  const lanes = new Map();
  for (const claim of claims) {
    let lane = free.findIndex((end) => end < claim.start);
    if (lane < 0) lane = free.length;
    free[lane] = claim.end;
    lanes.set(claim.key, lane);
  }
  return lanes;
}
