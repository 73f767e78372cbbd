"""A dataset: a standing choice of a project's accepted claims, and what is said of it where it is published."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.db.models.functions import Now
from django.utils.translation import gettext_lazy as _

from annotations.models import Project
from annotations.models.base import Versioned
from annotations.models.fields import LineField, ProseField
from annotations.models.history import History
from curation.licences import validate_licence


class Dataset(Versioned):
    """Which claims, under which title, licence and rights; ``curation.release`` freezes it."""

    class Rights(models.TextChoices):
        """The most that a release gives of any source; a source's own rights may give less."""

        FULL = "full", _("Full texts")
        QUOTES = "quotes", _("Quotes")
        POSITIONS = "positions", _("Positions and checksums only")

    project = models.ForeignKey(Project, models.PROTECT, related_name="datasets", verbose_name=_("project"))
    slug = models.SlugField(
        _("address"),
        help_text=_("The last part of its permanent address: letters, digits, hyphens. It stays as it is."),
    )
    title = LineField(_("title"), max_length=300)
    abstract = ProseField(
        _("abstract"), blank=True, default="", help_text=_("What it holds, how it was made and what for.")
    )
    authors = models.JSONField(_("authors"), default=list, blank=True)
    licence = models.CharField(
        _("licence"),
        max_length=64,
        blank=True,
        default="",
        validators=[validate_licence],
        help_text=_("Its SPDX identifier, such as CC-BY-4.0. A release needs one."),
    )
    rights = models.CharField(
        _("how much of each source"),
        max_length=9,
        choices=Rights,
        default=Rights.QUOTES,
        help_text=_("A source whose own rights give less gives less here, too."),
    )
    longest_quote = models.PositiveIntegerField(
        _("longest quote"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100_000)],
        help_text=_("In characters. Of a longer quote only the position is given. Empty for no limit."),
    )
    coders = models.BooleanField(
        _("name coders by their pseudonyms"),
        default=False,
        help_text=_("Never by their names. Without this, nothing tells who coded a claim."),
    )
    languages = LineField(
        _("languages"),
        max_length=200,
        blank=True,
        default="",
        help_text=_("Language tags with commas between them. Empty for those of the texts."),
    )
    citation = LineField(
        _("how to cite it"),
        max_length=1000,
        blank=True,
        default="",
        help_text=_("Empty for one made of authors, year, title, version and address."),
    )
    query = models.CharField(_("which claims"), max_length=2000, blank=True, default="", editable=False)
    public = models.BooleanField(
        _("has a public page"),
        default=False,
        help_text=_("Its releases can then be read and downloaded by anybody, without signing in."),
    )
    created = models.DateTimeField(_("created"), db_default=Now(), editable=False)

    history = History()

    class Meta:
        verbose_name = _("dataset")
        verbose_name_plural = _("datasets")
        ordering = ["project", "title", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["project", "slug"], name="a_dataset_address_is_used_once_a_project"
            ),
            models.CheckConstraint(condition=~Q(title=""), name="a_dataset_has_a_title"),
            models.CheckConstraint(
                condition=Q(rights__in=["full", "quotes", "positions"]), name="a_dataset_has_known_rights"
            ),
            models.CheckConstraint(
                condition=Q(longest_quote=None) | Q(rights="quotes", longest_quote__gte=1),
                name="only_quotes_have_a_longest_length",
            ),
        ]

    def __str__(self):
        return self.title

    @property
    def address(self):
        """Its permanent path on this site; outside the project, for whoever it is public to."""
        return f"/data/{self.project.slug}/{self.slug}/"
