"""Where a quote stands in a text: exact places, several of them in context, or the nearest passage and why it differs.

All offsets are Unicode code points into the text's body, start inclusive, end exclusive. How two passages
differ, in words for an editor, is said by ``annotations.wording``.
"""

import math
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice

from django.utils.translation import gettext as _
from rapidfuzz import fuzz

from annotations import wording
from annotations.models.fields import normalise_newlines
from annotations.refusal import Refused

CONTEXT = 32
MOST_PLACES = 500
MOST_NEAR = 3
LONGEST_NEAR = 20_000
"""A quote longer than this is sought exactly only: nobody marks a passage of ten pages by heart."""

ALIKE = 70.0
ALIKE_IF_SHORT = 80.0
SHORT = 16
MUCH_WORSE = 10.0
END = 300
SEEDS = 96
RARE_SEEDS = 24
COMMON = 400
WINDOWS = 6
SLACK = 8


class Kind(StrEnum):
    """What was found."""

    EXACT = "exact"
    SEVERAL = "several"
    NEAREST = "nearest"
    NONE = "none"


@dataclass(frozen=True)
class Cut:
    """A passage with the code points before and after it, at most ``CONTEXT`` of each.

    ``why`` says, a sentence each, how the passage differs from the quote that was sought.
    """

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str
    why: tuple[str, ...] = ()


@dataclass(frozen=True)
class Finding:
    """What ``find`` found: ``cuts`` in the order of the text, or, where nearest, the likest first."""

    kind: Kind
    cuts: tuple[Cut, ...] = ()
    sentence: str = ""

    @property
    def why(self) -> tuple[str, ...]:
        """How the nearest passage differs."""
        return self.cuts[0].why if self.cuts else ()


def cut(body: str, start: int, end: int) -> Cut:
    """Return the passage from ``start`` to ``end``; raises ``Refused`` where that is no passage of the body."""
    if not 0 <= start < end <= len(body):
        raise Refused(
            _(
                "Characters %(start)s to %(end)s are no passage of this text, which has %(length)s "
                "characters: mark it again."
            )
            % {"start": start, "end": end, "length": len(body)}
        )
    return Cut(start, end, body[start:end], body[max(0, start - CONTEXT) : start], body[end : end + CONTEXT])


def find(body: str, quote: str) -> Finding:
    """Find a quote in a text. Only the newlines of the quote are normalised; nothing is stripped.

    ``exact``: it stands in one place. ``several``: all its places, at most ``MOST_PLACES``. ``nearest``: up to
    three passages that are like it, each with what is different. ``none``: nothing is like it. ``sentence``
    tells an editor so, and what to do.
    """
    quote = normalise_newlines(quote)
    if not quote:
        return Finding(Kind.NONE, sentence=_("The quote is empty: copy the passage from the text."))
    places = list(islice(_places(body, quote), MOST_PLACES))
    if len(places) == 1:
        return Finding(Kind.EXACT, (cut(body, *places[0]),))
    if places:
        cuts = tuple(cut(body, *place) for place in places)
        return Finding(Kind.SEVERAL, cuts, _several(len(places)))
    near = _folded(body, quote) or _alike(body, quote)
    if not near:
        return Finding(Kind.NONE, sentence=_none(quote))
    return Finding(Kind.NEAREST, tuple(_near_cut(body, place, quote) for place in near), _no_such_quote())


def _no_such_quote() -> str:
    return _(
        "The quote does not stand in the text as written. Take the passage from the text, or correct the quote."
    )


def _several(count: int) -> str:
    if count == MOST_PLACES:
        return _("The quote stands in %(count)d places of the text or more: write more of the passage.") % {
            "count": count
        }
    return _(
        "The quote stands in %(count)d places of the text: choose the one that is meant, or write more of it."
    ) % {"count": count}


def _none(quote: str) -> str:
    if len(quote) > LONGEST_NEAR:
        return _(
            "The quote does not stand in the text, and is too long (%(length)d characters) to look for the like."
        ) % {"length": len(quote)}
    return _("Nothing in the text is like this quote: is it from another text, or in another language?")


def _near_cut(body: str, place: tuple[int, int], quote: str) -> Cut:
    found = cut(body, *place)
    return Cut(*place, found.quote, found.prefix, found.suffix, wording.differences(quote, found.quote))


# As written


def _places(body: str, quote: str) -> Iterator[tuple[int, int]]:
    """All places of the quote, also where they overlap."""
    start = body.find(quote)
    while start >= 0:
        yield start, start + len(quote)
        start = body.find(quote, start + 1)


# The same but for spaces, quotation marks, dashes, capitals and how accents are put together


def _folded(body: str, quote: str) -> list[tuple[int, int]]:
    """Passages that differ in nothing that is read aloud; spaces around the quote count for nothing here."""
    wanted, _ = wording.folded(quote.strip())
    if not wanted:
        return []
    folded, back = wording.folded(body)
    return [(back(start), back(end)) for start, end in islice(_places(folded, wanted), MOST_NEAR)]


# Alike


def _alike(body: str, quote: str) -> list[tuple[int, int]]:
    """The passages most like the quote, the likest first; offsets hold, as folding keeps the length."""
    if len(quote) > LONGEST_NEAR or not quote.strip():
        return []
    flat, wanted = wording.flat(body), wording.flat(quote)
    found = {}
    for start, end in _windows(flat, wanted):
        place = _place_in(flat, wanted, start, end)
        if place:
            found[place] = fuzz.ratio(wanted, flat[slice(*place)])
    enough = ALIKE_IF_SHORT if len(quote) < SHORT else ALIKE
    best = max(found.values(), default=0)
    kept = [place for place, score in found.items() if score >= max(enough, best - MUCH_WORSE)]
    return _apart(sorted(kept, key=lambda place: -found[place]))[:MOST_NEAR]


def _windows(flat: str, wanted: str) -> list[tuple[int, int]]:
    """Stretches of the text that share rare pieces with the quote, where a passage like it may stand."""
    votes: dict[int, float] = defaultdict(float)
    size = max(len(wanted), 8)
    for weight, start in _votes(flat, wanted):
        votes[start // size] += weight
    around = {box: votes[box] + votes.get(box + 1, 0) for box in list(votes)}
    best = sorted(around, key=lambda box: (-around[box], box))[:WINDOWS]
    pad = max(32, size // 2)
    return [(max(0, box * size - pad), min(len(flat), (box + 3) * size + pad)) for box in best]


def _votes(flat: str, wanted: str) -> Iterator[tuple[float, int]]:
    """Each place of a rare piece of the quote, as the start that the whole quote would have there."""
    counted = sorted((flat.count(piece), place, piece) for piece, place in _pieces(wanted).items())
    rare = [(count, place, piece) for count, place, piece in counted if count]
    for count, place, piece in rare[:RARE_SEEDS]:
        position = flat.find(piece)
        for _turn in range(COMMON):
            if position < 0:
                break
            yield 1 / math.log2(count + 1), max(0, position - place)
            position = flat.find(piece, position + 1)


def _pieces(wanted: str) -> dict[str, int]:
    """Short pieces spread over the quote, and where each stands in it: two characters of Han, four of letters."""
    size = 2 if any(wording.is_unspaced(character) for character in wanted) else 4
    size = min(size, len(wanted))
    starts = range(0, len(wanted) - size + 1, max(1, len(wanted) // SEEDS))
    return {wanted[start : start + size]: start for start in reversed(starts)}


def _place_in(flat: str, wanted: str, start: int, end: int) -> tuple[int, int] | None:
    """The passage in a window that is most like the quote, from the start of a word to the end of one."""
    window = flat[start:end]
    if len(wanted) <= 2 * END:
        first = last = fuzz.partial_ratio_alignment(wanted, window)
    else:
        # A long quote is found by both its ends: the whole would take seconds.
        first = fuzz.partial_ratio_alignment(wanted[:END], window)
        last = fuzz.partial_ratio_alignment(wanted[-END:], window)
    if not first or not last or first.dest_start >= last.dest_end:
        return None
    return _to_words(flat, wanted, start + first.dest_start, start + last.dest_end)


def _to_words(flat: str, wanted: str, start: int, end: int) -> tuple[int, int] | None:
    """Of the words around both ends, begin and end with those that make the passage most like the quote."""
    starts = _nearest([word.start() for word in _words(flat, start)], start)
    ends = _nearest([word.end() for word in _words(flat, end)], end)
    if len(wanted) > 2 * END:
        starts = [max(starts, key=lambda one: fuzz.ratio(wanted[:END], flat[one : one + END]), default=start)]
        ends = [
            max(ends, key=lambda one: fuzz.ratio(wanted[-END:], flat[max(0, one - END) : one]), default=end)
        ]
    pairs = [(one, other) for one in starts for other in ends if one < other]
    return max(
        pairs, key=lambda pair: (fuzz.ratio(wanted, flat[slice(*pair)]), pair[0] - pair[1]), default=None
    )


def _words(flat: str, place: int) -> Iterator[re.Match]:
    around = 24 * SLACK
    return (
        word
        for word in wording.TOKEN.finditer(flat, max(0, place - around), place + around)
        if not word[0].isspace()
    )


def _nearest(places: list[int], place: int) -> list[int]:
    return sorted(places, key=lambda other: abs(other - place))[: 2 * SLACK]


def _apart(places: list[tuple[int, int]]) -> list[tuple[int, int]]:
    """Those that overlap none before them."""
    kept: list[tuple[int, int]] = []
    for start, end in places:
        if all(end <= other_start or other_end <= start for other_start, other_end in kept):
            kept.append((start, end))
    return kept
