"""A record held against the types of the published shape, and then against all others of its file.

``check_shape`` allows no key more, none less, no type bent. ``check_references`` sees that all that is pointed to
is there, that slices are quotes, and what else the models and verbs would refuse. Both raise ``Fault`` with the place
in the record and a sentence.
"""

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from functools import lru_cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from annotations import dates, shape
from annotations.imports.file import Fault, Found, shown
from annotations.imports.known import Known

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
WRITE = {
    "string_type": "a string",
    "int_type": "a whole number",
    "int_from_float": "a whole number",
    "bool_type": "true or false",
    "list_type": "a list",
    "dict_type": "an object",
    "typed_dict_type": "an object",
}
PATTERNS = {
    "A-Za-z0-9._:-": "Ids and codes have 1 to 64 of the letters A to Z, digits, full stops, colons, hyphens and underscores",
    "[0-9]{4}(": "A date is 2023, 2023-08 or 2023-08-14",
    "a-f": "A SHA-256 has 64 digits of 0 to 9 and a to f",
    "-a-zA-Z0-9_": "An address has 1 to 50 letters, digits, hyphens and underscores",
}
A_NOTE_IS_ON = 'A note is on {"claim": …}, {"text": …, "start": …, "end": …}, {"theme": …} or {"speaker": …}, one of them.'


def check_shape(found: Found) -> None:
    """Raise ``Fault`` with the first thing by which a record is not what docs/dataset.schema.json says."""
    if found.key == "version" and found.value is True:
        raise Fault([], "Write 1, not true.")  # which Python would take for the same
    try:
        TYPES[found.key].validate_python(found.value)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        if found.key == "notes" and first["loc"][:1] == ("on",):
            raise Fault(["on"], A_NOTE_IS_ON) from None
        raise Fault(first["loc"], _sentence(first)) from None


def _sentence(error: Any) -> str:
    kind, value, context = error["type"], error["input"], error.get("ctx", {})
    if kind in WRITE:
        return f"Write {WRITE[kind]}, not {shown(value)}."
    if kind == "string_pattern_mismatch":
        meant = next(words for part, words in PATTERNS.items() if part in context["pattern"])
        return f"{meant}: {shown(value)} is none."
    if kind == "literal_error":
        return f"Write {context['expected']}, not {shown(value)}."
    return OTHER.get(kind, "{msg}.").format(msg=error["msg"], **context)


OTHER = {
    "missing": "This key is missing.",
    "extra_forbidden": "A dataset has no such key here.",
    "string_too_long": "This is too long: it has room for {max_length} characters.",
    "string_too_short": "This must not be empty.",
    "too_long": "These are too many: it has room for {max_length}.",
    "greater_than_equal": "Write a number of {ge} or more.",
    "less_than_equal": "Write a number of {le} or less.",
}


# The references


def check_references(found: Found, file: Known) -> None:
    """Hold a record against all that is known of its file."""
    if found.key in CHECK:
        CHECK[found.key](found.value, file)


def known(key: str, among: Mapping[str, Any], path: Path, noun: str) -> Any:
    """Return what is known under a key; raise ``Fault`` if nothing is."""
    if key not in among:
        raise Fault(path, f"There is no {noun} {shown(key)} in this file.")
    return among[key]


def _check_theme(theme: shape.ThemeRecord, file: Known) -> None:
    known(theme["scale"], file.scales, ["scale"], "scale")
    if theme["parent"] is not None:
        known(theme["parent"], file.themes, ["parent"], "theme")
    if file.in_a_circle("themes", theme["code"]):
        raise Fault(["parent"], "A theme cannot be part of itself or of its own parts.")


def _check_speaker(speaker: shape.SpeakerRecord, file: Known) -> None:
    if speaker["merged_into"] is not None:
        same = known(speaker["merged_into"], file.speakers, ["merged_into"], "speaker")
        if file.kinds[same] != speaker["kind"]:
            raise Fault(["merged_into"], f"{shown(speaker['merged_into'])} is of another kind.")
    if file.in_a_circle("speakers", speaker["id"]):
        raise Fault(["merged_into"], "The mergers lead in a circle: nobody is left to group by.")
    if [name["kind"] for name in speaker["names"]].count("main") != 1:
        raise Fault(["names"], "Exactly one name must be of kind main.")
    for index, name in enumerate(speaker["names"]):
        if name["source"] is not None:
            known(name["source"], file.sources, ["names", index, "source"], "source")
    for index, affiliation in enumerate(speaker["affiliations"]):
        _check_affiliation(affiliation, speaker, file, ["affiliations", index])


def _check_affiliation(affiliation, speaker: shape.SpeakerRecord, file: Known, here: list[str | int]) -> None:
    organisation(affiliation["organisation"], file, [*here, "organisation"])
    if affiliation["organisation"] == speaker["id"]:
        raise Fault([*here, "organisation"], "Nobody is affiliated with themselves.")
    began, ended = span(affiliation["from"], [*here, "from"]), span(affiliation["until"], [*here, "until"])
    if began and ended and began[0] > ended[1]:
        raise Fault([*here, "until"], "This is before the affiliation began.")


def organisation(key: str, file: Known, path: Sequence[str | int]) -> None:
    """Raise ``Fault`` unless the key is that of an organisation."""
    if file.kinds[known(key, file.speakers, path, "speaker")] != "organisation":
        raise Fault(path, f"{shown(key)} is not of the kind organisation.")


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
        raise Fault(path, f"The text {shown(other)} belongs to another source.")
    if file.in_a_circle(key, text):
        raise Fault(path, "These texts lead in a circle.")


def _check_replaced(text: shape.TextRecord, file: Known, path: Path) -> None:
    if text["replaces"] in file.replaced:
        raise Fault(path, f"The text {shown(text['replaces'])} is replaced by another one already.")
    if text["replaces"]:
        file.replaced.add(text["replaces"])


# Claims


def _check_claim(claim: shape.ClaimRecord, file: Known) -> None:
    span(claim["said"], ["said"])
    for key in ("speakers", "codings"):
        if not claim[key] and claim["state"] not in PRIVATE:
            raise Fault(
                [key], f"This is empty, but only drafts may be unfinished; the claim is {claim['state']}."
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
            raise Fault(["supersedes", index], f"{shown(older)} stands here for the second time.")
    if file.in_a_circle("claims", claim["id"]):
        raise Fault(["supersedes"], "These claims supersede each other in a circle.")


def _check_anchors(anchors: list[shape.AnchorRecord], file: Known) -> None:
    if [anchor["kind"] for anchor in anchors].count("coded") != 1:
        raise Fault(["anchors"], "Exactly one anchor must be of kind coded.")
    texts = [_check_anchor(anchor, file, index) for index, anchor in enumerate(anchors)]
    for index, text in enumerate(texts[1:], start=1):
        if text in texts[:index]:
            raise Fault(["anchors", index, "text"], "A claim stands once in a text.")
        if file.source_of[text] != file.source_of[texts[0]]:
            raise Fault(
                ["anchors", index, "text"], "This text is of another source than that of the first anchor."
            )


def _check_anchor(anchor: shape.AnchorRecord, file: Known, index: int) -> int:
    """Return the number of the anchor's text, in which it stands as it says."""
    text = known(anchor["text"], file.texts, ["anchors", index, "text"], "text")
    body, start, end = file.bodies.read(text), anchor["start"], anchor["end"]
    if not start < end <= len(body):
        raise Fault(
            ["anchors", index, "end"],
            f"{start} to {end} is no passage of this text of {len(body)} characters.",
        )
    if body[start:end] != anchor["quote"]:
        raise Fault(
            ["anchors", index, "quote"], f"From {start} to {end} the text has {shown(body[start:end])}."
        )
    if text in file.excerpts and (start, end) != (0, len(body)):
        raise Fault(["anchors", index, "start"], "This text is an excerpt: all of it is the quote.")
    if not body.endswith(anchor["prefix"], 0, start):
        raise Fault(["anchors", index, "prefix"], "The text has other words before the quote.")
    if not body.startswith(anchor["suffix"], end):
        raise Fault(["anchors", index, "suffix"], "The text has other words after the quote.")
    return text


def _check_attribution(voice: shape.AttributionRecord, file: Known, index: int) -> None:
    known(voice["speaker"], file.speakers, ["speakers", index, "speaker"], "speaker")
    if voice["organisation"] is not None:
        organisation(voice["organisation"], file, ["speakers", index, "organisation"])
    if voice["via"] is not None:
        known(voice["via"], file.speakers, ["speakers", index, "via"], "speaker")
    if voice["via"] == voice["speaker"]:
        raise Fault(["speakers", index, "via"], "Nobody is relayed by themselves.")


def _check_coding(coding: shape.CodingRecord, file: Known, index: int) -> None:
    theme, stance, number = coding["theme"], coding["stance"], coding["codebook"]
    known(theme, file.themes, ["codings", index, "theme"], "theme")
    scale = file.scale_of[theme]
    if stance is not None and stance not in file.scales[scale]:
        raise Fault(
            ["codings", index, "stance"],
            f"{shown(stance)} is not on the scale {shown(scale)} of the theme {shown(theme)}.",
        )
    if number > file.single["codebook"]:
        raise Fault(
            ["codings", index, "codebook"],
            f"The codebook of this file has the number {file.single['codebook']}.",
        )
    file.codebooks.add(number)


def _check_each_once(claim: shape.ClaimRecord) -> None:
    themes = [coding["theme"] for coding in claim["codings"]]
    if repeated := _second(themes):
        raise Fault(["codings", repeated, "theme"], "A claim has each theme once.")
    voices = [(voice["speaker"], voice["organisation"]) for voice in claim["speakers"]]
    if repeated := _second(voices):
        raise Fault(
            ["speakers", repeated, "speaker"], "A speaker speaks once for an organisation, or for nobody."
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
        raise Fault(["on", "claim"], f"There is no claim with the record {shown(on['claim'])} in this file.")
    if "theme" in on:
        known(on["theme"], file.themes, ["on", "theme"], "theme")
    if "speaker" in on:
        known(on["speaker"], file.speakers, ["on", "speaker"], "speaker")
    if "text" in on:
        length = len(file.bodies.read(known(on["text"], file.texts, ["on", "text"], "text")))
        if not on["start"] < on["end"] <= length:
            raise Fault(
                ["on", "end"],
                f"{on['start']} to {on['end']} is no passage of this text of {length} characters.",
            )


CHECK: dict[str, Callable[[Any, Known], None]] = {
    "themes": _check_theme,
    "speakers": _check_speaker,
    "sources": _check_source,
    "claims": _check_claim,
    "notes": _check_note,
}
