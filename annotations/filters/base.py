"""What all questions share: they keep to a project and a person, and an answer that cannot be read finds nothing."""

from collections.abc import Callable, Iterable, Mapping
from typing import ClassVar

import django_filters
from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.utils.translation import gettext_lazy as _

from annotations import dates, waiting
from annotations.access import visible_to
from annotations.models import Project, User

YES, NO = "yes", "no"
YES_OR_NO = [(YES, _("Yes")), (NO, _("No"))]
WAITS = {
    "review": _("To review"),
    "returned": _("Came back with a note"),
    "drafts": _("Drafts to finish"),
    "questions": _("Questions to answer"),
    "readings": _("Begun, not submitted"),
    "unread": _("Nobody has read it"),
    "imports": _("With claims to take on"),
}


class DaysField(forms.CharField):
    """A partial date as typed; its value is the first and the last day that it may mean."""

    widget = forms.TextInput(attrs={"placeholder": "2023-08", "size": 10})

    def to_python(self, value):
        written = super().to_python(value)
        if not written:
            return None
        try:
            return dates.span(written)
        except ValueError as error:
            raise ValidationError(str(error)) from error


class DaysFilter(django_filters.Filter):
    field_class = DaysField


def window(field: str, first: tuple | None, last: tuple | None) -> Q:
    """What may have happened between the first day of ``first`` and the last day of ``last``, both partial dates."""
    after = Q(**{f"{field}_last__gte": first[0]}) if first else Q()
    return after & Q(**{f"{field}_first__lte": last[1]}) if last else after


def waits_for_me(*names: str) -> django_filters.ChoiceFilter:
    """Return the question whether rows wait for the person, of these kinds."""
    return django_filters.ChoiceFilter(
        label=_("Waits for me"), choices=[(name, WAITS[name]) for name in names]
    )


class Questions(django_filters.FilterSet):
    """Narrows ``queryset``, rows of ``project`` that ``user`` may see, to those that ``data`` asks for.

    ``QUESTIONS`` says what each question means; names that stand in one line are asked together.
    """

    QUESTIONS: ClassVar[Mapping[tuple[str, ...], Callable]] = {}

    def __init__(self, data: Mapping[str, str] | None, queryset: QuerySet, *, project: Project, user: User):
        super().__init__(data, queryset)
        self.project = project
        self.user = user
        for name, choices in self.rows_to_choose().items():
            self.filters[name].queryset = choices
        # Forms copy their fields to the bottom, and a bound method would take all of this along.
        for name, offer in self.words_to_choose().items():
            self.filters[name].extra["choices"] = offer
        for name in self.kept_from(user, project):
            del self.filters[name]

    def rows_to_choose(self) -> Mapping[str, QuerySet]:
        """Name → the rows that one may choose from."""
        return {}

    def words_to_choose(self) -> Mapping[str, Callable[[], list]]:
        """Name → what returns the choices, asked only where they are shown."""
        return {}

    @staticmethod
    def kept_from(user: User, project: Project) -> Iterable[str]:
        """Names of questions that this person may not ask."""
        return []

    def unknown(self, *, besides: Iterable[str] = ()) -> list[str]:
        """Return the names in ``data`` that ask nothing here and are not among ``besides``."""
        return sorted(set(self.data) - set(self.filters) - set(besides))

    def filter_queryset(self, queryset: QuerySet) -> QuerySet:
        """Return what was asked for; nothing at all where one of the answers cannot be read."""
        if self.errors:
            return queryset.none()
        asked = {name: value for name, value in self.form.cleaned_data.items() if value}
        for names, narrow in self.QUESTIONS.items():
            together = {name: asked[name] for name in names if name in asked}
            if together:
                queryset = narrow(self, queryset, **together)
        return queryset

    # What several ask

    def having(self, rows: QuerySet, **values: object) -> QuerySet:
        return rows.filter(**values)

    def waiting(self, rows: QuerySet, waits: str) -> QuerySet:
        return waiting.narrow(waits, rows, self.user)

    def all_of(self, model, path: str = "project"):
        """The rows of a model in this project, as far as the person sees them."""
        return visible_to(self.user, model._default_manager.filter(**{path: self.project}))

    def languages_of(self, model) -> list[tuple[str, str]]:
        """The languages of the rows that the person sees, to choose from."""
        tags = self.all_of(model).order_by("language").values_list("language", flat=True).distinct()
        return [(tag, tag) for tag in tags]
