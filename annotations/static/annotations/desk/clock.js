/* How long somebody works at a claim: seconds in which the page is seen and something was done a moment ago. */

import { store } from "./store.js";

const IDLE = 30_000;
const SIGNS = ["keydown", "pointerdown", "pointermove", "wheel", "scroll", "touchmove"];

let last = Date.now();
let claimed = 0;
let read = 0;
let watcher = () => {};

const isOn = () => store.data.settings?.time !== false;

/* Tell `watch` each second that counts; `seconds` are those of the open claim that nobody took yet. */
export const follow = (watch) => {
  watcher = watch;
  claimed = 0;
};

/* Hand over the seconds of the open claim: they count from none again. */
export const takeSeconds = () => {
  const seconds = claimed;
  claimed = 0;
  return seconds;
};

/* The seconds of reading in which no claim was open. */
export const secondsOfReading = () => read;

export const asTime = (seconds) => `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, "0")}`;

const tick = () => {
  if (document.hidden || Date.now() - last > IDLE) {
    return;
  }
  if (store.opened === null) {
    read += 1;
  } else {
    claimed += 1;
    watcher(claimed);
  }
};

export const start = () => {
  if (isOn()) {
    const wake = () => { last = Date.now(); };
    SIGNS.forEach((sign) => addEventListener(sign, wake, { passive: true, capture: true }));
    setInterval(tick, 1000);
  }
};
