"""The questions one may ask of what people do: readings, notes, decisions, imports."""

import django_filters
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from annotations.access import Role, may
from annotations.filters.base import NO, YES, YES_OR_NO, DaysFilter, Questions, waits_for_me
from annotations.models import Claim, Note, User

ABOUT = {
    "claim": (_("A claim"), ~Q(record="")),
    "text": (_("A passage"), Q(text__isnull=False)),
    "theme": (_("A theme"), Q(theme__isnull=False)),
    "speaker": (_("A speaker"), Q(speaker__isnull=False)),
}


def _person(label):
    return django_filters.ModelChoiceFilter(
        label=label, to_field_name="username", queryset=User.objects.none()
    )


def _members(questions):
    return User.objects.filter(memberships__project=questions.project).order_by("username")


def _unless_reviewing(name):
    """Who did what is for reviewers to know, so others may not ask by it."""

    def kept_from(user, project):
        return [] if may(user, project, Role.REVIEWER) else [name]

    return staticmethod(kept_from)


def _in_days(field, first=None, last=None):
    """What happened from the first day of one partial date to the last day of another."""
    after = Q(**{f"{field}__date__gte": first[0]}) if first else Q()
    return after & Q(**{f"{field}__date__lte": last[1]}) if last else after


class ReadingFilter(Questions):
    coder = _person(_("Coder"))
    submitted = django_filters.ChoiceFilter(label=_("Submitted"), choices=YES_OR_NO)
    nothing_here = django_filters.ChoiceFilter(label=_("Nothing here"), choices=YES_OR_NO)
    round = django_filters.NumberFilter(label=_("Round"), min_value=1, max_value=32767)
    waits = waits_for_me("readings")

    kept_from = _unless_reviewing("coder")

    def rows_to_choose(self):
        return {"coder": _members(self)}

    def _submitted(self, readings, submitted):
        return readings.filter(submitted__isnull=submitted == NO)

    def _nothing(self, readings, nothing_here):
        return readings.filter(nothing_here=nothing_here == YES)

    QUESTIONS = {
        ("coder", "round"): Questions.having,
        ("submitted",): _submitted,
        ("nothing_here",): _nothing,
        ("waits",): Questions.waiting,
    }


class NoteFilter(Questions):
    q = django_filters.CharFilter(label=_("Words"))
    kind = django_filters.ChoiceFilter(label=_("Kind"), choices=Note.Kind)
    resolved = django_filters.ChoiceFilter(label=_("Resolved"), choices=YES_OR_NO)
    about = django_filters.ChoiceFilter(
        label=_("On"), choices=[(name, label) for name, (label, _where) in ABOUT.items()]
    )
    by = _person(_("Written by"))
    waits = waits_for_me("questions")

    kept_from = _unless_reviewing("by")

    def rows_to_choose(self):
        return {"by": _members(self)}

    def _with_words(self, notes, q):
        for word in q.split():
            notes = notes.filter(body__icontains=word)
        return notes

    def _resolved(self, notes, resolved):
        return notes.filter(resolved=resolved == YES)

    def _about(self, notes, about):
        return notes.filter(ABOUT[about][1])

    QUESTIONS = {
        ("q",): _with_words,
        ("kind", "by"): Questions.having,
        ("resolved",): _resolved,
        ("about",): _about,
        ("waits",): Questions.waiting,
    }


class DecisionFilter(Questions):
    after = django_filters.ChoiceFilter(label=_("Became"), choices=Claim.State)
    by = _person(_("Decided by"))
    at_from = DaysFilter(label=_("From"))
    at_until = DaysFilter(label=_("Until"))

    kept_from = _unless_reviewing("by")

    def rows_to_choose(self):
        return {"by": _members(self)}

    def _at(self, decisions, at_from=None, at_until=None):
        return decisions.filter(_in_days("at", at_from, at_until))

    QUESTIONS = {("after", "by"): Questions.having, ("at_from", "at_until"): _at}


class BatchFilter(Questions):
    waits = waits_for_me("imports")

    QUESTIONS = {("waits",): Questions.waiting}
