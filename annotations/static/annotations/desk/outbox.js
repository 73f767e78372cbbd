/* What was done here and the server does not have yet: kept in this browser, sent in order, each once.

An act is kept before it is sent and forgotten when the server answered; it carries an identity, so that one sent twice
is done once. An act on a claim whose earlier act is still on its way learns from that one's answer which version it
follows. What the server refuses is kept with its reason, and only the acts on that claim wait. */

import { Refusal, SomebodyElse, Unreachable, ask } from "./ask.js";
import { newKey } from "./identity.js";
import { forget, keep, kept, newPlace, trouble } from "./kept.js";
import { store } from "./store.js";

const SHOWN = ["draft", "submitted", "returned", "accepted"];
const PAUSES = [1, 2, 4, 8, 15, 30];
const WRITES = ["mark", "rewrite", "supersede"];
const HOLDS = ["mark", "rewrite"];

/* The claim that an act leaves behind. */
export const subject = (item) => item.key ?? item.claim;

class Outbox extends EventTarget {
  #queue = [];
  #state = "saved";
  #running = false;
  #failures = 0;
  #timer = 0;

  /* Take up what an earlier visit left, and paint it again. */
  begin() {
    this.#queue = kept();
    this.#queue.forEach(paint);
    this.#run();
    addEventListener("online", () => this.again());
    addEventListener("focus", () => this.#state === "signed-out" && this.again());
  }

  /* How many acts the server does not have, and why. */
  get now() {
    const stuck = this.#queue.find((item) => item.refused);
    const state = this.#queue.length ? this.#state : "saved";
    return { waiting: this.#queue.length, state, trouble, stuck: stuck && subject(stuck) };
  }

  /* Keep an act and send it as soon as all before it are done. Returns its identity. */
  send(act) {
    this.#retry(subject(act), act.kind);
    const item = this.#fold(act) ?? this.#append(act);
    keep(item);
    paint(item);
    this.#run();
    return item.act;
  }

  /* The act on this claim that the server refused, with `refused: {status, sentence, claim}`, or nothing. */
  refusal(key) {
    return this.#queue.find((item) => item.refused && subject(item) === key);
  }

  /* Is there an act on this claim that the server has not answered? */
  pending(key) {
    return this.#queue.some((item) => subject(item) === key);
  }

  /* Settle what was refused: forget the acts on this claim; the claim is shown as the server has it. */
  giveUp(key, claim) {
    this.#queue.filter((item) => subject(item) === key).forEach(forget);
    this.#queue = this.#queue.filter((item) => subject(item) !== key);
    show(claim ? [claim] : []);
    if (!claim) {
      store.drop(key);
    }
    this.#run();
  }

  /* Take over all claims as the server has them, but for those with work that it does not have. */
  async refresh() {
    const { claims, speakers, steps } = await ask(store.data.addresses.claims);
    store.learn(speakers);
    show(claims.filter(({ key }) => !this.pending(key)));
    store.steps(steps);
  }

  /* Put what was refused as stale on top of what the other one wrote. Returns the key of the claim that now says it. */
  insist(key, content) {
    const { kind, refused, claim: old, sitting, seconds } = this.refusal(key);
    const theirs = refused.claim;
    this.giveUp(key, kind === "supersede" ? null : theirs);
    const seen = theirs.version;
    const frozen = !["draft", "discarded"].includes(theirs.state);
    const own = frozen && kind !== "supersede" ? newKey() : key;
    if (frozen) {
      this.send({ kind: "supersede", claim: old, key: own, sitting, seen });
    } else if (theirs.state === "discarded") {
      this.send({ kind: "restore", claim: key, sitting, seen });
    }
    this.send({ kind: "rewrite", claim: own, content, sitting, seconds, seen });
    return own;
  }

  /* Try at once what waits. */
  again() {
    clearTimeout(this.#timer);
    this.#state = "saving";
    return this.#run();
  }

  /* Wait until the line is empty or stuck; true if nothing is left. */
  async settled() {
    await this.#run();
    while (this.#running) {
      await new Promise((done) => this.addEventListener("outbox", done, { once: true }));
    }
    return this.#queue.length === 0;
  }

  /* What was not sent yet, or refused, becomes what is wanted now. */
  #fold(act) {
    const before = this.#queue.filter((item) => subject(item) === subject(act)).at(-1);
    const joins = act.kind === "rewrite" && before && HOLDS.includes(before.kind);
    if (!joins || !(before.refused || (!before.tried && before.sitting === act.sitting))) {
      return null;
    }
    before.content = act.content;
    before.seconds += act.seconds ?? 0;
    if (before.refused) {
      Object.assign(before, { act: newKey(), refused: null, tried: false });
    }
    return before;
  }

  /* A correction that was refused is asked for again when more is written. */
  #retry(key, kind) {
    const stuck = this.refusal(key);
    if (kind === "rewrite" && stuck?.kind === "supersede") {
      Object.assign(stuck, { act: newKey(), refused: null, tried: false });
      keep(stuck);
    }
  }

  #append(act) {
    const follows = this.#queue.some((item) => subject(item) === act.claim);
    const seen = follows ? null : (act.seen ?? store.claim(act.claim)?.version ?? null);
    const item = { seconds: 0, ...act, act: newKey(), place: newPlace(), seen };
    this.#queue.push(item);
    return item;
  }

  #next() {
    const stuck = new Set();
    for (const item of this.#queue) {
      if (item.refused) {
        stuck.add(subject(item));
      } else if (!stuck.has(subject(item)) && !stuck.has(item.claim)) {
        return item;
      }
    }
    return null;
  }

  async #run() {
    if (this.#running) {
      return;
    }
    this.#running = true;
    let item = this.#next();
    this.#state = item ? "saving" : this.#state;
    this.#tell();
    while (item && (await this.#try(item))) {
      item = this.#next();
    }
    this.#running = false;
    if (!item) {
      this.#state = this.#stuck();
    }
    this.#tell();
  }

  #stuck() {
    const refused = this.#queue.map((item) => item.refused).filter(Boolean);
    const both = refused.some(({ status, claim }) => status === 409 && claim);
    return both ? "conflict" : refused.length ? "refused" : "saved";
  }

  /* True if the next one may be sent. */
  async #try(item) {
    item.tried = true;
    keep(item);
    try {
      const address = store.data.addresses[item.kind === "undo" || item.kind === "redo" ? item.kind : "acts"];
      this.#confirm(item, await ask(address, wire(item)));
    } catch (error) {
      return this.#failed(item, error);
    }
    this.#failures = 0;
    return true;
  }

  #confirm(item, answer) {
    forget(item);
    this.#queue = this.#queue.filter((other) => other !== item);
    const claims = answer.claims ?? [answer.claim].filter(Boolean);
    store.learn(answer.speakers ?? {});
    claims.forEach((claim) => this.#chain(claim));
    show(claims.filter((claim) => !this.pending(claim.key)));
    if (answer.steps) {
      store.steps(answer.steps);
    }
    this.dispatchEvent(new CustomEvent("answered", { detail: { item, answer, claims } }));
  }

  /* The next act on this claim follows the version that the server has now. */
  #chain(claim) {
    const next = this.#queue.find((item) => item.claim === claim.key);
    if (next && next.seen === null) {
      next.seen = claim.version;
      keep(next);
    }
    const known = store.claim(claim.key);
    if (known) {
      Object.assign(known, { version: claim.version, record: claim.record, id: claim.id, address: claim.address });
    }
  }

  #failed(item, error) {
    if (error instanceof Refusal && error.status !== 401) {
      this.#refuse(item, error);
      return true;
    }
    const outside = error instanceof Unreachable;
    if (!outside && !(error instanceof Refusal || error instanceof SomebodyElse)) {
      throw error;
    }
    this.#state = error instanceof SomebodyElse ? "somebody-else" : outside ? "offline" : "signed-out";
    const pause = PAUSES[Math.min(this.#failures, PAUSES.length - 1)];
    this.#failures += 1;
    this.#timer = setTimeout(() => this.again(), pause * 1000);
    return false;
  }

  #refuse(item, error) {
    const refused = { status: error.status, sentence: error.sentence, claim: error.told.claim ?? null };
    store.learn(error.told.speakers ?? {});
    if (!WRITES.includes(item.kind)) {
      forget(item);
      this.#queue = this.#queue.filter((other) => other !== item);
      show(refused.claim ? [refused.claim] : []);
      this.dispatchEvent(new CustomEvent("refused", { detail: { item, ...refused } }));
      return;
    }
    this.#gather(item);
    item.refused = refused;
    keep(item);
    this.dispatchEvent(new CustomEvent("refused", { detail: { item, ...refused } }));
  }

  /* What was written later on the same claim stands in the refused act: nothing is lost, and nothing is sent out of turn. */
  #gather(item) {
    const later = this.#queue.filter((other) => other !== item && subject(other) === subject(item));
    for (const other of later.filter(({ kind }) => WRITES.includes(kind))) {
      item.content = other.content;
      item.seconds += other.seconds;
      forget(other);
    }
    this.#queue = this.#queue.filter((other) => !later.includes(other) || !WRITES.includes(other.kind));
  }

  #tell() {
    this.dispatchEvent(new CustomEvent("outbox", { detail: this.now }));
  }
}

/* An act as it goes over the wire, with who need not be told of again; what is not there is left out. */
const wire = ({ act, kind, sitting, claim, key, seen, content, seconds }) => {
  const known = content?.voices?.flatMap(({ speaker, organisation, via }) => [speaker, organisation, via]).filter((id) => store.speaker(id));
  return JSON.parse(JSON.stringify({ act, kind, sitting, claim, key, seen: seen ?? undefined, content, seconds, known }));
};

/* Take over what the server has; what is in no shown state leaves the page. */
const show = (claims) => {
  const shown = claims.filter((claim) => SHOWN.includes(claim.state));
  claims.filter((claim) => !shown.includes(claim)).forEach((claim) => store.drop(claim.key));
  if (shown.length) {
    store.put(...shown);
  }
};

const fresh = (key, supersedes) => ({
  key, record: key, id: null, version: 0, state: "draft", mine: true, editable: true, supersedes,
  elsewhere: [], notes: 0, seconds: 0, address: "",
});

/* Where a claim stands in another wording, or no longer does. */
const stand = ({ kind, content }, known) => {
  const others = (known?.elsewhere ?? []).filter((place) => place.text !== content.text);
  const place = { kind: "parallel", confirmed: true, ...content };
  if (known) {
    store.put({ ...known, elsewhere: kind === "parallel" ? [...others, place] : others });
  }
};

/* Show at once what an act will have done. */
const paint = (item) => {
  const known = store.claim(item.claim);
  if (item.kind === "discard") {
    store.drop(item.claim);
  } else if (item.kind === "submit" && known) {
    store.put({ ...known, state: "submitted", editable: false });
  } else if (item.kind === "supersede") {
    store.put({ ...known, ...fresh(item.key, [item.claim]) });
  } else if (item.kind === "parallel" || item.kind === "unparallel") {
    stand(item, known);
  } else if (item.content) {
    store.put({ ...(known ?? fresh(item.claim, [])), ...item.content });
  }
};

export const outbox = new Outbox();
