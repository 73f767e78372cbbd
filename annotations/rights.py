"""What leaves a project: ``narrower`` decides how much, the other functions take out the rest.

Every door asks here: pages, exports, releases, the API. ``full`` is everything; ``quotes`` leaves out bodies,
prefixes and suffixes; ``positions`` the quotes and the words for speakers, too; ``none`` the whole source.
"""

from annotations.models import Name, Source
from annotations.shape import AnchorRecord, AttributionRecord, TextRecord

FULL, QUOTES, POSITIONS, NONE = Source.Rights.values
EXPORTED = (FULL, QUOTES, POSITIONS)
WIDTH = {NONE: 0, POSITIONS: 1, QUOTES: 2, FULL: 3}


def narrower(of_source: str, of_export: str) -> str:
    """Return the rights that hold for a source in an export: whichever of the two gives less."""
    return of_source if WIDTH[of_source] < WIDTH[of_export] else of_export


def text_leaving(text: TextRecord, rights: str) -> TextRecord:
    """Return a text with what may leave of it; the SHA-256 of its body stays."""
    return text if rights == FULL else {**text, "body": ""}


def quotes_leave(rights: str) -> bool:
    """Say whether quotes, and the words by which speakers are named, may leave with these rights."""
    return rights in (FULL, QUOTES)


def anchor_leaving(anchor: AnchorRecord, rights: str) -> AnchorRecord:
    """Return an anchor with what may leave of it; where it stands stays."""
    if rights == FULL:
        return anchor
    quote = anchor["quote"] if rights == QUOTES else ""
    return {**anchor, "quote": quote, "prefix": "", "suffix": ""}


def name_leaving(kind: str, rights: str) -> bool:
    """Say whether a name that holds in one source only may leave with the rights that hold for it; main names do."""
    return kind == Name.Kind.MAIN or quotes_leave(rights)


def attribution_leaving(attribution: AttributionRecord, rights: str) -> AttributionRecord:
    """Return an attribution with what may leave of it; who speaks stays."""
    return attribution if quotes_leave(rights) else {**attribution, "named_as": ""}
