/* A speaker whom nobody has named before, without leaving the panel; who has that name already is offered instead. */

import { ask } from "./ask.js";
import { holdUntil } from "./held_keys.js";
import { at, part, write } from "./parts.js";
import { store } from "./store.js";
import { word } from "./words.js";

const taken = (speaker, take) => {
  store.learn({ [speaker.id]: speaker });
  take(speaker);
};

const offers = (same, take) =>
  same.map((speaker) => {
    const item = document.createElement("li");
    const button = Object.assign(document.createElement("button"), { type: "button", className: "button" });
    button.textContent = word("use", { name: speaker.name });
    button.addEventListener("click", () => taken(speaker, take));
    const about = Object.assign(document.createElement("span"), { className: "muted", textContent: speaker.about ?? "" });
    item.append(button, " ", about);
    return item;
  });

/* Show the little form in the place of a field of choice; Escape and Cancel go back to the field. */
export const askNewSpeaker = (place, field, { name, kind = "person", take }) => {
  const form = part("desk-new-speaker");
  const add = at(form, "add");
  const written = form.querySelector("[name=new_name]");
  const sentence = at(form, "same-sentence");
  let another = false;

  const back = () => {
    form.replaceWith(field.box);
    field.input.focus();
  };

  const say = (told) => {
    another = Boolean(told.same?.length);
    write(sentence, told.sentence);
    at(form, "same").replaceChildren(...offers(told.same ?? [], take));
    at(form, "same").hidden = !another;
    add.textContent = another ? word("another") : add.dataset.words;
  };

  /* The keys that follow are meant for what comes after. */
  const send = () => holdUntil(introduce());

  const introduce = async () => {
    const chosen = form.querySelector("[name=new_kind]:checked").value;
    const told = await ask(store.data.addresses.new_speaker, { name: written.value, kind: chosen, another }).catch(
      (error) => ({ sentence: error.sentence, same: error.told?.same }),
    );
    if (told.speaker) {
      taken(told.speaker, take);
    } else {
      say(told);
    }
  };

  add.dataset.words = add.textContent;
  written.value = name;
  form.querySelector(`[value=${kind}]`).checked = true;
  written.addEventListener("input", () => say({}));
  add.addEventListener("click", send);
  at(form, "cancel").addEventListener("click", back);
  form.addEventListener("keydown", (event) => {
    const acts = { Escape: back, Enter: event.target === written || event.target.type === "radio" ? send : null }[event.key];
    if (acts && !event.isComposing) {
      event.preventDefault();
      event.stopPropagation();
      acts();
    } else if (event.target.type === "radio" || event.target.type === "button") {
      event.stopPropagation();
    }
  });
  field.box.replaceWith(form);
  written.focus();
};
