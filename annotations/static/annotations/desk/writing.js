/* Everything of the desk that writes: the panel, what is saved, undoing, the keys, the time, handing the reading in. */

import { start as startClock } from "./clock.js";
import { start as startHoldingFocus } from "./hold_focus.js";
import { outbox } from "./outbox.js";
import { start as startPanel } from "./panel.js";
import { start as startShortcuts } from "./shortcuts.js";
import { whoIsKnown } from "./speaker_field.js";
import { start as startStatus } from "./status.js";
import { start as startSteps } from "./steps.js";
import { store } from "./store.js";
import { start as startSubmitting } from "./submit_reading.js";

export const start = () => {
  startPanel();
  startHoldingFocus();
  startShortcuts();
  return store.data.me.role === "viewer" ? null : startSaving();
};

const startSaving = () => {
  document.querySelector("[data-desk-bar]").hidden = false;
  startClock();
  startStatus();
  startSteps();
  startSubmitting();
  outbox.begin();
  return whoIsKnown();
};
