"""What was decided, asked and imported. ``annotations.review`` writes the decisions."""

import re

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models.base import Versioned
from annotations.models.claim import Claim
from annotations.models.codebook import Theme
from annotations.models.fields import KEY_LENGTH, KeyField, LineField, ProseField, new_key
from annotations.models.history import History
from annotations.models.project import Project
from annotations.models.source import Text
from annotations.models.speaker import Speaker


class Batch(models.Model):
    """One import: who, when, which file, and how much came in. What came in points to it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="batches", verbose_name=_("project"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), db_default=Now())
    file_name = LineField(_("file"), max_length=500)
    sha256 = models.CharField(_("SHA-256"), max_length=64)
    counts = models.JSONField(_("what came in"), default=dict)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-pk"]

    def __str__(self):
        return self.file_name


class Decision(models.Model):
    """Who moved a claim from one state to another, when and why."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="decisions", verbose_name=_("claim"))
    before = models.CharField(_("from"), max_length=10)
    after = models.CharField(_("to"), max_length=10)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), db_default=Now())
    note = ProseField(_("why"), blank=True, default="")

    class Meta:
        verbose_name = _("decision")
        verbose_name_plural = _("decisions")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("after")), name="a_decision_moves_a_claim"),
        ]

    def __str__(self):
        return f"{Claim.State(self.before).label} → {Claim.State(self.after).label}"


class Fault(models.TextChoices):
    """What is wrong where a translation is suspect; a note's body begins with the value, in square brackets."""

    NAME_GARBLED = "name garbled", _("A name is garbled")
    NAME_AS_WORD = "name read as a word", _("A name was read as a common word")
    TERM = "term mistranslated", _("A term is mistranslated")
    OTHER = "other", _("Something else")


class Note(Versioned):
    """A comment, a question or a doubt: on a passage, a claim's record, a theme or a speaker."""

    class Kind(models.TextChoices):
        COMMENT = "comment", _("Comment")
        QUESTION = "question", _("Question")
        MEMO = "memo", _("Memo")
        TRANSLATION_SUSPECT = "translation-suspect", _("The translation is suspect here")

    project = models.ForeignKey(Project, models.CASCADE, related_name="notes", verbose_name=_("project"))
    key = KeyField(_("identity"), default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=19, choices=Kind, default=Kind.COMMENT)
    body = ProseField(_("note"))
    resolved = models.BooleanField(_("resolved"), default=False)
    record = models.CharField(_("claim's record"), max_length=KEY_LENGTH, blank=True, default="")
    text = models.ForeignKey(
        Text, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("text")
    )
    start = models.PositiveIntegerField(_("start"), null=True, blank=True)
    end = models.PositiveIntegerField(_("end"), null=True, blank=True)
    theme = models.ForeignKey(
        Theme, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("theme")
    )
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, null=True, blank=True, related_name="notes", verbose_name=_("speaker")
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("by"),
    )
    batch = models.ForeignKey(
        Batch, models.PROTECT, null=True, editable=False, related_name="notes", verbose_name=_("came in with")
    )
    created = models.DateTimeField(_("written"), db_default=Now(), editable=False)

    history = History()

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-pk"]
        indexes = [models.Index(fields=["project", "record"], name="notes_by_record")]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="a_note_key_is_used_once_a_project"),
            models.CheckConstraint(
                condition=Q(kind__in=["comment", "question", "memo", "translation-suspect"]),
                name="a_note_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=(
                    ~Q(record="") & Q(text=None, theme=None, speaker=None)
                    | Q(record="", text__isnull=False, theme=None, speaker=None)
                    | Q(record="", text=None, theme__isnull=False, speaker=None)
                    | Q(record="", text=None, theme=None, speaker__isnull=False)
                ),
                name="a_note_is_on_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(text=None, start=None, end=None)
                | Q(text__isnull=False, start__isnull=False, end__isnull=False, start__lt=F("end")),
                name="a_note_on_a_text_is_on_a_passage",
            ),
        ]

    def __str__(self):
        return self.body if len(self.body) <= 80 else f"{self.body[:79]}…"

    @staticmethod
    def with_fault(fault, words):
        """Return the body of a doubt: the kind of fault, and what else there is to say."""
        return f"[{fault}] {words}".rstrip()

    @property
    def fault(self):
        """The kind of fault that a doubt about a translation names, or None."""
        named = FAULT.match(self.body) if self.kind == self.Kind.TRANSLATION_SUSPECT else None
        return Fault(named[1]) if named else None

    @property
    def words(self):
        """What the note says beside the kind of fault."""
        return FAULT.sub("", self.body, count=1) if self.fault else self.body


FAULT = re.compile(rf"\[({'|'.join(Fault.values)})\] ?")
