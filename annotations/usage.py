"""How often a codebook is used: claims by theme and state, and the stances of those that are accepted."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.db.models import Count, QuerySet

from annotations.models import Claim, Coding


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
