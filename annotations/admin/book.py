"""The codebook to read: all themes in their order, as they stand now or as they stood in a version."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from urllib.parse import urlencode

from django.urls import reverse

from annotations import codebook, usage
from annotations.access import Role
from annotations.models import Claim, CodebookVersion, Theme
from annotations.models.codebook import SIGNS, language_to_read, stance_in_words, tone_of
from annotations.scope import holds, rows_of

State = Claim.State
COUNTED = (State.ACCEPTED, State.SUBMITTED, State.RETURNED, State.DRAFT)


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
    def accepted(self):
        return sum(option.count for option in self.options)


def book_now(request):
    """The chapters of the codebook as it stands, with usage by the claims that the person may see."""
    rows = rows_of(request, Theme).order_by().values_list("code", "pk")
    themes = dict(rows)
    counts = usage.of_themes(rows_of(request, Claim))
    used = {code: counts[pk] for code, pk in themes.items() if pk in counts}
    may_edit = holds(request, Role.MANAGER)
    edits = {
        code: reverse("admin:annotations_theme_change", args=[pk]) for code, pk in themes.items() if may_edit
    }
    return chapters(codebook.as_it_stands(request.project), used=used, edits=edits)


def chapters(frozen: Mapping, *, used: Mapping | None = None, edits: Mapping[str, str] | None = None):
    """Chapters of a codebook as published, in its order; ``used`` and ``edits`` are by the codes of themes."""
    scales = {scale["code"]: scale for scale in frozen.get("scales", [])}
    numbers, parts, parents = {}, Counter(), {theme["parent"] for theme in frozen.get("themes", [])}
    found = []
    for theme in frozen.get("themes", []):
        above = numbers.get(theme["parent"], ())
        parts[above] += 1
        numbers[theme["code"]] = here = (*above, parts[above])
        found.append(
            chapter(
                theme,
                here,
                scales.get(theme["scale"], {}),
                used=(used or {}).get(theme["code"]),
                edit=(edits or {}).get(theme["code"], ""),
                has_parts=theme["code"] in parents,
            )
        )
    return found


def chapter(theme, place, scale, *, used, edit, has_parts):
    language, label, others = labels_of(theme)
    return Chapter(
        number=".".join(map(str, place)),
        depth=min(len(place), 4),
        label=label,
        language=language,
        others=others,
        record=theme,
        scale=scale.get("label", ""),
        options=options_of(scale, theme["code"], used.stances if used else {}),
        has_parts=has_parts,
        edit=edit,
        counts=counts_of(theme["code"], used) if used else [],
    )


def labels_of(theme):
    """The language and the label to read, and the others: the reader's language, else the first, else the code."""
    labels = dict(theme["labels"])
    language = language_to_read(labels)
    label = labels.pop(language, theme["code"])
    return language, label, list(labels.items())


def options_of(scale: Mapping, theme: str, counts: Mapping[str | None, int], **asked: str) -> list[Option]:
    """The stances of a scale, with how many accepted claims take each, and where it begins in the bar of all.

    ``asked`` narrows the claims that they lead to, such as by speaker.
    """
    found, start = [], 0
    for stance in scale.get("stances", []):
        tone = tone_of(stance["code"], stance["position"])
        count = counts.get(stance["code"], 0)
        address = claims_address(**asked, theme=theme, stance=stance["code"], state=State.ACCEPTED.value)
        found.append(
            Option(
                stance["code"],
                stance_in_words(stance["label"]),
                tone,
                SIGNS[tone],
                stance["position"],
                count,
                address,
                start,
            )
        )
        start += count
    return found


def counts_of(theme: str, used: usage.Usage, **asked: str) -> list[tuple[str, str]]:
    """How many claims there are of each state that somebody works with, in words, and their address."""
    return [
        (
            usage.claims_in_words(state, used.states[state]),
            claims_address(**asked, theme=theme, state=state.value),
        )
        for state in COUNTED
        if used.states[state]
    ]


def claims_address(**asked: str) -> str:
    return f"{reverse('admin:annotations_claim_changelist')}?{urlencode(asked)}"


def versions_of(request) -> Iterable[CodebookVersion]:
    """The frozen versions, the last one first, without what they hold."""
    return rows_of(request, CodebookVersion).defer("frozen").order_by("-number")
