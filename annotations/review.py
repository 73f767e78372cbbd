"""The life of a claim: the only code that moves one from a state to another.

``draft ↔ discarded``; ``draft → submitted → accepted | returned | rejected | superseded``;
``returned → superseded``; ``accepted → withdrawn | superseded``. Each move is one conditional UPDATE and its
Decision in one transaction. ``supersede`` in ``annotations.drafting`` starts the draft of a correction; the
claims it corrects give way here: those awaiting review or returned when it is submitted, accepted ones
when it is accepted.
"""

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from annotations import versions
from annotations.access import Role, require
from annotations.models import Claim, Decision, User
from annotations.readings import take_back_nothing_here
from annotations.refusal import Refused

State = Claim.State
MOVES = {
    State.DISCARDED: (State.DRAFT,),
    State.DRAFT: (State.DISCARDED,),
    State.SUBMITTED: (State.DRAFT,),
    State.ACCEPTED: (State.SUBMITTED,),
    State.RETURNED: (State.SUBMITTED,),
    State.REJECTED: (State.SUBMITTED,),
    State.SUPERSEDED: (State.SUBMITTED, State.RETURNED, State.ACCEPTED),
    State.WITHDRAWN: (State.ACCEPTED,),
}


class NotReviewable(Refused):
    """The claim is in no state from which it could go where it was sent."""

    def __init__(self, claim: Claim, to: str):
        super().__init__(
            _("This claim cannot be made “%(to)s”: it is “%(now)s” now. Look at it again.")
            % {"to": State(to).label, "now": claim.get_state_display()}
        )


@transaction.atomic
def submit(claim: Claim, *, by: User, seen: int) -> Decision:
    """Hand a draft in for review; it is frozen from now on.

    What it supersedes and still awaits review, or was returned, gives way. Raises ``Refused`` for a claim that
    is not complete or not theirs, ``versions.Conflict`` if it is no longer at version ``seen``.
    """
    _own_draft(claim, by)
    _complete(claim)
    decision = _move(claim, State.SUBMITTED, by=by, seen=seen, coder=claim.coder or by)
    for older in claim.supersedes.filter(state__in=[State.SUBMITTED, State.RETURNED]).order_by("pk"):
        _move(older, State.SUPERSEDED, by=by, seen=older.version, note=f"superseded by {claim.key}")
    return decision


@transaction.atomic
def discard(claim: Claim, *, by: User, seen: int) -> Decision:
    """Put a draft away; ``restore`` brings the same claim back."""
    _own_draft(claim, by)
    return _move(claim, State.DISCARDED, by=by, seen=seen)


@transaction.atomic
def restore(claim: Claim, *, by: User, seen: int) -> Decision:
    """Bring a discarded draft back."""
    _own_draft(claim, by)
    take_back_nothing_here(claim.reading, by=by)
    return _move(claim, State.DRAFT, by=by, seen=seen)


@transaction.atomic
def accept(claim: Claim, *, by: User, seen: int, note: str = "") -> Decision:
    """Let a claim into datasets, in the place of the accepted ones that it supersedes.

    Raises ``Refused`` to who may not decide on it, and where its record holds another accepted claim that it
    does not supersede; ``versions.Conflict`` if it is no longer at version ``seen``.
    """
    _may_decide(claim, by)
    for older in claim.supersedes.filter(state=State.ACCEPTED).order_by("pk"):
        _move(older, State.SUPERSEDED, by=by, seen=older.version, note=f"superseded by {claim.key}")
    try:
        return _move(claim, State.ACCEPTED, by=by, seen=seen, note=note)
    except IntegrityError as error:
        raise Refused(
            _("Another version of this claim was accepted meanwhile. Correct that one, or reject this.")
        ) from error


@transaction.atomic
def return_claim(claim: Claim, *, by: User, seen: int, note: str) -> Decision:
    """Send a claim back to its coder with a note that says what to change."""
    _may_decide(claim, by)
    _needs_note(note, _("Say what should be changed: the coder sees this note."))
    return _move(claim, State.RETURNED, by=by, seen=seen, note=note)


@transaction.atomic
def reject(claim: Claim, *, by: User, seen: int, note: str) -> Decision:
    """Keep a claim out of datasets for good, with the reason."""
    _may_decide(claim, by)
    _needs_note(note, _("Give the reason: it stays with the claim."))
    return _move(claim, State.REJECTED, by=by, seen=seen, note=note)


@transaction.atomic
def withdraw(claim: Claim, *, by: User, seen: int, note: str) -> Decision:
    """Take an accepted claim out of datasets, with the reason; releases that hold it stay as they are."""
    require(by, claim.project, Role.REVIEWER)
    _needs_note(note, _("Give the reason: it stays with the claim."))
    return _move(claim, State.WITHDRAWN, by=by, seen=seen, note=note)


ENDS = {
    State.DRAFT: State.DISCARDED,
    State.SUBMITTED: State.REJECTED,
    State.ACCEPTED: State.WITHDRAWN,
}


def end_with_its_words(claim: Claim, *, by: User, note: str) -> Decision | None:
    """Take a claim out of work and out of datasets, as its source is taken down; None where it had ended before.

    For ``annotations.takedown`` alone, which has asked who may, in the transaction of that act.
    """
    to = ENDS.get(State(claim.state))
    return _move(claim, to, by=by, seen=claim.version, note=note) if to else None


def _move(claim: Claim, to: str, *, by: User, seen: int, note: str = "", **changes) -> Decision:
    """Move a claim if it stands at version ``seen`` in a state from which it may go; write the decision."""
    now = Claim.objects.get(pk=claim.pk)
    if now.version != seen:
        raise versions.Conflict(now, seen)
    if now.state not in MOVES[State(to)]:
        raise NotReviewable(now, to)
    # The database, not what was just read, says whether it still stands there: two reviewers may press at once.
    before = now.state
    versions.bump(now, seen=seen, state=to, **changes)
    claim.version, claim.state, claim.coder = now.version, now.state, now.coder
    versions.record_change(now, by=by, reason=note)
    return Decision.objects.create(claim=claim, before=before, after=to, by=by, note=note)


def _own_draft(claim: Claim, by: User) -> None:
    require(by, claim.project, Role.CODER)
    if claim.coder_id not in (None, by.pk):
        raise Refused(_("This draft is somebody else's: only who made it can do this."))


def _may_decide(claim: Claim, by: User) -> None:
    require(by, claim.project, Role.REVIEWER)
    if claim.coder_id == by.pk and not claim.project.own_review:
        raise Refused(_("You coded this claim yourself: somebody else has to decide on it."))


def _needs_note(note: str, sentence: str) -> None:
    if not note.strip():
        raise Refused(sentence)


def _complete(claim: Claim) -> None:
    """What a claim needs before others see it."""
    codings = list(claim.codings.select_related("theme"))
    if not claim.quote:
        raise Refused(_("Mark the passage first."))
    if not claim.attributions.exists():
        raise Refused(_("Say who speaks first."))
    if not codings:
        raise Refused(_("Choose a theme first."))
    for coding in codings:
        if coding.theme.proposition and coding.stance_id is None:
            raise Refused(
                _("Choose a stance on “%(proposition)s” first; “unclear” is one, too.")
                % {"proposition": coding.theme.proposition}
            )
