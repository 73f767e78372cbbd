"""How often a codebook is used: claims by theme and state, and the stances of those that are accepted; and how
many there are of something, in words."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from annotations.models import Claim, Coding

State = Claim.State


@dataclass
class Usage:
    """How many claims are coded with one theme: by state, and those that are accepted by the code of their stance."""

    states: Counter[str] = field(default_factory=Counter)
    stances: Counter[str | None] = field(default_factory=Counter)


def of_themes(claims: QuerySet[Claim]) -> Mapping[int, Usage]:
    """Return theme id → how often these claims are coded with it, in one query; nothing for what is not used."""
    found: dict[int, Usage] = defaultdict(Usage)
    codings = Coding.objects.filter(claim__in=claims.order_by()).order_by()
    rows = codings.values_list("theme_id", "claim__state", "stance__code").annotate(count=Count("pk"))
    for theme, state, stance, count in rows:
        found[theme].states[state] += count
        if state == Claim.State.ACCEPTED:
            found[theme].stances[stance] += count
    return found


def claims_in_words(state: Claim.State, count: int) -> str:
    """Return so many claims of one state, in words: “61 accepted claims”."""
    return _in_words(CLAIMS[state], count)


def held_in_words(kind: str, count: int) -> str:
    """Return so many of a kind that an import brought in, in words: “8 texts”."""
    return _in_words(HELD[kind], count) if kind in HELD else f"{number_format(count)} {kind}"


def _in_words(sentence: Promise, count: int) -> str:
    """The form of the sentence goes by the number; it is shown grouped as the reader is used to."""
    return str(sentence % {"count": count, "shown": number_format(count, force_grouping=True)})


# The claims of each state, where a number stands beside them.
ALL_CLAIMS = {
    State.DRAFT: _("Drafts"),
    State.DISCARDED: _("Discarded drafts"),
    State.SUBMITTED: _("Claims awaiting review"),
    State.ACCEPTED: _("Accepted claims"),
    State.RETURNED: _("Returned claims"),
    State.REJECTED: _("Rejected claims"),
    State.SUPERSEDED: _("Superseded claims"),
    State.WITHDRAWN: _("Withdrawn claims"),
}
CLAIMS = {
    State.DRAFT: ngettext_lazy("%(shown)s draft", "%(shown)s drafts", "count"),
    State.DISCARDED: ngettext_lazy("%(shown)s discarded draft", "%(shown)s discarded drafts", "count"),
    State.SUBMITTED: ngettext_lazy(
        "%(shown)s claim awaiting review", "%(shown)s claims awaiting review", "count"
    ),
    State.ACCEPTED: ngettext_lazy("%(shown)s accepted claim", "%(shown)s accepted claims", "count"),
    State.RETURNED: ngettext_lazy("%(shown)s returned claim", "%(shown)s returned claims", "count"),
    State.REJECTED: ngettext_lazy("%(shown)s rejected claim", "%(shown)s rejected claims", "count"),
    State.SUPERSEDED: ngettext_lazy("%(shown)s superseded claim", "%(shown)s superseded claims", "count"),
    State.WITHDRAWN: ngettext_lazy("%(shown)s withdrawn claim", "%(shown)s withdrawn claims", "count"),
}
HELD = {
    "scales": ngettext_lazy("%(shown)s scale", "%(shown)s scales", "count"),
    "themes": ngettext_lazy("%(shown)s theme", "%(shown)s themes", "count"),
    "speakers": ngettext_lazy("%(shown)s speaker", "%(shown)s speakers", "count"),
    "names": ngettext_lazy("%(shown)s name", "%(shown)s names", "count"),
    "sources": ngettext_lazy("%(shown)s source", "%(shown)s sources", "count"),
    "texts": ngettext_lazy("%(shown)s text", "%(shown)s texts", "count"),
    "claims": ngettext_lazy("%(shown)s claim", "%(shown)s claims", "count"),
    "notes": ngettext_lazy("%(shown)s note", "%(shown)s notes", "count"),
}
