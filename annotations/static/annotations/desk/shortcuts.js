/* One key, one act: for the whole desk, silent while somebody types, in a dialog, or where keys are switched off.

The panel has keys of its own (see `panel_keys.js`); the list of all is the dialog behind `?`. */

const TYPED = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox])";
const acts = new Map();

/* Whoever speaks to the machine, or rests a hand on the keys, can do without them (the choice holds for all pages). */
export const keysAreOn = () => {
  try {
    return localStorage.getItem("keys") !== "off";
  } catch {
    return true;
  }
};

export const isTyped = (element) => Boolean(element.closest?.(TYPED));

export const isPlain = (event) =>
  !(event.ctrlKey || event.metaKey || event.altKey || event.isComposing || event.defaultPrevented);

/* Do `act` on this key, wherever the focus is outside the panel. */
export const onKey = (key, act) => acts.set(key, act);

const keyOf = (event) => {
  const back = (event.ctrlKey || event.metaKey) && !event.altKey && event.key.toLowerCase() === "z";
  return back ? (event.shiftKey ? "Z" : "z") : isPlain(event) ? event.key : null;
};

const press = (event) => {
  const inside = event.target.closest?.("dialog, [data-panel]") && !event.ctrlKey && !event.metaKey;
  const act = acts.get(keyOf(event));
  if (act && !inside && !isTyped(event.target) && (keysAreOn() || event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    act(event);
  }
};

const startList = (dialog) => {
  const toggle = dialog.querySelector("[data-keys-switch]");
  const show = () => {
    toggle.checked = keysAreOn();
    document.documentElement.dataset.keys = toggle.checked ? "on" : "off";
  };
  const open = () => {
    show();
    dialog.showModal();
  };
  toggle.addEventListener("change", () => {
    localStorage.setItem("keys", toggle.checked ? "on" : "off");
    show();
  });
  show();
  document.querySelector("[data-keys-open]").addEventListener("click", open);
  onKey("?", open);
};

export const start = () => {
  document.addEventListener("keydown", press);
  startList(document.getElementById("desk-keys"));
};
