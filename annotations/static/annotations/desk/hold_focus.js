/* The margin may move the open panel to another place of the page; what had the focus in it has it again after that. */

import { store } from "./store.js";

let held = null;

const isLost = () => document.activeElement === document.body || document.activeElement === null;

/* Twice: the margin lays out before the next frame. */
const check = () =>
  requestAnimationFrame(() =>
    requestAnimationFrame(() => {
      if (held?.isConnected && isLost()) {
        held.focus({ preventScroll: true });
      }
    }),
  );

export const start = () => {
  document.addEventListener("focusin", ({ target }) => { held = target.closest("[data-panel]") ? target : null; });
  document.addEventListener("pointerdown", ({ target }) => { held = target.closest("[data-panel]") ? held : null; });
  store.addEventListener("opened", check);
  store.addEventListener("claims", check);
};
