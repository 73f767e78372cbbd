/* Choosing one of many by typing: a combobox (WAI-ARIA 1.2) with a list below it.

`find(query, show)` calls `show(options)` at once, or again when more is known: it then returns a promise of that. An
option is `{name, note, key, tone, fresh}` and whatever `take` needs. While nothing is typed, the digits 1 to 9 take the first
nine; `instead(digit, option)` may give a digit after typed words another sense. */

import { holdUntil } from "./held_keys.js";

let count = 0;

const clone = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);

export class Choice {
  #options = [];
  #active = 0;
  #turn = 0;
  #search = null; // what is still asked for

  constructor(box, { label, hint, find, take, instead = () => false }) {
    Object.assign(this, { box, find, take, instead });
    this.input = box.querySelector("input");
    this.list = box.querySelector("[role=listbox]");
    count += 1;
    this.list.id = `desk-options-${count}`;
    this.input.setAttribute("aria-controls", this.list.id);
    this.input.setAttribute("aria-label", label);
    this.list.setAttribute("aria-label", label);
    this.input.placeholder = hint;
    this.input.addEventListener("focus", () => this.#seek());
    this.input.addEventListener("input", () => this.#seek());
    this.input.addEventListener("blur", () => this.close());
    this.input.addEventListener("keydown", (event) => this.#press(event));
    // Before the field loses the focus, which would close the list.
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => this.#click(event));
  }

  get query() {
    return this.input.value.trim();
  }

  close() {
    this.#turn += 1;
    this.#asks(null);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #seek() {
    this.#turn += 1;
    const turn = this.#turn;
    const isNow = () => turn === this.#turn;
    this.#options = [];
    const found = this.find(this.query, (options) => isNow() && this.#show(options));
    this.#asks(found ?? null);
    found?.finally(() => isNow() && this.#asks(null));
  }

  #asks(search) {
    this.#search = search;
    this.input.setAttribute("aria-busy", String(search !== null));
  }

  #show(options) {
    const before = this.#options[this.#active];
    const same = options.findIndex((option) => before && this.#moved && option.name === before.name);
    this.#active = Math.max(0, same);
    this.#options = options;
    this.list.replaceChildren(...options.map((option, number) => this.#item(option, number)));
    this.list.hidden = !options.length;
    this.input.setAttribute("aria-expanded", String(options.length > 0));
    this.#point();
  }

  #moved = false;

  #item(option, number) {
    const item = clone("desk-option");
    item.id = `${this.list.id}-${number}`;
    item.dataset.number = number;
    item.querySelector("bdi").textContent = option.name;
    item.querySelector("[data-note]").textContent = option.note ?? "";
    const key = !this.query && number < 9 && !option.fresh ? String(number + 1) : (option.key ?? "");
    item.querySelector("kbd").textContent = key;
    item.querySelector("kbd").hidden = !key;
    item.classList.toggle("fresh", Boolean(option.fresh));
    return item;
  }

  #point() {
    [...this.list.children].forEach((item, number) => item.setAttribute("aria-selected", String(number === this.#active)));
    const item = this.list.children[this.#active];
    this.input.setAttribute("aria-activedescendant", item?.id ?? "");
    if (this.#moved) {
      item?.scrollIntoView({ block: "nearest" });
    }
  }

  #press(event) {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) {
      return;
    }
    if (this.#acts(event)) {
      event.preventDefault();
      event.stopPropagation();
    }
  }

  #acts(event) {
    const many = this.#options.length;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      return this.#move(event.key === "ArrowDown" ? 1 : -1, many);
    }
    if (event.key === "Escape" && this.query) {
      this.input.value = "";
      this.#seek();
      return true;
    }
    if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && this.query)) {
      return this.#enter(event);
    }
    return /^[1-9]$/.test(event.key) && this.#digit(event);
  }

  #move(step, many) {
    if (this.list.hidden) {
      this.#seek();
    } else if (many) {
      this.#moved = true;
      this.#active = (this.#active + step + many) % many;
      this.#point();
    }
    return true;
  }

  #enter(event) {
    if (!this.list.hidden && this.#options.length) {
      this.#choose(this.#active);
      return true;
    }
    return this.#waits(event);
  }

  /* A key that comes before the list is there acts as soon as it is, and those after it follow. */
  #waits(event) {
    if (this.#search) {
      holdUntil(this.#search, event);
    }
    return Boolean(this.#search);
  }

  #digit(event) {
    const digit = event.key;
    if (!this.#options.length && this.#waits(event)) {
      return true;
    }
    if (this.query) {
      return this.#options.length > 0 && this.instead(digit, this.#options[this.#active], this.query);
    }
    const option = this.#options[Number(digit) - 1];
    if (option && !option.fresh) {
      this.#choose(Number(digit) - 1);
    }
    return Boolean(option);
  }

  #click(event) {
    const item = event.target.closest("[data-number]");
    if (item) {
      this.#choose(Number(item.dataset.number));
    }
  }

  #choose(number) {
    const option = this.#options[number];
    const query = this.query;
    this.close();
    this.input.value = "";
    this.#moved = false;
    this.take(option, query);
  }
}

/* A new combobox, as the template has it. */
export const choice = (settings) => new Choice(clone("desk-choice"), settings);
