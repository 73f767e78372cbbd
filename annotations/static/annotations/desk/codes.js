/* The themes of a claim, in the panel: each with its proposition in view, its stance, certainty and note. */

import { at, part, write } from "./parts.js";
import { stanceButtons, stanceOfKey } from "./stances.js";
import { store } from "./store.js";
import { themeField, usedTheme } from "./theme_field.js";
import { word } from "./words.js";

let count = 0;

export class Codes {
  #rows = new Map();

  constructor(panel) {
    this.panel = panel;
    this.list = at(panel.element, "codes");
    this.place = at(panel.element, "theme-field");
    this.field = themeField({
      without: () => this.codes.map(({ theme }) => theme),
      take: (theme, stance) => this.#take(theme, stance),
    });
    this.place.append(this.field.box);
    this.list.addEventListener("focusin", (event) => { this.current = event.target.closest(".code"); });
  }

  get codes() {
    return this.panel.content.codes;
  }

  render() {
    this.#rows.clear();
    this.list.replaceChildren(...this.codes.map((code) => this.#row(code)));
    this.list.hidden = !this.codes.length;
    this.place.hidden = this.codes.length > 0;
  }

  /* Ask for a theme, the first or one more. */
  ask() {
    this.place.hidden = false;
    this.field.input.focus();
  }

  /* Go to the first theme without a stance; false if each has one. */
  goToOpen() {
    const open = [...this.#rows].find(([, { theme, stance }]) => stance === null && store.stances(theme).length);
    open?.[0].querySelector("[data-stances] input").focus();
    return Boolean(open);
  }

  /* Choose by a key on the theme at hand: the one with the focus, else the first without a stance, else the last. */
  press(key) {
    const [row, code] = this.#atHand() ?? [];
    const stance = code && stanceOfKey(code.theme, key);
    row?.querySelector(`[data-stances] [value="${stance?.id}"]`)?.click();
    row?.querySelector(`[data-stances] [value="${stance?.id}"]`)?.focus();
    return Boolean(stance);
  }

  unfold(name) {
    const [row] = this.#atHand() ?? [];
    if (!row) {
      this.ask();
      return;
    }
    const folded = row.querySelector(`[data-part=${name}]`);
    folded.hidden = false;
    (folded.querySelector("textarea, input:checked") ?? folded.querySelector("input")).focus();
  }

  #atHand() {
    const rows = [...this.#rows];
    const focused = rows.find(([row]) => row === this.current && row.isConnected);
    return focused ?? rows.find(([, { stance }]) => stance === null) ?? rows.at(-1);
  }

  #row(code) {
    const row = part("desk-code");
    const theme = store.theme(code.theme);
    const stances = at(row, "stances");
    this.#rows.set(row, code);
    count += 1;
    row.dataset.code = code.theme;
    at(row, "label").textContent = theme?.label ?? "";
    write(at(row, "proposition"), theme?.proposition);
    stances.setAttribute("aria-label", word("stanceOn", { theme: theme?.label }));
    const choose = (stance) => {
      code.stance = stance;
      this.panel.changed();
    };
    stances.append(...stanceButtons(code, `stance-${count}`, choose));
    at(row, "remove").addEventListener("click", () => this.#remove(code));
    this.#certainty(row, code);
    this.#note(row, code);
    return row;
  }

  #certainty(row, code) {
    const field = row.querySelector("[data-part=certainty]");
    field.hidden = !code.certainty;
    for (const input of field.querySelectorAll("input")) {
      input.name = `certainty-${count}`;
      input.checked = input.value === code.certainty;
      input.addEventListener("click", () => {
        code.certainty = code.certainty === input.value ? "" : input.value;
        input.checked = code.certainty !== "";
        this.panel.changed();
      });
    }
  }

  #note(row, code) {
    const field = row.querySelector("[data-part=note]");
    const note = field.querySelector("textarea");
    field.hidden = !code.note;
    note.value = code.note;
    note.addEventListener("input", () => {
      code.note = note.value;
      this.panel.changed();
    });
  }

  #remove(code) {
    this.codes.splice(this.codes.indexOf(code), 1);
    this.panel.changed();
    this.render();
    this.panel.goOn();
  }

  #take(theme, stance) {
    const code = { theme: theme.id, stance, certainty: "", note: "" };
    this.codes.push(code);
    usedTheme(theme.id);
    this.panel.changed();
    this.render();
    this.current = this.list.lastElementChild;
    const chosen = this.current.querySelector("[data-stances] input:checked") ?? this.current.querySelector("[data-stances] input");
    (chosen ?? at(this.panel.element, "save")).focus();
  }
}
