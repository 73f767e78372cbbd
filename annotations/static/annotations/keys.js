/* Press with a single key what says by data-key that it stands for it; never while somebody types.

data-needs names a field that must not be empty: the key goes there first, and Ctrl+Enter in it does the pressing. */
"use strict";

(() => {
  const TYPED = "textarea, select, [contenteditable], input:not([type=radio], [type=checkbox], [type=submit])";
  let waiting = null;

  const needed = (hook) => {
    const field = hook.dataset.needs && document.getElementById(hook.dataset.needs);
    return field && !field.value.trim() ? field : null;
  };

  const press = (hook) => {
    const field = hook.matches(TYPED) ? hook : needed(hook);
    waiting = hook.matches(TYPED) ? null : hook;
    if (field) {
      field.focus();
    } else {
      hook.click();
    }
  };

  // Whoever speaks to the machine, or rests a hand on the keys, can do without them.
  const on = () => localStorage.getItem("keys") !== "off";
  const toggle = document.querySelector("[data-keys-off]");
  const tell = () => {
    document.documentElement.dataset.keys = on() ? "on" : "off";
    toggle.textContent = on() ? toggle.dataset.keysOff : toggle.dataset.keysOn;
    toggle.hidden = false;
  };
  toggle.addEventListener("click", () => {
    localStorage.setItem("keys", on() ? "off" : "on");
    tell();
  });
  tell();

  document.addEventListener("keydown", (event) => {
    const plain = !(event.ctrlKey || event.metaKey || event.altKey || event.repeat || event.isComposing);
    const typing = event.target.closest(TYPED);
    if (typing && event.key === "Escape") {
      typing.blur();
    } else if (typing && event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
      const button = typing.form?.contains(waiting) ? waiting : typing.form?.querySelector("[data-sends]");
      button?.click();
    } else if (on() && plain && !typing) {
      const hook = document.querySelector(`[data-key="${CSS.escape(event.key)}"]`);
      if (hook) {
        event.preventDefault();
        press(hook);
      }
    }
  });
})();
