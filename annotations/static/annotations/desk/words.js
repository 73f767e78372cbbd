/* The sentences that scripts say: the template has them translated, `{name}` stands for a value. */

const spoken = () => document.getElementById("desk-words").dataset;

export const word = (name, values = {}) =>
  (spoken()[name] ?? "").replace(/\{(\w+)\}/g, (whole, key) => values[key] ?? whole);

/* Say something to who does not see the page. */
export const announce = (sentence) => {
  const live = document.querySelector("[data-desk-live]");
  live.textContent = "";
  setTimeout(() => { live.textContent = sentence; }, 50);
};
