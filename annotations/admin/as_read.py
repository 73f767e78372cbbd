"""How a row and its parts stood when somebody read them: what two editors began with, from the rows' own history."""

from dataclasses import dataclass, field

from django.db.models import Model

from annotations.admin.history import parent_of

FIRST_PAGE = "as it first came in"


@dataclass(frozen=True)
class AsRead:
    """A row as it stood at one version, and its parts then; ``row`` is None where history does not reach so far."""

    row: Model | None = None
    parts: dict[type[Model], list[Model]] = field(default_factory=dict)


def as_read(now: Model, seen: int, parts: set[type[Model]]) -> AsRead:
    """Return how a row stood at version ``seen``: its parts are those from before the next version was written."""
    records = now.history.order_by("history_id")
    read = records.filter(version=seen).last()
    moved = records.filter(version__gt=seen).first()
    if read is None or moved is None:
        return AsRead()
    lived = {part: parts_until(part, now, moved.history_date) for part in parts if hasattr(part, "history")}
    return AsRead(read.instance, lived)


def parts_until(part: type[Model], row: Model, moment) -> list[Model]:
    """The parts of a row that were there before a moment, as they were."""
    stood = {}
    records = part.history.filter(**{parent_of(part, type(row)): row.pk}).order_by("history_id")
    for record in records:
        # What came in by the thousand has its first page written only when it is about to change.
        late = record.id not in stood and record.history_change_reason == FIRST_PAGE
        if record.history_date < moment or late:
            stood[record.id] = record
    return [record.instance for record in stood.values() if record.history_type != "-"]
