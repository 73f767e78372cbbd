/* The line that says what is saved, and what to do where something is not. */

import { outbox } from "./outbox.js";
import { store } from "./store.js";
import { word } from "./words.js";

/* A save that is over in a moment need not be announced. */
const MOMENT = 600;

const sentence = ({ state, waiting, trouble }) => {
  const names = { "somebody-else": "somebodyElse", "signed-out": "signedOut" };
  const said = word(names[state] ?? state, { n: waiting });
  return trouble && waiting ? `${said} ${word(trouble === "full" ? "storageFull" : "storageForbidden")}` : said;
};

const action = ({ state, stuck }) => {
  if (state === "signed-out") {
    const link = Object.assign(document.createElement("a"), { target: "_blank", rel: "noopener" });
    link.href = store.data.addresses.sign_in;
    link.textContent = word("signIn");
    return link;
  }
  if (stuck) {
    const button = Object.assign(document.createElement("button"), { type: "button", className: "link" });
    button.textContent = word("look");
    button.addEventListener("click", () => store.open(stuck));
    return button;
  }
  return "";
};

export const start = () => {
  const line = document.querySelector("[data-desk-status]");
  let timer = 0;
  let shown = "";

  const show = (now) => {
    const said = sentence(now);
    line.dataset.state = now.state;
    if (said !== shown) {
      shown = said;
      line.replaceChildren(said, " ", action(now));
    }
  };

  const tell = (now) => {
    clearTimeout(timer);
    timer = now.state === "saving" ? setTimeout(() => show(now), MOMENT) : 0;
    return timer || show(now);
  };

  outbox.addEventListener("outbox", (event) => tell(event.detail));
  addEventListener("beforeunload", (event) => {
    const now = outbox.now;
    if (now.waiting && now.trouble) {
      event.preventDefault();
    }
  });
  show(outbox.now);
};
