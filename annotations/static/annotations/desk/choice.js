/* Choosing one of many by typing: a combobox (WAI-ARIA 1.2) with a list below it.

`find(query, show)` calls `show(options)` at once and again when more is known. An option is
`{name, note, key, tone, fresh}` and whatever `take` needs. While nothing is typed, the digits 1 to 9 take the first
nine; `instead(digit, option)` may give a digit after typed words another sense. */

let count = 0;

const clone = (name) => document.getElementById(name).content.firstElementChild.cloneNode(true);

export class Choice {
  #options = [];
  #active = 0;
  #turn = 0;
  #wanted = false;

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
    this.input.addEventListener("focus", () => this.#search());
    this.input.addEventListener("input", () => this.#search());
    this.input.addEventListener("blur", () => this.#wanted || this.close());
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
    this.#wants(false);
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
  }

  #search() {
    this.#turn += 1;
    const turn = this.#turn;
    this.#options = [];
    this.find(this.query, (options) => turn === this.#turn && this.#show(options));
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
    if (this.#wanted && options.length) {
      this.#choose(0);
    }
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
    item?.scrollIntoView({ block: "nearest" });
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
    if (this.#wanted && event.key !== "Escape") {
      return true;
    }
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      return this.#move(event.key === "ArrowDown" ? 1 : -1, many);
    }
    if (event.key === "Escape" && this.query) {
      this.#wants(false);
      this.input.value = "";
      this.#search();
      return true;
    }
    if (event.key === "Enter" || (event.key === "Tab" && !event.shiftKey && this.query)) {
      return this.#enter();
    }
    return /^[1-9]$/.test(event.key) && this.#digit(event.key);
  }

  #move(step, many) {
    if (this.list.hidden) {
      this.#search();
    } else if (many) {
      this.#moved = true;
      this.#active = (this.#active + step + many) % many;
      this.#point();
    }
    return true;
  }

  /* Enter before the list is there takes its first line as soon as it is. */
  #enter() {
    if (!this.list.hidden && this.#options.length) {
      this.#choose(this.#active);
      return true;
    }
    this.#wants(Boolean(this.query));
    return this.#wanted;
  }

  /* While the first line is waited for, no key goes astray. */
  #wants(wanted) {
    this.#wanted = wanted;
    this.input.setAttribute("aria-busy", String(wanted));
  }

  #digit(digit) {
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
