"""A record held against the types of the published shape, and then against all others of its file.

``check_shape`` allows no key more, none less, no type bent. ``check_references`` sees that all that is pointed to
is there, that slices are quotes, and what else the models and verbs would refuse. Both raise ``Fault`` with the place
in the record and a sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from pydantic import TypeAdapter, ValidationError

from annotations import dates, shape
from annotations.imports.file import Fault, Found, shown
from annotations.imports.known import Known, twice

Path = Sequence[str | int]
PRIVATE = ("draft", "discarded")


# The shape


_OF_DATASET = shape.DatasetRecord.__annotations__
TYPES: dict[str, TypeAdapter] = {
    **{key: TypeAdapter(_OF_DATASET[key], config=shape.STRICT) for key in ("format", "version", "codebook")},
    "project": TypeAdapter(shape.ProjectRecord),
    "scales": TypeAdapter(shape.ScaleRecord),
    "themes": TypeAdapter(shape.ThemeRecord),
    "speakers": TypeAdapter(shape.SpeakerRecord),
    "sources": TypeAdapter(shape.SourceRecord),
    "claims": TypeAdapter(shape.ClaimRecord),
    "notes": TypeAdapter(shape.NoteRecord),
}
WRONG = {
    "string_type": gettext_lazy("Write a string, not %(value)s."),
    "int_type": gettext_lazy("Write a whole number, not %(value)s."),
    "int_from_float": gettext_lazy("Write a whole number, not %(value)s."),
    "bool_type": gettext_lazy("Write true or false, not %(value)s."),
    "list_type": gettext_lazy("Write a list, not %(value)s."),
    "dict_type": gettext_lazy("Write an object, not %(value)s."),
    "typed_dict_type": gettext_lazy("Write an object, not %(value)s."),
    "literal_error": gettext_lazy("Write %(choices)s, not %(value)s."),
    "missing": gettext_lazy("This key is missing."),
    "extra_forbidden": gettext_lazy("A dataset has no such key here."),
    "string_too_long": gettext_lazy("This is too long: it has room for %(max_length)s characters."),
    "string_too_short": gettext_lazy("This must not be empty."),
    "too_long": gettext_lazy("These are too many: it has room for %(max_length)s."),
    "greater_than_equal": gettext_lazy("Write a number of %(ge)s or more."),
    "less_than_equal": gettext_lazy("Write a number of %(le)s or less."),
}
PATTERNS = {
    "A-Za-z0-9._:-": gettext_lazy(
        "Ids and codes have 1 to 64 of the letters A to Z, digits, full stops, colons, hyphens and underscores: "
        "%(value)s is none."
    ),
    "[0-9]{4}(": gettext_lazy("A date is 2023, 2023-08 or 2023-08-14: %(value)s is none."),
    "a-f": gettext_lazy("A SHA-256 has 64 digits of 0 to 9 and a to f: %(value)s is none."),
    "-a-zA-Z0-9_": gettext_lazy(
        "An address has 1 to 50 letters, digits, hyphens and underscores: %(value)s is none."
    ),
}
OTHERWISE = gettext_lazy("This is not what a dataset has here: “%(message)s”.")
A_NOTE_IS_ON = gettext_lazy(
    'A note is on {"claim": …}, {"text": …, "start": …, "end": …}, {"theme": …} or {"speaker": …}, one of them.'
)


def check_shape(found: Found) -> None:
    """Raise ``Fault`` with the first thing by which a record is not what docs/dataset.schema.json says."""
    if found.key == "version" and found.value is True:
        raise Fault([], _("Write 1, not true."))  # which Python would take for the same
    try:
        TYPES[found.key].validate_python(found.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if found.key == "notes" and first["loc"][:1] == ("on",):
            raise Fault(["on"], str(A_NOTE_IS_ON)) from None
        raise Fault(first["loc"], _sentence(first)) from None


def _sentence(error: Any) -> str:
    said = {**error.get("ctx", {}), "value": shown(error["input"]), "message": error["msg"]}
    sentence = WRONG.get(error["type"], OTHERWISE)
    if error["type"] == "string_pattern_mismatch":
        sentence = next(words for part, words in PATTERNS.items() if part in said["pattern"])
    if error["type"] == "literal_error":
        said["choices"] = get_text_list(said["expected"].replace(" or ", ", ").split(", "))
    return sentence % said


# The references


def check_references(found: Found, file: Known) -> None:
    """Hold a record against all that is known of its file."""
    if found.key in CHECK:
        CHECK[found.key](found.value, file)


THERE_IS_NO = {
    "scale": gettext_lazy("There is no scale %(key)s in this file."),
    "theme": gettext_lazy("There is no theme %(key)s in this file."),
    "speaker": gettext_lazy("There is no speaker %(key)s in this file."),
    "source": gettext_lazy("There is no source %(key)s in this file."),
    "text": gettext_lazy("There is no text %(key)s in this file."),
    "claim": gettext_lazy("There is no claim %(key)s in this file."),
}


def known(key: str, among: Mapping[str, Any], path: Path, kind: str) -> Any:
    """Return what is known under a key; raise ``Fault`` if nothing is. ``kind`` is one of ``THERE_IS_NO``."""
    if key not in among:
        raise Fault(path, THERE_IS_NO[kind] % {"key": shown(key)})
    return among[key]


def _check_theme(theme: shape.ThemeRecord, file: Known) -> None:
    known(theme["scale"], file.scales, ["scale"], "scale")
    if theme["parent"] is not None:
        known(theme["parent"], file.themes, ["parent"], "theme")
    if file.in_a_circle("themes", theme["code"]):
        raise Fault(["parent"], _("A theme cannot be part of itself or of its own parts."))


def _check_speaker(speaker: shape.SpeakerRecord, file: Known) -> None:
    if speaker["merged_into"] is not None:
        same = known(speaker["merged_into"], file.speakers, ["merged_into"], "speaker")
        if file.kinds[same] != speaker["kind"]:
            kept = shown(speaker["merged_into"])
            raise Fault(["merged_into"], _("The speaker %(speaker)s is of another kind.") % {"speaker": kept})
    if file.in_a_circle("speakers", speaker["id"]):
        raise Fault(["merged_into"], _("The mergers lead in a circle: nobody is left to group by."))
    if [name["kind"] for name in speaker["names"]].count("main") != 1:
        raise Fault(["names"], _("Exactly one name must be of kind main."))
    for index, name in enumerate(speaker["names"]):
        if name["source"] is not None:
            known(name["source"], file.sources, ["names", index, "source"], "source")
    for index, affiliation in enumerate(speaker["affiliations"]):
        _check_affiliation(affiliation, speaker, file, ["affiliations", index])


def _check_affiliation(affiliation, speaker: shape.SpeakerRecord, file: Known, here: list[str | int]) -> None:
    organisation(affiliation["organisation"], file, [*here, "organisation"])
    if affiliation["organisation"] == speaker["id"]:
        raise Fault([*here, "organisation"], _("Nobody is affiliated with themselves."))
    began, ended = span(affiliation["from"], [*here, "from"]), span(affiliation["until"], [*here, "until"])
    if began and ended and began[0] > ended[1]:
        raise Fault([*here, "until"], _("This is before the affiliation began."))


def organisation(key: str, file: Known, path: Sequence[str | int]) -> None:
    """Raise ``Fault`` unless the key is that of an organisation."""
    if file.kinds[known(key, file.speakers, path, "speaker")] != "organisation":
        raise Fault(path, _("The speaker %(key)s is not of the kind organisation.") % {"key": shown(key)})


@lru_cache(maxsize=10_000)
def _span(written: str) -> tuple[date, date]:
    return dates.span(written)


def span(written: str | None, path: Path) -> tuple[date, date] | None:
    """Return the first and last day of a partial date, None for none; raise ``Fault`` if the calendar lacks it."""
    try:
        return _span(written) if written else None
    except ValueError as error:
        raise Fault(path, str(error)) from None


def _check_source(source: shape.SourceRecord, file: Known) -> None:
    span(source["published"], ["published"])
    span(source["retrieved"], ["retrieved"])
    for index, text in enumerate(source["texts"]):
        _check_other_text(text["id"], "of", text["of"], file, index)
        _check_other_text(text["id"], "replaces", text["replaces"], file, index)
        _check_replaced(text, file, ["texts", index, "replaces"])


def _check_other_text(text: str, key: str, other: str | None, file: Known, index: int) -> None:
    if other is None:
        return
    path: Path = ["texts", index, key]
    if file.source_of[known(other, file.texts, path, "text")] != file.source_of[file.texts[text]]:
        raise Fault(path, _("The text %(text)s belongs to another source.") % {"text": shown(other)})
    if file.in_a_circle(key, text):
        raise Fault(path, _("These texts lead in a circle."))


def _check_replaced(text: shape.TextRecord, file: Known, path: Path) -> None:
    if text["replaces"] in file.replaced:
        raise Fault(
            path,
            _("The text %(text)s is replaced by another one already.") % {"text": shown(text["replaces"])},
        )
    if text["replaces"]:
        file.replaced.add(text["replaces"])


# Claims


def _check_claim(claim: shape.ClaimRecord, file: Known) -> None:
    span(claim["said"], ["said"])
    for key in ("speakers", "codings"):
        if not claim[key] and claim["state"] not in PRIVATE:
            raise Fault(
                [key],
                _("This is empty, but only drafts may be unfinished; the state of this claim is %(state)s.")
                % {"state": shown(claim["state"])},
            )
    if claim["supersedes"]:
        _check_superseded(claim, file)
    _check_anchors(claim["anchors"], file)
    for index, voice in enumerate(claim["speakers"]):
        _check_attribution(voice, file, index)
    for index, coding in enumerate(claim["codings"]):
        _check_coding(coding, file, index)
    _check_each_once(claim)


def _check_superseded(claim: shape.ClaimRecord, file: Known) -> None:
    for index, older in enumerate(claim["supersedes"]):
        known(older, file.claims, ["supersedes", index], "claim")
        if older in claim["supersedes"][:index]:
            raise Fault(["supersedes", index], twice(older))
    if file.in_a_circle("claims", claim["id"]):
        raise Fault(["supersedes"], _("These claims supersede each other in a circle."))


def _check_anchors(anchors: list[shape.AnchorRecord], file: Known) -> None:
    if [anchor["kind"] for anchor in anchors].count("coded") != 1:
        raise Fault(["anchors"], _("Exactly one anchor must be of kind coded."))
    texts = [_check_anchor(anchor, file, index) for index, anchor in enumerate(anchors)]
    for index, text in enumerate(texts[1:], start=1):
        if text in texts[:index]:
            raise Fault(["anchors", index, "text"], _("A claim stands once in a text."))
        if file.source_of[text] != file.source_of[texts[0]]:
            raise Fault(
                ["anchors", index, "text"],
                _("This text is of another source than that of the first anchor."),
            )


def _check_anchor(anchor: shape.AnchorRecord, file: Known, index: int) -> int:
    """Return the number of the anchor's text, in which it stands as it says."""
    text = known(anchor["text"], file.texts, ["anchors", index, "text"], "text")
    body, start, end = file.bodies.read(text), anchor["start"], anchor["end"]
    if not start < end <= len(body):
        raise Fault(["anchors", index, "end"], _no_passage(start, end, len(body)))
    if body[start:end] != anchor["quote"]:
        there = {"start": start, "end": end, "words": shown(body[start:end])}
        raise Fault(
            ["anchors", index, "quote"], _("From %(start)s to %(end)s the text has %(words)s.") % there
        )
    if text in file.excerpts and (start, end) != (0, len(body)):
        raise Fault(["anchors", index, "start"], _("This text is an excerpt: all of it is the quote."))
    if not body.endswith(anchor["prefix"], 0, start):
        raise Fault(["anchors", index, "prefix"], _("The text has other words before the quote."))
    if not body.startswith(anchor["suffix"], end):
        raise Fault(["anchors", index, "suffix"], _("The text has other words after the quote."))
    return text


def _no_passage(start: int, end: int, length: int) -> str:
    return ngettext(
        "%(start)s to %(end)s is no passage of this text of %(length)s character.",
        "%(start)s to %(end)s is no passage of this text of %(length)s characters.",
        length,
    ) % {"start": start, "end": end, "length": length}


def _check_attribution(voice: shape.AttributionRecord, file: Known, index: int) -> None:
    known(voice["speaker"], file.speakers, ["speakers", index, "speaker"], "speaker")
    if voice["organisation"] is not None:
        organisation(voice["organisation"], file, ["speakers", index, "organisation"])
    if voice["via"] is not None:
        known(voice["via"], file.speakers, ["speakers", index, "via"], "speaker")
    if voice["via"] == voice["speaker"]:
        raise Fault(["speakers", index, "via"], _("Nobody is relayed by themselves."))


def _check_coding(coding: shape.CodingRecord, file: Known, index: int) -> None:
    theme, stance, number = coding["theme"], coding["stance"], coding["codebook"]
    known(theme, file.themes, ["codings", index, "theme"], "theme")
    scale = file.scale_of[theme]
    if stance is not None and stance not in file.scales[scale]:
        raise Fault(
            ["codings", index, "stance"],
            _("%(stance)s is not on the scale %(scale)s of the theme %(theme)s.")
            % {"stance": shown(stance), "scale": shown(scale), "theme": shown(theme)},
        )
    if number > file.single["codebook"]:
        raise Fault(
            ["codings", index, "codebook"],
            _("The codebook of this file has the number %(number)s.") % {"number": file.single["codebook"]},
        )
    file.codebooks.add(number)


def _check_each_once(claim: shape.ClaimRecord) -> None:
    themes = [coding["theme"] for coding in claim["codings"]]
    if repeated := _second(themes):
        raise Fault(["codings", repeated, "theme"], _("A claim has each theme once."))
    voices = [(voice["speaker"], voice["organisation"]) for voice in claim["speakers"]]
    if repeated := _second(voices):
        raise Fault(
            ["speakers", repeated, "speaker"], _("A speaker speaks once for an organisation, or for nobody.")
        )


def _second(values: list) -> int:
    """The place of the first value that stood there before; 0 if none did."""
    if len(set(values)) == len(values):
        return 0
    return next(index for index, value in enumerate(values) if value in values[:index])


# Notes


def _check_note(note: shape.NoteRecord, file: Known) -> None:
    on: Mapping[str, Any] = note["on"]
    if "claim" in on and on["claim"] not in file.records:
        there = {"record": shown(on["claim"])}
        raise Fault(["on", "claim"], _("There is no claim with the record %(record)s in this file.") % there)
    if "theme" in on:
        known(on["theme"], file.themes, ["on", "theme"], "theme")
    if "speaker" in on:
        known(on["speaker"], file.speakers, ["on", "speaker"], "speaker")
    if "text" in on:
        length = len(file.bodies.read(known(on["text"], file.texts, ["on", "text"], "text")))
        if not on["start"] < on["end"] <= length:
            raise Fault(["on", "end"], _no_passage(on["start"], on["end"], length))


CHECK: dict[str, Callable[[Any, Known], None]] = {
    "themes": _check_theme,
    "speakers": _check_speaker,
    "sources": _check_source,
    "claims": _check_claim,
    "notes": _check_note,
}
