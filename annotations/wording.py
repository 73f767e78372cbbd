"""How two wordings of a passage differ, in sentences for an editor; and what counts as the same letters.

Spaces, quotation marks, dashes, capitals and the way accents are put together are differences that nobody
hears; all others are differences of words.
"""

import re
import unicodedata
from bisect import bisect_right
from collections.abc import Callable

from django.utils.translation import gettext, ngettext
from rapidfuzz.distance import Indel

MOST_SENTENCES = 6
LONGEST_SHOWN = 60

UNSPACED_SCRIPTS = "\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
INVISIBLE = "\u00ad\u200b-\u200f\u2060\ufeff"
UNSPACED = re.compile(f"[{UNSPACED_SCRIPTS}]")
TOKEN = re.compile(
    rf"\s+|[{UNSPACED_SCRIPTS}]|(?:(?![{UNSPACED_SCRIPTS}])[\w\u0300-\u036f{INVISIBLE}])+|.", re.DOTALL
)
"""A run of spaces, a character of a script without spaces, a word, or a single other character."""
_HIDDEN = re.compile(f"[{INVISIBLE}]")
_SHORTENED = re.compile(r"\s{2,}|\w[\u0300-\u036f]+")

STRAIGHT = "\"'"
QUOTATION_MARKS = STRAIGHT + "“”„‟‘’‚‛«»‹›「」『』＂＇′″`´"
DASHES = "-‐‑‒–—―−－"
_FLAT = {ord(mark): '"' for mark in QUOTATION_MARKS} | {ord(dash): "-" for dash in DASHES}
_FLAT |= {
    ord(space): " " for space in "\t\n\x0b\x0c\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000"
}
_FLAT |= {space: " " for space in range(0x2000, 0x200B)}
_FLAT |= {ord("İ"): "i"}


def is_unspaced(character: str) -> bool:
    """Say whether a character belongs to a script that puts no spaces between words."""
    return bool(UNSPACED.match(character))


def flat(text: str) -> str:
    """Return a text of the same length in which capitals, quotation marks, dashes and spaces are of one form."""
    return text.translate(_FLAT).lower()


def folded(text: str) -> tuple[str, Callable[[int], int]]:
    """Return a text as ``flat`` makes it, with each run of spaces as one and accents joined to their letters.

    With it comes the way back: a function from a place in what is returned to the place in ``text``.
    """
    parts, places, origins = [], [0], [0]
    done = length = 0
    for found in _SHORTENED.finditer(text):
        short = " " if found[0].isspace() else unicodedata.normalize("NFC", found[0])
        parts += [text[done : found.start()], short]
        start = length + found.start() - done
        length = start + len(short)
        done = found.end()
        places += [start, length]
        origins += [found.start(), done]
    parts.append(text[done:])

    def back(place: int) -> int:
        known = bisect_right(places, place) - 1
        return origins[known] + place - places[known]

    return flat("".join(parts)), back


def differences(quote: str, found: str) -> tuple[str, ...]:
    """Return how a quote differs from the passage found for it, one sentence for each way."""
    ours, theirs = TOKEN.findall(quote), TOKEN.findall(found)
    sentences: dict[str, None] = {}
    for ours_from, ours_to, theirs_from, theirs_to, same in _stretches(ours, theirs):
        if same:
            pairs = zip(ours[ours_from:ours_to], theirs[theirs_from:theirs_to], strict=True)
            sentences |= dict.fromkeys(_unheard(one, other) for one, other in pairs if one != other)
        else:
            sentence = _of_words("".join(ours[ours_from:ours_to]), "".join(theirs[theirs_from:theirs_to]))
            sentences[sentence] = None
    return _shortened(list(sentences))


def _shortened(sentences: list[str]) -> tuple[str, ...]:
    if len(sentences) <= MOST_SENTENCES:
        return tuple(sentences)
    rest = len(sentences) - MOST_SENTENCES + 1
    more = ngettext("There is %(rest)d difference more.", "There are %(rest)d differences more.", rest)
    return (*sentences[: MOST_SENTENCES - 1], more % {"rest": rest})


def _folded(token: str) -> str:
    if token.isspace():
        return " "
    return flat(unicodedata.normalize("NFC", _HIDDEN.sub("", token) or token))


def _stretches(ours: list[str], theirs: list[str]) -> list[tuple[int, int, int, int, bool]]:
    """Stretches of both that are the same when folded, or not; changes with only a space between are one."""
    codes = Indel.opcodes([_folded(token) for token in ours], [_folded(token) for token in theirs])
    stretches: list[tuple[int, int, int, int, bool]] = []
    for code in codes:
        same = code.tag == "equal"
        now = (code.src_start, code.src_end, code.dest_start, code.dest_end, same)
        if same or len(stretches) < 1 or not _only_a_space_between(stretches, ours):
            stretches = _joined(stretches, now) if stretches and not same else [*stretches, now]
        else:
            before = stretches[-2]
            stretches = [*stretches[:-2], (before[0], now[1], before[2], now[3], False)]
    return stretches


def _only_a_space_between(stretches: list[tuple[int, int, int, int, bool]], ours: list[str]) -> bool:
    start, end, _, _, same = stretches[-1]
    return same and len(stretches) > 1 and end - start == 1 and ours[start].isspace()


def _joined(
    stretches: list[tuple[int, int, int, int, bool]], now: tuple[int, int, int, int, bool]
) -> list[tuple[int, int, int, int, bool]]:
    """Join a change to the change just before it."""
    start, _, their_start, _, same = stretches[-1]
    if same:
        return [*stretches, now]
    return [*stretches[:-1], (start, now[1], their_start, now[3], False)]


def _unheard(one: str, other: str) -> str:
    """What is different between two tokens that are the same when folded."""
    if one.isspace():
        return gettext("The spaces or line breaks are different.")
    if one in QUOTATION_MARKS:
        return _of_quotation_marks(one, other)
    if one in DASHES:
        sentence = gettext("The quote has “%(one)s” where the text has another dash, “%(other)s”.")
        return sentence % {"one": one, "other": other}
    if unicodedata.normalize("NFC", one) == unicodedata.normalize("NFC", other):
        return gettext("Accented letters are put together differently, though they look the same.")
    hidden = _HIDDEN.search(one) or _HIDDEN.search(other)
    if hidden:
        return _of_hidden(hidden[0])
    return gettext("Capital letters are different.")


def _of_quotation_marks(one: str, other: str) -> str:
    if one in STRAIGHT and other not in STRAIGHT:
        return gettext("The quote has straight quotation marks where the text has curly ones or others.")
    if other in STRAIGHT and one not in STRAIGHT:
        return gettext("The quote has curly quotation marks or others where the text has straight ones.")
    sentence = gettext("The quote has the quotation mark %(one)s where the text has %(other)s.")
    return sentence % {"one": one, "other": other}


def _of_words(ours: str, theirs: str) -> str:
    if not ours.strip() and not theirs.strip():
        return gettext("The spaces or line breaks are different.")
    if not _HIDDEN.sub("", ours + theirs):
        return _of_hidden((ours + theirs)[0])
    ours, theirs = _shown(ours), _shown(theirs)
    if not theirs:
        return gettext("You wrote “%(ours)s”, which the text does not have there.") % {"ours": ours}
    if not ours:
        sentence = gettext("The text has “%(theirs)s” there, which is left out of the quote.")
        return sentence % {"theirs": theirs}
    sentence = gettext("The text has “%(theirs)s” where you wrote “%(ours)s”.")
    return sentence % {"theirs": theirs, "ours": ours}


def _of_hidden(character: str) -> str:
    sentence = gettext("One of them has an invisible character (U+%(code)s) that the other has not.")
    return sentence % {"code": f"{ord(character):04X}"}


def _shown(words: str) -> str:
    words = " ".join(words.encode(errors="replace").decode().split())  # half characters cannot be shown
    return words if len(words) <= LONGEST_SHOWN else f"{words[: LONGEST_SHOWN - 1]}…"
