/* Find the quote while it is typed: the passage is shown in its text before anything is saved. */
"use strict";

for (const part of document.querySelectorAll("[data-finds]")) {
  const form = part.closest("form");
  const found = part.querySelector("[data-found]");
  const { text, quote } = form.elements;
  let waiting = 0;
  let asked = 0;

  const find = async () => {
    const turn = ++asked;
    if (!text.value || !quote.value) {
      found.replaceChildren();
      return;
    }
    const body = new FormData();
    body.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    body.set("text", text.value);
    body.set("quote", quote.value);
    body.set("place", found.querySelector("input:checked")?.value ?? "");
    const answer = await fetch(part.dataset.finds, { method: "POST", body }).catch(() => null);
    if (turn === asked && answer?.ok) {
      found.innerHTML = await answer.text();
    }
  };

  const later = (pause) => {
    clearTimeout(waiting);
    waiting = setTimeout(find, pause);
  };

  quote.addEventListener("input", () => later(350));
  django.jQuery(text).on("change", () => later(0));
  if (text.value && quote.value && !found.querySelector("[type=radio]")) {
    later(0);
  }
}
