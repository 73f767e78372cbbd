/* No key is lost: those pressed before the page can act on them, or while it waits for an answer, are pressed again then.

The page loads this module ahead of all others. Without a key event from a hand a browser neither types nor submits: where
nobody else acts on a key, that is done here. */

const WALKS = /^(Arrow(Left|Right|Up|Down)|Home|End|Enter|Escape|Backspace|Delete)$/;
const OWN_KEYS = "a, button, input, select, textarea, summary";
const keys = [];
let waits = 1; // for the page itself
let isReady = false;

export const isHolding = () => waits > 0;

/* Hold all keys from now on, this one first where one is given, until a promise is settled. */
export const holdUntil = (promise, event) => {
  if (event) {
    keys.unshift(taken(event));
  }
  waits += 1;
  promise.then(release, release);
};

/* Every behaviour has begun: what was pressed before counts. */
export const pageIsReady = () => {
  isReady = true;
  release();
};

const release = () => {
  waits -= 1;
  while (!waits && keys.length) {
    press(keys.shift());
  }
};

const taken = (event) => {
  const { key, code, ctrlKey, metaKey, altKey, shiftKey } = event;
  event.preventDefault();
  event.stopImmediatePropagation();
  return { key, code, ctrlKey, metaKey, altKey, shiftKey };
};

const isMeant = ({ key, ctrlKey, metaKey, altKey, target }) => {
  const written = key.length === 1 && !ctrlKey && !metaKey && !altKey;
  if (isReady) {
    return written || WALKS.test(key);
  }
  // Until then the browser scrolls, and controls work as on any page.
  return target.closest?.("[data-text]") ? written || WALKS.test(key) : written && key !== " " && !target.closest?.(OWN_KEYS);
};

/* Escape lets go of what was pressed, and of the wait. */
const hold = (event) => {
  if (!waits || !event.isTrusted || event.isComposing) {
    return;
  }
  if (isReady && event.key === "Escape") {
    keys.length = 0;
  } else if (isMeant(event)) {
    keys.push(taken(event));
  }
};

const press = (key) => {
  const target = document.activeElement ?? document.body;
  if (target.dispatchEvent(new KeyboardEvent("keydown", { ...key, bubbles: true, cancelable: true }))) {
    actAsBrowser(target, key);
  }
};

const actAsBrowser = (target, { key }) => {
  const typed = target.matches("textarea, input:not([type=radio], [type=checkbox])");
  if (typed && key.length === 1) {
    document.execCommand("insertText", false, key);
  } else if (typed && key === "Backspace") {
    document.execCommand("delete");
  } else if (target.matches("button, a, summary") && (key === "Enter" || key === " ")) {
    target.click();
  } else if (key === "Enter" && target.matches("input")) {
    target.form?.requestSubmit();
  }
};

addEventListener("keydown", hold, { capture: true });
