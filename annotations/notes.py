"""Questions and comments on a claim: written, resolved and reopened, under its record, so that they outlive corrections."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from annotations import versions
from annotations.access import Role, require
from annotations.models import Claim, Note, User
from annotations.refusal import Refused


@transaction.atomic
def write(claim: Claim, *, kind: str, body: str, by: User) -> Note:
    """Write a note on a claim's record; raises ``Refused`` where there is nothing to read in it.

    The caller says which claim the person sees (``access.visible_to``); a note is no change of the claim.
    """
    require(by, claim.project, Role.CODER)
    if not body.strip():
        raise Refused(_("The note is empty: write what you want to say or ask."))
    note = Note(project=claim.project, record=claim.record, kind=kind, body=body, by=by)
    note._history_user = by
    try:
        note.full_clean()
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
    note.save()
    return note


def resolve(note: Note, *, by: User, seen: int) -> None:
    """Say that a note needs no answer any more. ``seen`` is the version that was read; raises ``versions.Conflict``."""
    _settle(note, resolved=True, by=by, seen=seen)


def reopen(note: Note, *, by: User, seen: int) -> None:
    """Ask again what was resolved."""
    _settle(note, resolved=False, by=by, seen=seen)


@transaction.atomic
def _settle(note: Note, *, resolved: bool, by: User, seen: int) -> None:
    require(by, note.project, Role.CODER)
    versions.bump(note, seen=seen, resolved=resolved)
    note._history_user = by
    versions.record_change(note, by=by, reason="")
