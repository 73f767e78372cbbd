"""What is coded: themes with the proposition that a stance is for or against, and scales of stances."""

from collections.abc import Mapping

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from annotations.models.base import Tracked, Versioned
from annotations.models.fields import KeyField, LineField, ProseField
from annotations.models.history import History
from annotations.models.project import Project


class Scale(Versioned):
    """A named scale of the project, such as “Stance”."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="scales", verbose_name=_("project"))
    code = KeyField(_("code"))
    label = LineField(_("label"), max_length=200)

    history = History()

    class Meta:
        verbose_name = _("scale")
        verbose_name_plural = _("scales")
        ordering = ["code"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="a_scale_code_is_used_once_a_project")
        ]

    def __str__(self):
        return self.label


class Stance(Tracked):
    """One value of a scale. An empty stance on a coding means “not chosen”, never for or against."""

    scale = models.ForeignKey(Scale, models.CASCADE, related_name="stances", verbose_name=_("scale"))
    code = KeyField(_("code"))
    label = LineField(_("label"), max_length=200)
    position = models.SmallIntegerField(
        _("position"),
        null=True,
        blank=True,
        validators=[MinValueValidator(-32768), MaxValueValidator(32767)],
        help_text=_("−1 against, 0 between, 1 for; empty where it has no place."),
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    history = History()

    class Meta:
        verbose_name = _("stance")
        verbose_name_plural = _("stances")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["scale", "code"], name="a_stance_code_is_used_once_a_scale")
        ]

    def __str__(self):
        return stance_in_words(self.label)

    @property
    def tone(self):
        return tone_of(self.code, self.position)

    @property
    def sign(self):
        return SIGNS[self.tone]


# The words of the default scale are ours, so they are shown in the reader's language; exports keep them as they stand.
WORDS = {
    "Support": _("Support"),
    "Oppose": _("Oppose"),
    "Mixed": _("Mixed"),
    "Neutral": _("Neutral"),
    "Unclear": _("Unclear"),
}


def stance_in_words(label: str) -> str:
    """Return a stance's label as a reader sees it: ours in their language, an editor's own as it was written."""
    return str(WORDS.get(label, label))


SIGNS = {"support": "+", "oppose": "−", "mixed": "±", "neutral": "○", "unclear": "?"}


def tone_of(code: str | None, position: float | None) -> str:
    """Return how a stance is shown, whatever its scale: a key of ``SIGNS``, which is a colour of the look, too.

    The default scale's codes speak for themselves; others are told by their place: above 0 is for, below against.
    """
    if code in SIGNS:
        return code
    if position is None:
        return "unclear"
    return "support" if position > 0 else "oppose" if position < 0 else "neutral"


def language_to_read(labels: Mapping[str, str]) -> str:
    """Return the tag of the label to show: in the reader's language, else the first there is, else ""."""
    reader = (get_language() or "").split("-")[0]
    return reader if labels.get(reader) else next(iter(labels), "")


class Theme(Versioned):
    """An entry of the codebook; a tree."""

    project = models.ForeignKey(Project, models.CASCADE, related_name="themes", verbose_name=_("project"))
    code = KeyField(_("code"))
    parent = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="children", verbose_name=_("part of")
    )
    scale = models.ForeignKey(Scale, models.PROTECT, related_name="themes", verbose_name=_("scale"))
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Its place among its siblings.")
    )
    labels = models.JSONField(_("labels"), default=dict, help_text=_("Language tag and label, one of each."))
    proposition = ProseField(
        _("proposition"), blank=True, default="", help_text=_("The sentence that a stance is for or against.")
    )
    definition = ProseField(_("definition"), blank=True, default="")
    use_when = ProseField(_("use when"), blank=True, default="")
    avoid_when = ProseField(_("avoid when"), blank=True, default="")
    examples = models.JSONField(_("examples"), default=list, blank=True)
    batch = models.ForeignKey(
        "Batch",
        models.PROTECT,
        null=True,
        editable=False,
        related_name="themes",
        verbose_name=_("came in with"),
    )

    history = History()

    class Meta:
        verbose_name = _("theme")
        verbose_name_plural = _("themes")
        ordering = ["order", "pk"]
        constraints = [
            models.UniqueConstraint(fields=["project", "code"], name="a_theme_code_is_used_once_a_project"),
            models.CheckConstraint(
                condition=Q(parent=None) | ~Q(parent=F("id")), name="a_theme_is_not_its_own_parent"
            ),
        ]

    def __str__(self):
        return self.label

    @property
    def label(self):
        """The label in the reader's language, else in the first language it has, else the code."""
        return self.labels.get(language_to_read(self.labels), self.code)

    def clean(self):
        super().clean()
        ancestor, passed = self.parent, {self.pk}
        while ancestor:
            if ancestor.pk in passed:
                raise ValidationError({"parent": _("A theme cannot be part of itself or of its own parts.")})
            passed.add(ancestor.pk)
            ancestor = ancestor.parent


class CodebookVersion(models.Model):
    """The codebook as it stood when claims were coded; ``annotations.codebook`` writes it."""

    project = models.ForeignKey(
        Project, models.CASCADE, related_name="codebook_versions", verbose_name=_("project")
    )
    number = models.PositiveIntegerField(_("number"))
    reason = ProseField(_("reason"), blank=True, default="")
    frozen = models.JSONField(_("the codebook"), default=dict)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+", verbose_name=_("by")
    )
    created = models.DateTimeField(_("created"), db_default=Now())

    class Meta:
        verbose_name = _("codebook version")
        verbose_name_plural = _("codebook versions")
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["project", "number"], name="codebook_versions_are_numbered_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="codebook_versions_count_from_one"),
        ]

    def __str__(self):
        return str(self.number)
