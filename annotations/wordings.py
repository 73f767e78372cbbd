"""A text and its translation side by side: which paragraphs say the same, and where a passage stands in the other wording.

Paragraphs, and the sentences within them, are aligned by order and length after Gale and Church (1993), "A Program for
Aligning Sentences in Bilingual Corpora", Computational Linguistics 19(1). All places are Unicode code points, start
inclusive, end exclusive. What is proposed is only that: a person confirms it.
"""

import math
import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from itertools import pairwise

from annotations.wording import UNSPACED_SCRIPTS, is_unspaced

Span = tuple[int, int]

# The variance of the length of a translation for each character: more than Gale and Church found between European
# languages (6.8, section 3.1), as paragraphs that stand in line are more often right than lengths across scripts.
VARIANCE = 40
# How likely it is that so many become so many (their table 5); 3 to 1 and 1 to 3 added for headings cut
# in lines. What is left out may be long: that costs the same.
KINDS = {(1, 1): 0.89, (1, 0): 0.0005, (0, 1): 0.0005, (2, 1): 0.0445, (1, 2): 0.0445, (2, 2): 0.011}
KINDS |= {(3, 1): 0.003, (1, 3): 0.003}
BAND = 12

PARAGRAPH = re.compile(r"[^\n]*\S[^\n]*")
ENDS = ".!?…。！？؟।॥"
PAUSES = ",;:，、；：،؛–—"
OPENS = "\"'“‘«‹「『（([【《"
CLOSES = "\"'”’»›」』）)]】》"
BESIDE = f"{OPENS}{CLOSES} \t\u3000\xa0"
STOP = re.compile(rf"[{re.escape(ENDS)}]+[{re.escape(CLOSES)}]*(?:\s+|(?=[{UNSPACED_SCRIPTS}]))")
NEVER_FIRST = f"{ENDS}{PAUSES}{CLOSES}".replace('"', "").replace("'", "")
LOOK = 8
NOTHING, WORD, CLAUSE, SENTENCE = range(4)
Edge = Callable[[str, int], tuple[int, bool]]


@dataclass(frozen=True)
class Pair:
    """Paragraphs that say the same, or sentences: their spans in one wording and the other; None where one has nothing."""

    one: Span | None
    other: Span | None


def paragraphs(body: str) -> list[Span]:
    """Return the places of the lines of a body that have words, without the space around them."""
    return [_trimmed(body, *found.span()) for found in PARAGRAPH.finditer(body)]


def aligned(one: str, other: str) -> list[Pair]:
    """Return the paragraphs of two wordings in pairs, in their order; each paragraph stands in one pair."""
    return _aligned(paragraphs(one), paragraphs(other))


def proposed(one: str, other: str, start: int, end: int) -> Span | None:
    """Return where a passage of ``one`` probably stands in ``other``; None where its paragraph is not translated.

    Its beginning and its end are carried over by the sentences in which they stand and by how far into them,
    then moved to where a sentence, a clause or a word begins and ends, as they do in ``one``.
    """
    start, end = _trimmed(one, start, end)
    pairs = aligned(one, other)
    first, last = _pair_at(pairs, start), _pair_at(pairs, end - 1)
    if first is None or last is None:
        return None
    before = _like(_begins, one, start, other, first[1])
    begins = _nearest(before or [first[1][0]], _carried(one, other, first, start))
    after = [place for place in _like(_ends, one, end, other, last[1]) if place > begins]
    ends = _nearest(after or [last[1][1]], _carried(one, other, last, end))
    return _trimmed(other, begins, max(begins + 1, ends))


def _trimmed(body: str, start: int, end: int) -> Span:
    words = body[start:end]
    return start + len(words) - len(words.lstrip()), end - len(words) + len(words.rstrip())


# Alignment


def _aligned(ones: Sequence[Span], others: Sequence[Span]) -> list[Pair]:
    steps = _cheapest(ones, others)
    pairs, place = [], (len(ones), len(others))
    while place != (0, 0):
        before = steps[place]
        pairs.append(Pair(_joined(ones[before[0] : place[0]]), _joined(others[before[1] : place[1]])))
        place = before
    return pairs[::-1]


def _cheapest(ones: Sequence[Span], others: Sequence[Span]) -> dict[Span, Span]:
    """Return how one best comes to each place of the table that lies near its diagonal: from which place."""
    lengths, theirs = _summed(ones), _summed(others)
    ratio = (theirs[-1] or 1) / (lengths[-1] or 1)
    costs, steps = {(0, 0): 0.0}, {}
    for row in range(len(ones) + 1):
        for column in _near_the_diagonal(row, len(ones), len(others)):
            came = [
                (
                    costs[before]
                    + _cost(kind, lengths[before[0] : row + 1], theirs[before[1] : column + 1], ratio),
                    before,
                )
                for kind in KINDS
                if (before := (row - kind[0], column - kind[1])) in costs
            ]
            if came:
                costs[row, column], steps[row, column] = min(came)
    return steps


def _near_the_diagonal(row: int, rows: int, columns: int) -> range:
    """The columns to look at: all of few, else those where the same share of both is behind."""
    middle = row * columns // rows if rows else 0
    width = BAND + abs(rows - columns) + (columns // rows if rows else columns)
    return range(max(0, middle - width), min(columns, middle + width) + 1)


def _cost(kind: Span, sums: Sequence[int], their_sums: Sequence[int], ratio: float) -> float:
    """Return minus the logarithm of how likely it is that one becomes the other (Gale and Church, section 3.2).

    Lengths count in characters of the wording that needs more of them: a Han character says more than a letter.
    """
    if 0 in kind:
        return -math.log(KINDS[kind])
    length = (sums[-1] - sums[0]) * max(1, ratio)
    their_length = (their_sums[-1] - their_sums[0]) / min(1, ratio)
    mean = (length + their_length) / 2
    difference = (their_length - length) / math.sqrt(max(mean, 1) * VARIANCE)
    unlikely = max(math.erfc(abs(difference) / math.sqrt(2)), 1e-300)
    return -math.log(unlikely) - math.log(KINDS[kind])


def _summed(spans: Sequence[Span]) -> list[int]:
    sums = [0]
    for start, end in spans:
        sums.append(sums[-1] + end - start)
    return sums


def _joined(spans: Sequence[Span]) -> Span | None:
    return (spans[0][0], spans[-1][1]) if spans else None


# From one wording to the other


def _pair_at(pairs: Sequence[Pair], place: int) -> tuple[Span, Span] | None:
    found = ((pair.one, pair.other) for pair in pairs if pair.one and pair.other)
    return next((pair for pair in found if pair[0][0] <= place < pair[0][1]), None)


def _carried(one: str, other: str, pair: tuple[Span, Span], place: int) -> float:
    """Return about where a place of a paragraph falls in the other one: as far into the sentence that goes with it."""
    sentences = _aligned(_sentences(one, *pair[0]), _sentences(other, *pair[1]))
    spans = next(
        (
            (found.one, found.other)
            for found in sentences
            if found.one and found.other and found.one[0] <= place <= found.one[1]
        ),
        pair,
    )
    (start, end), (their_start, their_end) = spans
    return their_start + (place - start) / (end - start) * (their_end - their_start)


def _sentences(body: str, start: int, end: int) -> list[Span]:
    cuts = [start, *(found.end() for found in STOP.finditer(body, start, end) if found.end() < end), end]
    return [_trimmed(body, *span) for span in pairwise(cuts) if body[slice(*span)].strip()]


def _like(edge: Edge, one: str, place: int, other: str, within: Span) -> list[int]:
    """Places of the other wording at which as much begins or ends as here, with or without the mark beside it."""
    strength, marked = edge(one, place)
    edges = [(found, *edge(other, found)) for found in range(within[0], within[1] + 1)]
    strong = [(found, mark) for found, strong, mark in edges if strong >= max(strength, WORD)]
    return [found for found, mark in strong if mark == marked] or [found for found, _ in strong]


def _begins(body: str, place: int) -> tuple[int, bool]:
    """How much begins at a place, and whether it is an opening quotation mark that begins there."""
    here = body[place : place + 1]
    if not here or here.isspace() or here in NEVER_FIRST:
        return NOTHING, False
    before = body[max(0, place - LOOK) : place]
    bare = before.rstrip(BESIDE)
    strength = _strength(bare[-1:], apart=bare != before or not _joined_up(before[-1:], here))
    return strength, here in OPENS


def _ends(body: str, place: int) -> tuple[int, bool]:
    """How much ends before a place, and whether the mark that ends it stands before it, too."""
    last = body[place - 1 : place].strip()
    if not last:
        return NOTHING, False
    before, after = body[max(0, place - LOOK) : place].rstrip(CLOSES), body[place : place + LOOK]
    apart = not _joined_up(last, after[:1])
    marked = before[-1:] in ENDS + PAUSES
    return _strength(before[-1:] if marked else after.lstrip(BESIDE)[:1], apart=apart), marked


def _strength(mark: str, *, apart: bool) -> int:
    if not apart:
        return NOTHING
    if mark in ("", "\n") or mark in ENDS:
        return SENTENCE
    return CLAUSE if mark in PAUSES else WORD


def _joined_up(one: str, other: str) -> bool:
    """Whether two characters stand in one word, or a mark in a number: nothing begins or ends between them."""
    if not one or not other or is_unspaced(one) or is_unspaced(other):
        return False
    return (
        not (one.isspace() or other.isspace()) and (one.isalnum() or one in ENDS + PAUSES) and other.isalnum()
    )


def _nearest(places: Sequence[int], wanted: float) -> int:
    return min(places, key=lambda place: abs(place - wanted))
