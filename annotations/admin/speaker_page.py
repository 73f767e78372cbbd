"""What the page of a speaker shows: names, affiliations over time, who they are the same as, and what they said."""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import groupby

from annotations import records, speakers, usage
from annotations.admin.book import claims_address, counted, counts_of
from annotations.book import Option, options_of
from annotations.models import Affiliation, Attribution, Claim, Name, Scale, Speaker, Theme
from annotations.scope import rows_of

SHOWN = (Claim.State.ACCEPTED, Claim.State.SUBMITTED, Claim.State.RETURNED, Claim.State.DRAFT)


@dataclass(frozen=True)
class Said:
    """What is said on one theme: the stances of the accepted claims, and claims by state, each with its address."""

    theme: Theme
    options: list[Option]
    accepted: int
    counts: list[tuple[str, str]]


def page_of(request, speaker):
    """All of it in a fixed number of queries; claims are those of everybody who is the same as the speaker."""
    stands_for = speakers.groups(request.project)
    same = [pk for pk, head in stands_for.items() if head == stands_for[speaker.pk]]
    voices = Attribution.objects.filter(speaker__in=same)
    claims = rows_of(request, Claim).filter(pk__in=voices.values("claim"), state__in=SHOWN)
    return {
        "names": names_of(request, speaker),
        "affiliations": rows_of(request, Affiliation)
        .filter(speaker=speaker)
        .prefetch_related("organisation__names")
        .order_by("since_first", "pk"),
        "same_as": rows_of(request, Speaker).filter(pk__in=same).exclude(pk=speaker.pk).with_names(),
        "said": said_by(request, speaker, claims),
        "dates": dates_of(claims),
        "claims_address": claims_address(speaker=speaker.key),
    }


def names_of(request, speaker):
    """Pairs of a kind in words and the names of that kind, the main name first."""
    order = list(Name.Kind)
    rows = rows_of(request, Name).filter(speaker=speaker).select_related("source").order_by("pk")
    names = sorted(rows, key=lambda name: order.index(name.kind))
    return [(kind, list(alike)) for kind, alike in groupby(names, key=Name.get_kind_display)]


def said_by(request, speaker, claims) -> list[Said]:
    """The themes that these claims are coded with, in the order of the codebook."""
    used = usage.of_themes(claims)
    scales = {
        scale.pk: records.scale_record(scale) for scale in rows_of(request, Scale).prefetch_related("stances")
    }
    themes = records.in_tree_order(rows_of(request, Theme))
    return [
        said_on(theme, scales[theme.scale_id], used[theme.pk], speaker)
        for theme in themes
        if theme.pk in used
    ]


def said_on(theme, scale, counts: usage.Usage, speaker) -> Said:
    options = counted(options_of(scale), theme.code, counts.stances, speaker=speaker.key)
    in_states = counts_of(theme.code, counts, speaker=speaker.key)
    return Said(theme, options, sum(option.count for option in options), in_states)


def dates_of(claims) -> Iterable[str]:
    """The first and the last date said, as they were written; nothing where none is known."""
    dated = claims.exclude(said="")
    first = dated.order_by("said_first", "said_last", "pk").values_list("said", flat=True).first()
    last = dated.order_by("-said_last", "-said_first", "pk").values_list("said", flat=True).first()
    return [first, last] if first else []
