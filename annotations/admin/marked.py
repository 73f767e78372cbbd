"""A text on a page with its claims marked: each mark leads to its claim, and the words of the page are the body's.

What a mark says of its claim (sign, speaker, themes) stands in attributes and styles, never between the words.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from annotations.admin.scope import rows_of
from annotations.models import Anchor, Attribution, Claim, Coding, Name, Stance, Text
from annotations.models.codebook import SIGNS
from annotations.passages import Passage, Piece, pieces

State = Claim.State
SHOWN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED)
DEEPEST = 3
MARK = '<mark class="{}"><a href="{}" title="{}"{}>{}</a></mark>'
PIN = '<a class="pin {}" href="{}" title="{}" aria-label="{}"></a>'


@dataclass(frozen=True)
class Sight:
    """What is seen of a claim: its tone (a class of the look), its address, and who says what, in a line."""

    tone: str
    address: str
    line: str


def marked_text(request, text: Text) -> SafeString:
    """Return the body of a text with the claims that the person may see, in a fixed number of queries."""
    claims = rows_of(request, Claim).filter(state__in=SHOWN_STATES)
    places = Anchor.objects.filter(text=text, claim__in=claims).order_by("pk")
    found = list(places.values_list("claim_id", "start", "end", "claim__state"))
    sights = sights_of({claim: state for claim, *_, state in found}, places)
    cut = pieces(text.body, [Passage(claim, start, end) for claim, start, end, _ in found])
    return format_html_join("", "{}", ((part,) for piece in cut for part in parts_of(piece, sights)))


def parts_of(piece: Piece, sights: dict[int, Sight]) -> Iterator[SafeString | str]:
    """A pin for each claim that begins here below another one, then the words."""
    over = piece.over
    for passage in piece.begins:
        if passage != over:
            sight = sights[passage.claim]
            yield format_html(PIN, sight.tone, sight.address, sight.line, sight.line)
    if over is None:
        yield piece.words
        return
    sight, begins = sights[over.claim], over in piece.begins
    tone = f"{sight.tone} deep-{min(piece.depth, DEEPEST)}{' begins' if begins else ''}"
    # One stop for the keyboard a claim, however often others interrupt it.
    passed_over = "" if begins else format_html(' tabindex="{}"', -1)
    yield format_html(MARK, tone, sight.address, sight.line, passed_over, piece.words)


def sights_of(states: dict[int, str], places: QuerySet) -> dict[int, Sight]:
    """Return claim id → what is seen of it."""
    claims = places.values("claim")
    voices, codes, tones = voices_of(claims), defaultdict(list), {}
    for coding in Coding.objects.filter(claim__in=claims).select_related("theme", "stance"):
        stance = coding.stance
        tones.setdefault(coding.claim_id, stance.tone if stance else "uncoded")
        codes[coding.claim_id].append(f"{coding.theme}: {signed(stance)}")
    return {
        claim: Sight(
            tones.get(claim, "uncoded"),
            reverse("admin:annotations_claim_change", args=[claim]),
            " · ".join([", ".join(voices[claim]) or "—", *codes[claim], str(State(state).label)]),
        )
        for claim, state in states.items()
    }


def voices_of(claims: QuerySet) -> dict[int, list[str]]:
    """Return claim id → the main names of who speaks."""
    spoken = Attribution.objects.filter(claim__in=claims).order_by("pk").values_list("claim_id", "speaker_id")
    names = Name.objects.filter(kind=Name.Kind.MAIN, speaker__attributions__claim__in=claims).order_by()
    named, voices = dict(names.values_list("speaker_id", "text")), defaultdict(list)
    for claim, speaker in spoken:
        voices[claim].append(named.get(speaker, ""))
    return voices


def signed(stance: Stance | None) -> str:
    """Return a stance in words with its sign; what is not coded says so."""
    return f"{SIGNS[stance.tone]} {stance.label}" if stance else _("not coded")
