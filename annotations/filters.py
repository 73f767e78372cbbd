"""The questions one may ask of claims: shared by the admin's list, the pages and the datasets.

Each question narrows by a subquery, never by a join, so that no claim is counted twice. A theme and a stance
asked together must hold for one and the same coding. An answer that cannot be read finds nothing, and says why.
"""

import datetime
from collections.abc import Iterable, Mapping

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from annotations import dates, search, speakers
from annotations.access import Role, may, visible_to
from annotations.models import (
    Anchor,
    Attribution,
    Claim,
    Coding,
    Note,
    Project,
    Source,
    Speaker,
    Stance,
    Text,
    Theme,
    User,
)


class DaysField(forms.CharField):
    """A partial date as typed; its value is the first and the last day that it may mean."""

    def to_python(self, value: str) -> tuple[datetime.date, datetime.date] | None:
        written = super().to_python(value)
        if not written:
            return None
        try:
            return dates.span(written)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class DaysFilter(django_filters.Filter):
    field_class = DaysField

    def __init__(self, **options):
        super().__init__(widget=forms.TextInput(attrs={"placeholder": "2023-08", "size": 10}), **options)


def _mine(rows):
    """A queryset of choices: those of the project that the person may see."""

    def choices(request):
        return visible_to(request.user, rows(request.project))

    return choices


class ClaimFilter(django_filters.FilterSet):
    """Narrows ``queryset``, claims that ``user`` may see in ``project``, to those that ``data`` asks for."""

    q = django_filters.CharFilter(label=_("words"), method="with_words")
    theme = django_filters.ModelChoiceFilter(
        label=_("theme"),
        to_field_name="code",
        queryset=Theme.objects.none(),
        help_text=_("with all its parts"),
    )
    stance = django_filters.ChoiceFilter(label=_("stance"))
    speaker = django_filters.ModelChoiceFilter(
        label=_("speaker"), to_field_name="key", queryset=Speaker.objects.none(), method="said_by"
    )
    organisation = django_filters.ModelChoiceFilter(
        label=_("organisation"),
        to_field_name="key",
        queryset=Speaker.objects.none(),
        method="said_for",
        help_text=_("somebody speaks for it, or it speaks itself"),
    )
    source = django_filters.ModelChoiceFilter(
        label=_("source"), to_field_name="key", queryset=Source.objects.none(), method="in_source"
    )
