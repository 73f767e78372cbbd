"""What is known of a dataset's file once its records were read: each id, once, and what others may point to.

``enter`` takes note of one record; ``annotations.imports.checks`` then holds each against all others.
"""

from array import array
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from graphlib import CycleError, TopologicalSorter
from typing import Any

from django.utils.translation import gettext as _

from annotations import search, shape
from annotations.imports.file import Bodies, Fault, Found, shown
from annotations.models.source import sha256_of


@dataclass
class Known:
    """What is known of a file after its records were entered: ids and codes with their place in the list."""

    bodies: Bodies
    single: dict[str, Any] = field(default_factory=dict)
    scales: dict[str, dict[str, int]] = field(default_factory=dict)
    themes: dict[str, int] = field(default_factory=dict)
    scale_of: dict[str, str] = field(default_factory=dict)
    speakers: dict[str, int] = field(default_factory=dict)
    kinds: list[str] = field(default_factory=list)
    names: list[list[str]] = field(default_factory=list)
    sources: dict[str, int] = field(default_factory=dict)
    titles: list[str] = field(default_factory=list)
    texts: dict[str, int] = field(default_factory=dict)
    source_of: array = field(default_factory=lambda: array("q"))
    excerpts: set[int] = field(default_factory=set)
    replaced: set[str] = field(default_factory=set)
    claims: dict[str, int] = field(default_factory=dict)
    records: set[str] = field(default_factory=set)
    accepted: set[str] = field(default_factory=set)
    notes: set[str] = field(default_factory=set)
    codebooks: set[int] = field(default_factory=set)
    links: dict[str, dict[str, list[str]]] = field(default_factory=dict)
    circles: dict[str, set[str]] = field(default_factory=dict)

    def link(self, kind: str, one: str, others: Iterable[str | None]) -> None:
        """Take note of what one points to, to find circles."""
        if pointed := [other for other in others if other]:
            self.links.setdefault(kind, {})[one] = pointed

    def in_a_circle(self, kind: str, one: str) -> bool:
        if kind not in self.circles:
            self.circles[kind] = circle(self.links.get(kind, {}))
        return one in self.circles[kind]


def words_for_search(claim: shape.ClaimRecord, file: Known) -> str:
    """Return the words by which a checked claim is found: the same as those that ``search.index`` writes."""
    texts = [claim["paraphrase"]]
    for anchor in claim["anchors"]:
        texts += [anchor["quote"], file.titles[file.source_of[file.texts[anchor["text"]]]]]
    for voice in claim["speakers"]:
        texts += [voice["named_as"], *file.names[file.speakers[voice["speaker"]]]]
    return search.words_of(texts)


def circle(links: Mapping[str, Sequence[str]]) -> set[str]:
    """Return the members of one circle in which these links lead, or nothing."""
    try:
        TopologicalSorter(links).prepare()
    except CycleError as error:
        return set(error.args[1])
    return set()


def once(seen: dict[str, int], key: str, path: Sequence[str | int] = ("id",)) -> None:
    """Number a key; raise ``Fault`` if it was there before."""
    if key in seen:
        raise Fault(path, twice(key))
    seen[key] = len(seen)


def twice(key: str) -> str:
    """Return the sentence about a key that was there before."""
    return _("%(key)s stands here for the second time.") % {"key": shown(key)}


# Entering


def enter(found: Found, file: Known) -> None:
    """Take note of a record's ids and of what it points to; bodies are put aside.

    Raises ``Fault`` for an id that was there before, and for texts that are not what they say.
    """
    if found.alone:
        file.single[found.key] = found.value
    else:
        ENTER[found.key](found.value, file)


def _enter_scale(scale: shape.ScaleRecord, file: Known) -> None:
    if scale["code"] in file.scales:
        raise Fault(["code"], twice(scale["code"]))
    stances = file.scales[scale["code"]] = {}
    for index, stance in enumerate(scale["stances"]):
        once(stances, stance["code"], ["stances", index, "code"])


def _enter_theme(theme: shape.ThemeRecord, file: Known) -> None:
    once(file.themes, theme["code"], ["code"])
    file.scale_of[theme["code"]] = theme["scale"]
    file.link("themes", theme["code"], [theme["parent"]])


def _enter_speaker(speaker: shape.SpeakerRecord, file: Known) -> None:
    once(file.speakers, speaker["id"])
    file.kinds.append(speaker["kind"])
    file.names.append([name["text"] for name in speaker["names"]])
    file.link("speakers", speaker["id"], [speaker["merged_into"]])


def _enter_source(source: shape.SourceRecord, file: Known) -> None:
    once(file.sources, source["id"])
    file.titles.append(source["title"])
    if source["rights"] != "full":
        raise Fault(
            ["rights"], _("Only full rights can be imported: the texts of this source are not in the file.")
        )
    for index, text in enumerate(source["texts"]):
        here: list[str | int] = ["texts", index]
        once(file.texts, text["id"], [*here, "id"])
        file.source_of.append(file.sources[source["id"]])
        if text["kind"] == "excerpt":
            file.excerpts.add(file.texts[text["id"]])
        file.link("of", text["id"], [text["of"]])
        file.link("replaces", text["id"], [text["replaces"]])
        _enter_body(text, file, here)


def _enter_body(text: shape.TextRecord, file: Known, here: list[str | int]) -> None:
    body = text["body"]
    if not body:
        raise Fault(
            [*here, "body"], _("The text is missing: only datasets with full rights can be imported.")
        )
    if "\r" in body:
        raise Fault(
            [*here, "body"],
            _("Character %(position)s is a carriage return: lines end with \\n alone.")
            % {"position": body.index("\r")},
        )
    if sha256_of(body) != text["sha256"]:
        raise Fault(
            [*here, "sha256"],
            _("This is not the SHA-256 of the body, which is %(sha256)s.") % {"sha256": sha256_of(body)},
        )
    file.bodies.add(body)
    text["body"] = ""  # kept apart from now on: bodies are long


def _enter_claim(claim: shape.ClaimRecord, file: Known) -> None:
    once(file.claims, claim["id"])
    record = claim["id"] if claim["record"] == claim["id"] else claim["record"]  # one string for both
    file.records.add(record)
    file.link("claims", claim["id"], claim["supersedes"])
    if claim["state"] != "accepted":
        return
    if record in file.accepted:
        raise Fault(
            ["record"],
            _("A record has one accepted claim; %(record)s has another one.") % {"record": shown(record)},
        )
    file.accepted.add(record)


def _enter_note(note: shape.NoteRecord, file: Known) -> None:
    if note["id"] in file.notes:
        raise Fault(["id"], twice(note["id"]))
    file.notes.add(note["id"])


ENTER: dict[str, Callable[[Any, Known], None]] = {
    "scales": _enter_scale,
    "themes": _enter_theme,
    "speakers": _enter_speaker,
    "sources": _enter_source,
    "claims": _enter_claim,
    "notes": _enter_note,
}
