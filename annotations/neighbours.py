"""What else a speaker is reported to have said, on the same theme: what a coder wants in view before choosing a stance."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import F

from annotations.access import visible_to
from annotations.dates import in_words
from annotations.models import Anchor, Claim, Coding, Speaker, Theme, User
from annotations.models.codebook import SIGNS
from annotations.speakers import same_as

MOST = 30
SHOWN_STATES = (Claim.State.DRAFT, Claim.State.SUBMITTED, Claim.State.RETURNED, Claim.State.ACCEPTED)


@dataclass(frozen=True)
class Code:
    """A theme of a neighbour and its stance, as shown; ``sign`` and ``stance`` are empty where none is chosen."""

    theme: str
    tone: str
    sign: str
    stance: str


@dataclass(frozen=True)
class Neighbour:
    """A claim elsewhere: its words, where and when they stand, how it is coded, and in which state it is."""

    claim: int
    key: str
    quote: str
    language: str
    text: int
    title: str
    said: str
    state: str
    codes: tuple[Code, ...]


def of(speaker: Speaker, *, theme: Theme | None = None, record: str = "", user: User) -> list[Neighbour]:
    """Return claims of a speaker, and of all who are found to be the same, that a person may see; the newest first.

    ``theme`` narrows them to one theme; ``record`` is left out: the claim that is being read. At most ``MOST``,
    in six queries and those that it takes to find who is the same.
    """
    claims = visible_to(user, Claim.objects.filter(project=speaker.project, state__in=SHOWN_STATES))
    claims = claims.filter(attributions__speaker__in=same_as(speaker)).exclude(record=record)
    if theme:
        claims = claims.filter(codings__theme=theme)
    newest = F("said_last").desc(nulls_last=True)
    found = list(claims.distinct().order_by(newest, "-pk")[:MOST])
    places, codes = _places(found), _codes(found, user)
    return [
        Neighbour(
            claim.pk,
            claim.key,
            place.quote,
            place.text.language,
            place.text_id,
            place.text.title or place.text.source.title,
            in_words(claim.said or place.text.source.published),
            str(claim.get_state_display()),
            tuple(codes[claim.pk]),
        )
        for claim in found
        for place in places[claim.pk]
    ]


def _places(claims: list[Claim]) -> dict[int, list[Anchor]]:
    coded = Anchor.objects.filter(claim__in=[claim.pk for claim in claims], kind=Anchor.Kind.CODED)
    places = defaultdict(list)
    for anchor in coded.select_related("text__source").defer("text__body"):
        places[anchor.claim_id].append(anchor)
    return places


def _codes(claims: list[Claim], user: User) -> dict[int, list[Code]]:
    rows = visible_to(user, Coding.objects.filter(claim__in=[claim.pk for claim in claims]))
    codes = defaultdict(list)
    for claim, code in _shown(rows.select_related("theme", "stance").order_by("pk")):
        codes[claim].append(code)
    return codes


def _shown(codings) -> Iterator[tuple[int, Code]]:
    for coding in codings:
        tone = coding.stance.tone if coding.stance else "uncoded"
        label = str(coding.stance) if coding.stance else ""
        yield coding.claim_id, Code(str(coding.theme), tone, SIGNS.get(tone, ""), label)
