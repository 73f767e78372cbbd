"""The text of the desk as markup: a paragraph for each line, with the claims marked; and their cards for the margin.

The words of the paragraphs, joined by newlines, are the body. What is said of a claim comes from the page's own data
(``Claim``, ``Speaker``, themes and scales, as the desk sends them), so that nothing is asked of the database here.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.html import escape
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from annotations.passages import Passage, Piece, pieces

DEEPEST = 3
QUOTED = 160
LONG = 20_000  # code points; from here on the browser lays out only what is near the screen
ACROSS = 70  # letters on a line, as the page is set
ACROSS_IN_HAN = 36
HAN = ("zh", "ja", "ko", "yue", "wuu")


@dataclass(frozen=True)
class Card:
    """What is seen of a claim: its first stance's tone and sign, who speaks, of what, and where to read on."""

    key: str
    tone: str
    sign: str
    who: str
    about: str
    quote: str
    address: str


def cards_of(body: str, data: dict) -> list[Card]:
    """Return the cards of the page's claims, in the order of the text."""
    speakers = {str(key): speaker["name"] for key, speaker in data["speakers"].items()}
    themes = {theme["id"]: theme["label"] for theme in data["themes"]}
    stances = {stance["id"]: stance for scale in data["scales"].values() for stance in scale}
    in_order = sorted(data["claims"], key=lambda claim: (claim["start"], -claim["end"], claim["key"]))
    return [card_of(claim, body, speakers, themes, stances) for claim in in_order]


def card_of(claim: dict, body: str, speakers: dict, themes: dict, stances: dict) -> Card:
    chosen = [stances.get(code["stance"]) for code in claim["codes"]]
    first = chosen[0] if chosen else None
    lines = [
        f"{stance['sign']} {themes.get(code['theme'], '')}" if stance else themes.get(code["theme"], "")
        for code, stance in zip(claim["codes"], chosen, strict=True)
    ]
    return Card(
        claim["key"],
        first["tone"] if first else "uncoded",
        first["sign"] if first else "·",
        ", ".join(speakers.get(str(voice["speaker"]), "") for voice in claim["voices"])
        or _("Nobody named yet"),
        " · ".join(lines) or _("Not coded yet"),
        cut_short(body[claim["start"] : claim["end"]]),
        claim["address"],
    )


def cut_short(words: str) -> str:
    return words if len(words) <= QUOTED else f"{words[: QUOTED - 1].rstrip()}…"


def listed(cards: Iterable[Card], *, language: str) -> SafeString:
    """The cards as items of a list, for who reads without scripts: each leads to its claim."""
    # There may be thousands of them: a template would take longer than all the rest of the page.
    return SafeString("".join(item(card, escape(language)) for card in cards))


def item(card: Card, language: str) -> str:
    return (
        f'<li class="claim-card {card.tone}" id="claim-{card.key}"><a href="{escape(card.address)}">'
        f'<b dir="auto">{escape(card.who)}</b> <span class="code" dir="auto">{escape(card.about)}</span> '
        f'<q lang="{language}" dir="auto">{escape(card.quote)}</q></a></li>'
    )


def paragraphs(body: str, claims: list[dict], cards: Iterable[Card], *, language: str = "") -> SafeString:
    """Return the body's lines as paragraphs, each with the offset of its first character, and the claims marked."""
    seen = {card.key: card for card in cards}
    sights = [seen[claim["key"]] for claim in claims]
    places = [Passage(number, claim["start"], claim["end"]) for number, claim in enumerate(claims)]
    across = (ACROSS_IN_HAN if language.split("-")[0] in HAN else ACROSS) if len(body) >= LONG else 0
    return SafeString("".join(parts(body, pieces(body, places), sights, across)))


def parts(body: str, cut: Iterator[Piece], sights: list[Card], across: int) -> Iterator[str]:
    place = 0
    yield opening(body, 0, across)
    for piece in cut:
        yield from pins(piece, sights)
        for number, words in enumerate(piece.words.split("\n")):
            if number:
                place += 1
                yield f"</p>{opening(body, place, across)}"
            if words:
                yield marked(words, piece, sights)
            place += len(words)
    yield "</p>"


def opening(body: str, start: int, across: int) -> str:
    """The tag of a paragraph; in a long text with the lines it will take, which the browser need not count then."""
    end = body.find("\n", start)
    width = (len(body) if end < 0 else end) - start
    lines = f' data-lines="{-(-width // across) or 1}"' if across else ""
    return f'<p data-start="{start}"{lines}{"" if width else " class=blank"}>'


def pins(piece: Piece, sights: list[Card]) -> Iterator[str]:
    """A claim that begins here below another one has no words of its own to be led from."""
    for passage in piece.begins:
        if passage != piece.over:
            card = sights[passage.claim]
            yield f'<a class="pin {card.tone}" href="#claim-{card.key}" title="{escape(card.who)}"></a>'


def marked(words: str, piece: Piece, sights: list[Card]) -> str:
    # A parser would turn a carriage return into a newline, and the body would not be the body.
    written = escape(words).replace("\r", "&#13;")
    if piece.over is None:
        return written
    card, begins = sights[piece.over.claim], piece.over in piece.begins
    stop, start = ("", " begins") if begins else (' tabindex="-1"', "")
    tone = f"{card.tone} deep-{min(piece.depth, DEEPEST)}{start}"
    return (
        f'<mark class="{tone}" data-claim="{card.key}"><a href="#claim-{card.key}"{stop}>{written}</a></mark>'
    )
