/* What the page knows: the claims of the text, who speaks, the codebook, and what is open. Others listen to its events. */

class Store extends EventTarget {
  #claims = new Map();
  #sorted = null;

  constructor(data) {
    super();
    this.data = data;
    this.opened = null;
    for (const claim of data.claims ?? []) this.#claims.set(claim.key, claim);
  }

  claims() {
    this.#sorted ??= [...this.#claims.values()].sort(byPlace);
    return this.#sorted;
  }

  claim(key) {
    return this.#claims.get(key);
  }

  put(...claims) {
    for (const claim of claims) this.#claims.set(claim.key, claim);
    this.#told(claims.map((claim) => claim.key));
  }

  drop(key) {
    if (this.#claims.delete(key)) this.#told([key]);
  }

  /* A claim's key, or a passage {start, end}. `enter` says whether the panel takes the focus. */
  open(what, { enter = true } = {}) {
    this.opened = what;
    this.#tell("opened", { what, enter });
  }

  close() {
    if (this.opened === null) return;
    const was = this.opened;
    this.opened = null;
    this.#tell("opened", { what: null, was });
  }

  speaker(id) {
    return this.data.speakers?.[id];
  }

  learn(speakers) {
    Object.assign((this.data.speakers ??= {}), speakers);
  }

  theme(id) {
    this.themes ??= new Map((this.data.themes ?? []).map((theme) => [theme.id, theme]));
    return this.themes.get(id);
  }

  stances(theme) {
    return this.data.scales?.[this.theme(theme)?.scale] ?? [];
  }

  steps(steps) {
    this.data.steps = steps;
    this.#tell("steps", steps);
  }

  #told(keys) {
    this.#sorted = null;
    this.#tell("claims", { keys });
  }

  #tell(name, detail) {
    this.dispatchEvent(new CustomEvent(name, { detail }));
  }
}

export function byPlace(one, other) {
  return one.start - other.start || other.end - one.end || (one.key < other.key ? -1 : 1);
}

const written = document.getElementById("desk-data");

export const store = new Store(written ? JSON.parse(written.textContent) : {});
