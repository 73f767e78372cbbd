"""Partial dates: a year, a month or a day, kept exactly as precise as they are known.

ISO 8601 and EDTF level 0: ``2023``, ``2023-08``, ``2023-08-14``. What was written is stored as
written; the first and last day it may mean stand beside it, for filters and windows.
"""

import calendar
import datetime
import re

from django.core.exceptions import ValidationError
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

WRITTEN = re.compile(r"(?P<year>[0-9]{4})(?:-(?P<month>[0-9]{2})(?:-(?P<day>[0-9]{2}))?)?")


def span(written: str) -> tuple[datetime.date, datetime.date]:
    """Return the first and the last day that a partial date may mean, both inclusive.

    Raises ``ValueError`` with a sentence for an editor if it is no such date.
    """
    parts = WRITTEN.fullmatch(written)
    if not parts:
        raise ValueError(
            _("“%(written)s” is not a date: write 2023, 2023-08 or 2023-08-14.") % {"written": written}
        )
    year, month, day = parts.groups()
    try:
        first = datetime.date(int(year), int(month or 1), int(day or 1))
    except ValueError:
        raise ValueError(_("“%(written)s” is not a day of the calendar.") % {"written": written}) from None
    if day:
        return first, first
    last_month = int(month or 12)
    return first, datetime.date(first.year, last_month, calendar.monthrange(first.year, last_month)[1])


def in_words(written: str) -> str:
    """Return a partial date as people write it in the reader's language, as precise as it was written.

    What is no date, as in a form that comes back with what was typed, is returned as it is.
    """
    try:
        first, _last = span(written)
    except ValueError:
        return written
    form = {4: "Y", 7: "YEAR_MONTH_FORMAT"}.get(len(written), "DATE_FORMAT")
    return date_format(first, form)


def validate_partial_date(written: str) -> None:
    """Raise ``ValidationError`` unless ``written`` is a partial date."""
    try:
        span(written)
    except ValueError as error:
        raise ValidationError(_("%(reason)s"), params={"reason": str(error)}) from error


def set_span(row: object, field: str) -> None:
    """Set ``<field>_first`` and ``<field>_last`` of a row from what is written in ``field``."""
    written = getattr(row, field)
    first, last = span(written) if written else (None, None)
    setattr(row, f"{field}_first", first)
    setattr(row, f"{field}_last", last)
