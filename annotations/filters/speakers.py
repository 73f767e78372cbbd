"""The questions one may ask of speakers."""

import django_filters
from django.db.models import Exists, OuterRef
from django.utils.translation import gettext_lazy as _

from annotations import finding, speakers
from annotations.access import visible_to
from annotations.filters.base import NO, YES, YES_OR_NO, Questions
from annotations.models import Affiliation, Attribution, Claim, Coding, Speaker, Theme


class SpeakerFilter(Questions):
    q = django_filters.CharFilter(label=_("Words of a name"))
    kind = django_filters.ChoiceFilter(
        label=_("Kind"),
        choices=[
            (Speaker.Kind.PERSON, _("Person")),
            (Speaker.Kind.ORGANISATION, _("Organisation")),
            (Speaker.Kind.COLLECTIVE, _("Collective")),
        ],
    )
    affiliation = django_filters.ModelChoiceFilter(
        label=_("Belongs to"), to_field_name="key", queryset=Speaker.objects.none()
    )
    theme = django_filters.ModelChoiceFilter(
        label=_("Speaks about"), to_field_name="code", queryset=Theme.objects.none()
    )
    claims = django_filters.ChoiceFilter(label=_("Has claims"), choices=YES_OR_NO)
    merged = django_filters.ChoiceFilter(
        label=_("Standing"), choices=[(NO, _("Stand for themselves")), (YES, _("Merged into another"))]
    )

    def rows_to_choose(self):
        organisations = self.all_of(Speaker).filter(kind=Speaker.Kind.ORGANISATION)
        return {"affiliation": organisations.with_names(), "theme": self.all_of(Theme)}

    def _with_words(self, rows, q):
        return rows & finding.speakers_with(q, project=self.project)

    def _belonging(self, rows, affiliation):
        there = Affiliation.objects.filter(organisation__in=speakers.same_as(affiliation))
        return rows.filter(pk__in=there.order_by().values("speaker"))

    def _speaking(self, rows, theme=None, claims=None):
        """Of a theme, in claims that the person sees."""
        voices = Attribution.objects.filter(speaker=OuterRef("pk"))
        seen = visible_to(self.user, Claim.objects.filter(pk=OuterRef("claim_id")))
        if theme:
            seen = seen.filter(Exists(Coding.objects.filter(claim=OuterRef("pk"), theme=theme)))
        voices = voices.filter(Exists(seen))
        return rows.filter(~Exists(voices) if claims == NO else Exists(voices))

    def _merged(self, rows, merged):
        return rows.filter(merged_into__isnull=merged == NO)

    QUESTIONS = {
        ("q",): _with_words,
        ("kind",): Questions.having,
        ("affiliation",): _belonging,
        ("theme", "claims"): _speaking,
        ("merged",): _merged,
    }
