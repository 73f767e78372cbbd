"""The difference between two releases as its page shows it: each record by its name, each field in words, in the reader's
language."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple

from django.db.models import Model
from django.utils.functional import Promise
from django.utils.text import Truncator, capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.models import Anchor, Claim, Coding, Note, Scale, Source, Speaker, Theme
from annotations.models.codebook import language_to_read, stance_in_words
from curation import difference
from curation.changelog import MOST_TOLD
from curation.release_facts import KINDS

SECTIONS: dict[str, tuple[type[Model], str | Promise]] = {
    "claims": (Claim, KINDS["claims"]),
    "themes": (Theme, KINDS["themes"]),
    "scales": (Scale, gettext_lazy("Scales")),
    "speakers": (Speaker, KINDS["speakers"]),
    "sources": (Source, KINDS["sources"]),
    "notes": (Note, KINDS["notes"]),
}
GROUPS: dict[str, Promise] = {
    "added": gettext_lazy("Added"),
    "withdrawn": gettext_lazy("No longer in it"),
    "merged": gettext_lazy("Found to be the same as another"),
    "parted": gettext_lazy("Stand for themselves again"),
    "changed": gettext_lazy("Changed"),
}
PARTS: dict[str, tuple[type[Model], str, Promise]] = {
    "codings": (Coding, "theme", gettext_lazy("Coding")),
    "anchors": (Anchor, "text", gettext_lazy("Passage")),
}
# What no field of a model of its own is called by.
FIELDS: dict[str, Promise] = {
    "affiliations": gettext_lazy("Affiliations"),
    "anchors": gettext_lazy("Passages"),
    "codebook": gettext_lazy("Codebook"),
    "coder": gettext_lazy("Coder"),
    "codings": KINDS["codings"],
    "names": gettext_lazy("Names"),
    "on": gettext_lazy("About"),
    "speakers": gettext_lazy("Who speaks"),
    "stances": gettext_lazy("Stances"),
    "texts": gettext_lazy("Texts"),
}
REFERENCES = {"theme": "themes", "parent": "themes", "scale": "scales"}
LONGEST = 120  # characters of a name
NOTHING = "—"


class Field(NamedTuple):
    """What a field is called, and what it held before and holds now."""

    label: str
    was: str
    now: str


class Change(NamedTuple):
    """A record by its name, and the fields that have changed where it stood before and stands still."""

    name: str
    fields: list[Field]


class Group(NamedTuple):
    """Changes of one kind: the first of them, and how many more there are."""

    heading: str
    changes: list[Change]
    more: int


class Part(NamedTuple):
    """All that has changed of one section."""

    heading: str
    groups: list[Group]


def parts(found: Mapping[str, Any], older: Path, newer: Path) -> list[Part]:
    """Return what ``difference.between`` found, with the names that both dataset.json give: of very many changes the
    first of each kind. Sections without a change are left out."""
    names = Names(_told(found))
    names.learn(older)
    names.learn(newer)
    shown = [Part(str(SECTIONS[name][1]), list(_groups(name, found[name], names))) for name in SECTIONS]
    return [part for part in shown if part.groups]


def _told(found: Mapping[str, Any]) -> dict[str, set[str]]:
    """The claims and notes whose names are wanted: there may be very many others."""
    return {
        section: {_identity(one) for group in found[section].values() for one in group[:MOST_TOLD]}
        for section in ("claims", "notes")
    }


def _identity(one: str | Mapping[str, Any]) -> str:
    return one if isinstance(one, str) else one["id"]


def _groups(section: str, found: Mapping[str, list], names: "Names") -> Iterator[Group]:
    for kind, heading in GROUPS.items():
        if ones := found.get(kind):
            changes = [_change(section, one, names) for one in ones[:MOST_TOLD]]
            yield Group(str(heading), changes, len(ones) - len(changes))


def _change(section: str, one: Any, names: "Names") -> Change:
    name = names.of(section, _identity(one))
    if isinstance(one, str):
        return Change(name, [])
    if "into" in one:
        return Change(f"{name} → {names.of(section, one['into'])}", [])
    return Change(name, [row for field in one["fields"] for row in _rows(section, field, names)])


def _rows(section: str, field: Mapping[str, Any], names: "Names") -> Iterator[Field]:
    name, was, now = field["field"], field["was"], field["now"]
    model, by, heading = PARTS.get(name, (SECTIONS[section][0], "", ""))
    if by not in field:
        yield Field(label(model, name), _value(model, name, was, names), _value(model, name, now, names))
        return
    part = names.of(f"{by}s", field[by])
    before, after = was or {}, now or {}
    if not before or not after:
        yield Field(f"{heading}: {part}", _summed(name, before, names), _summed(name, after, names))
        return
    for key in after:
        if before.get(key) != after[key]:
            told = [_value(model, key, side.get(key), names, theme=field[by]) for side in (before, after)]
            yield Field(f"{heading}: {part}, {label(model, key)}", *told)


def label(model: type[Model], name: str) -> str:
    """What a field of a record is called: as the model calls its own."""
    if name in FIELDS:
        return str(FIELDS[name])
    field: Any = model._meta.get_field(name)
    return capfirst(str(field.verbose_name))


def _value(model: type[Model], name: str, value: Any, names: "Names", *, theme: str = "") -> str:
    """A value in words: what it refers to by name, what was chosen as the forms call it."""
    if value in (None, "", [], {}):
        return NOTHING
    if isinstance(value, list):
        return "; ".join(_entry(name, one, names) for one in value)
    if isinstance(value, Mapping):
        return "; ".join(f"{key}: {one}" for key, one in value.items())
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if name == "stance":
        return names.stance(theme, value)
    if name in REFERENCES:
        return names.of(REFERENCES[name], value)
    if name in FIELDS:
        return str(value)
    field: Any = model._meta.get_field(name)
    return str(dict(field.flatchoices).get(value, value))


def _entry(field: str, one: Any, names: "Names") -> str:
    """An entry of a list of a record, by what tells it apart."""
    if isinstance(one, str):
        return one
    if field == "speakers":
        return names.of("speakers", one["speaker"])
    if field == "affiliations":
        words = [one["role"], names.of("speakers", one["organisation"])]
        return ", ".join([*filter(None, words), *filter(None, [_years(one)])])
    if field == "stances":
        return stance_in_words(one["label"])
    if field in PARTS:
        return _summed(field, one, names)
    return _name_of(one)


def _years(affiliation: Mapping[str, str | None]) -> str:
    known = affiliation["from"] or affiliation["until"]
    return f"{affiliation['from'] or ''}–{affiliation['until'] or ''}" if known else ""


def _summed(field: str, part: Mapping[str, Any], names: "Names") -> str:
    """A coding by its stance, an anchor by its words, or by its place where the rights leave no words."""
    if not part:
        return NOTHING
    if field == "codings":
        return names.stance(part["theme"], part["stance"]) if part["stance"] else _("not coded")
    return _short(part["quote"]) or f"{part['start']}–{part['end']}"


def _short(words: str) -> str:
    return Truncator(" ".join(words.split())).chars(LONGEST)


def _name_of(record: Mapping[str, Any]) -> str:
    """What a record that has words of its own is called."""
    words: Iterable[str] = (record.get(name, "") for name in ("title", "label", "text", "body", "language"))
    return _short(next(filter(None, words), ""))


class Names:
    """What records are called, learnt from one dataset.json after the other: the later one has the last word."""

    def __init__(self, wanted: Mapping[str, set[str]]):
        self.wanted = wanted
        self.known: dict[str, dict[str, str]] = {name: {} for name in (*SECTIONS, "texts")}
        self.stances: dict[str, dict[str, str]] = {}  # labels by code, by the code of the scale
        self.scales: dict[str, str] = {}  # by the code of the theme

    def of(self, section: str, key: str) -> str:
        """Return the name of a record, or its key where neither file has it."""
        return self.known[section].get(key) or key

    def stance(self, theme: str, code: str) -> str:
        """Return a stance in words, in the reader's language."""
        return stance_in_words(self.stances.get(self.scales.get(theme, ""), {}).get(code, code))

    def learn(self, path: Path) -> None:
        """Learn the names of all that a dataset.json holds, of claims and notes only those that are wanted."""
        for section, key, record in difference.records(path, self.wanted):
            self.known[section][key] = self.name_of(section, record)

    def name_of(self, section: str, record: Mapping[str, Any]) -> str:
        match section:
            case "scales":
                self.stances[record["code"]] = {one["code"]: one["label"] for one in record["stances"]}
            case "themes":
                self.scales[record["code"]] = record["scale"]
                return record["labels"].get(language_to_read(record["labels"]), "")
            case "speakers":
                return next((name["text"] for name in record["names"] if name["kind"] == "main"), "")
            case "sources":
                title = _short(record["title"])
                self.known["texts"] |= {
                    text["id"]: f"{title} ({text['language']})" for text in record["texts"]
                }
            case "claims":
                return self.claim(record)
        return _name_of(record)

    def claim(self, record: Mapping[str, Any]) -> str:
        """Return who speaks and what was understood, else the words, else the themes."""
        voices = ", ".join(self.of("speakers", voice["speaker"]) for voice in islice(record["speakers"], 3))
        quote = next((anchor["quote"] for anchor in record["anchors"] if anchor["kind"] == "coded"), "")
        themes = "; ".join(self.of("themes", code["theme"]) for code in record["codings"])
        said = _short(record["paraphrase"] or quote) or themes
        return f"{voices}: {said}" if voices and said else voices or said
