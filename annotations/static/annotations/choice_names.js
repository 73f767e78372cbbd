/* Tell those who listen which field they are in: the box that offers choices takes the name of its field. */
"use strict";

window.addEventListener("load", () => {
  const nameBox = (select, box) => {
    const label = select.labels[0];
    if (label) {
      label.id ||= `${select.id}-label`;
      box.setAttribute("aria-labelledby", `${label.id} select2-${select.id}-container`);
      box.querySelector("[role=textbox]")?.setAttribute("aria-labelledby", label.id);
      return;
    }
    for (const named of [box, box.querySelector("[role=textbox]")]) {
      named?.removeAttribute("aria-labelledby");
      named?.setAttribute("aria-label", select.getAttribute("aria-label") ?? "");
    }
  };

  const nameBoxes = (root) => {
    for (const select of root.querySelectorAll("select.admin-autocomplete[data-select2-id]")) {
      const box = select.nextElementSibling?.querySelector("[role=combobox]");
      if (box) {
        nameBox(select, box);
      }
    }
  };

  // The boxes are made when the admin's own scripts are ready, which may be later than the page.
  window.django?.jQuery?.(() => nameBoxes(document));
  document.addEventListener("formset:added", (event) => nameBoxes(event.target));
});
