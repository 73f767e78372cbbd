"""Inviting people into a project by a link that lets one person in, once, within two weeks.

The link is shown when it is made and never again: only its fingerprint is kept. Whether it is still open is decided by a
conditional UPDATE, so that of two people who follow it at once one comes in.
"""

import hashlib
import secrets
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations import projects
from annotations.access import Role, may, require
from annotations.models import Invitation, Membership, Project, User
from annotations.refusal import Refused

VALID_FOR = timedelta(days=14)


class NotInvited(Refused):
    """The link lets nobody in (any more)."""


def invite(project: Project, *, by: User, role: str, email: str = "") -> tuple[Invitation, str]:
    """Make an invitation and return it with the secret of its link, which is kept nowhere.

    Raises ``NotAllowed`` for who does not manage the project, ``Refused`` for an unknown role or a wrong address.
    """
    require(by, project, Role.MANAGER)
    if role not in Role.values:
        raise Refused(_("Choose a role."))
    if email:
        try:
            validate_email(email)
        except ValidationError as error:
            raise Refused(" ".join(error.messages)) from None
    secret = secrets.token_urlsafe(32)
    invitation = Invitation.objects.create(
        project=project,
        role=role,
        email=email,
        made_by=by,
        fingerprint=_fingerprint(secret),
        expires=timezone.now() + VALID_FOR,
    )
    return invitation, secret


def find(secret: str) -> Invitation:
    """Return the open invitation that a link stands for; raises ``NotInvited``, which says why there is none."""
    found = (
        Invitation.objects.select_related("project", "made_by")
        .filter(fingerprint=_fingerprint(secret))
        .first()
    )
    why = _why_closed(found)
    if found is None or why:
        raise NotInvited(why)
    return found


def _why_closed(found: Invitation | None) -> str:
    if found is None:
        return _("This is no invitation: part of the link may be missing. Copy the whole link and try again.")
    if found.used:
        return _("This invitation has been used; each lets one person in. Ask for a new one.")
    if found.revoked:
        return _("This invitation was taken back. Ask whoever sent it to you.")
    if found.expires <= timezone.now():
        return _("This invitation is too old: they last two weeks. Ask for a new one.")
    if not may(found.made_by, found.project, Role.MANAGER):
        return _("Whoever made this invitation no longer manages the project. Ask a manager for a new one.")
    return ""


@transaction.atomic
def accept(secret: str, *, user: User) -> Membership:
    """Make a person a member by an invitation, which is then used up.

    Raises ``NotInvited`` if it is not open (any more), ``Refused`` for a member, who leaves it open.
    """
    invitation = find(secret)
    still_open = Invitation.objects.open().filter(pk=invitation.pk)
    if not still_open.update(used=timezone.now(), used_by=user):
        raise NotInvited(_("This invitation has been used; each lets one person in. Ask for a new one."))
    return projects.join(invitation.project, user, role=invitation.role)


def accept_as_new(secret: str, *, username: str, password: str, name: str = "", email: str = "") -> User:
    """Make an account and let it into the project: both, or neither. The password has been checked before.

    Raises ``NotInvited`` if the invitation is not open, ``Refused`` if somebody has this user name.
    """
    person = User(username=username, first_name=name, email=email)
    person.set_password(password)  # takes its time, so it is done before the database is held up
    try:
        with transaction.atomic():
            if User.objects.filter(username__iexact=username).exists():
                raise IntegrityError
            person.save()
            accept(secret, user=person)
    except IntegrityError:
        raise Refused(_("Somebody here has this user name: choose another one.")) from None
    return person


def revoke(invitation: Invitation, *, by: User) -> None:
    """Take an open invitation back; raises ``Refused`` if it is not open any more."""
    require(by, invitation.project, Role.MANAGER)
    still_open = Invitation.objects.open().filter(pk=invitation.pk)
    if not still_open.update(revoked=timezone.now()):
        raise Refused(_("This invitation is not open any more: it was used, taken back or is too old."))


def _fingerprint(secret: str) -> str:
    return hashlib.sha256(secret.encode()).hexdigest()
