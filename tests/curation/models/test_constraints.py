"""Each constraint of the publishing side, broken on the database itself, past every model, form and verb."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import QuerySet

from curation import models
from curation.models import Dataset, Release, Work
from tests.factories import make_project
from tests.releases import make_dataset

pytestmark = pytest.mark.django_db


def make_row(dataset, **fields):
    return Release.objects.create(
        dataset=dataset,
        **{"major": 1, "minor": 0, "patch": 0, "about": {}, "counts": {}, "codebook": {}} | fields,
        files=[],
        losses={},
        changes={},
    )


def withdrawn_without_a_reason(dataset):
    make_row(dataset)
    QuerySet(Release).update(withdrawn="2026-11-22T00:00:00Z")


def released_twice(dataset):
    make_row(dataset)
    make_row(dataset)


def asked_for_twice(dataset):
    for _ in range(2):
        Work.objects.create(project=dataset.project, kind="release", about="it", given={})


BROKEN = {
    "a_dataset_address_is_used_once_a_project": lambda one: Dataset.objects.create(
        project=one.project, slug=one.slug, title="Other"
    ),
    "a_dataset_has_a_title": lambda one: Dataset.objects.update(title=""),
    "a_dataset_has_known_rights": lambda one: Dataset.objects.update(rights="none"),
    "only_quotes_have_a_longest_length": lambda one: Dataset.objects.update(longest_quote=9),
    "a_version_is_released_once": released_twice,
    "a_withdrawn_release_says_why": withdrawn_without_a_reason,
    "work_about_one_thing_is_under_way_once": asked_for_twice,
}


@pytest.mark.parametrize("name", BROKEN)
def test_the_database_keeps_each_constraint(name):
    dataset = make_dataset(make_project())

    with pytest.raises(IntegrityError), transaction.atomic():
        BROKEN[name](dataset)


def test_no_constraint_is_left_untried():
    named = {
        rule.name for model in map(models.__dict__.get, models.__all__) for rule in model._meta.constraints
    }

    assert set(BROKEN) == named


def test_work_that_has_ended_stands_in_nobodys_way():
    project = make_project()
    for state in (Work.State.DONE, Work.State.FAILED, Work.State.WAITING):
        Work.objects.create(project=project, kind="release", about="it", given={}, state=state)

    assert Work.objects.count() == 3
