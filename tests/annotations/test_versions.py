import pytest

from annotations import versions
from annotations.models import Speaker
from tests.factories import make_project, make_speaker, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker():
    return make_speaker(make_project(), "Qian Depei")


def test_a_bump_moves_the_row_to_the_next_version_with_its_changes(speaker):
    versions.bump(speaker, seen=1, kind="collective")

    assert (speaker.version, speaker.kind) == (2, "collective")
    speaker.refresh_from_db()
    assert (speaker.version, speaker.kind) == (2, "collective")


def test_a_stale_version_is_a_conflict_and_changes_nothing(speaker):
    versions.bump(speaker, seen=1)

    with pytest.raises(versions.Conflict) as conflict:
        versions.bump(speaker, seen=1, kind="collective")

    assert (conflict.value.seen, conflict.value.row.version, conflict.value.row.kind) == (1, 2, "person")
    assert str(conflict.value) == (
        "This speaker was changed by somebody else after you opened it "
        "(you read version 1, it is now version 2). Nothing was overwritten."
    )


def test_an_old_copy_in_memory_does_not_win(speaker):
    copy = Speaker.objects.get(pk=speaker.pk)
    versions.bump(speaker, seen=1)

    with pytest.raises(versions.Conflict):
        versions.bump(copy, seen=copy.version)


def test_a_change_by_bump_alone_is_recorded_by_hand(speaker):
    user = make_user()
    versions.bump(speaker, seen=1, kind="collective")

    versions.record_change(speaker, by=user, reason="They are many")

    now, before = speaker.history.all()
    assert (now.kind, now.version, now.history_user, now.history_type) == ("collective", 2, user, "~")
    assert (now.history_change_reason, before.kind) == ("They are many", "person")


def test_a_long_reason_is_cut_to_what_fits(speaker):
    versions.record_change(speaker, by=None, reason="x" * 500)

    assert speaker.history.first().history_change_reason == "x" * 100


def test_a_row_without_history_keeps_its_old_value_at_the_first_change(speaker):
    speaker.history.all().delete()

    versions.bump(speaker, seen=1, kind="collective")

    (before,) = speaker.history.all()
    assert (before.kind, before.version, before.history_change_reason) == ("person", 1, "as it first came in")
