/* Taking back and doing again: by the buttons of the bar and by keys, also after the page was left. */

import { outbox } from "./outbox.js";
import { onKey } from "./shortcuts.js";
import { store } from "./store.js";
import { announce } from "./words.js";

export const start = () => {
  const buttons = [...document.querySelectorAll("[data-step]")];

  const show = () => {
    for (const button of buttons) {
      const what = store.data.steps?.[button.dataset.step];
      // Not `disabled`: a button that has the focus would lose it.
      button.setAttribute("aria-disabled", String(!what));
      button.title = what ?? "";
    }
  };

  const take = (kind) => {
    document.dispatchEvent(new CustomEvent("desk:save"));
    if (store.data.steps?.[kind] || outbox.now.waiting) {
      outbox.send({ kind });
    }
  };

  buttons.forEach((button) => button.addEventListener("click", () => take(button.dataset.step)));
  onKey("z", () => take("undo"));
  onKey("Z", () => take("redo"));
  store.addEventListener("steps", show);
  outbox.addEventListener("answered", ({ detail: { item, answer } }) => {
    if (item.kind === "undo" || item.kind === "redo") {
      announce(answer.said ?? "");
      const said = document.querySelector("[data-desk-said]");
      said.textContent = answer.said ?? "";
      said.hidden = !answer.said;
      setTimeout(() => { said.hidden = true; }, 6000);
    }
  });
  show();
};
