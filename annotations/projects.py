"""Starting a project, joining and leaving it."""

import secrets

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from annotations import versions
from annotations.access import NotAllowed
from annotations.models import Membership, Project, Scale, Stance, User
from annotations.refusal import Refused

LONGEST_SLUG = 40
DEFAULT_STANCES = [
    ("support", "Support", 1),
    ("oppose", "Oppose", -1),
    ("mixed", "Mixed", 0),
    ("neutral", "Neutral", 0),
    ("unclear", "Unclear", None),
]


def may_start(user: User) -> bool:
    """Say whether a person may start projects here, as PROJECTS_BY decides."""
    if not user.is_active:
        return False
    if user.is_superuser or settings.PROJECTS_BY == "everybody":
        return True
    managing = Membership.objects.active().filter(user=user, role=Membership.Role.MANAGER)
    return settings.PROJECTS_BY == "managers" and managing.exists()


def begin(title: str, *, language: str, by: User) -> Project:
    """Start a project at an address made of its title, and make whoever starts it its first manager.

    Raises ``NotAllowed`` for who may start none, ``ValidationError`` for a title or a language that is none.
    """
    if not may_start(by):
        raise NotAllowed(_("You may not start projects here. Ask whoever runs the site."))
    slug = slugify(title)[:LONGEST_SLUG].strip("-_")
    if not slug or Project.objects.filter(slug=slug).exists():
        # No letter of the title can stand in an address, or another project has it: a short key is added.
        slug = f"{slug or 'study'}-{secrets.token_hex(3)}"
    return start(slug, title=title, language=language, manager=by)


@transaction.atomic
def start(slug: str, *, title: str, language: str = "en", manager: User | None = None) -> Project:
    """Start a project with the default scale and, where given, its first manager.

    Raises ``Refused`` if the address is taken.
    """
    if Project.objects.filter(slug=slug).exists():
        raise Refused(_("There is a project at “%(slug)s” already: choose another address.") % {"slug": slug})
    project = Project(slug=slug, title=title, language=language)
    project.full_clean()
    project.save()
    scale = Scale.objects.create(project=project, code="stance", label="Stance")
    for order, (code, label, position) in enumerate(DEFAULT_STANCES):
        Stance.objects.create(scale=scale, code=code, label=label, position=position, order=order)
    if manager:
        join(project, manager, role=Membership.Role.MANAGER)
    return project


@transaction.atomic
def join(project: Project, user: User, *, role: str) -> Membership:
    """Make a person a member, or let a former one in again with this role; raises ``Refused`` for a member."""
    member, new = Membership.objects.select_for_update().get_or_create(
        project=project, user=user, defaults={"role": role}
    )
    if new:
        return member
    if member.left is None:
        raise Refused(
            _("“%(person)s” is a member already: open their row in the list of members.") % {"person": user}
        )
    versions.bump(member, seen=member.version, role=role, left=None)
    versions.record_change(member, by=None, reason="let in again")
    return member


@transaction.atomic
def leave(membership: Membership, *, seen: int | None = None) -> None:
    """End a membership at once; what the person did stays. The last manager cannot leave.

    ``seen`` is the version that whoever ends it has read, if not that of ``membership``. Raises ``Conflict`` if it has moved.
    """
    if membership.left and seen in (None, membership.version):
        raise Refused(_("“%(person)s” has left already.") % {"person": membership.user})
    keep_a_manager(membership)
    versions.bump(membership, seen=membership.version if seen is None else seen, left=timezone.now())
    versions.record_change(membership, by=None, reason="left")


def keep_a_manager(membership: Membership) -> None:
    """Raise ``Refused`` if the project had no manager without this member. Call it in the transaction of the change."""
    managers = Membership.objects.active().filter(
        project=membership.project, role=Membership.Role.MANAGER, user__is_active=True
    )
    held = {manager.pk for manager in managers.select_for_update()}
    if held == {membership.pk}:
        raise Refused(_("A project needs a manager: make somebody else one first."))
