"""Plain text: bytes in UTF-8 or UTF-16 to words, or a sentence that says which byte cannot be read and where.

Nothing is guessed: an encoding that is not said by the file itself is UTF-8.
"""

import codecs

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from annotations.models.fields import normalise_newlines, validate_storable
from annotations.refusal import Refused

ENCODINGS = [
    (codecs.BOM_UTF8, "utf-8", "UTF-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le", "UTF-16"),
    (codecs.BOM_UTF16_BE, "utf-16-be", "UTF-16"),
]
PACKED = b"PK\x03\x04"
SIGNATURES = [
    (
        b"%PDF-",
        gettext_noop("a PDF"),
        gettext_noop("Copy its text into a plain text file (.txt) and add that."),
    ),
    (
        b"{\\rtf",
        gettext_noop("a rich text file (RTF)"),
        gettext_noop("Save it as plain text (.txt) and add that."),
    ),
    (
        b"\xd0\xcf\x11\xe0",
        gettext_noop("an older Office document"),
        gettext_noop("Save it as plain text (.txt) and add that."),
    ),
    (
        b"\x1f\x8b",
        gettext_noop("a compressed file (gzip)"),
        gettext_noop("Unpack it and add the text files in it."),
    ),
    (
        b"7z\xbc\xaf\x27\x1c",
        gettext_noop("a compressed file (7z)"),
        gettext_noop("Unpack it and add the text files in it."),
    ),
    (
        b"\x89PNG",
        gettext_noop("a picture"),
        gettext_noop("Only text can be added: type it, or have it recognised first."),
    ),
    (
        b"\xff\xd8\xff",
        gettext_noop("a picture"),
        gettext_noop("Only text can be added: type it, or have it recognised first."),
    ),
    (
        b"GIF8",
        gettext_noop("a picture"),
        gettext_noop("Only text can be added: type it, or have it recognised first."),
    ),
]


def read_text(data: bytes) -> str:
    """Return the words of a plain text file, newlines as ``\\n`` and all else as it was.

    UTF-8 with or without its mark, UTF-16 with it. Raises ``Refused`` with a sentence for other kinds of files,
    for bytes that are not in the encoding, for U+0000 and half characters, and where there are no words.
    """
    _refuse_other_kinds(data)
    text = normalise_newlines(_decoded(data))
    return checked(text)


def checked(text: str) -> str:
    """Return a text that can be kept; raises ``Refused`` for U+0000, half characters, and no words at all."""
    if not text.strip():
        raise Refused(_("There are no words in it: add a text that has some."))
    try:
        validate_storable(text)
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    return text


def _refuse_other_kinds(data: bytes) -> None:
    for signature, what, remedy in SIGNATURES:
        if data.startswith(signature):
            raise _other_kind(what, remedy)
    if data.startswith(PACKED):
        raise _other_kind(*_what_is_packed(data))


def _other_kind(what: str, remedy: str) -> Refused:
    said = {"what": _(what), "remedy": _(remedy)}
    return Refused(_("This is %(what)s, not plain text. %(remedy)s") % said)


def _what_is_packed(data: bytes) -> tuple[str, str]:
    if b"word/" in data:
        return gettext_noop("a Word document (DOCX)"), gettext_noop(
            "Save it as plain text (.txt) and add that."
        )
    if b"opendocument" in data:
        return gettext_noop("an OpenDocument file"), gettext_noop(
            "Save it as plain text (.txt) and add that."
        )
    return gettext_noop("a packed file (ZIP)"), gettext_noop("Unpack it and add the text files in it.")


def _decoded(data: bytes) -> str:
    for mark, encoding, name in ENCODINGS:
        if data.startswith(mark):
            return _in_encoding(data, encoding, name, start=len(mark))
    return _in_encoding(data, "utf-8", "UTF-8", start=0)


def _in_encoding(data: bytes, encoding: str, name: str, *, start: int) -> str:
    try:
        return data[start:].decode(encoding)
    except UnicodeDecodeError as error:
        before = data[start : start + error.start].decode(encoding)
        line = normalise_newlines(before).count("\n") + 1
        position = start + error.start
        raise Refused(
            _(
                "Byte %(place)d (0x%(byte)s, in line %(line)d) is not %(encoding)s. "
                "Save the file as UTF-8 and add it again."
            )
            % {"place": position + 1, "byte": f"{data[position]:02X}", "line": line, "encoding": name}
        ) from error
