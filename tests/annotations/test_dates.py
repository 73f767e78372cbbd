import datetime

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from annotations import dates
from annotations.models import Source


def days(first, last):
    return datetime.date.fromisoformat(first), datetime.date.fromisoformat(last)


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2023", "2023-01-01", "2023-12-31"),
        ("2023-08", "2023-08-01", "2023-08-31"),
        ("2023-02", "2023-02-01", "2023-02-28"),
        ("2024-02", "2024-02-01", "2024-02-29"),
        ("2023-12", "2023-12-01", "2023-12-31"),
        ("2023-08-14", "2023-08-14", "2023-08-14"),
        ("0001", "0001-01-01", "0001-12-31"),
        ("9999-12", "9999-12-01", "9999-12-31"),
    ],
)
def test_a_partial_date_spans_all_it_may_mean(written, first, last):
    assert dates.span(written) == days(first, last)


@pytest.mark.parametrize(
    "written",
    [
        "",
        "23",
        "2023-8",
        "2023-08-1",
        "2023/08",
        " 2023",
        "2023 ",
        "2023-08-14T00:00",
        "２０２３",
        "August",
        "-2023",
    ],
)
def test_what_is_no_partial_date_is_refused_with_how_to_write_it(written):
    with pytest.raises(ValueError, match="is not a date: write 2023, 2023-08 or 2023-08-14"):
        dates.span(written)


@pytest.mark.parametrize("written", ["2023-13", "2023-00", "2023-08-00", "2023-02-29", "2023-04-31", "0000"])
def test_what_no_calendar_has_is_refused(written):
    with pytest.raises(ValueError, match="is not a day of the calendar"):
        dates.span(written)


@given(st.dates())
def test_any_day_is_itself_and_lies_in_its_month_and_year(day):
    assert dates.span(day.isoformat()) == (day, day)
    for shorter in (day.isoformat()[:7], day.isoformat()[:4]):
        first, last = dates.span(shorter)
        assert first <= day <= last


def test_a_form_gets_the_sentence():
    with pytest.raises(ValidationError, match="“2023-13” is not a day of the calendar"):
        dates.validate_partial_date("2023-13")


def test_the_days_stand_beside_what_is_written():
    source = Source(published="2023-08")

    dates.set_span(source, "published")

    assert (source.published_first, source.published_last) == days("2023-08-01", "2023-08-31")


def test_an_emptied_date_has_no_days():
    source = Source(published="", published_first=datetime.date(2023, 1, 1))

    dates.set_span(source, "published")

    assert (source.published_first, source.published_last) == (None, None)


@pytest.mark.parametrize(
    ("written", "language", "shown"),
    [
        ("", "en", ""),
        ("2023", "en", "2023"),
        ("2023-08", "en", "Aug 2023"),
        ("2023-08-14", "en", "14 Aug 2023"),
        ("2023-08-14", "pt-br", "14 de Agosto de 2023"),
        ("2023-08", "zh-hans", "2023年8月"),
        ("23:59:60", "en", "23:59:60"),
    ],
)
def test_a_partial_date_is_shown_as_people_write_it(written, language, shown):
    with translation.override(language):
        assert dates.in_words(written) == shown
