/* Work kept in this browser until the server has it: one entry an act, by reader and text, so that tabs do not mix. */

import { store } from "./store.js";

const prefix = `desk ${store.data.me.id} ${store.data.text.id} `;
let count = 0;

/* Empty, or why nothing can be kept here: "full" or "forbidden". */
export let trouble = "";

/* A place in the line: later ones sort after earlier ones, also those of another tab. */
export const newPlace = () => {
  count += 1;
  const now = Date.now().toString(36).padStart(9, "0");
  return `${now}-${count.toString(36).padStart(5, "0")}-${Math.random().toString(36).slice(2, 8)}`;
};

export const keep = (item) => {
  try {
    localStorage.setItem(prefix + item.place, JSON.stringify(item));
    trouble = "";
  } catch (error) {
    trouble = error.name === "QuotaExceededError" ? "full" : "forbidden";
  }
};

export const forget = (item) => {
  try {
    localStorage.removeItem(prefix + item.place);
  } catch {
    trouble = "forbidden";
  }
};

const read = (name) => {
  try {
    return JSON.parse(localStorage.getItem(name));
  } catch {
    return null;
  }
};

/* All that was kept, the oldest first. */
export const kept = () => {
  try {
    const names = Object.keys(localStorage).filter((name) => name.startsWith(prefix)).sort();
    return names.map(read).filter(Boolean);
  } catch {
    trouble = "forbidden";
    return [];
  }
};
