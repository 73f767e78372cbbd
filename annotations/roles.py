"""What each role may do, in an editor's words; ``access`` decides, these only tell."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from annotations.models import Membership

Role = Membership.Role

EXPLAINED: dict[str, Promise] = {
    Role.VIEWER: _("Reads sources, the codebook and what is accepted. Changes nothing."),
    Role.CODER: _("Adds sources and speakers, marks and codes claims, and submits them for review."),
    Role.REVIEWER: _(
        "Also decides on submitted claims, corrects them, merges speakers and closes notes and readings."
    ),
    Role.MANAGER: _("Also keeps the codebook, invites people and gives them roles, and runs the project."),
}


def choices() -> list[tuple[str, str]]:
    """Return each role with its name and what it may do, in one sentence."""
    told = _("%(role)s: %(explained)s")
    return [(role, told % {"role": Role(role).label, "explained": said}) for role, said in EXPLAINED.items()]


def described() -> list[tuple[Promise, Promise]]:
    """Return the name of each role beside what it may do."""
    return [(Role(role).label, said) for role, said in EXPLAINED.items()]
