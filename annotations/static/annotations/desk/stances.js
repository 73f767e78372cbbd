/* The stances of a theme as buttons, each with its sign and its key; the chosen one, chosen again, is taken back. */

import { part } from "./parts.js";
import { store } from "./store.js";

const HYPHENS = { "-": "−" };

/* The key of the stance at a place of its scale: digits are the same in every language. */
export const digitAt = (place) => (place < 9 ? String(place + 1) : "");

/* The buttons for a code; `choose(stance)` gets null where the choice is taken back. */
export const stanceButtons = (code, group, choose) =>
  store.stances(code.theme).map((stance, place) => {
    const label = part("desk-stance");
    const input = label.querySelector("input");
    label.className = stance.tone;
    input.name = group;
    input.value = stance.id;
    input.checked = code.stance === stance.id;
    input.setAttribute("aria-keyshortcuts", digitAt(place));
    label.querySelector("span").textContent = `${stance.sign} ${stance.label}`;
    label.querySelector("kbd").textContent = digitAt(place);
    input.addEventListener("click", () => {
      const again = code.stance === stance.id;
      input.checked = !again;
      choose(again ? null : stance.id);
    });
    return label;
  });

/* The stance for which a key stands: its digit, or its sign where no other has the same. */
export const stanceOfKey = (theme, key) => {
  const stances = store.stances(theme);
  const signed = stances.filter(({ sign }) => sign === (HYPHENS[key] ?? key));
  return stances.find((_, place) => digitAt(place) === key) ?? (signed.length === 1 ? signed[0] : undefined);
};
