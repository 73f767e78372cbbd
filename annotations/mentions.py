"""Where the names of known speakers and the words of the codebook stand in a text, to be underlined lightly.

``in_text`` asks the project what is known; ``places`` finds it, the longest words first, in one pass over the body.
Accents and capitals may differ, except that a capital of a name is never a small letter of the text: “Long” is no
“long”. Words end where the script says so: at the end of a word, or anywhere in a script without spaces.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from django.db.models import Q

from annotations.access import visible_to
from annotations.models import Name, Text, Theme, User
from annotations.speakers import groups
from annotations.wording import QUOTATION_MARKS, UNSPACED_SCRIPTS

Place = tuple[int, int, int]
"""Start and end in code points, and the id of the speaker or the theme."""

WITHOUT_SPACES = f"{UNSPACED_SCRIPTS}\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff"
START = re.compile(rf"[{WITHOUT_SPACES}]|[^\W{WITHOUT_SPACES}]+|[^\s\w]")
UNSPACED = re.compile(f"[{WITHOUT_SPACES}]")
# What Arabic and Hebrew write as one with the word that follows it: conjunctions, prepositions, the article.
JOINED_BEFORE = re.compile("[وفبلك]{1,2}(?=..)|[משהוכלב]{1,3}(?=..)")


@dataclass(frozen=True)
class Mentions:
    """What is known in a text: ``names`` with the speaker who stands for whom they name, ``keywords`` with their theme."""

    names: list[Place]
    keywords: list[Place]


def in_text(text: Text, *, user: User) -> Mentions:
    """Return where the project's speakers are named in a text and its themes are called by their labels.

    A name that holds for one source only counts in that source, and there before all others; a merged speaker's
    names mean the one who stands for them. Five queries at most.
    """
    names = visible_to(user, Name.objects.filter(speaker__project=text.project))
    names = names.filter(Q(source=None) | Q(source=text.source_id)).order_by("source", "pk")
    stands_for = groups(text.project)
    wanted = [
        (name, stands_for[speaker], source is None, kind != Name.Kind.MAIN)
        for name, speaker, source, kind in names.values_list("text", "speaker", "source", "kind")
    ]
    wanted.sort(key=lambda row: row[2:])
    themes = visible_to(user, Theme.objects.filter(project=text.project)).order_by("order", "pk")
    labels = [(label, pk) for pk, found in themes.values_list("pk", "labels") for label in found.values()]
    return Mentions(
        names=places(text.body, [(name, speaker) for name, speaker, *_ in wanted]),
        keywords=places(text.body, labels, capitals_count=False),
    )


def places(body: str, wanted: Iterable[tuple[str, int]], *, capitals_count: bool = True) -> list[Place]:
    """Return where words stand in a body, in its order, none over another; of equal words the first wanted count."""
    letters, cased, origins = _folded(body)
    found: list[Place] = []
    known = _Known(wanted, capitals_count=capitals_count)
    done = 0
    for start in _starts(letters):
        hit = known.longest(letters, cased, start) if start >= done else None
        if hit:
            done, means = hit
            found.append((origins[start], origins[done], means))
    return found


def _starts(letters: str) -> Iterator[int]:
    """Yield where words may begin: at each token, and after what Arabic and Hebrew join to it."""
    for token in START.finditer(letters):
        yield token.start()
        joined = JOINED_BEFORE.match(token[0])
        for length in range(1, joined.end() + 1 if joined else 0):
            yield token.start() + length


class _Known:
    """The words to look for: by their letters, and how long those are that begin with the same two."""

    def __init__(self, wanted: Iterable[tuple[str, int]], *, capitals_count: bool):
        self.capitals_count = capitals_count
        self.words: dict[str, dict[str, int]] = defaultdict(dict)
        lengths: dict[str, set[int]] = defaultdict(set)
        for text, means in wanted:
            letters, cased, _ = _folded(text.strip())
            if any(letter.isalnum() for letter in letters):
                self.words[letters].setdefault(cased, means)
                lengths[letters[:2]].add(len(letters))
        self.lengths = {begins: sorted(found, reverse=True) for begins, found in lengths.items()}

    def longest(self, letters: str, cased: str, start: int) -> tuple[int, int] | None:
        """Return where the longest words that begin here end, and what they mean."""
        one, two = letters[start], letters[start : start + 2]
        lengths = self.lengths.get(two, []) + (self.lengths.get(one, []) if one != two else [])
        for end in (start + length for length in lengths if start + length <= len(letters)):
            meant = self.words.get(letters[start:end])
            means = self._means(meant, cased[start:end]) if meant and _ends(letters, end) else None
            if means is not None:
                return end, means
        return None

    def _means(self, meant: dict[str, int], found: str) -> int | None:
        fitting = (
            means for capitals, means in meant.items() if not self.capitals_count or _fits(capitals, found)
        )
        return next(fitting, None)


def _ends(letters: str, end: int) -> bool:
    """Whether no word goes on over this place."""
    if end >= len(letters):
        return True
    return not (_goes_on(letters[end - 1]) and _goes_on(letters[end]))


@lru_cache(maxsize=4096)
def _goes_on(letter: str) -> bool:
    return (letter.isalnum() or unicodedata.category(letter)[0] == "M") and not UNSPACED.match(letter)


def _fits(name: str, found: str) -> bool:
    """Whether each capital of a name is one in the text, too."""
    return not any(ours.isupper() and theirs.islower() for ours, theirs in zip(name, found, strict=True))


class _Folds(dict):
    """What becomes of a character: letters without accents and width, small and as they are; looked up once."""

    def __missing__(self, character: str) -> tuple[str, str]:
        bare = [one for one in unicodedata.normalize("NFKD", character) if not unicodedata.combining(one)]
        small = "".join(one.lower() if len(one.lower()) == 1 else one for one in bare)
        self[character] = small, "".join(bare)
        return self[character]


# Soft hyphens, joiners, marks of direction, and the stroke that makes an Arabic word longer.
WITHOUT_WIDTH = "\u00ad\u0640\u200b\u200c\u200d\u200e\u200f\u2060\ufeff"
_FOLDS = _Folds({mark: ("'", "'") for mark in QUOTATION_MARKS} | dict.fromkeys(WITHOUT_WIDTH, ("", "")))


def _folded(text: str) -> tuple[str, str, list[int]]:
    """Return a text folded to small letters, the same with its capitals, and where each letter comes from.

    One place more says where the text ends: accents that follow a letter belong to it.
    """
    small, cased, origins = [], [], []
    before = ""
    for place, character in enumerate(text):
        low, high = _FOLDS[character]
        if low and not low == before == " ":
            small.append(low)
            cased.append(high)
            origins.extend([place] * len(low))
        before = low or before
    return "".join(small), "".join(cased), [*origins, len(text)]
