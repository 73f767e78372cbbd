"""A text on a page with its claims marked: each mark leads to its claim, and the words of the page are the body's.

What a mark says of its claim (sign, speaker, themes) stands in attributes and styles, never between the words.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from annotations.models import Anchor, Attribution, Claim, Coding, Name, Stance, Text, Theme
from annotations.models.codebook import SIGNS
from annotations.passages import Passage, Piece, pieces
from annotations.scope import rows_of

State = Claim.State
SHOWN_STATES = (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED)
DEEPEST = 3


@dataclass(frozen=True)
class Sight:
    """What is seen of a claim: its tone (a class of the look), and a link's attributes: where to, and who says what."""

    tone: str
    link: SafeString


def marked_text(request, text: Text) -> SafeString:
    """Return the body of a text with the claims that the person may see, in a fixed number of queries."""
    claims = rows_of(request, Claim).filter(state__in=SHOWN_STATES)
    places = Anchor.objects.filter(text=text, claim__in=claims).order_by("pk")
    found = list(places.values_list("claim_id", "start", "end", "claim__state"))
    sights = sights_of({claim: state for claim, *_, state in found}, places)
    cut = pieces(text.body, [Passage(claim, start, end) for claim, start, end, _ in found])
    return SafeString("".join(part for piece in cut for part in parts_of(piece, sights)))


def parts_of(piece: Piece, sights: dict[int, Sight]) -> Iterator[str]:
    """Markup for a piece: a pin for each claim that begins here below another one, then the words, escaped.

    There may be thousands of them: what is the same for all pieces of a claim is escaped once, in ``sights_of``.
    """
    over, words = piece.over, escape(piece.words)
    for passage in piece.begins:
        if passage != over:
            pin = sights[passage.claim]
            yield f'<a class="pin {pin.tone}" {pin.link}></a>'
    if over is None:
        yield words
        return
    sight, begins = sights[over.claim], over in piece.begins
    # One stop for the keyboard a claim, however often others interrupt it.
    stop, start = ("", " begins") if begins else (' tabindex="-1"', "")
    tone = f"{sight.tone} deep-{min(piece.depth, DEEPEST)}{start}"
    yield f'<mark class="{tone}"><a {sight.link}{stop}>{words}</a></mark>'


def sights_of(states: dict[int, str], places: QuerySet) -> dict[int, Sight]:
    """Return claim id → what is seen of it."""
    claims = places.values("claim")
    voices, codes, tones = voices_of(claims), defaultdict(list), {}
    for claim, tone, line in codes_of(claims):
        tones.setdefault(claim, tone)
        codes[claim].append(line)
    labels = {state.value: str(state.label) for state in SHOWN_STATES}
    address = reverse("admin:annotations_claim_change", args=[0])
    return {
        claim: Sight(
            tones.get(claim, "uncoded"),
            format_html(
                'href="{}" title="{}"',
                address.replace("/0/", f"/{claim}/"),
                " · ".join([", ".join(voices[claim]) or "—", *codes[claim], labels[state]]),
            ),
        )
        for claim, state in states.items()
    }


def codes_of(claims: QuerySet) -> Iterator[tuple[int, str, str]]:
    """Yield claim id, tone, and theme with stance in a line, for each coding in its order."""
    codings = Coding.objects.filter(claim__in=claims).order_by("pk")
    themes = {theme.pk: str(theme) for theme in Theme.objects.filter(codings__in=codings).distinct()}
    stances = {stance.pk: stance for stance in Stance.objects.filter(codings__in=codings).distinct()}
    for claim, theme, chosen in codings.values_list("claim_id", "theme_id", "stance_id"):
        stance = stances.get(chosen)
        yield claim, stance.tone if stance else "uncoded", f"{themes[theme]}: {signed(stance)}"


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
    return f"{SIGNS[stance.tone]} {stance}" if stance else _("not coded")
