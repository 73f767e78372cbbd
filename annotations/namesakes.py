"""Names that may mean the same speaker: equal when folded, the same words in another order, or nearly so.

Not every name is compared with every other: only those that share a word, or the beginning of one.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz, process

from annotations import search

ALIKE = 80.0
BEGINNING = 3
CROWD = 200


@dataclass(frozen=True)
class Named:
    """A speaker (an id), their kind, and one of their names."""

    speaker: int
    kind: str
    text: str


@dataclass(frozen=True)
class Candidate:
    """Two speakers (ids, the lower first), the name of each that matched, and how well, from 0 to 100."""

    one: int
    other: int
    one_name: str
    other_name: str
    score: float


def pairs(names: Iterable[Named]) -> list[Candidate]:
    """Return the pairs of different speakers of one kind with like names, best first, each pair once."""
    best: dict[tuple[int, int], Candidate] = {}
    for crowd, *folded in _crowds(names):
        for forms in folded:
            for one, other, score in _alike(forms):
                if crowd[one].speaker != crowd[other].speaker:
                    _keep_best(best, crowd[one], crowd[other], score)
    return sorted(best.values(), key=lambda found: (-found.score, found.one, found.other))


def _alike(forms: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Yield the places of two forms that are alike, each two once, and how much."""
    for place, form in enumerate(forms):
        others = forms[place + 1 :]
        for _, score, further in process.extract(
            form, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        ):
            yield place, place + 1 + further, score


def _crowds(names: Iterable[Named]) -> Iterator[tuple[list[Named], list[str], list[str]]]:
    """Yield names of one kind that share a word or the beginning of one; folded as written; and with words sorted.

    A word that very many names have (“university”) says nothing; those names meet by their other words, or
    by all of them.
    """
    crowds: dict[tuple[str, str], dict[Named, tuple[str, str]]] = defaultdict(dict)
    for name in names:
        words = search.WORD.findall(search.fold(name.text))
        folded = " ".join(words), " ".join(sorted(words))
        for key in {folded[1], *search.tokens(name.text), *(f"^{word[:BEGINNING]}" for word in words)}:
            crowds[name.kind, key][name] = folded
    for crowd in crowds.values():
        if 1 < len(crowd) <= CROWD or len(set(crowd.values())) == 1:
            written, ordered = zip(*crowd.values(), strict=True)
            yield list(crowd), list(written), list(ordered)


def _keep_best(best: dict[tuple[int, int], Candidate], one: Named, other: Named, score: float) -> None:
    one, other = sorted((one, other), key=lambda name: name.speaker)
    pair = (one.speaker, other.speaker)
    if pair not in best or best[pair].score < score:
        best[pair] = Candidate(*pair, one.text, other.text, round(score, 1))
