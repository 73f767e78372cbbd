/* The keys of the open panel: one key a field, digits and signs for the stance; in a field that is typed in, only Enter,
Escape and what the field itself does with a key. */

import { isPlain, isTyped, keysAreOn } from "./shortcuts.js";

const saves = (event) =>
  event.key === "Enter" && (event.ctrlKey || event.metaKey || (event.target.matches("textarea") && !event.shiftKey));

/* `acts` has `save`, `close`, `discard`, `nextMode` and `stance(key)`, which says whether the key was one. */
export const startKeys = (element, acts) => {
  const single = (event) => {
    const hook = element.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
    if (hook) {
      hook.click();
    } else if (event.key === "r") {
      acts.nextMode();
    } else if (event.key === "Delete") {
      acts.discard();
    } else {
      return acts.stance(event.key);
    }
    return true;
  };

  const press = (event) => {
    if (event.key === "Escape") {
      acts.close();
    } else if (saves(event)) {
      acts.save();
    } else if (!isPlain(event) || isTyped(event.target) || !keysAreOn() || !single(event)) {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  element.addEventListener("keydown", (event) => event.isComposing || event.defaultPrevented || press(event));
};
