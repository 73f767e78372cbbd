"""What the page of a claim shows beside its form: the passage where it stands, what was decided, what was noted."""

from dataclasses import dataclass

from annotations.access import Role
from annotations.admin.claim_steps import other_texts, steps_open_to
from annotations.admin.scope import holds, rows_of
from annotations.admin.who import knows_authors, knows_coders, with_known_deciders
from annotations.models import Anchor, Claim, Decision, Note

AROUND = 300
"""Code points before and after the passage: about three sentences."""


@dataclass(frozen=True)
class Passage:
    """An anchor and what stands around it in its text."""

    anchor: Anchor
    before: str
    after: str
    begins: bool
    ends: bool


def passage(anchor: Anchor) -> Passage:
    """Return an anchor in its surroundings; offsets are code points of its text's body."""
    body = anchor.text.body
    first, last = max(0, anchor.start - AROUND), anchor.end + AROUND
    return Passage(anchor, body[first : anchor.start], body[anchor.end : last], first == 0, last >= len(body))


def page_of(request, claim: Claim) -> dict:
    """Return what the templates of a claim's page need, as far as the person may see it."""
    anchors = claim.anchors.select_related("text__source", "confirmed_by")
    claims = rows_of(request, Claim)
    return {
        "passages": [passage(anchor) for anchor in anchors],
        "voices": claim.attributions.prefetch_related("speaker__names", "organisation__names", "via__names"),
        "codes": claim.codings.select_related("theme", "stance", "codebook"),
        "decisions": [named(decision) for decision in decisions_on(request, claim)],
        "notes": rows_of(request, Note).filter(record=claim.record).select_related("by").order_by("pk"),
        "corrects": claims.filter(superseded_by=claim).prefetch_related("anchors"),
        "corrected_by": claims.filter(supersedes=claim).prefetch_related("anchors"),
        "may_code": holds(request, Role.CODER),
        "shows_coder": knows_coders(request),
        "shows_authors": knows_authors(request),
        "steps": steps_open_to(request, claim),
        "other_texts": other_texts(request, claim).exists(),
    }


def decisions_on(request, claim):
    decisions = rows_of(request, Decision).filter(claim=claim).select_related("by").order_by("pk")
    return with_known_deciders(request, decisions)


def named(decision: Decision) -> dict:
    """A decision in words."""
    before, after = Claim.State(decision.before).label, Claim.State(decision.after).label
    by = decision.by if decision.names_by else None
    return {"before": before, "after": after, "by": by, "at": decision.at, "note": decision.note}
