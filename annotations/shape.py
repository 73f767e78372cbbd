"""The published shape, version 1: a type and a function for each record of a dataset.

Written by ``curation.export.dataset``, read by ``annotations.imports.dataset``; docs/dataset.md explains every
key. Keys stand in the order in which they are published.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from typing_extensions import TypedDict

from annotations.models import Scale, Theme


class StanceRecord(TypedDict):
    code: str
    label: str
    position: int | None


class ScaleRecord(TypedDict):
    code: str
    label: str
    stances: list[StanceRecord]


class ThemeRecord(TypedDict):
    code: str
    parent: str | None
    scale: str
    labels: dict[str, str]
    proposition: str
    definition: str
    use_when: str
    avoid_when: str
    examples: list[str]


def scale_record(scale: Scale) -> ScaleRecord:
    """Return a scale as published; prefetch ``stances``."""
    return {
        "code": scale.code,
        "label": scale.label,
        "stances": [
            {"code": stance.code, "label": stance.label, "position": stance.position}
            for stance in scale.stances.all()
        ],
    }


def theme_record(theme: Theme) -> ThemeRecord:
    """Return a theme as published; select ``scale`` and ``parent``."""
    return {
        "code": theme.code,
        "parent": theme.parent.code if theme.parent else None,
        "scale": theme.scale.code,
        "labels": theme.labels,
        "proposition": theme.proposition,
        "definition": theme.definition,
        "use_when": theme.use_when,
        "avoid_when": theme.avoid_when,
        "examples": theme.examples,
    }


def in_tree_order(themes: Iterable[Theme]) -> Iterator[Theme]:
    """Yield themes parents first, siblings in the editor's order."""
    children = defaultdict(list)
    for theme in sorted(themes, key=lambda theme: (theme.order, theme.code)):
        children[theme.parent_id].append(theme)
    waiting = children[None][::-1]
    while waiting:
        theme = waiting.pop()
        yield theme
        waiting += children[theme.pk][::-1]
