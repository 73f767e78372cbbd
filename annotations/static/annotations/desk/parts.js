/* Pieces of markup from the template, and the quick way to them. */

export const part = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);

/* The element behind a data- hook. */
export const at = (element, hook) => element.querySelector(`[data-${hook}]`);

/* Write words where they belong, and hide the place where there are none. */
export const write = (element, words) => {
  element.textContent = words ?? "";
  element.hidden = !words;
};
