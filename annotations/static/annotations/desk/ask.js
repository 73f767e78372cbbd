/* Ask the server, and turn what comes back into an answer, a refusal with its sentence, or silence. */

import { store } from "./store.js";
import { word } from "./words.js";

const PATIENCE = 20_000;

/* The server answered, and said no: `status`, `sentence`, and all that it told. */
export class Refusal extends Error {
  constructor(status, told) {
    super(told.sentence || word("refused"));
    Object.assign(this, { status, told, sentence: this.message });
  }
}

/* Nothing came back, or the server is in trouble: the same may be asked again later. */
export class Unreachable extends Error {
  constructor(sentence = word("unreachable")) {
    super(sentence);
    this.sentence = this.message;
  }
}

/* The page was loaded by somebody else than who is signed in now. */
export class SomebodyElse extends Error {}

let token = document.body.dataset.csrf;

const fetched = (address, body) =>
  fetch(address, {
    method: body ? "POST" : "GET",
    headers: { Accept: "application/json", ...(body && { "Content-Type": "application/json", "X-CSRFToken": token }) },
    body: body && JSON.stringify(body),
    signal: AbortSignal.timeout(PATIENCE),
  }).catch(() => null);

/* Signing in anew changes the token: the page as the server gives it now has the new one, and says who that is. */
const renewToken = async () => {
  const answer = await fetched(location.pathname);
  if (answer?.redirected || answer?.status === 401) {
    throw new Refusal(401, {});
  }
  const page = answer?.ok && new DOMParser().parseFromString(await answer.text(), "text/html");
  const data = page && page.getElementById("desk-data");
  if (!data) {
    throw new Unreachable();
  }
  if (JSON.parse(data.textContent).me.id !== store.data.me.id) {
    throw new SomebodyElse();
  }
  token = page.body.dataset.csrf;
};

/* Ask for JSON: GET, or POST where there is a body. Throws `Refusal`, `Unreachable` or `SomebodyElse`. */
export const ask = async (address, body, again = true) => {
  const answer = await fetched(address, body);
  if (!answer || answer.status >= 500 || answer.status === 429) {
    throw new Unreachable();
  }
  const told = await answer.json().catch(() => null);
  if (answer.status === 403 && (!told || told.csrf) && again) {
    await renewToken();
    return ask(address, body, false);
  }
  if (!answer.ok) {
    throw new Refusal(answer.status, told ?? {});
  }
  if (!told) {
    throw new Unreachable();
  }
  return told;
};
