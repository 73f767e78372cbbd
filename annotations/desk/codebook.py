"""The codebook as the desk is given it: themes in the order of the tree, scales, and the keys to press for them."""

from annotations import records, shortcuts
from annotations.models import Scale, Theme
from annotations.scope import rows_of


def themes_of(request) -> list[dict]:
    """Return the themes, parents first; ``keys`` are two letters that choose one."""
    themes = list(rows_of(request, Theme).order_by("pk"))
    keys = shortcuts.of_themes((theme.pk, theme.code) for theme in themes)
    return [
        {
            "id": theme.pk,
            "code": theme.code,
            "label": theme.label,
            "proposition": theme.proposition,
            "definition": theme.definition,
            "use_when": theme.use_when,
            "avoid_when": theme.avoid_when,
            "parent": theme.parent_id,
            "scale": theme.scale_id,
            "keys": keys[theme.pk],
        }
        for theme in records.in_tree_order(themes)
    ]


def scales_of(request) -> dict[int, list[dict]]:
    """Return scale id → its stances in their order; ``key`` is the digit that chooses one."""
    scales = rows_of(request, Scale).prefetch_related("stances").order_by("pk")
    return {scale.pk: _stances(list(scale.stances.all())) for scale in scales}


def _stances(stances) -> list[dict]:
    return [
        {
            "id": stance.pk,
            "label": str(stance),
            "sign": stance.sign,
            "tone": stance.tone,
            "key": str(digit) if digit < 10 else "",
        }
        for digit, stance in enumerate(stances, start=1)
    ]
