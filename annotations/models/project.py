"""A study and its people. Nothing leaks between projects."""

import secrets

from django.conf import settings
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models.base import TrackedQuerySet, Versioned
from annotations.models.fields import LanguageField, LineField
from annotations.models.history import History


class User(AbstractUser):
    """A person who signs in. What they may do is said by their memberships, project by project."""

    must_change_password = models.BooleanField(
        _("must choose a new password"),
        default=False,
        help_text=_("Set after a one-time password was given out."),
    )
    language = models.CharField(
        _("language"),
        max_length=7,
        blank=True,
        default="",
        choices=[("", _("As my browser says")), *settings.LANGUAGES],
    )

    class Meta(AbstractUser.Meta):
        verbose_name = _("account")
        verbose_name_plural = _("accounts")


class Project(Versioned):
    """A study: its own members, codebook, speakers, sources and datasets."""

    slug = models.SlugField(
        _("address"),
        unique=True,
        help_text=_(
            "The first part of every address of this project: letters, digits, hyphens. It stays as it is."
        ),
    )
    title = LineField(_("title"), max_length=200)
    language = LanguageField(
        _("working language"),
        default="en",
        help_text=_("A language tag such as en, pt or zh."),
    )
    blind = models.BooleanField(
        _("blind coding"),
        default=False,
        help_text=_("Coders see nothing of each other's readings until a claim is accepted."),
    )
    own_review = models.BooleanField(
        _("reviewers may decide on their own claims"),
        default=False,
        help_text=_("For a project of one person. Otherwise a second pair of eyes is the point of review."),
    )
    coding_time = models.BooleanField(
        _("record coding time"),
        default=True,
        help_text=_(
            "How many active seconds a claim takes, seen by who codes it and summed here; idle time is left out, "
            "and nothing of it is ever exported. Off: nothing is recorded and nothing shown."
        ),
    )
    codebook_changed = models.BooleanField(default=True, editable=False)
    created = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    history = History()

    class Meta:
        verbose_name = _("project")
        verbose_name_plural = _("projects")
        ordering = ["slug"]

    def __str__(self):
        return self.title


def new_pseudonym():
    return f"coder-{secrets.token_hex(4)}"


class MembershipQuerySet(TrackedQuerySet):
    def active(self):
        return self.filter(left=None)


class Membership(Versioned):
    """What one person may do in one project. Leaving ends access at once; the row stays, for the work's sake."""

    class Role(models.TextChoices):
        VIEWER = "viewer", _("Viewer")
        CODER = "coder", _("Coder")
        REVIEWER = "reviewer", _("Reviewer")
        MANAGER = "manager", _("Manager")

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="memberships", verbose_name=_("project")
    )
    user = models.ForeignKey(User, models.PROTECT, related_name="memberships", verbose_name=_("person"))
    role = models.CharField(_("role"), max_length=8, choices=Role, default=Role.CODER)
    pseudonym = models.CharField(
        _("pseudonym"),
        max_length=64,
        default=new_pseudonym,
        editable=False,
        help_text=_("What a published dataset calls this person, where it names coders at all."),
    )
    joined = models.DateTimeField(_("joined"), db_default=Now(), editable=False)
    left = models.DateTimeField(_("left"), null=True, blank=True, editable=False)

    objects = MembershipQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = _("member")
        verbose_name_plural = _("members")
        ordering = ["project", "user__username"]
        constraints = [
            models.UniqueConstraint(fields=["project", "user"], name="a_person_is_a_member_once"),
            models.UniqueConstraint(fields=["project", "pseudonym"], name="a_pseudonym_names_one_member"),
            models.CheckConstraint(
                condition=Q(role__in=["viewer", "coder", "reviewer", "manager"]),
                name="a_member_has_a_known_role",
            ),
        ]

    def __str__(self):
        return f"{self.user} ({self.get_role_display()})"
