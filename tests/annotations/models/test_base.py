"""History forgets nothing: not the first value of what came in by the thousand, nor what was deleted."""

import pytest

from annotations.models import Coding, Name, Source, Speaker
from tests.factories import make_claim, make_project, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def imported():
    """A speaker and two names as an import writes them: without history."""
    speaker = Speaker.objects.bulk_create([Speaker(project=make_project(), kind="person")])[0]
    Name.objects.bulk_create([Name(speaker=speaker, text=text) for text in ("Qian", "Depei")])
    return speaker


def pages(row):
    """What the history of a row says, the newest first."""
    return [(page.history_type, page.history_change_reason) for page in type(row).history.filter(id=row.pk)]


def test_what_was_imported_has_no_history_until_it_changes(imported):
    assert pages(imported) == []


def test_the_first_save_writes_the_old_value_down_first(imported):
    imported.kind = "collective"
    imported.save()

    now, before = imported.history.all()
    assert (now.kind, now.history_type) == ("collective", "~")
    assert (before.kind, before.history_type, before.history_change_reason) == (
        "person",
        "+",
        "as it first came in",
    )


def test_the_second_save_does_not(imported):
    for kind in ("collective", "organisation"):
        imported.kind = kind
        imported.save()

    assert [page.kind for page in imported.history.all()] == ["organisation", "collective", "person"]


def test_a_deleted_row_leaves_its_value(imported):
    name = imported.names.first()
    name.delete()

    gone, before = Name.history.filter(text="Qian")
    assert (gone.history_type, before.history_type) == ("-", "+")


def test_rows_deleted_together_leave_theirs(imported):
    imported.names.all().delete()

    assert sorted(Name.history.filter(history_type="+").values_list("text", flat=True)) == ["Depei", "Qian"]
    assert Name.history.filter(history_type="-").count() == 2


def test_only_what_has_no_history_is_remembered(imported):
    Speaker.objects.create(project=imported.project)

    assert Speaker.objects.remember() == 1
    assert Speaker.objects.remember() == 0


def test_a_new_row_has_one_page():
    speaker = make_speaker(make_project())

    assert pages(speaker) == [("+", None)]


def test_a_saved_date_has_its_days_beside_it():
    source = Source.objects.create(project=make_project(), title="A", language="en", published="2023-08")
    source.published = "2024"
    source.save()

    source.refresh_from_db()
    assert (str(source.published_first), str(source.published_last)) == ("2024-01-01", "2024-12-31")


def test_a_date_that_is_none_is_not_saved():
    with pytest.raises(ValueError, match="“soon” is not a date"):
        Source.objects.create(project=make_project(), title="A", language="en", published="soon")


def test_parts_written_in_bulk_by_verbs_have_their_page():
    make_claim()

    assert Coding.history.count() == Coding.objects.count() == 1
