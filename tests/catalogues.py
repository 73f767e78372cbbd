"""Catalogues of translations, read as they stand in their files (.po)."""

import ast
import re
from dataclasses import dataclass, field

from tests.test_layout import ROOT

LOCALE = ROOT / "annotations" / "locale"
LANGUAGES = sorted(path.name for path in LOCALE.iterdir())
PIECE = re.compile(r'^(msgctxt|msgid|msgid_plural|msgstr(?:\[\d\])?) ((?:".*"\n?)+)', re.MULTILINE)


@dataclass
class Message:
    """One sentence with its translations: one, or one for each plural form."""

    source: str
    plural: str | None = None
    context: str = ""
    translations: list = field(default_factory=list)
    flags: str = ""


def read(language):
    """Return the catalogue's head and its messages."""
    words = (LOCALE / language / "LC_MESSAGES" / "django.po").read_text(encoding="utf-8")
    found = [message(entry) for entry in words.strip().split("\n\n")]
    return found[0].translations[0], found[1:]


def message(entry):
    pieces = [(key, unquoted(words)) for key, words in PIECE.findall(entry + "\n")]
    known = dict(pieces)
    flags = " ".join(re.findall("^#, (.*)$", entry, re.MULTILINE))
    translations = [words for key, words in pieces if key.startswith("msgstr")]
    return Message(known["msgid"], known.get("msgid_plural"), known.get("msgctxt", ""), translations, flags)


def unquoted(words):
    return "".join(ast.literal_eval(line) for line in words.strip().split("\n"))
