/* Show what a dataset would hold while its form is filled in, before anything is saved. */
"use strict";

for (const part of document.querySelectorAll("[data-preview]")) {
  const form = part.closest("form");
  let waiting = 0;
  let asked = 0;

  const ask = async () => {
    const turn = ++asked;
    const body = new FormData(form);
    const answer = await fetch(part.dataset.preview, { method: "POST", body }).catch(() => null);
    if (turn === asked && answer?.ok) {
      part.innerHTML = await answer.text();
    }
  };

  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(ask, 400);
  };

  form.addEventListener("input", later);
  form.addEventListener("change", later);
  window.django?.jQuery(form).on("change", later);
}
