"""A language made on the fly: each sentence between ⟦ and ⟧, its letters accented, 40 % longer than in English.

Whoever stands in it sees at once what was never marked for translation. It takes the place of Portuguese, so that dates
and numbers are written in some other language's way too.
"""

import re
from contextlib import contextmanager

from django.apps import apps
from django.db import models
from django.utils.translation import trans_real
from lxml import html

from annotations.models.codebook import WORDS
from curation import licences

CODE = "pt-br"
PLAIN = "aceinosuyzACEINOSUYZ"
ACCENTED = str.maketrans(PLAIN, "áçéíñóšúýžÁÇÉÍÑÓŠÚÝŽ")
KEPT = re.compile(r"(%\(\w+\)[a-z]|%[a-z%]|\{\w*\}|&\w+;|<[^>]*>)")
SAID = ("title", "alt", "aria-label", "aria-description", "placeholder")
UNSEEN = ("script", "style", "template", "noscript", "kbd")
# What is called the same in every language, and the small words inside a date.
NAMES = "Standpoint True False None JSON CSV XLSX URL SHA-256 UTF-8 TOTP English Português 简体中文 de às h".split()


def longer(words):
    """Return a sentence in this language; placeholders and markup stay."""
    if not words.strip():
        return words
    pieces = KEPT.split(words)
    accented = [piece if number % 2 else piece.translate(ACCENTED) for number, piece in enumerate(pieces)]
    # A language that is longer has more words, and some longer ones.
    more = ("~~~ " * len(words))[: round(0.4 * sum(map(len, pieces[::2])))].rstrip()
    start = len(words) - len(words.lstrip("\n"))
    end = len(words.rstrip("\n"))
    return f"{words[:start]}⟦{''.join(accented).strip(chr(10))}{more}⟧{words[end:]}"


class Pseudo:
    """Stands where a catalogue would; Django puts a sentence's context before a mark in it."""

    def gettext(self, words):
        return longer(without_context(words))

    def ngettext(self, one, many, count):
        return longer(without_context(one if count == 1 else many))

    def language(self):
        return CODE

    def to_language(self):
        return CODE


def without_context(words):
    return words.rpartition(trans_real.CONTEXT_SEPARATOR)[2]


@contextmanager
def spoken():
    """Let the site speak it to whoever asks for Portuguese."""
    before = trans_real._translations.get(CODE)
    trans_real._translations[CODE] = Pseudo()
    try:
        yield
    finally:
        if before is None:
            del trans_real._translations[CODE]
        else:
            trans_real._translations[CODE] = before


# What a page says


def sayings(page):
    """Each text that a person may read on a page, apart from what is in this language.

    Between tags, where a sentence may go on from one element to the next; in buttons; and what is read aloud.
    """
    document = html.document_fromstring(page)
    depth = 0
    for text in texts(document):
        depth, rest = outside(text, depth)
        yield rest
    for element in document.iter():
        if element.xpath("ancestor::article[@lang='en']"):
            continue
        said = [element.get(name) for name in SAID]
        if element.tag == "input" and element.get("type") in ("submit", "button", "reset"):
            said.append(element.get("value"))
        yield from (outside(text, 0)[1] for text in said if text)


def texts(element):
    """The text nodes below an element that are seen, in their order."""
    if is_seen(element):
        yield element.text or ""
        for child in element:
            yield from texts(child)
            yield child.tail or ""


def is_seen(element):
    if not isinstance(element.tag, str) or element.tag in UNSEEN:
        return False
    if element.tag == "article" and element.get("lang") == "en":
        return False  # the guide, which is written in English
    return "hidden" not in [*element.keys(), *element.get("class", "").split()]


def outside(text, depth):
    """Return how deep in sentences a text ends, and what of it stands in none."""
    rest = []
    for character in text:
        depth += (character == "⟦") - (character == "⟧")
        rest.append(character if depth <= 0 and character != "⟧" else " ")
    return max(depth, 0), " ".join("".join(rest).split())


def data_words():
    """All that the database holds as words, the longest first; what is chosen from a list is no data."""
    found = {*NAMES, *licences.NAMES, *licences.NAMES.values()}
    for model in apps.get_models():
        fields = [field for field in model._meta.concrete_fields if is_words(field)]
        for row in model._base_manager.values_list(*(field.name for field in fields)):
            found |= {" ".join(words.split()) for value in row for words in words_in(value)}
    found -= WORDS.keys()  # of the default scale: they stand in the database, and are ours
    return sorted((words for words in found if words), key=len, reverse=True)


def words_in(value):
    """Each text in what a field holds: of a list and of an object those of their parts, too."""
    if isinstance(value, dict | list):
        for part in value.values() if isinstance(value, dict) else value:
            yield from words_in(part)
    if value:
        yield str(value)


def is_words(field):
    kinds = (models.CharField, models.TextField, models.JSONField, models.UUIDField)
    return isinstance(field, kinds) and not field.choices


def unmarked(page, data):
    """Return what a page says that is neither data nor in this language."""
    known = re.compile("|".join([r"https?://\S+", *(rf"(?<!\w){re.escape(words)}(?!\w)" for words in data)]))
    return [said[:120] for said in sayings(page) if re.search(r"[^\W\d_]", known.sub(" ", whole(said, data)))]


def whole(said, data):
    """A text without data that was cut short."""
    pieces = re.split("…", said)
    if len(pieces) < 2:
        return said
    return " ".join(piece for piece in pieces if not any(piece.strip(" ›“”") in words for words in data))
