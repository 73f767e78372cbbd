"""What somebody is reported to have said: the passage, who speaks, and how it is coded.

From its first submission a claim, with its attributions and codings, is frozen; only ``annotations.review``
moves it from one state to another, and only ``annotations.drafting`` writes what it says.
"""

from django.conf import settings
from django.db import models
from django.db.models import Case, F, Q, When
from django.db.models.functions import Length, Now
from django.db.models.lookups import Exact
from django.utils.translation import gettext_lazy as _

from annotations.models.base import Tracked, TrackedQuerySet, Versioned
from annotations.models.codebook import CodebookVersion, Stance, Theme
from annotations.models.fields import (
    KEY_LENGTH,
    KeyField,
    LineField,
    PartialDateField,
    ProseField,
    day_field,
    has_its_days,
    new_key,
)
from annotations.models.history import History
from annotations.models.project import Project
from annotations.models.source import Reading, Text
from annotations.models.speaker import Speaker


class ClaimQuerySet(TrackedQuerySet):
    def accepted(self):
        return self.filter(state=Claim.State.ACCEPTED)

    def awaiting_review(self):
        return self.filter(state=Claim.State.SUBMITTED)

    def standing_for(self, record):
        """The claims of a record, first the one that stands for it: the accepted one, else the newest."""
        accepted_first = Case(When(state=Claim.State.ACCEPTED, then=0), default=1)
        return self.filter(record=record).order_by(accepted_first, "-pk")

    def with_evidence(self):
        """Load what a row or a page of a claim shows, in a fixed number of queries."""
        return self.select_related("coder", "reading").prefetch_related(
            "anchors__text__source",
            "attributions__speaker__names",
            "attributions__organisation__names",
            "attributions__via__names",
            "codings__theme",
            "codings__stance",
        )


class Claim(Versioned):
    """What one coder read in one passage."""

    class State(models.TextChoices):
        DRAFT = "draft", _("Draft")
        DISCARDED = "discarded", _("Discarded")
        SUBMITTED = "submitted", _("Awaits review")
        ACCEPTED = "accepted", _("Accepted")
        RETURNED = "returned", _("Returned")
        REJECTED = "rejected", _("Rejected")
        SUPERSEDED = "superseded", _("Superseded")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    PRIVATE_STATES = (State.DRAFT, State.DISCARDED)

    class Reporting(models.TextChoices):
        DIRECT = "direct", _("Direct: in their own words, quoted")
        INDIRECT = "indirect", _("Indirect: said that …")
        REPORTED = "reported", _("Reported: told in the author's words")

    PARTIAL_DATES = ("said",)

    project = models.ForeignKey(Project, models.CASCADE, related_name="claims", verbose_name=_("project"))
    key = KeyField(_("identity"), default=new_key, editable=False)
    record = models.CharField(
        _("record"),
        max_length=KEY_LENGTH,
        editable=False,
        help_text=_("The published identity: inherited from the first claim that this one supersedes."),
    )
    state = models.CharField(_("state"), max_length=10, choices=State, default=State.DRAFT, editable=False)
    reading = models.ForeignKey(
        Reading,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="claims",
        verbose_name=_("reading"),
    )
    coder = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        editable=False,
        related_name="claims",
        verbose_name=_("coder"),
    )
    pseudonym = models.CharField(
        _("coder, as imported"), max_length=KEY_LENGTH, blank=True, default="", editable=False
    )
    reporting = models.CharField(_("reporting"), max_length=8, choices=Reporting, default=Reporting.INDIRECT)
    said = PartialDateField(
        _("said"), help_text=_("When it was said, as precisely as it is known: 2023, 2023-08 …")
    )
    said_first = day_field()
    said_last = day_field()
    paraphrase = ProseField(_("paraphrase"), blank=True, default="")
    active_seconds = models.PositiveIntegerField(_("active seconds"), default=0, editable=False)
    supersedes = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="superseded_by", verbose_name=_("supersedes")
    )
    batch = models.ForeignKey(
        "Batch",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="claims",
        verbose_name=_("came in with"),
    )
    created = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    objects = ClaimQuerySet.as_manager()
    history = History()

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-pk"]
        indexes = [
            models.Index(fields=["project", "state", "-id"], name="claims_by_state"),
            models.Index(fields=["project", "record", "coder"], name="claims_by_record_and_coder"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["project", "key"], name="a_claim_key_is_used_once_a_project"),
            models.UniqueConstraint(
                fields=["project", "record"],
                condition=Q(state="accepted"),
                name="a_record_has_one_accepted_claim",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[
                        "draft",
                        "discarded",
                        "submitted",
                        "accepted",
                        "returned",
                        "rejected",
                        "superseded",
                        "withdrawn",
                    ]
                ),
                name="a_claim_is_in_a_known_state",
            ),
            models.CheckConstraint(
                condition=Q(reporting__in=["direct", "indirect", "reported"]),
                name="a_claim_is_reported_in_a_known_way",
            ),
            models.CheckConstraint(
                condition=has_its_days("said"), name="a_claim_date_has_its_days_beside_it"
            ),
        ]

    def __str__(self):
        quote = self.quote or _("(words taken down)")
        return str(quote) if len(quote) <= 80 else f"{quote[:79]}…"

    def save(self, *args, **options):
        self.record = self.record or self.key
        super().save(*args, **options)

    @property
    def coded_anchor(self):
        """Where the coder marked it, or None; prefetch ``anchors`` where many claims are shown."""
        return next((anchor for anchor in self.anchors.all() if anchor.kind == Anchor.Kind.CODED), None)

    @property
    def quote(self):
        anchor = self.coded_anchor
        return anchor.quote if anchor else ""

    @property
    def is_frozen(self):
        return self.state != self.State.DRAFT


class Anchor(Tracked):
    """Where a claim stands in a text: code points, start inclusive, end exclusive; the slice is the quote."""

    class Kind(models.TextChoices):
        CODED = "coded", _("Marked by the coder")
        PARALLEL = "parallel", _("The same passage in a translation")
        CARRIED = "carried", _("Carried over to a corrected text")

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="anchors", verbose_name=_("claim"))
    text = models.ForeignKey(
        Text, models.PROTECT, related_name="anchors", db_index=False, verbose_name=_("text")
    )
    start = models.PositiveIntegerField(_("start"))
    end = models.PositiveIntegerField(_("end"))
    quote = ProseField(_("quote"))
    prefix = ProseField(_("before it"), blank=True, default="")
    suffix = ProseField(_("after it"), blank=True, default="")
    kind = models.CharField(_("kind"), max_length=8, choices=Kind, default=Kind.CODED)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("confirmed by"),
    )

    history = History()

    class Meta:
        verbose_name = _("anchor")
        verbose_name_plural = _("anchors")
        ordering = ["pk"]
        indexes = [models.Index(fields=["text", "kind", "claim"], name="anchors_by_text")]
        constraints = [
            models.CheckConstraint(condition=Q(start__lt=F("end")), name="an_anchor_ends_after_it_starts"),
            models.CheckConstraint(
                condition=Q(Exact(Length("quote"), F("end") - F("start")))
                | Q(quote="", prefix="", suffix=""),
                name="a_quote_is_as_long_as_its_place_or_taken_down",
            ),
            models.UniqueConstraint(fields=["claim", "text"], name="a_claim_stands_once_in_a_text"),
            models.UniqueConstraint(
                fields=["claim"], condition=Q(kind="coded"), name="a_claim_is_coded_in_one_place"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=["coded", "parallel", "carried"]), name="an_anchor_is_of_a_known_kind"
            ),
        ]

    def __str__(self):
        return self.quote


class Attribution(Tracked):
    """Who speaks, in which words the text names them, for whom, and through whom we hear it."""

    claim = models.ForeignKey(Claim, models.CASCADE, related_name="attributions", verbose_name=_("claim"))
    speaker = models.ForeignKey(
        Speaker, models.PROTECT, related_name="attributions", verbose_name=_("speaker")
    )
    named_as = LineField(
        _("named as"),
        max_length=500,
        blank=True,
        default="",
        help_text=_("The words that the text uses for the speaker here."),
    )
    organisation = models.ForeignKey(
        Speaker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions_for",
        verbose_name=_("speaks for"),
        help_text=_("The organisation they speak for at that time."),
    )
    via = models.ForeignKey(
        Speaker,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="attributions_relayed",
        verbose_name=_("relayed by"),
        help_text=_("Who says that they said so, where it is not the source itself."),
    )

    history = History()

    class Meta:
        verbose_name = _("speaker of the claim")
        verbose_name_plural = _("who speaks")
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["claim", "speaker", "organisation"],
                name="a_speaker_speaks_once_for_an_organisation_in_a_claim",
            ),
            models.UniqueConstraint(
                fields=["claim", "speaker"],
                condition=Q(organisation=None),
                name="a_speaker_speaks_once_for_nobody_in_a_claim",
            ),
            models.CheckConstraint(
                condition=Q(via=None) | ~Q(via=F("speaker")), name="nobody_is_relayed_by_themselves"
            ),
        ]

    def __str__(self):
        return str(self.speaker)


class Coding(Tracked):
    """One theme of a claim, and the stance taken on its proposition."""

    class Certainty(models.TextChoices):
        LOW = "low", _("Low")
        MEDIUM = "medium", _("Medium")
        HIGH = "high", _("High")

    # Looked up by the indexes below, which begin with the claim or the theme.
    claim = models.ForeignKey(
        Claim, models.CASCADE, db_index=False, related_name="codings", verbose_name=_("claim")
    )
    theme = models.ForeignKey(
        Theme, models.PROTECT, db_index=False, related_name="codings", verbose_name=_("theme")
    )
    stance = models.ForeignKey(
        Stance,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="codings",
        verbose_name=_("stance"),
        help_text=_("Towards the theme's proposition; empty until you choose."),
    )
    certainty = models.CharField(_("certainty"), max_length=6, choices=Certainty, blank=True, default="")
    note = ProseField(_("note"), blank=True, default="")
    codebook = models.ForeignKey(
        CodebookVersion,
        models.PROTECT,
        editable=False,
        related_name="codings",
        verbose_name=_("codebook version"),
    )

    history = History()

    class Meta:
        verbose_name = _("coding")
        verbose_name_plural = _("codings")
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["theme", "stance", "claim"], name="codings_by_theme_and_stance"),
            models.Index(fields=["claim", "theme", "stance"], name="codings_by_claim"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["claim", "theme"], name="a_claim_has_each_theme_once"),
            models.CheckConstraint(
                condition=Q(certainty__in=["", "low", "medium", "high"]),
                name="a_coding_has_a_known_certainty",
            ),
        ]

    def __str__(self):
        return f"{self.theme}: {self.stance or '—'}"
