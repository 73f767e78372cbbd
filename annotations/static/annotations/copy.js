/* Copy the words of an element to the clipboard; the button is there only where that works. */
"use strict";

for (const button of document.querySelectorAll("[data-copy]")) {
  const words = document.getElementById(button.dataset.copy);
  button.hidden = !navigator.clipboard;
  button.addEventListener("click", async () => {
    await navigator.clipboard.writeText(words.textContent);
    button.textContent = button.dataset.done;
  });
}
