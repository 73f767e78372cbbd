"""A text cut where its passages begin and end, so that a page can show each of them, nested and overlapping ones too.

Places are code points. Whatever the passages are, the words of all pieces, one after the other, are the body.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from heapq import heappop, heappush


@dataclass(frozen=True)
class Passage:
    """A stretch of a body, in code points, the start included and the end not; ``claim`` is the id of who stands there."""

    claim: int
    start: int
    end: int


@dataclass(frozen=True)
class Piece:
    """Words that the same passages cover: ``over`` is the innermost one, ``depth`` says how many there are.

    ``begins`` are the passages that begin here, the outermost first.
    """

    words: str
    over: Passage | None
    depth: int
    begins: tuple[Passage, ...]


def pieces(body: str, passages: Iterable[Passage]) -> Iterator[Piece]:
    """Yield a body in pieces; passages that stand nowhere in it are left out.

    The innermost passage is the one that began last, and of those that began together the shortest.
    """
    starting = sorted(
        (one for one in passages if 0 <= one.start < one.end <= len(body)),
        key=lambda one: (one.start, -one.end, one.claim),
    )
    open_ones: list[tuple[int, int, int, Passage]] = []
    ends: list[int] = []
    place = done = 0
    while place < len(body):
        begins = _beginning(starting, done, place)
        done += len(begins)
        for one in begins:
            heappush(open_ones, (-one.start, one.end, -one.claim, one))
            heappush(ends, one.end)
        _close(open_ones, ends, place)
        following = [starting[done].start] if done < len(starting) else []
        until = min([*following, *ends[:1], len(body)])
        over = open_ones[0][3] if open_ones else None
        yield Piece(body[place:until], over, len(ends), tuple(begins))
        place = until


def _beginning(starting: list[Passage], done: int, place: int) -> list[Passage]:
    until = done
    while until < len(starting) and starting[until].start == place:
        until += 1
    return starting[done:until]


def _close(open_ones: list[tuple[int, int, int, Passage]], ends: list[int], place: int) -> None:
    """Forget what has ended; of the open ones only those on top need to go."""
    while ends and ends[0] <= place:
        heappop(ends)
    while open_ones and open_ones[0][1] <= place:
        heappop(open_ones)
