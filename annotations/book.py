"""The codebook as a book to read: all themes in their order, each with the stances of its scale."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field

from annotations.models.codebook import SIGNS, language_to_read, stance_in_words, tone_of


@dataclass(frozen=True)
class Option:
    """A stance as the book shows it: code, words, tone, sign, position, and how many accepted claims take it."""

    code: str
    label: str
    tone: str
    sign: str
    position: int | None
    count: int = 0
    address: str = ""
    start: int = 0  # where it begins in the bar of all, in claims


@dataclass(frozen=True)
class Chapter:
    """A theme as the book shows it: ``number`` is its place in the tree, such as 2.1; ``record`` is as published."""

    number: str
    depth: int
    label: str
    language: str
    others: list[tuple[str, str]]
    record: Mapping
    scale: str
    options: list[Option]
    has_parts: bool
    edit: str = ""
    counts: list[tuple[str, str]] = field(default_factory=list)

    @property
    def accepted(self) -> int:
        """How many accepted claims are coded with it."""
        return sum(option.count for option in self.options)


def chapters(frozen: Mapping) -> list[Chapter]:
    """Return the chapters of a codebook as published, in its order."""
    scales = {scale["code"]: scale for scale in frozen.get("scales", [])}
    themes = frozen.get("themes", [])
    parents = {theme["parent"] for theme in themes}
    numbers: dict[str, tuple[int, ...]] = {}
    parts: Counter[tuple[int, ...]] = Counter()
    found = []
    for theme in themes:
        above = numbers.get(theme["parent"], ())
        parts[above] += 1
        numbers[theme["code"]] = here = (*above, parts[above])
        has_parts = theme["code"] in parents
        found.append(_chapter(theme, here, scales.get(theme["scale"], {}), has_parts=has_parts))
    return found


def _chapter(theme: Mapping, place: tuple[int, ...], scale: Mapping, *, has_parts: bool) -> Chapter:
    labels = dict(theme["labels"])
    language = language_to_read(labels)  # the reader's, else the first
    return Chapter(
        number=".".join(map(str, place)),
        depth=min(len(place), 4),
        label=labels.pop(language, theme["code"]),
        language=language,
        others=list(labels.items()),
        record=theme,
        scale=scale.get("label", ""),
        options=options_of(scale),
        has_parts=has_parts,
    )


def options_of(scale: Mapping) -> list[Option]:
    """Return the stances of a scale as published, with no claims yet."""
    return [_option(stance) for stance in scale.get("stances", [])]


def _option(stance: Mapping) -> Option:
    tone = tone_of(stance["code"], stance["position"])
    return Option(stance["code"], stance_in_words(stance["label"]), tone, SIGNS[tone], stance["position"])
