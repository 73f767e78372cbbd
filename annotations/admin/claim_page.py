"""What the page of a claim shows beside its form: the passage where it stands, what was decided, what was noted."""

import re
from dataclasses import dataclass

from django.urls import reverse

from annotations.access import Role
from annotations.admin.claim_steps import other_texts, steps_open_to
from annotations.admin.claim_timeline import timeline_of
from annotations.admin.who import knows_authors, knows_coders
from annotations.citing import citation
from annotations.dates import in_words
from annotations.models import Anchor, Claim, Note
from annotations.scope import holds, rows_of
from annotations.wording import is_unspaced

AROUND = 300
"""Code points before and after the passage: about three sentences; half of it where words are not spaced."""

BREAK = re.compile(r"\s+")
LONGEST_WORD = 40


@dataclass(frozen=True)
class Passage:
    """An anchor and what stands around it in its text."""

    anchor: Anchor
    before: str
    after: str
    begins: bool
    ends: bool

    @property
    def published(self) -> str:
        return in_words(self.anchor.text.source.published)


def passage(anchor: Anchor) -> Passage:
    """Return an anchor in its surroundings; offsets are code points of its text's body."""
    body = anchor.text.body
    around = AROUND // 2 if any(is_unspaced(character) for character in anchor.quote) else AROUND
    first, last = max(0, anchor.start - around), min(len(body), anchor.end + around)
    before, after = body[first : anchor.start], body[anchor.end : last]
    if first > 0:
        before = before[broken_word(before) :]
    if last < len(body):
        after = after[: len(after) - broken_word(after[::-1])]
    return Passage(anchor, before, after, first == 0, last == len(body))


def broken_word(cut: str) -> int:
    """How much of a cut belongs to a word that was begun before it; nothing where words are not spaced."""
    space = BREAK.search(cut)
    return space.end() if space and space.end() <= LONGEST_WORD else 0


def page_of(request, claim: Claim) -> dict:
    """Return what the templates of a claim's page need, as far as the person may see it."""
    links = Claim.supersedes.through.objects
    before = links.filter(from_claim=claim).values_list("to_claim", flat=True)
    after = links.filter(to_claim=claim).values_list("from_claim", flat=True)
    return evidence_of(request, claim) | {
        "corrects": claims_among(request, before),
        "corrected_by": claims_among(request, after),
        "steps": steps_open_to(request, claim),
        "other_texts": other_texts(request, claim).exists(),
        **quoted(request, claim),
    }


def claims_among(request, ids):
    """The claims of these ids that the person may see; found by id, as there may be a hundred thousand others."""
    return rows_of(request, Claim).filter(pk__in=list(ids)).prefetch_related("anchors")


def evidence_of(request, claim: Claim) -> dict:
    """Return what a claim says, where it stands, and what happened to it; for its page and for its review."""
    anchors = claim.anchors.select_related("text__source", "confirmed_by")
    notes = rows_of(request, Note).filter(record=claim.record).select_related("by").order_by("created", "pk")
    return {
        "passages": [passage(anchor) for anchor in anchors],
        "voices": claim.attributions.prefetch_related("speaker__names", "organisation__names", "via__names"),
        "codes": claim.codings.select_related("theme", "stance", "codebook"),
        "events": timeline_of(request, claim, list(notes)),
        "notes": notes,
        "note_kinds": Note.Kind.choices,
        "said": in_words(claim.said),
        "may_code": holds(request, Role.CODER),
        "shows_coder": knows_coders(request),
        "shows_authors": knows_authors(request),
    }


def quoted(request, claim: Claim) -> dict:
    """Return a claim's permanent address, and the line that cites it."""
    address = request.build_absolute_uri(reverse("claim", args=[claim.record]))
    cited = rows_of(request, Claim).with_evidence().get(pk=claim.pk)
    return {"address": address, "citation": citation(cited, address=address)}
