"""What was published: a source, its wordings, and who has read them."""

import hashlib

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models.base import Tracked, TrackedQuerySet, Versioned
from annotations.models.fields import (
    KeyField,
    LanguageField,
    LineField,
    PartialDateField,
    ProseField,
    day_field,
    has_its_days,
    new_key,
    validate_web_address,
)
from annotations.models.history import History
from annotations.models.project import Project


class Source(Versioned):
    """A document as it was published."""

    class Rights(models.TextChoices):
        FULL = "full", _("Full: the text may be published")
        QUOTES = "quotes", _("Quotes: only the quoted passages")
        POSITIONS = "positions", _("Positions: only where the passages stand, no words")
        NONE = "none", _("None: the source stays out of every publication")

    PARTIAL_DATES = ("published",)

    project = models.ForeignKey(Project, models.CASCADE, related_name="sources", verbose_name=_("project"))
    key = KeyField(_("identity"), default=new_key, editable=False)
    title = LineField(_("title"), max_length=1000)
    publisher = LineField(_("publisher"), max_length=500, blank=True, default="")
    byline = LineField(_("byline"), max_length=500, blank=True, default="")
    published = PartialDateField(
        _("published"), help_text=_("As precisely as it is known: 2023, 2023-08 or 2023-08-14.")
    )
    published_first = day_field()
    published_last = day_field()
    url = LineField(
        _("address (URL)"), max_length=2000, blank=True, default="", validators=[validate_web_address]
    )
    retrieved = PartialDateField(_("retrieved"), help_text=_("When the address was read: 2023-08-14."))
    event = LineField(
        _("event"),
        max_length=500,
        blank=True,
        default="",
        help_text=_("The seminar, hearing or debate it reports."),
    )
    language = LanguageField(
        _("language"),
        help_text=_("The language it was first written in: a tag such as zh, en or pt."),
    )
    rights = models.CharField(
        _("rights"),
        max_length=9,
        choices=Rights,
        default=Rights.FULL,
        help_text=_("The most that may ever leave this project of it."),
    )
    batch = models.ForeignKey(
        "Batch",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="sources",
        verbose_name=_("came in with"),
    )
    created = models.DateTimeField(_("added"), db_default=Now(), editable=False)

    history = History()

    class Meta:
        verbose_name = _("source")
        verbose_name_plural = _("sources")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["project", "published_first"], name="sources_by_date"),
            models.Index(fields=["project", "language"], name="sources_by_language"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="a_source_key_is_used_once_a_project"),
            models.CheckConstraint(
                condition=Q(rights__in=["full", "quotes", "positions", "none"]),
                name="a_source_has_known_rights",
            ),
            models.CheckConstraint(
                condition=has_its_days("published"), name="a_source_date_has_its_days_beside_it"
            ),
        ]

    def __str__(self):
        return self.title


class Takedown(models.Model):
    """The words of a source were blanked for good, for law or privacy; ``annotations.takedown`` writes it."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="takedowns", editable=False)
    source = models.OneToOneField(Source, models.PROTECT, related_name="takedown", verbose_name=_("source"))
    reason = ProseField(_("reason"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), db_default=Now())

    class Meta:
        verbose_name = _("takedown")
        verbose_name_plural = _("takedowns")
        ordering = ["-pk"]

    def __str__(self):
        return str(self.source)


class TextQuerySet(TrackedQuerySet):
    def current(self):
        """Those that no correction has replaced."""
        return self.filter(replaced_by=None)

    def update(self, **values):
        if {"body", "sha256"} & values.keys():
            raise TextIsImmutable
        return super().update(**values)

    def blank(self, takedown):
        """Empty the bodies for good, as ``annotations.takedown`` does; the sums stay. Returns how many there were."""
        return models.QuerySet.update(self, body="", upload=None, takedown=takedown)


class TextIsImmutable(Exception):
    def __init__(self):
        super().__init__(_("A text never changes once saved: add the corrected text, which replaces it."))


def sha256_of(body: str) -> str:
    """Return the SHA-256 of a body's UTF-8 bytes, as 64 hexadecimal digits."""
    return hashlib.sha256(body.encode()).hexdigest()


class Text(Tracked):
    """One wording of a source. Its body never changes once saved: a correction is a new text that replaces it."""

    class Kind(models.TextChoices):
        ORIGINAL = "original", _("Original")
        HUMAN_TRANSLATION = "human-translation", _("Translation by a person")
        MACHINE_TRANSLATION = "machine-translation", _("Machine translation")
        EXCERPT = "excerpt", _("Excerpt: a quote whose document is not held")

    project = models.ForeignKey(Project, models.CASCADE, related_name="texts", editable=False)
    source = models.ForeignKey(Source, models.PROTECT, related_name="texts", verbose_name=_("source"))
    key = KeyField(_("identity"), default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=19, choices=Kind, default=Kind.ORIGINAL)
    language = LanguageField(_("language"), help_text=_("The language of this wording."))
    title = LineField(_("title in this wording"), max_length=1000, blank=True, default="")
    of = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="translations",
        verbose_name=_("translation of"),
        help_text=_("The wording it was translated from, where that is held."),
    )
    made_by = LineField(
        _("made by"), max_length=500, blank=True, default="", help_text=_("The translator, or the machine.")
    )
    replaces = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="replaced_by",
        verbose_name=_("corrects"),
        help_text=_("The faulty text that this one replaces. Claims stay on it until they are carried over."),
    )
    sha256 = models.CharField(_("SHA-256"), max_length=64, editable=False)
    body = ProseField(_("text"))  # empty once taken down, and never before
    upload = models.FileField(_("file"), upload_to="uploads/%Y/%m", null=True, editable=False)
    upload_sha256 = models.CharField(
        _("SHA-256 of the file"), max_length=64, blank=True, default="", editable=False
    )
    takedown = models.ForeignKey(
        Takedown,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="texts",
        verbose_name=_("taken down"),
    )
    created = models.DateTimeField(_("added"), db_default=Now(), editable=False)

    objects = TextQuerySet.as_manager()
    history = History(excluded_fields=["body"])

    class Meta:
        verbose_name = _("text")
        verbose_name_plural = _("texts")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["project", "language"], name="texts_by_language"),
            models.Index(fields=["project", "kind"], name="texts_by_kind"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="a_text_key_is_used_once_a_project"),
            models.CheckConstraint(
                condition=~Q(body="") & Q(takedown=None) | Q(body="", takedown__isnull=False),
                name="a_text_has_words_unless_taken_down",
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["original", "human-translation", "machine-translation", "excerpt"]),
                name="a_text_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(of=None) | ~Q(of=F("id")), name="a_text_is_no_translation_of_itself"
            ),
            models.CheckConstraint(
                condition=Q(replaces=None) | ~Q(replaces=F("id")), name="a_text_does_not_replace_itself"
            ),
        ]

    def __str__(self):
        return f"{self.title or self.source.title} ({self.language}, {self.get_kind_display()})"

    @classmethod
    def from_db(cls, db, field_names, values):
        text = super().from_db(db, field_names, values)
        text.loaded_sha256 = text.__dict__.get("sha256")
        return text

    def save(self, *args, **options):
        if self._state.adding:
            self.project_id = self.source.project_id
            self.sha256 = sha256_of(self.body)
        elif "body" in self.__dict__ and sha256_of(self.body) != self.loaded_sha256:
            raise TextIsImmutable
        super().save(*args, **options)
        self.loaded_sha256 = self.sha256

    def clean(self):
        super().clean()
        for other in (self.of, self.replaces):
            if other and other.source_id != self.source_id:
                raise ValidationError(_("“%(text)s” belongs to another source."), params={"text": other})


class Reading(Tracked):
    """One coder's pass through one text. It stays on its text even if that text is replaced."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="readings", editable=False)
    text = models.ForeignKey(Text, models.PROTECT, related_name="readings", verbose_name=_("text"))
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="readings", verbose_name=_("coder")
    )
    round = models.PositiveSmallIntegerField(_("round"), default=1)
    blind = models.BooleanField(_("blind"), default=False)
    opened = models.DateTimeField(_("opened"), db_default=Now(), editable=False)
    submitted = models.DateTimeField(_("submitted"), null=True, blank=True, editable=False)
    nothing_here = models.BooleanField(_("nothing here"), default=False)
    active_seconds = models.PositiveIntegerField(_("active seconds"), default=0, editable=False)

    history = History()

    class Meta:
        verbose_name = _("reading")
        verbose_name_plural = _("readings")
        ordering = ["-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["coder", "text", "round"], name="a_coder_reads_a_text_once_a_round"
            ),
            models.CheckConstraint(
                condition=Q(nothing_here=False) | Q(submitted__isnull=False),
                name="nothing_here_is_said_on_submission",
            ),
            models.CheckConstraint(condition=Q(round__gte=1), name="rounds_count_from_one"),
        ]

    def __str__(self):
        return f"{self.coder}: {self.text}"
