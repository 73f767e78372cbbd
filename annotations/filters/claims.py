"""The questions one may ask of claims.

Each question narrows by a subquery, never by a join, so that no claim is counted twice. A theme and a stance
asked together must hold for one and the same coding. An answer that cannot be read finds nothing, and says why.
"""

import django_filters
from django import forms
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations import search, speakers
from annotations.access import Role, may, visible_to
from annotations.filters.base import DaysFilter, Questions, waits_for_me, window
from annotations.models import (
    Anchor,
    Attribution,
    Claim,
    Coding,
    Note,
    Source,
    Speaker,
    Stance,
    Text,
    Theme,
    User,
)
from annotations.models.codebook import stance_in_words


class ClaimFilter(Questions):
    """Narrows ``queryset``, the claims of ``project`` that ``user`` may see, to those that ``data`` asks for.

    A window finds what may have happened in it: a claim said in ``2023`` is found from ``2023-08`` on, one
    without a date in no window. Only reviewers, and who is above, may ask by coder.
    """

    q = django_filters.CharFilter(label=_("Words"))
    theme = django_filters.ModelChoiceFilter(
        label=_("Theme"), to_field_name="code", queryset=Theme.objects.none()
    )
    stance = django_filters.ChoiceFilter(label=_("Stance"))
    speaker = django_filters.ModelChoiceFilter(
        label=_("Speaker"), to_field_name="key", queryset=Speaker.objects.none()
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("Organisation"), to_field_name="key", queryset=Speaker.objects.none()
    )
    source = django_filters.ModelChoiceFilter(
        label=_("Source"), to_field_name="key", queryset=Source.objects.none()
    )
    language = django_filters.ChoiceFilter(label=_("Language of the text"))
    state = django_filters.ChoiceFilter(label=_("State"), choices=Claim.State)
    reporting = django_filters.ChoiceFilter(label=_("Reporting"), choices=Claim.Reporting)
    said_from = DaysFilter(label=_("Said from"))
    said_until = DaysFilter(label=_("Said until"))
    published_from = DaysFilter(label=_("Published from"))
    published_until = DaysFilter(label=_("Published until"))
    coder = django_filters.ModelChoiceFilter(
        label=_("Coder"), to_field_name="username", queryset=User.objects.none()
    )
    notes = django_filters.BooleanFilter(label=_("With unresolved notes"), widget=forms.CheckboxInput)
    waits = waits_for_me("review", "returned", "drafts")

    def rows_to_choose(self):
        speakers_here = self.all_of(Speaker).with_names()
        return {
            "theme": self.all_of(Theme),
            "speaker": speakers_here,
            "organisation": speakers_here.filter(kind=Speaker.Kind.ORGANISATION),
            "source": self.all_of(Source),
            "coder": User.objects.filter(memberships__project=self.project).order_by("username"),
        }

    def words_to_choose(self):
        return {"stance": lambda: self._stances(), "language": lambda: self.languages_of(Text)}

    @staticmethod
    def kept_from(user, project):
        return [] if may(user, project, Role.REVIEWER) else ["coder"]

    # What each question means; what stands in one line is asked together, of one and the same row

    def _with_words(self, claims, q):
        return claims & search.claims_with(q, project=self.project)

    def _coded(self, claims, theme=None, stance=None):
        codings = Coding.objects.all()
        if theme:
            codings = codings.filter(theme__in=self._with_parts(theme))
        if stance:
            codings = codings.filter(stance__in=list(self._all_stances().filter(code=stance)))
        return claims.filter(pk__in=codings.values("claim"))

    def _said_by(self, claims, speaker):
        return claims.filter(
            pk__in=Attribution.objects.filter(speaker__in=self._same_as(speaker)).values("claim")
        )

    def _said_for(self, claims, organisation):
        """Somebody speaks for the organisation, or it speaks itself."""
        same = self._same_as(organisation)
        voices = Attribution.objects.filter(Q(organisation__in=same) | Q(speaker__in=same))
        return claims.filter(pk__in=voices.values("claim"))

    def _said(self, claims, said_from=None, said_until=None):
        return claims.filter(window("said", said_from, said_until))

    def _marked_in(self, claims, source=None, language=None, published_from=None, published_until=None):
        """Of the text in which the coder marked the claim, and of its source."""
        texts = Text.objects.filter(project=self.project)
        if source:
            texts = texts.filter(source=source)
        if language:
            texts = texts.filter(language=language)
        if published_from or published_until:
            published = Source.objects.filter(window("published", published_from, published_until))
            texts = texts.filter(source__in=published.filter(project=self.project))
        return claims.filter(
            pk__in=Anchor.objects.filter(kind=Anchor.Kind.CODED, text__in=texts).values("claim")
        )

    def _with_unresolved_notes(self, claims, notes):
        open_notes = Note.objects.filter(project=self.project, resolved=False).exclude(record="")
        return claims.filter(record__in=visible_to(self.user, open_notes).values("record"))

    QUESTIONS = {
        ("q",): _with_words,
        ("theme", "stance"): _coded,
        ("speaker",): _said_by,
        ("organisation",): _said_for,
        ("source", "language", "published_from", "published_until"): _marked_in,
        ("state", "reporting", "coder"): Questions.having,
        ("said_from", "said_until"): _said,
        ("notes",): _with_unresolved_notes,
        ("waits",): Questions.waiting,
    }

    # What there is to choose from

    def _all_stances(self):
        return self.all_of(Stance, "scale__project").order_by("scale", "order")

    def _stances(self):
        """Each code once: the same word on two scales is one question."""
        stances = dict(self._all_stances().values_list("code", "label"))
        return [(code, stance_in_words(label)) for code, label in stances.items()]

    def _with_parts(self, theme):
        """The ids of a theme and of all that is part of it, at whatever depth."""
        parents = dict(self.all_of(Theme).values_list("pk", "parent"))
        found = {theme.pk}
        while more := {pk for pk, parent in parents.items() if parent in found} - found:
            found |= more
        return found

    def _same_as(self, speaker):
        """The ids of all who are the same as this speaker, as it stands now."""
        return speakers.same_as(speaker)
