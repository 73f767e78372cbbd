import pytest
from django.db import transaction

from annotations.models import Source
from annotations.snapshot import snapshot
from curation.export import dataset
from tests.factories import make_project, make_source

two_connections = pytest.mark.django_db(transaction=True, databases=["default", "snapshot"])


@two_connections
def test_what_others_write_meanwhile_is_not_seen():
    make_source()
    with snapshot() as database:
        before = Source.objects.using(database).count()
        make_source()
        after = Source.objects.using(database).count()

    assert (database, before, after) == ("snapshot", 1, 1)
    assert Source.objects.count() == 2


@two_connections
def test_an_export_is_of_one_moment():
    project = make_project()
    for number in range(3):
        make_source(project, title=f"Report {number}")
    blocks = dataset.stream(project)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "BLOCK", 1)
        first = next(blocks)
        Source.objects.update(title="Changed")
        project.title = "Changed"
        project.save()
        rest = b"".join(blocks)

    assert b"Changed" not in first + rest
    assert b"Report 2" in rest


@two_connections
def test_a_transaction_sees_its_own_rows():
    with transaction.atomic():
        make_source()
        with snapshot() as database:
            found = Source.objects.using(database).count()

    assert (database, found) == ("default", 1)


@two_connections
def test_a_reader_who_goes_away_leaves_no_transaction_open():
    blocks = dataset.stream(make_project())
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(dataset, "BLOCK", 1)
        next(blocks)
        blocks.close()

    assert not transaction.get_connection("snapshot").in_atomic_block
