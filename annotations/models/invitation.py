"""An invitation into a project: a link that lets one person in, once. ``annotations.invitations`` has the key."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from annotations.models.project import Membership, Project, User


class InvitationQuerySet(models.QuerySet):
    def open(self):
        """Neither used nor taken back nor too old."""
        return self.filter(used=None, revoked=None, expires__gt=timezone.now())


class Invitation(models.Model):
    """Of the link only a fingerprint is kept: who reads the database can use none of them."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="invitations", verbose_name=_("project")
    )
    role = models.CharField(_("role"), max_length=8, choices=Membership.Role)
    email = models.EmailField(_("e-mail"), blank=True, default="")
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    made_by = models.ForeignKey(
        User, models.PROTECT, related_name="invitations_made", verbose_name=_("invited by")
    )
    made = models.DateTimeField(_("made"), db_default=Now(), editable=False)
    expires = models.DateTimeField(_("ends"), editable=False)
    used_by = models.ForeignKey(
        User,
        models.PROTECT,
        null=True,
        related_name="invitations_used",
        verbose_name=_("used by"),
        editable=False,
    )
    used = models.DateTimeField(_("used"), null=True, editable=False)
    revoked = models.DateTimeField(_("taken back"), null=True, editable=False)

    objects = InvitationQuerySet.as_manager()

    class Meta:
        verbose_name = _("invitation")
        verbose_name_plural = _("invitations")
        ordering = ["-made", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(role__in=["viewer", "coder", "reviewer", "manager"]),
                name="an_invitation_gives_a_known_role",
            ),
            models.CheckConstraint(
                condition=Q(used=None) | Q(revoked=None), name="an_invitation_is_used_or_taken_back"
            ),
            models.CheckConstraint(
                condition=Q(used=None, used_by=None) | Q(used__isnull=False, used_by__isnull=False),
                name="a_used_invitation_names_who_used_it",
            ),
        ]

    def __str__(self):
        return f"{self.project}: {self.role}"
