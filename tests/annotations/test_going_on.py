"""What to read next: what is begun, drafts first, then what nobody has read; and how far one has come."""

import pytest

from annotations import going_on, readings
from tests.factories import make_claim, make_member, make_project, make_source, make_text

pytestmark = pytest.mark.django_db


def texts_of(project, count):
    return [make_text(make_source(project)) for _ in range(count)]


def test_a_text_with_drafts_goes_before_one_that_was_only_opened(project, coder):
    with_drafts, opened, _unread = texts_of(project, 3)
    make_claim(with_drafts, coder=coder)
    readings.open_reading(opened, coder=coder)

    assert going_on.next_text(coder, project) == with_drafts.pk


def test_what_is_begun_goes_before_what_nobody_has_read(project, coder):
    _unread, begun = texts_of(project, 2)
    readings.open_reading(begun, coder=coder)

    assert going_on.next_text(coder, project) == begun.pk


def test_of_unread_texts_the_oldest_is_next(project, coder):
    first, _second = texts_of(project, 2)

    assert going_on.next_text(coder, project) == first.pk


def test_the_text_one_comes_from_is_not_offered_again(project, coder):
    first, second = texts_of(project, 2)

    assert going_on.next_text(coder, project, after=first) == second.pk


def test_where_all_is_read_nothing_is_next(project, coder):
    (text,) = texts_of(project, 1)
    readings.submit_reading(readings.open_reading(text, coder=coder), by=coder, nothing_here=True)

    assert going_on.next_text(coder, project) is None


def test_texts_of_other_projects_are_nobodys_next(project, coder):
    texts_of(make_project(), 1)

    assert going_on.next_text(coder, project) is None


def test_progress_counts_what_the_coder_read_to_the_end(project, coder):
    read, _unread = texts_of(project, 2)
    readings.submit_reading(readings.open_reading(read, coder=coder), by=coder, nothing_here=True)
    readings.open_reading(read, coder=make_member(project))

    assert going_on.progress(coder, project) == going_on.Progress(done=1, of=2)
