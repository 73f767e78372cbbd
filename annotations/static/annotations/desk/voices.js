/* Who speaks, in the panel: a row a voice, and a field for the speaker where none is chosen yet. */

import { ask } from "./ask.js";
import { wordsOf } from "./named.js";
import { askNewSpeaker } from "./new_speaker.js";
import { at, part, write } from "./parts.js";
import { speakerField, usedNow } from "./speaker_field.js";
import { store } from "./store.js";
import { word } from "./words.js";

const nameOf = (id) => store.speaker(id)?.name ?? "";

/* Write a voice's words into a row: as whom, for whom, through whom. */
export const describe = (row, voice) => {
  const name = nameOf(voice.speaker);
  const [as, group, via] = [voice.named_as !== name && voice.named_as, nameOf(voice.organisation), nameOf(voice.via)];
  write(at(row, "named-as"), as && word("as", { name: as }));
  write(at(row, "organisation"), group && word("speaksFor", { name: group }));
  write(at(row, "via"), via && word("relayedBy", { name: via }));
};

export class Voices {
  #rows = new Map();
  #proposed = new Map(); // voice → the organisation that was proposed here; null for none

  constructor(panel) {
    this.panel = panel;
    this.list = at(panel.element, "voices");
    this.list.addEventListener("focusin", (event) => { this.current = event.target.closest(".voice"); });
  }

  get voices() {
    return this.panel.content.voices;
  }

  render() {
    this.#rows.clear();
    this.list.replaceChildren(...this.voices.map((voice) => this.#row(voice)));
    if (!this.voices.length) {
      this.#ask();
    }
  }

  /* Ask for a speaker: the one that is missing, or one more. */
  ask() {
    const open = [...this.list.querySelectorAll("[data-speaker-field] input")].at(-1);
    (open ?? this.#ask().input).focus();
  }

  /* Show a part of the voice at hand that is folded away, and go there. */
  unfold(name) {
    const row = this.list.contains(this.current) ? this.current : this.list.lastElementChild;
    const voice = this.#rows.get(row);
    if (!voice) {
      this.ask();
    } else if (name === "named_as") {
      row.querySelector("[data-part=named_as]").hidden = false;
      row.querySelector("[name=named_as]").select();
    } else {
      this.#askPart(row, voice, name);
    }
  }

  #row(voice) {
    const row = part("desk-voice");
    this.#rows.set(row, voice);
    at(row, "chosen").hidden = false;
    at(row, "change").querySelector("bdi").textContent = nameOf(voice.speaker);
    describe(row, voice);
    at(row, "change").addEventListener("click", () => this.#ask(voice, row).input.focus());
    at(row, "remove").addEventListener("click", () => this.#remove(voice));
    const named = row.querySelector("[name=named_as]");
    named.value = voice.named_as;
    named.addEventListener("input", () => {
      voice.named_as = named.value;
      describe(row, voice);
      this.panel.changed();
    });
    return row;
  }

  #remove(voice) {
    this.voices.splice(this.voices.indexOf(voice), 1);
    this.panel.changed();
    this.render();
    this.panel.goOn();
  }

  #ask(voice = null, instead = null) {
    const row = part("desk-voice");
    const place = at(row, "speaker-field");
    const field = speakerField({
      label: word("speaker"),
      place: () => this.panel.content,
      without: () => this.voices.filter((other) => other !== voice).map(({ speaker }) => speaker),
      take: (speaker) => this.#take(speaker, voice),
      create: (name) => askNewSpeaker(place, field, { name, take: (speaker) => this.#take(speaker, voice) }),
    });
    place.append(field.box);
    if (instead) {
      instead.replaceWith(row);
    } else {
      this.list.append(row);
    }
    return field;
  }

  #take({ id }, voice) {
    const taken = voice ?? { organisation: null, via: null };
    const named_as = wordsOf(id, this.panel.content.start) || nameOf(id);
    Object.assign(taken, { speaker: id, named_as, organisation: null });
    if (!voice) {
      this.voices.push(taken);
    }
    usedNow(id);
    this.panel.changed();
    this.render();
    this.panel.goOn();
    this.#propose(taken);
  }

  /* It was said at another date than was thought: what was proposed, and nobody changed, is asked for again. */
  proposeAgain() {
    this.voices.filter((voice) => this.#proposed.has(voice)).forEach((voice) => this.#propose(voice));
  }

  /* Propose the organisation to which they belonged when it was said; what somebody chose stays. */
  async #propose(voice) {
    const { said } = this.panel.content;
    const before = this.#proposed.get(voice) ?? null;
    const asked = new URLSearchParams({ speaker: voice.speaker, said });
    const found = await ask(`${store.data.addresses.speaks_for}?${asked}`).catch(() => null);
    const isStale = said !== this.panel.content.said || !this.voices.includes(voice) || voice.organisation !== before || !this.panel.isCurrent;
    if (!found || isStale) {
      return;
    }
    const organisation = found.organisation?.id ?? null;
    this.#proposed.set(voice, organisation);
    if (organisation !== before) {
      store.learn(organisation ? { [organisation]: found.organisation } : {});
      voice.organisation = organisation;
      this.#tell(voice);
    }
  }

  /* What a voice says has changed, and nothing else: the row keeps the focus. */
  #tell(voice) {
    const row = [...this.#rows].find(([, other]) => other === voice)?.[0];
    if (row) {
      describe(row, voice);
    }
    this.panel.changed();
  }

  #askPart(row, voice, name) {
    const place = row.querySelector(`[data-part=${name}]`);
    const take = (speaker) => {
      voice[name] = speaker?.id ?? null;
      place.hidden = true;
      this.#tell(voice);
      this.panel.goOn();
    };
    const field = speakerField({
      label: word(name),
      kind: name === "organisation" ? "organisation" : "",
      none: voice[name] !== null,
      place: () => this.panel.content,
      without: () => [voice.speaker],
      take,
      create: (words) => askNewSpeaker(place, field, { name: words, kind: name === "organisation" ? name : "person", take }),
    });
    place.replaceChildren(field.box);
    place.hidden = false;
    field.input.focus();
  }
}
