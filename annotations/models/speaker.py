"""Who speaks: people, organisations, collectives, under all their names."""

from django.conf import settings
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
    validate_script,
)
from annotations.models.history import History
from annotations.models.project import Project
from annotations.models.source import Source


class SpeakerQuerySet(TrackedQuerySet):
    def with_names(self):
        return self.prefetch_related("names")

    def unmerged(self):
        """Those that stand for themselves."""
        return self.filter(merged_into=None)


class Speaker(Versioned):
    """A person, an organisation or a collective. Merging moves no row: readers group by ``merged_into``."""

    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        ORGANISATION = "organisation", _("Organisation")
        COLLECTIVE = "collective", _("Collective, such as “experts at the meeting”")

    project = models.ForeignKey(Project, models.CASCADE, related_name="speakers", verbose_name=_("project"))
    key = KeyField(_("identity"), default=new_key, editable=False)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind, default=Kind.PERSON)
    merged_into = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged",
        verbose_name=_("the same as"),
    )
    identifiers = models.JSONField(
        _("identifiers"),
        default=dict,
        blank=True,
        help_text=_('Names of registers and the entry in each, such as {"wikidata": "Q42"}.'),
    )
    batch = models.ForeignKey(
        "Batch",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="speakers",
        verbose_name=_("came in with"),
    )
    created = models.DateTimeField(_("added"), db_default=Now(), editable=False)

    objects = SpeakerQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = _("speaker")
        verbose_name_plural = _("speakers")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="a_speaker_key_is_used_once_a_project"),
            models.CheckConstraint(
                condition=Q(kind__in=["person", "organisation", "collective"]),
                name="a_speaker_is_of_a_known_kind",
            ),
            models.CheckConstraint(
                condition=Q(merged_into=None) | ~Q(merged_into=F("id")),
                name="a_speaker_is_not_merged_into_itself",
            ),
        ]

    def __str__(self):
        return self.name

    @property
    def name(self):
        """The main name; prefetch ``names`` where many speakers are shown."""
        return next((name.text for name in self.names.all() if name.kind == Name.Kind.MAIN), self.key)


class Name(Tracked):
    """One way a speaker is named. The same words may name several speakers."""

    class Kind(models.TextChoices):
        MAIN = "main", _("Main name")
        ALIAS = "alias", _("Also known as")
        TRANSLITERATION = "transliteration", _("Transliteration")
        MISTRANSLATION = "mistranslation", _("Mistranslation")
        ROLE = "role", _("Role or pronoun")

    speaker = models.ForeignKey(Speaker, models.CASCADE, related_name="names", verbose_name=_("speaker"))
    text = LineField(_("name"), max_length=500)
    kind = models.CharField(_("kind"), max_length=15, choices=Kind, default=Kind.ALIAS)
    language = LanguageField(_("language"), blank=True, default="")
    script = models.CharField(
        _("script"),
        max_length=4,
        blank=True,
        default="",
        validators=[validate_script],
        help_text=_("ISO 15924: Latn, Hans, Arab …"),
    )
    source = models.ForeignKey(
        Source,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="names",
        verbose_name=_("only in"),
        help_text=_("The one source where these words mean this speaker, where they do in one only."),
    )

    history = History()

    class Meta:
        verbose_name = _("name")
        verbose_name_plural = _("names")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_name_has_words"),
            models.UniqueConstraint(
                fields=["speaker"], condition=Q(kind="main"), name="a_speaker_has_one_main_name"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["main", "alias", "transliteration", "mistranslation", "role"]),
                name="a_name_is_of_a_known_kind",
            ),
        ]

    def __str__(self):
        return self.text


class Affiliation(Tracked):
    """Where a speaker belongs, as what, from when until when."""

    PARTIAL_DATES = ("since", "until")

    speaker = models.ForeignKey(
        Speaker, models.CASCADE, related_name="affiliations", verbose_name=_("speaker")
    )
    organisation = models.ForeignKey(
        Speaker, models.PROTECT, related_name="members", verbose_name=_("organisation")
    )
    role = LineField(_("role"), max_length=500, blank=True, default="")
    since = PartialDateField(
        _("from"), help_text=_("2023, 2023-08 or 2023-08-14; empty where it is not known.")
    )
    since_first = day_field()
    since_last = day_field()
    until = PartialDateField(_("until"), help_text=_("The last year, month or day; empty where it goes on."))
    until_first = day_field()
    until_last = day_field()

    history = History()

    class Meta:
        verbose_name = _("affiliation")
        verbose_name_plural = _("affiliations")
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(organisation=F("speaker")), name="nobody_is_affiliated_with_themselves"
            ),
            models.CheckConstraint(
                condition=Q(since="") | Q(until="") | Q(since_first__lte=F("until_last")),
                name="an_affiliation_ends_after_it_began",
            ),
            models.CheckConstraint(
                condition=has_its_days("since") & has_its_days("until"),
                name="an_affiliation_date_has_its_days_beside_it",
            ),
        ]

    def __str__(self):
        return f"{self.role}, {self.organisation}" if self.role else str(self.organisation)


class SpeakerDecision(models.Model):
    """Two speakers were found to be the same, or not; or such a finding was undone."""

    class Outcome(models.TextChoices):
        SAME = "same", _("The same")
        NOT_SAME = "not-same", _("Not the same")
        UNDONE = "undone", _("Undone")

    project = models.ForeignKey(Project, models.CASCADE, related_name="speaker_decisions", editable=False)
    one = models.ForeignKey(Speaker, models.PROTECT, related_name="decisions", verbose_name=_("speaker"))
    other = models.ForeignKey(
        Speaker, models.PROTECT, related_name="decisions_as_other", verbose_name=_("and")
    )
    outcome = models.CharField(_("outcome"), max_length=8, choices=Outcome)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    at = models.DateTimeField(_("at"), db_default=Now())
    note = ProseField(_("why"), blank=True, default="")

    class Meta:
        verbose_name = _("decision on two speakers")
        verbose_name_plural = _("decisions on speakers")
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(condition=~Q(one=F("other")), name="a_speaker_decision_is_about_two"),
            models.CheckConstraint(
                condition=Q(outcome__in=["same", "not-same", "undone"]),
                name="a_speaker_decision_has_a_known_outcome",
            ),
        ]

    def __str__(self):
        return f"{self.one} / {self.other}: {self.get_outcome_display()}"
