"""A coder's pass through a text: opened with the first claim or by hand, submitted once."""

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.access import Role, require
from annotations.models import Claim, Reading, Text, User
from annotations.refusal import Refused


def open_reading(text: Text, *, coder: User, number: int = 1) -> Reading:
    """Return the coder's reading of a text in a round, opened now if it was not yet."""
    reading, _ = Reading.objects.get_or_create(
        text=text,
        coder=coder,
        round=number,
        defaults={"project_id": text.project_id, "blind": text.project.blind},
    )
    return reading


def take_back_nothing_here(reading: Reading | None, *, by: User) -> None:
    """Whoever marks a claim in a text that they had submitted as “nothing here” takes that back."""
    if reading is None or not reading.nothing_here:
        return
    rows = Reading.objects.filter(pk=reading.pk)
    rows.remember()
    rows.update(nothing_here=False)
    reading.nothing_here = False
    Reading.history.bulk_history_create([reading], update=True, default_user=by)


@transaction.atomic
def submit_reading(reading: Reading, *, by: User, nothing_here: bool = False) -> None:
    """Say that a text is read to its end; “nothing here” is an answer too.

    Raises ``Refused`` if it was submitted before, if drafts wait in it, or if “nothing here” is not true.
    """
    require(by, reading.project, Role.CODER)
    if reading.coder_id != by.pk:
        raise Refused(_("Only the person who read the text can submit the reading."))
    claims = Claim.objects.filter(reading=reading).exclude(state=Claim.State.DISCARDED)
    if nothing_here and claims.exists():
        raise Refused(
            _("There are claims in this reading: discard them first, or submit it without “nothing here”.")
        )
    if claims.filter(state=Claim.State.DRAFT).exists():
        raise Refused(_("There are drafts in this reading: submit or discard them first."))
    # The database, not our copy, says whether it was open: two windows may submit at once.
    open_still = Reading.objects.filter(pk=reading.pk, submitted=None)
    open_still.remember()
    if not open_still.update(submitted=timezone.now(), nothing_here=nothing_here):
        raise Refused(_("This reading was submitted before."))
    reading.refresh_from_db()
    Reading.history.bulk_history_create([reading], update=True, default_user=by)
