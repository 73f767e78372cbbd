"""Names that may mean the same speaker: equal when folded, the same words in another order, or nearly so.

Equal names are found first. Then not every name is compared with every other: only those that share a word, or the
beginning of one, rare ones first, until as many were compared as a page can wait for.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from rapidfuzz import fuzz, process

from annotations import search

ALIKE = 80.0
BEGINNING = 3
CROWD = 200
MOST = 1_000
LOOKS = 1_000_000

# A speaker (an id), their kind, and one of their names. Plain tuples: there may be a hundred thousand.
Named = tuple[int, str, str]
# The folded words of a name as they are written, and sorted; whose it is, and the name.
Form = tuple[str, str, int, str]
Two = tuple[int, int]
Match = tuple[Form, Form, float]


@dataclass(frozen=True)
class Candidate:
    """Two speakers (ids, the lower first), the name of each that matched, and how well, from 0 to 100."""

    one: int
    other: int
    one_name: str
    other_name: str
    score: float


def pairs(names: Iterable[Named], *, apart: Collection[Two] = ()) -> list[Candidate]:
    """Return the likeliest pairs of different speakers of one kind with like names, best first, each pair once.

    ``apart`` are pairs (ids, the lower first) that are not to be proposed. There are ``MOST`` at most: where that many
    names are equal, those are all that is found.
    """
    forms = _forms(names)
    best: dict[Two, Candidate] = {}
    for match in _equal(forms):
        _keep_best(best, match, apart)
        if len(best) == MOST:
            return _best_first(best)
    for match in _near(forms):
        _keep_best(best, match, apart)
    return _best_first(best)


def _forms(names: Iterable[Named]) -> list[list[Form]]:
    """Return the names as they are compared, those of each kind by themselves."""
    forms: dict[str, list[Form]] = defaultdict(list)
    for speaker, kind, text in names:
        words = search.WORD.findall(search.fold(text))
        forms[kind].append((" ".join(words), " ".join(sorted(words)), speaker, text))
    return list(forms.values())


def _equal(kinds: Iterable[list[Form]]) -> Iterator[Match]:
    """Yield names with the same words, those that few bear first; a speaker counts once for each."""
    for group in _smallest_first(kinds, lambda form: [form[1]]):
        borne: dict[int, Form] = {}
        for form in group:
            borne.setdefault(form[2], form)
        for one, other in combinations(borne.values(), 2):
            yield one, other, 100.0


def _near(kinds: Iterable[list[Form]]) -> Iterator[Match]:
    """Yield like names of those that share a word or the beginning of one, from the smallest crowd on, until ``LOOKS``
    were compared.

    A word that very many names have (“university”) says nothing; those names meet by their other words.
    """
    looks = 0
    for crowd in _smallest_first(kinds, _words_and_beginnings):
        looks += len(crowd) ** 2
        if len(crowd) > CROWD or looks > LOOKS:
            return
        for folded in ([form[0] for form in crowd], [form[1] for form in crowd]):
            for one, other, score in _alike(folded):
                yield crowd[one], crowd[other], score


def _words_and_beginnings(form: Form) -> Iterable[str]:
    words = form[0].split()
    return {*search.pieces(words), *[f"^{word[:BEGINNING]}" for word in words]}


def _smallest_first(
    kinds: Iterable[list[Form]], keys_of: Callable[[Form], Iterable[str]]
) -> list[list[Form]]:
    """Return the groups of forms of one kind that have a key in common."""
    groups = []
    for forms in kinds:
        found: dict[str, list[Form]] = defaultdict(list)
        for form in forms:
            for key in keys_of(form):
                found[key].append(form)
        groups += [group for group in found.values() if len(group) > 1]
    return sorted(groups, key=len)


def _alike(forms: Sequence[str]) -> Iterator[tuple[int, int, float]]:
    """Yield the places of two forms that are alike, each two once, and how much."""
    for place, form in enumerate(forms):
        others = forms[place + 1 :]
        for _, score, further in process.extract(
            form, others, scorer=fuzz.ratio, score_cutoff=ALIKE, limit=None
        ):
            yield place, place + 1 + further, score


def _keep_best(best: dict[Two, Candidate], match: Match, apart: Collection[Two]) -> None:
    one, other, score = match
    if one[2] == other[2]:
        return
    if one[2] > other[2]:
        one, other = other, one
    pair = (one[2], other[2])
    if pair not in apart and (pair not in best or best[pair].score < score):
        best[pair] = Candidate(*pair, one[3], other[3], round(score, 1))


def _best_first(best: dict[Two, Candidate]) -> list[Candidate]:
    return sorted(best.values(), key=lambda found: (-found.score, found.one, found.other))[:MOST]
