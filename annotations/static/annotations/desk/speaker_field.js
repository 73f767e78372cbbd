/* Choosing a speaker: the one named nearest before, the last ones, then all names in any script; or a new one. */

import { ask } from "./ask.js";
import { choice } from "./choice.js";
import { fold, rank } from "./fold.js";
import { nameInText } from "./guess.js";
import { before, mentions, namedBefore } from "./named.js";
import { store } from "./store.js";
import { word } from "./words.js";

const PATIENCE = 2000;

let last = [];
let isKnown = false;
let asked = null;

const knownAs = (id) => ({ id, ...store.speaker(id) });

/* Who is named in the text, and who was coded last: asked once. Who would wait too long chooses without. */
export const whoIsKnown = () => {
  const patience = new Promise((done) => { setTimeout(done, PATIENCE); });
  asked ??= Promise.race([Promise.all([mentions(), learnLast()]), patience]).finally(() => { isKnown = true; });
  return asked;
};

/* From then on who is chosen here goes first. */
const learnLast = async () => {
  const found = await ask(`${store.data.addresses.speakers}?q=&text=${store.data.text.id}`).catch(() => []);
  last = [...last, ...found.filter(({ id }) => last.every((speaker) => speaker.id !== id))];
};

export const usedNow = (id) => {
  const known = last.find((speaker) => speaker.id === id) ?? knownAs(id);
  last = [known, ...last.filter((speaker) => speaker.id !== id)];
};

const kindOf = (kind) => word(`kind_${kind}`);

const option = (speaker, note = "") => ({
  speaker,
  name: speaker.name,
  note: [speaker.as && word("as", { name: speaker.as }), note || (speaker.about ?? kindOf(speaker.kind))]
    .filter(Boolean)
    .join(" · "),
});

/* Who speaks in the claims of this text (or for whom), those before the place first, the nearest first. */
const spokenHere = (start, kind) => {
  const far = (claim) => (claim.start <= start ? start - claim.start : claim.start);
  const claims = [...store.claims()].sort((one, other) => far(one) - far(other));
  return claims.flatMap(({ voices }) => voices.map(({ speaker, organisation }) => (kind ? organisation : speaker)));
};

const first = (place, kind, fits) => {
  const near = namedBefore(place.start);
  const ids = [near, ...last.map(({ id }) => id), ...spokenHere(place.start, kind)];
  const known = (id) => last.find((speaker) => speaker.id === id) ?? (store.speaker(id) && knownAs(id));
  const all = [...new Set(ids)].map(known).filter((speaker) => speaker && fits(speaker)).slice(0, 9);
  return all.map((speaker) => option(speaker, speaker.id === near ? word("namedBefore") : ""));
};

const here = (query, fits) => {
  const typed = fold(query);
  const all = Object.keys(store.data.speakers ?? {}).map((id) => knownAs(Number(id)));
  const names = ({ name, names = [] }) => [name, ...names];
  const ranked = all.filter(fits).map((speaker) => [Math.min(...names(speaker).map((name) => rank(name, typed))), speaker]);
  return ranked.filter(([how]) => how < 3).sort(([one], [other]) => one - other).slice(0, 9).map(([, speaker]) => option(speaker));
};

/* A field for a speaker. `kind` narrows to one kind, `none` offers nobody; `place()` is the passage; `take(speaker)`,
`create(name)` for one whom nobody has named before. */
export const speakerField = ({ label, kind = "", none = false, place, without = () => [], take, create }) => {
  const fits = (speaker) => (!kind || speaker.kind === kind) && !without().includes(speaker.id);
  const fresh = (query) => {
    const name = nameInText(before(place()), query, Infinity) || query;
    return { fresh: true, name: query ? word("newNamed", { name }) : word("newSpeaker"), note: "", write: name };
  };
  const offer = (show) => {
    const nobody = none ? [{ name: word("nobody"), fresh: true, nobody: true }] : [];
    show([...first(place(), kind, fits), fresh(""), ...nobody]);
  };
  const seek = (query, show) => {
    show(here(query, fits));
    const address = `${store.data.addresses.speakers}?${new URLSearchParams({ q: query, text: store.data.text.id, kind })}`;
    return ask(address)
      .then((found) => show([...found.filter(fits).map((speaker) => option(speaker)), fresh(query)]))
      .catch(() => show([...here(query, fits), fresh(query)]));
  };
  const find = (query, show) => {
    const go = () => (query ? seek(query, show) : offer(show));
    return isKnown ? go() : whoIsKnown().then(go);
  };
  return choice({
    label,
    hint: kind || label !== word("speaker") ? label : word("typeName"),
    find,
    take: (chosen) => {
      if (chosen.nobody) {
        take(null);
        return;
      }
      if (chosen.fresh) {
        create(chosen.write);
        return;
      }
      store.learn({ [chosen.speaker.id]: { ...chosen.speaker, ...store.speaker(chosen.speaker.id) } });
      take(chosen.speaker);
    },
  });
};
