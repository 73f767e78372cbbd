"""The history of a row and its parts for a reader: who, when, from what to what, and why. No way leads back from here."""

from collections import defaultdict
from dataclasses import dataclass, replace

from django.core.exceptions import ObjectDoesNotExist
from django.core.paginator import Paginator
from django.db.models import Model
from django.http import Http404
from django.template.response import TemplateResponse
from django.utils.translation import gettext as _
from simple_history.admin import SimpleHistoryAdmin

from annotations.access import Role
from annotations.scope import history_of, holds

PER_PAGE = 50
WITHOUT_MEANING = ("version", "codebook_changed", "_first", "_last", "history_")


@dataclass(frozen=True)
class Entry:
    """One change of the row (``part`` is empty) or of one of its parts; ``changes`` are label, before, after.

    ``who`` made it, as far as the reader may know.
    """

    record: Model
    part: str
    changes: list[tuple[str, str, str]]
    who: Model | None = None


class ReadableHistory(SimpleHistoryAdmin):
    """History of what a person sees, for coders and above. ``history_parts`` are written under the row's version."""

    history_parts: tuple[type[Model], ...] = ()
    fields_naming_people: tuple[str, ...] = ()

    def names_people(self, request):
        """Whether the person may know who changed rows like these."""
        return True

    def changed_by(self, request, record):
        """Who made a change, as far as the person may know: of themselves they always do."""
        own = record.history_user_id == request.user.pk
        return record.history_user if own or self.names_people(request) else None

    def shows_history(self, request):
        return (
            hasattr(self.model, "history")
            and holds(request, Role.CODER)
            and self.has_view_permission(request)
        )

    def history_view(self, request, object_id, extra_context=None):
        if not self.shows_history(request):
            raise Http404
        row = self.get_object(request, object_id)
        page = Paginator(self.entries(request, row), PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("History of “%(row)s”") % {"row": row},
            "opts": self.opts,
            "original": row,
            "page": page,
        }
        return TemplateResponse(request, "admin/history.html", context)

    def entries(self, request, row):
        """All changes of the row and of its parts, those that are gone too; the last one first."""
        own = history_of(request, self.model).filter(id=row.pk)
        hidden = () if self.names_people(request) else self.fields_naming_people
        found = entries_of(own, hidden=hidden)
        for part in self.history_parts:
            # Whoever sees a row sees its parts, and what has been taken out of it.
            records = part.history.filter(**{parent_of(part, self.model): row.pk})
            found += entries_of(records, part=part, hidden=hidden)
        named = [replace(entry, who=self.changed_by(request, entry.record)) for entry in found]
        return sorted(
            named, key=lambda entry: (entry.record.history_date, entry.record.history_id), reverse=True
        )

    def history_form_view(self, request, object_id, version_id, extra_context=None):
        """The row as it stood at one time, field by field."""
        if not self.shows_history(request) or not version_id.isdecimal():
            raise Http404
        row = self.get_object(request, object_id)
        record = history_of(request, self.model).filter(id=row.pk, history_id=int(version_id)).first()
        if record is None:
            raise Http404
        context = {
            **self.admin_site.each_context(request),
            "title": _("“%(row)s” as it stood") % {"row": row},
            "opts": self.opts,
            "original": row,
            "record": record,
            "who": self.changed_by(request, record),
            "fields": fields_of(record, self.model),
        }
        return TemplateResponse(request, "admin/history_record.html", context)

    def revert_disabled(self, request, obj=None):
        return True


def parent_of(part, model):
    """The name of the foreign key by which a part belongs to its row: the first one that leads there."""
    return next(field.name for field in part._meta.fields if field.related_model is model)


def entries_of(records, *, part=None, hidden=()):
    """Entries of records of one model, each compared with the one before it of the same row, but for hidden fields."""
    named = str(part._meta.verbose_name).capitalize() if part else ""
    lives = defaultdict(list)
    for record in records.select_related("history_user").order_by("history_id"):
        lives[record.id].append(record)
    return [
        Entry(record, named, changes_between(before, record, hidden))
        for life in lives.values()
        for before, record in zip([None, *life], life, strict=False)
    ]


def changes_between(before, record, hidden=()):
    """What differs from the record before; nothing where it was made or taken out."""
    if before is None or record.history_type == "-":
        return []
    fields = [field for field in fields_with_meaning(record.instance_type) if hasattr(record, field.attname)]
    fields = [field for field in fields if field.name not in hidden]
    moved = [field for field in fields if getattr(before, field.attname) != getattr(record, field.attname)]
    return [
        (field.verbose_name, worded(field, value_of(before, field)), worded(field, value_of(record, field)))
        for field in moved
    ]


def fields_with_meaning(model):
    """The fields of a row that an editor would speak of."""
    return [
        field
        for field in model._meta.concrete_fields
        if not field.primary_key and not field.name.endswith(WITHOUT_MEANING)
    ]


def fields_of(record, model):
    """Pairs of a label and what stood there; a text's body never changes, so its history does not hold it."""
    fields = [
        field for field in fields_with_meaning(model) if field.editable and hasattr(record, field.attname)
    ]
    return [(field.verbose_name, worded(field, value_of(record, field))) for field in fields]


def value_of(record, field):
    """The value of a field in a historical record; the row it points to may be gone."""
    try:
        return getattr(record, field.name)
    except ObjectDoesNotExist:
        return getattr(record, field.attname)


def worded(field, value) -> str:
    """Return a value as an editor reads it."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    if value in (None, "", [], {}):
        return "—"
    if isinstance(value, dict):
        return "\n".join(f"{key}: {text}" for key, text in value.items())
    if isinstance(value, list):
        return "\n".join(map(str, value))
    return str(dict(field.flatchoices).get(value, value))
