"""A release: a dataset frozen under a version, for good.

``curation.release`` makes it and may withdraw it; nothing else writes here, and nothing changes or deletes one.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models.fields import KeyField, ProseField, new_key
from curation.models.dataset import Dataset


class Frozen(Exception):
    """Something tried to change or to delete a release."""


class ReleaseQuerySet(models.QuerySet):
    def newest_first(self):
        return self.order_by("-major", "-minor", "-patch")

    def withdraw(self, *, by, reason, at):
        """The one change there is; returns 0 where it was made before."""
        standing = self.filter(withdrawn=None)
        return super(ReleaseQuerySet, standing).update(
            withdrawn=at, withdrawn_by=by, withdrawn_because=reason
        )

    def update(self, **fields):
        raise Frozen("A release stays as it is.")

    def bulk_update(self, *args, **options):
        raise Frozen("A release stays as it is.")

    def delete(self):
        raise Frozen("A release stays.")


class Release(models.Model):
    """What was published: its files with their sums, and all that was said of them, as it stood."""

    key = KeyField(_("key"), default=new_key, unique=True, editable=False)
    dataset = models.ForeignKey(
        Dataset, models.PROTECT, related_name="releases", verbose_name=_("dataset"), editable=False
    )
    major = models.PositiveIntegerField(editable=False)
    minor = models.PositiveIntegerField(editable=False)
    patch = models.PositiveIntegerField(editable=False)
    notes = ProseField(_("notes"), blank=True, default="", editable=False)
    about = models.JSONField(_("what is said of it"), editable=False)
    counts = models.JSONField(_("counts"), editable=False)
    codebook = models.JSONField(_("codebook"), editable=False)
    files = models.JSONField(_("files"), editable=False)
    losses = models.JSONField(_("what formats cannot hold"), editable=False)
    changes = models.JSONField(_("difference to the release before"), editable=False)
    made = models.DateTimeField(_("released"), db_default=Now(), editable=False)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="releases_made",
        verbose_name=_("released by"),
        editable=False,
    )
    withdrawn = models.DateTimeField(_("withdrawn"), null=True, editable=False)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        related_name="releases_withdrawn",
        verbose_name=_("withdrawn by"),
        editable=False,
    )
    withdrawn_because = ProseField(_("why it was withdrawn"), blank=True, default="", editable=False)

    objects = ReleaseQuerySet.as_manager()

    class Meta:
        verbose_name = _("release")
        verbose_name_plural = _("releases")
        ordering = ["dataset", "-major", "-minor", "-patch"]
        constraints = [
            models.UniqueConstraint(
                fields=["dataset", "major", "minor", "patch"], name="a_version_is_released_once"
            ),
            models.CheckConstraint(
                condition=Q(withdrawn=None, withdrawn_because="")
                | Q(withdrawn__isnull=False) & ~Q(withdrawn_because=""),
                name="a_withdrawn_release_says_why",
            ),
        ]

    def __str__(self):
        return f"{self.about['title']} {self.version}"

    def save(self, *args, **options):
        if not self._state.adding:
            raise Frozen("A release stays as it is.")
        super().save(*args, **options)

    def delete(self, *args, **options):
        raise Frozen("A release stays.")

    @property
    def version(self):
        return f"{self.major}.{self.minor}.{self.patch}"

    @property
    def address(self):
        """Its permanent path on this site."""
        return f"{self.dataset.address}{self.version}/"
