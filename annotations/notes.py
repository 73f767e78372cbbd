"""Questions, comments and doubts about a translation: written, resolved and reopened.

On a claim they stand under its record, so that they outlive corrections; on a passage, in code points of its text.
"""

from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from annotations import anchoring, versions
from annotations.access import Role, require
from annotations.models import Claim, Note, Project, Text, User
from annotations.models.review import Fault
from annotations.refusal import Refused


@dataclass(frozen=True)
class Passage:
    """A stretch of a text: code points, start inclusive, end exclusive."""

    text: Text
    start: int
    end: int


@transaction.atomic
def write(claim: Claim, *, kind: str, body: str, by: User) -> Note:
    """Write a note on a claim's record; raises ``Refused`` where there is nothing to read in it.

    The caller says which claim the person sees (``access.visible_to``); a note is no change of the claim.
    """
    return _write(Note(project=claim.project, record=claim.record, kind=kind, body=body), by=by)


@transaction.atomic
def doubt(place: Claim | Passage, *, fault: str, words: str, by: User, key: str = "") -> Note:
    """Say that the translation is suspect in a passage or a claim; raises ``Refused`` where it cannot be kept.

    ``fault`` is a value of ``Fault``, which speaks for itself but for ``other``; ``words`` may say more. ``key`` is
    the note's identity, chosen by who asks: asked for twice with the same one, it is written once.
    """
    project = place.project if isinstance(place, Claim) else place.text.project
    require(by, project, Role.CODER)
    if fault not in Fault.values:
        raise Refused(_("Say what is wrong: a name, a term or something else."))
    if fault == Fault.OTHER and not words.strip():
        raise Refused(_("Write what is suspect in the translation."))
    return _written(project, key, by=by) or _write_once(_doubt(place, project, fault, words, key), by=by)


def _doubt(place: Claim | Passage, project: Project, fault: str, words: str, key: str) -> Note:
    note = Note(project=project, kind=Note.Kind.TRANSLATION_SUSPECT, body=Note.with_fault(fault, words))
    note.key = key or note.key
    if isinstance(place, Claim):
        note.record = place.record
    else:
        anchoring.cut(place.text.body, place.start, place.end)
        note.text, note.start, note.end = place.text, place.start, place.end
    return note


def _written(project: Project, key: str, *, by: User) -> Note | None:
    return Note.objects.filter(project=project, key=key, by=by).first() if key else None


def _write_once(note: Note, *, by: User) -> Note:
    """Of the same one sent twice at once, the second is refused here or by the database: the first one stands for it."""
    try:
        with transaction.atomic():
            return _write(note, by=by)
    except (Refused, IntegrityError):
        written = _written(note.project, note.key, by=by)
        if written is None:
            raise
        return written


def _write(note: Note, *, by: User) -> Note:
    require(by, note.project, Role.CODER)
    if not note.body.strip():
        raise Refused(_("The note is empty: write what you want to say or ask."))
    note.by = note._history_user = by
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
