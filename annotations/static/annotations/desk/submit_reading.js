/* Handing the whole reading in: what is missing is named first; the drafts go with it. */

import { Unreachable, ask } from "./ask.js";
import { secondsOfReading } from "./clock.js";
import { lacks } from "./content.js";
import { outbox } from "./outbox.js";
import { page } from "./page.js";
import { at, write } from "./parts.js";
import { store } from "./store.js";
import { word } from "./words.js";

const quoteOf = ({ start, end }) => {
  const words = page.text.words(start, end);
  return words.length > 60 ? `${words.slice(0, 59)}…` : words;
};

const drafts = () => store.claims().filter((claim) => claim.editable);

const lack = (claim) => lacks(claim, (theme) => store.theme(theme));

const missingItem = (dialog, claim) => {
  const item = document.createElement("li");
  const button = Object.assign(document.createElement("button"), { type: "button", className: "link" });
  const { what } = lack(claim);
  button.textContent = word(`lacks${what[0].toUpperCase()}${what.slice(1)}`, { quote: quoteOf(claim) });
  button.addEventListener("click", () => {
    dialog.close();
    store.open(claim.key);
  });
  item.append(button);
  return item;
};

const show = (dialog) => {
  const incomplete = drafts().filter(lack);
  const none = !store.claims().some((claim) => claim.mine);
  const sentence = incomplete.length ? word("incomplete") : none ? word("none") : word("ready", { n: drafts().length });
  at(dialog, "sentence").textContent = sentence;
  at(dialog, "missing").replaceChildren(...incomplete.map((claim) => missingItem(dialog, claim)));
  at(dialog, "nothing").hidden = !none;
  at(dialog, "go").hidden = incomplete.length > 0;
  at(dialog, "next").hidden = true;
  write(at(dialog, "refusal"), "");
};

/* The reading with its drafts, all or nothing; throws what the server refused. */
const handIn = async (nothing_here) => {
  if (!(await outbox.settled())) {
    throw new Unreachable(word("unsaved"));
  }
  const claims = drafts().map(({ key, version }) => ({ key, seen: version }));
  return ask(store.data.addresses.reading, { nothing_here, seconds: secondsOfReading(), claims });
};

const submit = async (dialog) => {
  const nothing = at(dialog, "nothing");
  const ticked = !nothing.hidden && nothing.querySelector("input").checked;
  if (!nothing.hidden && !ticked) {
    write(at(dialog, "refusal"), word("tickNothing"));
    return;
  }
  try {
    const { sentence, next } = await handIn(ticked);
    at(dialog, "sentence").textContent = sentence;
    at(dialog, "go").hidden = nothing.hidden = true;
    at(dialog, "next").hidden = !next;
    at(dialog, "next").href = next ?? "";
    outbox.refresh().catch(() => {});
  } catch (error) {
    write(at(dialog, "refusal"), error.sentence ?? word("unsaved"));
  }
};

export const start = () => {
  const dialog = document.getElementById("desk-submit");
  document.querySelector("[data-submit-reading]").addEventListener("click", () => {
    document.dispatchEvent(new CustomEvent("desk:save"));
    show(dialog);
    dialog.showModal();
  });
  at(dialog, "cancel").addEventListener("click", () => dialog.close());
  at(dialog, "go").addEventListener("click", () => submit(dialog));
};
