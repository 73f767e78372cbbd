/* What is written in the panel goes out as acts: begun, changed, corrected, handed in, put away. No markup here.

One opening of the panel is one sitting, so that taking back takes it back as one. */

import { takeSeconds } from "./clock.js";
import { contentOf, same } from "./content.js";
import { newKey } from "./identity.js";
import { outbox } from "./outbox.js";
import { store } from "./store.js";

const CORRECTED = ["submitted", "returned", "accepted"];
const REVIEWERS = ["reviewer", "manager"];

/* What may be done with what is opened: "new", "draft", "frozen" (a change corrects it) or "read". */
export const modeOf = (claim) => {
  const { role } = store.data.me;
  if (role === "viewer") {
    return "read";
  }
  if (!claim || claim.editable) {
    return claim ? "draft" : "new";
  }
  const may = claim.mine || REVIEWERS.includes(role);
  const here = (claim.here ?? "coded") === "coded";
  return may && here && CORRECTED.includes(claim.state) ? "frozen" : "read";
};

/* My draft that corrects a claim, if there is one already. */
export const correctionOf = (key) =>
  store.claims().find((claim) => claim.editable && claim.supersedes?.includes(key));

export class Writer {
  constructor(content, claim) {
    Object.assign(this, { key: claim?.key ?? null, mode: modeOf(claim), content: contentOf(content) });
    this.sitting = newKey();
    this.isOver = false; // the panel is closed
    this.sent = contentOf(content);
  }

  get isChanged() {
    return !same(this.content, this.sent);
  }

  /* Send what is not sent yet. A new passage becomes a draft, a frozen claim gets a draft that corrects it. */
  save({ evenIfSame = false } = {}) {
    if (this.mode === "read" || !(this.isChanged || (evenIfSame && this.mode === "new"))) {
      return false;
    }
    const { mode, key: old, sitting } = this;
    this.sent = contentOf(this.content);
    this.key = mode === "draft" ? old : newKey();
    this.mode = "draft";
    if (!this.isOver) {
      store.opened = this.key;
    }
    if (mode === "frozen") {
      outbox.send({ kind: "supersede", claim: old, key: this.key, sitting });
    }
    const kind = mode === "new" ? "mark" : "rewrite";
    outbox.send({ kind, claim: this.key, content: this.sent, sitting, seconds: takeSeconds() });
    return true;
  }

  handIn() {
    this.save({ evenIfSame: true });
    outbox.send({ kind: "submit", claim: this.key, seconds: takeSeconds() });
  }

  discard() {
    if (this.mode === "draft") {
      outbox.send({ kind: "discard", claim: this.key, seconds: takeSeconds() });
    }
    return this.mode === "draft";
  }
}
