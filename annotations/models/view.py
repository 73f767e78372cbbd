"""A list as somebody asked for it, kept under a title: for themselves, or for all of the project."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models.fields import LineField
from annotations.models.project import Project


class SavedView(models.Model):
    """Which list, and its questions as they stand in the address. ``annotations.saved_views`` writes it."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="saved_views", verbose_name=_("project")
    )
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="saved_views", verbose_name=_("saved by")
    )
    list = models.CharField(_("list"), max_length=20)
    title = LineField(_("title"), max_length=60)
    query = models.CharField(_("questions"), max_length=2000)
    shared = models.BooleanField(_("for all of the project"), default=False)
    created = models.DateTimeField(_("saved"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("saved view")
        verbose_name_plural = _("saved views")
        ordering = ["pk"]
        indexes = [models.Index(fields=["project", "list"], name="saved_views_by_list")]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "owner", "list", "title"], name="a_person_saves_a_view_once_under_a_title"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_saved_view_has_a_title"),
        ]

    def __str__(self):
        return self.title
