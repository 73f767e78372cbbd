"""A quote with what one needs to find it again: who said it, where it was published, and the claim's own address."""

from django.utils.translation import gettext as _

from annotations import rights
from annotations.models import Attribution, Claim, Source


def citation(claim: Claim, *, address: str) -> str:
    """Return one line that cites a claim, or nothing where its source stays out of every publication.

    “Quote” – Speaker (Organisation), reported by Relay. Title. Publisher, date. URL. Permanent address.
    ``address`` is the claim's permanent address, whole. What the rights of the source keep in the project
    (the quote, where only positions may leave) is left out. Parts that are not known are left out, too.
    """
    anchor = claim.coded_anchor
    if anchor is None or anchor.text.source.rights == rights.NONE:
        return ""
    source = anchor.text.source
    said = [f"“{anchor.quote}”"] if rights.quotes_leave(source.rights) else []
    voices = "; ".join(_voice(voice) for voice in claim.attributions.all())
    parts = [" – ".join([*said, *filter(None, [voices])]), source.title, _published(source), source.url]
    return " ".join(_ended(part) for part in [*filter(None, parts), address])


def _voice(voice: Attribution) -> str:
    name = f"{voice.speaker} ({voice.organisation})" if voice.organisation else str(voice.speaker)
    if voice.via is None:
        return name
    return _("%(speaker)s, as reported by %(relay)s") % {"speaker": name, "relay": voice.via}


def _published(source: Source) -> str:
    return ", ".join(filter(None, [source.publisher, source.published]))


def _ended(part: str) -> str:
    """A part with its full stop; an address stays as it is, so that it can be followed."""
    if part.startswith(("http://", "https://")) or part.endswith((".", "?", "!", "。")):
        return part
    return f"{part}."
