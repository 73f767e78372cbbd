"""Strings of every kind that a text may hold, made of letters as a person sees them; each seed gives its own."""

import random

LATIN = ["a", "e", "o", "t", "n", "s", "é", "e\u0301", "o\u0323\u0302", "ß", "ĳ"]
HAN = ["能", "源", "算", "力", "𠀋", "𪚥", "𝄞", "、", "。", "「"]
RIGHT_TO_LEFT = ["ش", "مُ", "ا", "ל", "שָׁ", "ם", "\u200f", "٣"]
INDIC = ["क", "कि", "मी", "ไ", "ห้", "한", "각"]
EMOJI = ["😀", "👍🏽", "🇧🇷", "🇨🇳", "👨‍👩‍👧‍👦", "❤️", "1️⃣", "🏴󠁧󠁢󠁥󠁮󠁧󠁿", "👩🏾‍🚀"]
BETWEEN = [
    " ",
    " ",
    " ",
    ", ",
    ". ",
    "\u00a0",
    "\u3000",
    "\t",
    "-",
    "’",
    "“",
    "”",
    "<",
    "&",
    '"',
    "\u200b",
    "\ufeff",
]
BREAKS = ["\n", "\n\n", "\n \n"]
KINDS = [LATIN, LATIN, LATIN, HAN, HAN, RIGHT_TO_LEFT, INDIC, EMOJI, BETWEEN, BREAKS]


def letters_of(seed: int) -> list[str]:
    """Return the letters of a string, one after the other; every tenth string has one long line."""
    draw = random.Random(seed)
    if seed % 10 == 0:
        return [letter for _ in range(600) for letter in word(draw, KINDS[:-1])]
    return [letter for _ in range(draw.randint(1, 60)) for letter in word(draw, KINDS)]


def word(draw: random.Random, kinds: list[list[str]]) -> list[str]:
    """Some letters of one kind, and what stands after a word."""
    kind = draw.choice(kinds)
    found = [draw.choice(kind) for _ in range(draw.randint(1, 7))]
    return [part for letter in [*found, draw.choice(BETWEEN)] for part in apart(letter)]


def apart(letter: str) -> list[str]:
    """Punctuation with a space, or two breaks, are letters of their own."""
    return list(letter) if letter in BETWEEN or letter in BREAKS else [letter]


def edges(letters: list[str]) -> list[int]:
    """Return the places between letters, in code points, both ends included."""
    places = [0]
    for letter in letters:
        places.append(places[-1] + len(letter))
    return places


def places_in(body: str, seed: int, count: int = 6) -> list[tuple[int, int]]:
    """Return some stretches of a body, anywhere in it, in the middle of letters too."""
    draw = random.Random(seed)
    ends = [sorted(draw.sample(range(len(body) + 1), 2)) for _ in range(count)]
    return [(start, end) for start, end in ends]
