/* The panel in which a claim is coded: it opens in the margin beside its passage, saves by itself, and closes.

What may be written is `writer.js`; who speaks `voices.js`; themes `codes.js`; the rest `fields.js`. */

import { asTime, follow } from "./clock.js";
import { Codes } from "./codes.js";
import { showConflict } from "./conflict.js";
import { contentOf, lacks, same } from "./content.js";
import { Fields } from "./fields.js";
import { reportingOf } from "./guess.js";
import { showBeside } from "./margin.js";
import { around } from "./named.js";
import { outbox, subject } from "./outbox.js";
import { page } from "./page.js";
import { startKeys } from "./panel_keys.js";
import { at, part, write } from "./parts.js";
import { reading } from "./read.js";
import { store } from "./store.js";
import { Voices } from "./voices.js";
import { announce, word } from "./words.js";
import { Writer, correctionOf } from "./writer.js";

const PAUSE = 1000;
const TONES = ["support", "oppose", "mixed", "neutral", "unclear"];

class Panel {
  #timer = 0;

  constructor(content, claim) {
    this.writer = new Writer(content, claim);
    this.claim = claim;
    this.element = part("desk-panel");
    this.parts = [new Fields(this), new Voices(this), new Codes(this)];
    [this.fields, this.voices, this.codes] = this.parts;
    this.#listen();
    this.render();
    this.#time();
  }

  get content() {
    return this.writer.content;
  }

  get key() {
    return this.writer.key;
  }

  /* What is written here still counts: the panel is open, or its claim stands as it was left. */
  get isCurrent() {
    const claim = store.claim(this.key);
    return !this.writer.isOver || Boolean(claim?.editable && same(claim, this.writer.sent));
  }

  render() {
    at(this.element, "quote").lang = page.article.lang;
    write(at(this.element, "quote"), page.text.words(this.content.start, this.content.end));
    this.parts.forEach((field) => field.render());
    this.#state();
  }

  /* Something was written: it is sent after a pause; at once where an answer came after the panel was closed. */
  changed() {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.save(), this.writer.isOver ? 0 : PAUSE);
    this.#state();
  }

  save() {
    clearTimeout(this.#timer);
    const saved = this.writer.save();
    if (saved) {
      this.#state();
    }
    return saved;
  }

  /* Go to what is missing next. */
  goOn() {
    if (!this.content.voices.length) {
      this.voices.ask();
    } else if (!this.content.codes.length) {
      this.codes.ask();
    } else if (!this.codes.goToOpen()) {
      at(this.element, "save").focus({ preventScroll: true });
    }
  }

  unfold(name) {
    const home = { theme: "codes", speaker: "voices", said: "fields", paraphrase: "fields", certainty: "codes", note: "codes" };
    const field = this[home[name] ?? "voices"];
    if (name === "theme" || name === "speaker") {
      field.ask();
    } else {
      field.unfold(name);
    }
  }

  /* The passage was moved. */
  move({ start, end }) {
    Object.assign(this.content, { start, end });
    write(at(this.element, "quote"), page.text.words(start, end));
    this.changed();
  }

  /* What the server has now differs from what was sent (a step was taken back): show it, unless more was written here. */
  follow(claim) {
    this.claim = claim;
    if (!this.writer.isChanged && !outbox.pending(claim.key) && !same(claim, this.writer.sent)) {
      this.writer.content = contentOf(claim);
      this.writer.sent = contentOf(claim);
      this.render();
    }
  }

  refuse({ sentence }) {
    const place = at(this.element, "refusal");
    const button = (name, act) => {
      const made = Object.assign(document.createElement("button"), { type: "button", className: "button", textContent: word(name) });
      made.addEventListener("click", act);
      return made;
    };
    const words = Object.assign(document.createElement("p"), { textContent: sentence });
    const again = () => outbox.send({ kind: "rewrite", claim: this.key, content: contentOf(this.content), sitting: this.writer.sitting });
    const drop = () => {
      close();
      outbox.giveUp(this.key, null);
      outbox.refresh();
    };
    place.replaceChildren(words, button("tryAgain", again), button("giveUp", drop));
    place.hidden = false;
  }

  settled() {
    at(this.element, "refusal").hidden = true;
  }

  end() {
    clearTimeout(this.#timer);
    this.writer.isOver = true;
    follow(() => {});
    this.element.remove();
  }

  #state() {
    const tone = this.content.codes.map(({ theme, stance }) => store.stances(theme).find(({ id }) => id === stance)?.tone).find(Boolean);
    TONES.forEach((name) => this.element.classList.toggle(name, name === tone));
    write(at(this.element, "notice"), this.#notice());
    for (const hook of this.element.querySelectorAll("[data-needs]")) {
      hook.hidden = !this.content[hook.dataset.needs].length;
    }
    at(this.element, "discard").hidden = this.writer.mode !== "draft";
    at(this.element, "hand-in").hidden = this.writer.mode === "frozen";
  }

  #notice() {
    if (this.writer.mode === "frozen") {
      return word(this.claim.state === "returned" ? "returned" : this.claim.mine ? "frozen" : "frozenTheirs");
    }
    const correcting = this.key && store.claim(this.key)?.supersedes?.length;
    return correcting ? word("superseding") : "";
  }

  #time() {
    const time = at(this.element, "time");
    const before = this.claim?.seconds ?? 0;
    let total = before;
    time.hidden = store.data.settings?.time === false;
    time.textContent = asTime(total);
    follow(() => {
      total += 1;
      time.textContent = asTime(total);
    });
  }

  #listen() {
    const { element } = this;
    element.addEventListener("submit", (event) => {
      event.preventDefault();
      finish(this);
    });
    at(element, "close").addEventListener("click", () => leave(this));
    at(element, "discard").addEventListener("click", () => discard(this));
    at(element, "hand-in").addEventListener("click", () => handIn(this));
    element.addEventListener("click", (event) => {
      const hook = event.target.closest("[data-unfold]");
      if (hook) {
        this.unfold(hook.dataset.unfold);
      }
    });
    startKeys(element, {
      save: () => finish(this),
      close: () => leave(this),
      discard: () => discard(this),
      nextMode: () => this.fields.nextMode(),
      stance: (key) => this.codes.press(key),
    });
  }
}

/* The open panel, if one is open: a `Panel`, or what only shows (`{element, key}`). */
let open = null;
let opener = null;

const toText = () => {
  const article = document.querySelector("[data-text]");
  const back = opener?.isConnected && opener !== document.body ? opener : article;
  (back.matches("a, button, [tabindex]") ? back : article).focus({ preventScroll: true });
};

const close = () => {
  const inside = open?.element.contains(document.activeElement) || document.activeElement === document.body;
  store.close();
  if (inside) {
    toText();
  }
};

const finish = (panel) => {
  panel.writer.save({ evenIfSame: true });
  close();
  announce(word("claimSaved"));
};

const leave = (panel) => {
  const kept = panel.save?.();
  close();
  announce(kept ? word("kept") : "");
};

const discard = (panel) => {
  if (panel.writer.mode !== "frozen") {
    const gone = panel.writer.discard();
    close();
    announce(gone ? word("discarded") : "");
  }
};

const handIn = (panel) => {
  const missing = lacks(panel.content, (theme) => store.theme(theme));
  if (missing) {
    const name = `missing${missing.what[0].toUpperCase()}${missing.what.slice(1)}`;
    write(at(panel.element, "notice"), word(name, { proposition: missing.theme?.proposition }));
    announce(word(name, { proposition: missing.theme?.proposition }));
    panel.goOn();
    return;
  }
  panel.writer.handIn();
  close();
  announce(word("handedIn"));
};

const blank = (place) => {
  const { string, from, to } = around(place);
  return { ...place, reporting: reportingOf(string, from, to) };
};

const made = (what) => {
  const claim = typeof what === "string" ? store.claim(what) : null;
  const refusal = claim && outbox.refusal(claim.key);
  if (refusal?.refused.status === 409 && refusal.refused.claim) {
    return showConflict(refusal, { done: (key) => (key ? store.open(key) : close()) });
  }
  const panel = new Panel(claim ?? blank(what), claim);
  if (panel.writer.mode === "read") {
    panel.end();
    return reading(claim, { close: () => leave({}) });
  }
  if (refusal) {
    panel.refuse(refusal.refused);
  }
  return panel;
};

const show = ({ what, enter = true }) => {
  const had = open;
  open = null;
  had?.save?.();
  (had?.end ?? (() => had?.element.remove()))?.call(had);
  const correction = typeof what === "string" && correctionOf(what);
  if (correction) {
    store.open(correction.key, { enter });
    return;
  }
  if (what === null || (typeof what === "string" && !store.claim(what)) || (typeof what !== "string" && store.data.me.role === "viewer")) {
    return;
  }
  opener = had ? opener : document.activeElement;
  open = made(what);
  const { start, end } = typeof what === "string" ? store.claim(what) : what;
  showBeside({ start, end }, open.element);
  if (enter) {
    (open.goOn ? open : { goOn: () => open.element.focus({ preventScroll: true }) }).goOn();
    open.element.scrollIntoView({ block: "nearest" });
  }
  document.dispatchEvent(new CustomEvent("desk:panel", { detail: { element: open.element, key: open.key ?? null, content: open.content } }));
};

const moved = ({ key, start, end }) => {
  if (!open?.move || (key && key !== open.key)) {
    store.open(key, { enter: false });
  }
  open?.move?.({ start, end });
};

const follows = (keys) => {
  if (!open || !keys.includes(open.key)) {
    return;
  }
  const claim = store.claim(open.key);
  if (!claim) {
    open.writer.sent = open.content;
    close();
  } else {
    open.follow?.(claim);
  }
};

/* A conflict opens where nothing else is open, and takes no focus from who has gone on; the bar leads to it in any case. */
const refused = (detail) => {
  const key = subject(detail.item);
  const mine = open && key === open.key;
  if (detail.status === 409 && detail.claim && outbox.refusal(key) && (mine || store.opened === null)) {
    store.open(key, { enter: Boolean(mine) });
  } else if (mine) {
    open.refuse?.(detail);
  }
  announce(detail.sentence);
};

export const start = () => {
  store.addEventListener("opened", (event) => show(event.detail));
  store.addEventListener("claims", (event) => follows(event.detail.keys));
  document.addEventListener("desk:moved", (event) => moved(event.detail));
  document.addEventListener("desk:save", () => open?.save?.());
  addEventListener("pagehide", () => open?.save?.());
  outbox.addEventListener("refused", ({ detail }) => refused(detail));
  outbox.addEventListener("answered", ({ detail }) => {
    if (open && subject(detail.item) === open.key) {
      open.settled?.();
    }
  });
};
