"""Handing in what one did in a text: its drafts, and the reading itself, all of it or nothing."""

from collections.abc import Mapping

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from annotations import review
from annotations.access import Role, require
from annotations.models import Claim, Reading, Text, User
from annotations.readings import open_reading, submit_reading
from annotations.refusal import Refused

MOST_SECONDS = 4 * 3600


class NotReady(Refused):
    """One of the drafts cannot be handed in as it is; ``key`` is its identity, the message says why."""

    def __init__(self, key: str, reason: str):
        self.key = key
        super().__init__(reason)


@transaction.atomic
def hand_in(
    text: Text, *, by: User, drafts: Mapping[str, int], nothing_here: bool = False, seconds: int = 0
) -> Reading:
    """Submit these drafts of the coder in a text, then the reading of it, opened now if it was not yet.

    ``drafts`` maps the key of each to the version that was read, ``seconds`` were spent on the text beside its claims
    and are kept unless the project records no time. Raises ``NotReady`` for a draft that is not complete or not as it
    was read, and as ``readings.submit_reading`` does.
    """
    require(by, text.project, Role.CODER)
    reading = open_reading(text, coder=by)
    found = {claim.key: claim for claim in reading.claims.filter(key__in=drafts).select_related("project")}
    for key, seen in drafts.items():
        _submit(found.get(key), key, by=by, seen=seen)
    submit_reading(reading, by=by, nothing_here=nothing_here)
    if seconds and text.project.coding_time:
        spent = min(seconds, MOST_SECONDS)
        Reading.objects.filter(pk=reading.pk).update(active_seconds=F("active_seconds") + spent)
    return reading


def _submit(claim: Claim | None, key: str, *, by: User, seen: int) -> None:
    if claim is None:
        raise NotReady(
            key, _("One of these claims is not a draft of yours in this text. Load the page again.")
        )
    try:
        review.submit(claim, by=by, seen=seen)
    except Refused as refusal:
        raise NotReady(key, str(refusal)) from refusal
