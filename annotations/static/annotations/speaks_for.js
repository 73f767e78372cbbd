/* Propose the organisation that a speaker belonged to at that time, where none is chosen yet. */
"use strict";

django.jQuery(document).on("select2:select", "select[data-field-name=speaker]", async (event) => {
  const row = event.target.closest(".inline-related");
  const organisation = row.querySelector("select[data-field-name=organisation]");
  const asks = event.target.closest("[data-speaks-for]");
  const { text, said } = event.target.form.elements;
  if (organisation.value) {
    return;
  }
  const query = new URLSearchParams({ speaker: event.target.value, text: text.value, said: said.value });
  const answer = await fetch(`${asks.dataset.speaksFor}?${query}`).catch(() => null);
  const found = answer?.ok && (await answer.json()).organisation;
  if (found && !organisation.value) {
    organisation.add(new Option(found.text, found.id, true, true));
    django.jQuery(organisation).trigger("change");
  }
});
