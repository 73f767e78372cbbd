"""Two editors changed the same row: what one of them typed beside what stands there now, to choose field by field.

A choice is called “take-…” in the form, and what it takes instead of what stands in the form “theirs-…” or “mine-…”.
``with_choices`` puts the chosen words in their place before the form is read, so that saving is saving as always.
"""

from dataclasses import dataclass, field

from django.forms import ModelChoiceField, model_to_dict
from django.utils.translation import gettext as _

from annotations.admin.as_read import AsRead

MINE, THEIRS = "mine", "theirs"


@dataclass(frozen=True)
class Choice:
    """Whose words to take: ``name`` is what the choice is called, ``other`` the hidden fields of the side not typed."""

    name: str
    default: str
    both: bool
    other: list[tuple[str, str]]


@dataclass(frozen=True)
class Difference:
    """A field in which the two differ, in words."""

    label: str
    typed: str
    now: str
    choice: Choice | None = None


@dataclass(frozen=True)
class Part:
    """The row itself, or one row of a list below it, and what happened to it. A row below is chosen as a whole."""

    title: str
    differences: list[Difference] = field(default_factory=list)
    remark: str = ""
    choice: Choice | None = None


def parts_in_conflict(form, formsets, read: AsRead, typed: "Retyped") -> list[Part]:
    """Return what differs between the typed forms and the rows as they stand; ``form.initial`` is how they stand."""
    began = form.initial_as_read(read) if read.row else None
    head = Part(
        title=str(form._meta.model._meta.verbose_name).capitalize(),
        differences=[
            Difference(label, shown(typing, typed), shown(typing, now), choice_of(form, name, began))
            for name, label, typing, typed, now in differing(form)
        ],
    )
    rows = [row for formset in formsets for row in _rows_in_conflict(formset, read, typed)]
    return [part for part in [head, *rows] if part.differences or part.remark]


def differing(form):
    """The fields of a bound form whose typed value is not the one that stands: name, label, field, typed, now."""
    for name in form.fields:
        if form[name].is_hidden or name == "DELETE":
            continue
        typed, now = form[name].data, form[name].initial
        if form.fields[name].has_changed(now, typed):
            yield name, str(form[name].label), form.fields[name], typed, now


def choice_of(form, name, began) -> Choice:
    """Whose words of a field to take: of the one who changed it, where only one did."""
    typing, typed, now = form.fields[name], form[name].data, form[name].initial
    mine = began is None or typing.has_changed(began.get(name), typed)
    theirs = began is None or typing.has_changed(began.get(name), typing.prepare_value(now))
    html_name = form[name].html_name
    return _choice(html_name, mine, theirs, sent(f"{THEIRS}-{html_name}", typing, now))


def _choice(name, mine, theirs, other):
    return Choice(f"take-{name}", MINE if mine else THEIRS, mine and theirs, other)


def sent(name, typing, value) -> list[tuple[str, str]]:
    """Return what a browser would send for a value of a field: pairs of a name and a value."""
    value = typing.prepare_value(value)
    if value in (None, False):
        return [(name, "")]
    if value is True:
        return [(name, "on")]
    return [(name, str(one)) for one in (value if isinstance(value, list | tuple) else [value])]


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


# Rows below


@dataclass(frozen=True)
class Retyped:
    """Posted data under the version of now. ``unseen`` are rows (by prefix) that the form did not have, ``were`` the
    ids of typed rows that are gone by now."""

    data: object
    unseen: set[str]
    were: dict[str, str]


def _rows_in_conflict(formset, read, typed):
    for form in formset.forms:
        began = _began(form, formset, read, typed)
        if form.prefix in typed.unseen:
            yield _added_by_them(form, began)
        elif form.instance.pk is None and form.has_changed() and form not in formset.deleted_forms:
            yield _not_there(form, began)
        elif form.instance.pk is not None and (form in formset.deleted_forms or any(differing(form))):
            yield _in_both(form, began, removed=form in formset.deleted_forms)


def _added_by_them(form, began):
    choice = _choice(form.prefix, began is not None, True, [(f"{MINE}-{form.prefix}-DELETE", "on")])
    return Part(_title(form), remark=_("They added it."), choice=choice)


def _not_there(form, began):
    """Added by you; or there when you began, and removed by them."""
    mine = began is None or _changed(form, began)
    choice = _choice(form.prefix, mine, began is not None, [(f"{THEIRS}-{form.prefix}-DELETE", "on")])
    return Part(
        str(began or _("A new row")),
        _differences_of_row(form),
        _("They removed it.") if began else _("You added it."),
        choice,
    )


def _in_both(form, began, *, removed):
    mine = removed or began is None or _changed(form, began)
    theirs = began is None or _changed(form, began, stands=True)
    names = [name for name in form.fields if not form[name].is_hidden and name != "DELETE"]
    stands = [
        pair
        for name in names
        for pair in sent(f"{THEIRS}-{form[name].html_name}", form.fields[name], form[name].initial)
    ]
    remark = _("You removed it; it stands there still.") if removed else ""
    differences = [] if removed else _differences_of_row(form)
    return Part(_title(form), differences, remark, _choice(form.prefix, mine, theirs, stands))


def _title(form) -> str:
    return str(type(form.instance)._default_manager.get(pk=form.instance.pk))


def _differences_of_row(form):
    return [
        Difference(label, shown(typing, typed), shown(typing, now))
        for _name, label, typing, typed, now in differing(form)
    ]


def _changed(form, began, *, stands=False) -> bool:
    """Whether what was typed, or what stands, is no longer what it was when the form was opened."""
    before = model_to_dict(began)
    return any(
        typing.has_changed(
            before.get(name), typing.prepare_value(form[name].initial) if stands else form[name].data
        )
        for name, typing in form.fields.items()
        if name in before and not form[name].is_hidden
    )


def _began(form, formset, read, typed):
    """The row as it stood when the form was opened, or None: by its id, else by what makes it the same."""
    rows = read.parts.get(formset.model, [])
    pk = str(form.instance.pk or typed.were.get(form.prefix, ""))
    by_id = next((row for row in rows if str(row.pk) == pk), None)
    return by_id or _same(rows, formset, lambda name: form[name].data)


def _same(rows, formset, value_of):
    names = getattr(formset, "same_by", ())
    alike = (row for row in rows if names and _is_same(row, names, value_of))
    return next(alike, None)


def _is_same(row, names, value_of):
    return all(str(getattr(row, row._meta.get_field(name).attname)) == str(value_of(name)) for name in names)


# The form again, under the version of now


def retyped(data, formsets, *, version: int) -> Retyped:
    """Return posted data that says it read ``version``, with all rows that stand there now and those that are gone as
    new ones. So nothing that was typed is lost, and saving again is an act of its own."""
    typed = Retyped(data.copy(), set(), {})
    typed.data["version"] = version
    for formset in formsets:
        _renumber(typed, formset)
    return typed


def _renumber(typed, formset):
    prefix, data = formset.prefix, typed.data
    rows = [_row(data, f"{prefix}-{number}-") for number in range(formset.total_form_count())]
    here = [(row, _take_typed(rows, row, formset)) for row in formset.get_queryset()]
    for name in [name for name in data if name.startswith(f"{prefix}-") and name.split("-")[1].isdecimal()]:
        del data[name]
    key = formset.model._meta.pk.name
    for number, (row, posted) in enumerate(here):
        if posted is None:
            typed.unseen.add(f"{prefix}-{number}")
        _write(data, f"{prefix}-{number}-", _as_posted(row, formset) if posted is None else posted)
        data[f"{prefix}-{number}-{key}"] = str(row.pk)
    for number, posted in enumerate(rows, start=len(here)):
        typed.were[f"{prefix}-{number}"] = posted.get(key, [""])[0]
        _write(data, f"{prefix}-{number}-", posted | {key: [""]})
    data[f"{prefix}-INITIAL_FORMS"] = len(here)
    data[f"{prefix}-TOTAL_FORMS"] = len(here) + len(rows)


def _take_typed(rows, row, formset):
    """Take out of ``rows`` what was typed into this one; None where the form did not have it."""
    key = formset.model._meta.pk.name
    found = next((posted for posted in rows if posted.get(key, [""])[0] == str(row.pk)), None)
    if found is None:
        alike = (
            posted
            for posted in rows
            if _same([row], formset, lambda name, posted=posted: posted.get(name, [""])[0])
        )
        found = next(alike, None)
    if found is not None:
        rows.remove(found)
    return found


def _as_posted(row, formset):
    """A row that the form did not have, as a browser would send it unchanged."""
    form = formset.form(instance=row, **formset.form_kwargs)
    values = {name: sent(name, typing, form.initial.get(name)) for name, typing in form.fields.items()}
    fk = formset.fk.name
    return {name: [value for _name, value in pairs] for name, pairs in values.items()} | {
        fk: [str(formset.instance.pk)]
    }


def _row(data, start):
    return {name.removeprefix(start): data.getlist(name) for name in data if name.startswith(start)}


def _write(data, start, row):
    for name, values in row.items():
        data.setlist(f"{start}{name}", values)


def with_choices(data):
    """Return posted data in which each field and each row has the words of the side that was chosen for it."""
    taken = {name.removeprefix("take-"): data[name] for name in data if name.startswith("take-")}
    chosen = data.copy() if taken else data
    for name, side in taken.items():
        other = {
            key.removeprefix(f"{side}-"): data.getlist(key)
            for key in data
            if key == f"{side}-{name}" or key.startswith(f"{side}-{name}-")
        }
        if side == THEIRS:
            chosen.pop(name, None)
            chosen.pop(f"{name}-DELETE", None)
        for key, values in other.items():
            chosen.setlist(key, values)
    return chosen
