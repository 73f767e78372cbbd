/* Tell those who listen which field they are in: the box that offers choices takes the name of its label. */
"use strict";

window.addEventListener("load", () => {
  const nameBoxes = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete[data-select2-id]")) {
      const label = select.labels[0];
      const box = select.nextElementSibling?.querySelector("[role=combobox]");
      if (label && box) {
        label.id = `${select.id}-label`;
        box.setAttribute("aria-labelledby", `${label.id} select2-${select.id}-container`);
        box.querySelector("[role=textbox]")?.setAttribute("aria-labelledby", label.id);
      }
    }
  };

  // The boxes are made when the admin's own scripts are ready, which may be later than the page.
  django.jQuery(() => nameBoxes(document));
  document.addEventListener("formset:added", (event) => nameBoxes(event.target));
});
