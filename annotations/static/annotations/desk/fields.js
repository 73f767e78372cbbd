/* The plain fields of the panel: mode, date said, paraphrase; those less used are folded away until asked for. */

import { isDate } from "./content.js";
import { word } from "./words.js";

export class Fields {
  constructor(panel) {
    const { element } = panel;
    Object.assign(this, { panel, modes: [...element.querySelectorAll("[name=reporting]")] });
    this.said = element.querySelector("[name=said]");
    this.paraphrase = element.querySelector("[name=paraphrase]");
    for (const mode of this.modes) {
      mode.addEventListener("change", () => this.#write("reporting", mode.value));
    }
    this.said.addEventListener("input", () => this.#date());
    this.paraphrase.addEventListener("input", () => this.#write("paraphrase", this.paraphrase.value));
  }

  render() {
    const { content, element } = this.panel;
    for (const mode of this.modes) {
      mode.checked = mode.value === content.reporting;
    }
    for (const name of ["said", "paraphrase"]) {
      this[name].value = content[name];
      element.querySelector(`[data-fold=${name}]`).hidden = !content[name];
    }
  }

  unfold(name) {
    this.panel.element.querySelector(`[data-fold=${name}]`).hidden = false;
    this[name].focus();
  }

  /* The next reporting mode, and the first after the last. */
  nextMode() {
    const now = this.modes.findIndex((mode) => mode.checked);
    this.modes[(now + 1) % this.modes.length].click();
    this.modes[(now + 1) % this.modes.length].focus();
  }

  /* A date that is half written waits until it is one: the last one that was stays. */
  #date() {
    const written = this.said.value.trim();
    const fits = isDate(written);
    this.said.setAttribute("aria-invalid", String(!fits));
    this.said.title = fits ? "" : word("badDate");
    if (fits && written !== this.panel.content.said) {
      this.#write("said", written);
      this.panel.voices.proposeAgain();
    }
  }

  #write(name, value) {
    this.panel.content[name] = value;
    this.panel.changed();
  }
}
