import datetime

import pytest

from annotations.imports.rows import insert, set_aside
from annotations.models import Claim, Source, Theme
from tests.factories import make_project, make_source

pytestmark = pytest.mark.django_db


def test_ids_set_aside_are_new_and_ascending():
    taken = make_source().pk

    ids = list(set_aside(Source, 3))

    assert ids == sorted(set(ids))
    assert taken < ids[0]


def test_the_id_of_a_deleted_row_is_not_used_again():
    source = make_source()
    deleted = source.pk
    source.delete()

    assert deleted < set_aside(Source, 1)[0]


def test_rows_made_afterwards_get_other_ids():
    project = make_project()
    (pk,) = set_aside(Source, 1)
    insert(Source, ("id", "project", "key", "title", "language"), [(pk, project.pk, "k", "T", "en")])

    assert make_source(project).pk > pk


def test_fields_that_are_not_named_get_their_default():
    project = make_project()

    insert(Claim, ("project", "key", "record", "said_first"), [(project.pk, "k", "k", None)])

    claim = Claim.objects.get()
    assert (claim.state, claim.reporting, claim.version, claim.said, claim.coder) == (
        "draft",
        "indirect",
        1,
        "",
        None,
    )
    assert claim.created is not None


def test_dates_and_json_are_stored_as_the_models_store_them():
    project = make_project()
    day = datetime.date(2024, 2, 29)
    fields = ("project", "key", "title", "language", "published", "published_first", "published_last")

    insert(Source, fields, [(project.pk, "k", "T", "en", "2024-02-29", day, day)])
    insert(
        Theme,
        ("project", "code", "scale", "labels"),
        [(project.pk, "t", project.scales.get().pk, {"zh": "网络"})],
    )

    assert Source.objects.get(published_first=day).published_last == day
    assert Theme.objects.get().labels == {"zh": "网络"}


def test_no_rows_are_no_trouble():
    insert(Source, ("project", "key", "title", "language"), [])

    assert list(set_aside(Source, 0)) == []
    assert not Source.objects.exists()
