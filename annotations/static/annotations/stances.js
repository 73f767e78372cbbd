/* Show under a theme its proposition and the stances of its scale, and no others, as soon as it is chosen. */
"use strict";

(() => {
  const $ = django.jQuery;

  const show = (row, scale) => {
    for (const group of row.querySelectorAll("[data-scale]")) {
      group.hidden = group.dataset.scale !== String(scale);
      const chosen = group.querySelector("input:checked");
      if (group.hidden && chosen) {
        chosen.checked = false;
      } else if (!group.hidden && !chosen) {
        group.querySelector("input[value='']").checked = true;
      }
    }
    row.querySelector("[data-choose-first]").hidden = Boolean(scale);
  };

  const tidy = (root) => {
    for (const row of root.querySelectorAll("[data-coding]:not(.empty-form)")) {
      if (!row.querySelector("select[data-field-name=theme]").value) {
        show(row, "");
      }
    }
  };

  $(document).on("select2:select select2:clear", "select[data-field-name=theme]", (event) => {
    const row = event.target.closest("[data-coding]");
    const theme = event.type === "select2:select" ? event.params.data : {};
    row.querySelector("[data-proposition]").textContent = theme.proposition ?? "";
    show(row, theme.scale ?? "");
  });

  document.addEventListener("formset:added", (event) => tidy(event.target.parentElement));
  tidy(document);
})();
