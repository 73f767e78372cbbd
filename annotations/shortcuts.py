"""Letters to type for a theme, from its code: one or two of them, no digits.

From codes and not from labels, so that they are the same in every language; older themes choose first, so that a new one
takes no shortcut away from those that fingers have learnt.
"""

import string
from collections.abc import Iterable, Iterator
from itertools import chain, combinations, product

from annotations.search import fold

LETTERS = string.ascii_lowercase


def of_themes(codes: Iterable[tuple[int, str]]) -> dict[int, str]:
    """Return id → two letters, for themes given as id and code: initials of its words, then letters of it in their order.

    Where all pairs are taken the rest has none: those are found by typing.
    """
    taken: set[str] = set()
    found = {}
    for pk, code in codes:
        found[pk] = next((pair for pair in _wishes(code) if pair not in taken), "")
        taken.add(found[pk])
    return found


def _wishes(code: str) -> Iterator[str]:
    own = "".join(letter if letter in LETTERS else " " for letter in fold(code))
    initials = "".join(word[0] for word in own.split())
    letters = own.replace(" ", "")
    pairs = chain(
        combinations(initials, 2),
        combinations(letters, 2),
        product(letters[:1], LETTERS),
        product(LETTERS, LETTERS),
    )
    return ("".join(pair) for pair in pairs)
