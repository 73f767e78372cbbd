"""Two editors changed the same row: what one of them typed, beside what stands there now."""

from dataclasses import dataclass, field

from django.db.models import Model
from django.forms import ModelChoiceField
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Difference:
    """A field in which the two differ, in words."""

    label: str
    typed: str
    now: str


@dataclass(frozen=True)
class Part:
    """The row itself, or one row of a list below it, and what happened to it."""

    title: str
    differences: list[Difference] = field(default_factory=list)
    remark: str = ""


def parts_in_conflict(form, formsets) -> list[Part]:
    """Return what differs between the typed forms and the rows as they stand; ``form.initial`` is how they stand."""
    head = Part(title=str(form._meta.model._meta.verbose_name).capitalize(), differences=differences(form))
    rows = [part for formset in formsets for part in _rows_in_conflict(formset)]
    return [part for part in [head, *rows] if part.differences or part.remark]


def differences(form) -> list[Difference]:
    """Return the fields of a bound form whose typed value is not the one that stands."""
    return [
        Difference(
            str(form[name].label), shown(form.fields[name], form[name].data), shown(form.fields[name], now)
        )
        for name, now in ((name, form[name].initial) for name in form.fields if not form[name].is_hidden)
        if name != "DELETE" and form.fields[name].has_changed(now, form[name].data)
    ]


def shown(field, value) -> str:
    """Return a value of a form field as an editor reads it."""
    value = field.prepare_value(value)
    if value in (None, "", []):
        return "—"
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if isinstance(field, ModelChoiceField):
        return _names_of(field, value)
    words = {str(key): label for key, label in getattr(field, "choices", ())}
    return str(words.get(str(value), value))


def _names_of(field, value):
    ids = value if isinstance(value, list | tuple) else [value]
    rows = field.queryset.filter(pk__in=[one for one in ids if str(one).isdecimal()])
    return ", ".join(field.label_from_instance(row) for row in rows) or "—"


def _rows_in_conflict(formset):
    for form in formset.forms:
        if form.instance.pk is None:
            changed = differences(form) if form.has_changed() else []
            yield Part(_("Added by you"), changed)
        elif form in formset.deleted_forms:
            yield Part(str(_as_it_stands(form.instance)), remark=_("You removed it; it stands there still."))
        else:
            yield Part(str(_as_it_stands(form.instance)), differences(form))
    for row in rows_not_typed(formset):
        yield Part(
            str(row), remark=_("It stands there now, and is not in your form. Saving leaves it as it is.")
        )


def _as_it_stands(row: Model) -> Model:
    return type(row)._default_manager.get(pk=row.pk)


def rows_not_typed(formset) -> list[Model]:
    """Return the rows that somebody else added since the form was opened."""
    typed = {form.instance.pk for form in formset.forms}
    return [row for row in formset.get_queryset() if row.pk not in typed]


def retyped(data, formsets, *, version: int):
    """Return posted data that says it read ``version``, with rows that are gone as new ones.

    So nothing that was typed is lost, and saving again is an act of its own.
    """
    data = data.copy()
    data["version"] = version
    for formset in formsets:
        _renumber(data, formset)
    return data


def _renumber(data, formset):
    prefix, here = formset.prefix, {str(row.pk) for row in formset.get_queryset()}
    rows = [_row(data, f"{prefix}-{number}-") for number in range(formset.total_form_count())]
    key = formset.model._meta.pk.name
    kept = [row for row in rows if row.get(key) in here]
    new = [{**row, key: ""} for row in rows if row.get(key) not in here]
    data[f"{prefix}-INITIAL_FORMS"] = len(kept)
    for number, row in enumerate([*kept, *new]):
        for name in {name for one in rows for name in one}:
            data.pop(f"{prefix}-{number}-{name}", None)
        data.update({f"{prefix}-{number}-{name}": value for name, value in row.items()})


def _row(data, start):
    return {name.removeprefix(start): data[name] for name in data if name.startswith(start)}
