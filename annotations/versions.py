"""The version check: every write says which version it read, and the database says who won.

The version belongs to the aggregate (a claim with its anchors, attributions and codings; a speaker with
names and affiliations; a source with its texts; a theme; a scale with its stances), so the aggregate's
conditional UPDATE comes first, before any of its parts is written.
"""

from django.db.models import F, Model
from django.utils.translation import gettext as _

from annotations.models.base import Versioned, history_of
from annotations.refusal import Refused


class Conflict(Refused):
    """Somebody else changed the row after it was read. ``row`` is as it stands now, ``seen`` what was read."""

    def __init__(self, row: Versioned, seen: int):
        self.row = row
        self.seen = seen
        sentence = _(
            "This %(kind)s was changed by somebody else after you opened it "
            "(you read version %(seen)d, it is now version %(now)d). Nothing was overwritten."
        )
        super().__init__(sentence % {"kind": row._meta.verbose_name, "seen": seen, "now": row.version})


def bump(row: Versioned, *, seen: int, **changes: object) -> None:
    """Move ``row`` from version ``seen`` to the next one, writing ``changes`` in the same UPDATE.

    Call it first in the transaction of a write. History is the caller's: a following ``save()`` writes it,
    and so does ``record_change``. Raises ``Conflict`` if the row is at another version.
    """
    model = type(row)
    rows = model.objects.filter(pk=row.pk)
    rows.remember()
    if not rows.filter(version=seen).update(version=F("version") + 1, **changes):
        raise Conflict(model.objects.get(pk=row.pk), seen)
    row.version = seen + 1
    for field, value in changes.items():
        setattr(row, field, value)


def record_change(row: Versioned, *, by: Model | None, reason: str = "") -> None:
    """Write the history of a change that ``bump`` made alone, without a ``save()``."""
    history_of(type(row)).bulk_history_create(
        [row], update=True, default_user=by, default_change_reason=reason[:100]
    )
