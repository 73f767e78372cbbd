/* Show beside a stance the proposition that it is for or against, as soon as a theme is chosen. */
"use strict";

window.addEventListener("load", () => {
  const $ = django.jQuery;

  $(document).on("select2:select select2:clear", "select[data-field-name=theme]", (event) => {
    const row = event.target.closest(".inline-related");
    const place = row && row.querySelector("[data-proposition]");
    if (place) {
      place.textContent = event.params.data?.proposition ?? "";
    }
  });
});
