"""Work that takes longer than a request: what was asked for, how far it is, and who is at it.

``curation.work`` writes it. A worker that lives moves ``beat``; one that does not lets go of its work, which the next
attempt takes again. An attempt that was given up can finish nothing: its number is no longer the one that stands here.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models import Project


class Work(models.Model):
    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting for a worker")
        WORKING = "working", _("At work")
        DONE = "done", _("Done")
        REFUSED = "refused", _("Refused")
        FAILED = "failed", _("Failed")

    OPEN = (State.WAITING, State.WORKING)

    project = models.ForeignKey(Project, models.CASCADE, related_name="work", editable=False)
    kind = models.CharField(max_length=20, editable=False)
    about = models.CharField(max_length=40, editable=False)
    given = models.JSONField(editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="work_asked_for", editable=False
    )
    state = models.CharField(max_length=7, choices=State, default=State.WAITING, editable=False)
    attempt = models.PositiveIntegerField(default=0, editable=False)
    asked = models.DateTimeField(db_default=Now(), editable=False)
    handed = models.DateTimeField(null=True, editable=False)
    beat = models.DateTimeField(null=True, editable=False)
    step = models.CharField(max_length=60, blank=True, default="", editable=False)
    done = models.PositiveBigIntegerField(default=0, editable=False)
    total = models.PositiveBigIntegerField(default=0, editable=False)
    told = models.TextField(blank=True, default="", editable=False)

    class Meta:
        verbose_name = _("work")
        verbose_name_plural = _("work")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "about"],
                condition=Q(state__in=["waiting", "working"]),
                name="work_about_one_thing_is_under_way_once",
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.about}"
