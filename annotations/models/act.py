"""What a coder did in a text, one act after the other, so that it can be undone; ``annotations.acts`` writes it."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models.claim import Claim
from annotations.models.fields import KEY_LENGTH, KeyField
from annotations.models.project import Project
from annotations.models.source import Text


class Act(models.Model):
    """One step of a coder in a text. Its ``key`` comes from the browser: an act that is sent twice is done once."""

    class Kind(models.TextChoices):
        MARK = "mark", _("marking a claim")
        REWRITE = "rewrite", _("a change of a claim")
        DISCARD = "discard", _("discarding a claim")
        RESTORE = "restore", _("bringing a claim back")
        SUPERSEDE = "supersede", _("beginning a correction")
        PARALLEL = "parallel", _("a place in another wording")
        UNPARALLEL = "unparallel", _("taking a place in another wording away")
        SUBMIT = "submit", _("submitting a claim")
        UNDO = "undo", _("undoing")
        REDO = "redo", _("redoing")

    class State(models.TextChoices):
        DONE = "done", _("done")
        UNDONE = "undone", _("undone")
        SETTLED = "settled", _("can be neither undone nor redone")

    project = models.ForeignKey(Project, models.CASCADE, related_name="acts", editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="acts", editable=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="acts", db_index=False, editable=False
    )
    key = KeyField(_("identity"), editable=False)
    kind = models.CharField(_("kind"), max_length=10, choices=Kind, editable=False)
    sitting = models.CharField(
        _("sitting"), max_length=KEY_LENGTH, blank=True, default="", editable=False
    )  # what was done in it is undone together
    claim = models.ForeignKey(Claim, models.CASCADE, null=True, related_name="acts", editable=False)
    before = models.JSONField(_("before"), null=True, editable=False)
    after = models.JSONField(_("after"), null=True, editable=False)
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.DONE, editable=False)
    at = models.DateTimeField(_("at"), db_default=Now(), editable=False)

    class Meta:
        verbose_name = _("act")
        verbose_name_plural = _("acts")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["by", "text", "state", "-id"], name="acts_to_undo")]
        constraints = [
            models.UniqueConstraint(fields=["by", "key"], name="an_act_is_done_once"),
            models.CheckConstraint(
                condition=Q(state__in=["done", "undone", "settled"]), name="an_act_is_in_a_known_state"
            ),
        ]

    def __str__(self):
        return self.get_kind_display()
