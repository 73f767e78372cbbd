"""The codebook to read with its use: each theme with the claims that are coded with it, where the person may see them."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from urllib.parse import urlencode

from django.urls import reverse

from annotations import book, codebook, usage
from annotations.access import Role
from annotations.models import Claim, CodebookVersion, Theme
from annotations.scope import holds, rows_of

State = Claim.State
COUNTED = (State.ACCEPTED, State.SUBMITTED, State.RETURNED, State.DRAFT)


def book_now(request) -> list[book.Chapter]:
    """The chapters of the codebook as it stands, with usage by the claims that the person may see."""
    themes = dict(rows_of(request, Theme).order_by().values_list("code", "pk"))
    used, may_edit = usage.of_themes(rows_of(request, Claim)), holds(request, Role.MANAGER)
    chapters = book.chapters(codebook.as_it_stands(request.project))
    return [with_use(chapter, themes[chapter.record["code"]], used, may_edit) for chapter in chapters]


def with_use(chapter: book.Chapter, theme: int, used: Mapping[int, usage.Usage], may_edit: bool):
    code = chapter.record["code"]
    if may_edit:
        chapter = replace(chapter, edit=reverse("admin:annotations_theme_change", args=[theme]))
    if theme not in used:
        return chapter
    options = counted(chapter.options, code, used[theme].stances)
    return replace(chapter, options=options, counts=counts_of(code, used[theme]))


def counted(options: Iterable[book.Option], theme: str, counts: Mapping[str | None, int], **asked: str):
    """The stances of a theme, with how many accepted claims take each, and where it begins in the bar of all.

    ``asked`` narrows the claims that they lead to, such as by speaker.
    """
    found, start = [], 0
    for option in options:
        address = claims_address(**asked, theme=theme, stance=option.code, state=State.ACCEPTED.value)
        found.append(replace(option, count=counts.get(option.code, 0), address=address, start=start))
        start += found[-1].count
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
