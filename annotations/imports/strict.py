"""Records held against the types of the published shape: no key more, none less, no type bent; and how that is said."""

from typing import Any

from pydantic import TypeAdapter, ValidationError

from annotations import shape
from annotations.imports.file import Fault, Found

TYPES: dict[str, TypeAdapter] = {
    key: TypeAdapter(annotation)
    for key, annotation in {
        "format": shape.DatasetRecord.__annotations__["format"],
        "version": shape.DatasetRecord.__annotations__["version"],
        "codebook": shape.DatasetRecord.__annotations__["codebook"],
        "project": shape.ProjectRecord,
        "scales": shape.ScaleRecord,
        "themes": shape.ThemeRecord,
        "speakers": shape.SpeakerRecord,
        "sources": shape.SourceRecord,
        "claims": shape.ClaimRecord,
        "notes": shape.NoteRecord,
    }.items()
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
LONGEST_SHOWN = 40


def check(found: Found) -> None:
    """Raise ``Fault`` with the first thing by which a record is not what docs/dataset.schema.json says."""
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


def shown(value: Any) -> str:
    """Return a value as it may stand in a sentence: short, and recognisable in the file."""
    words = {None: "null", True: "true", False: "false"}
    if value is None or isinstance(value, bool):
        return words[value]
    if isinstance(value, str):
        return f"“{value[:LONGEST_SHOWN]}…”" if len(value) > LONGEST_SHOWN else f"“{value}”"
    if isinstance(value, list | dict):
        return "a list" if isinstance(value, list) else "an object"
    return str(value)
