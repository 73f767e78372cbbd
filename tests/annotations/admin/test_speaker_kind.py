"""A speaker whom others lean on stays of its kind."""

import pytest

from annotations import speakers
from annotations.models import Affiliation, Attribution
from tests.annotations.admin.editing import at, send, sign_in
from tests.factories import Role, make_claim, make_member, make_organisation, make_project, make_speaker

pytestmark = pytest.mark.django_db


def spoken_for():
    speaking = make_claim().attributions.get()
    organisation = make_organisation(speaking.claim.project)
    Attribution.objects.filter(pk=speaking.pk).update(organisation=organisation)
    return organisation


def with_members():
    organisation = make_organisation(make_project())
    Affiliation.objects.create(speaker=make_speaker(organisation.project), organisation=organisation)
    return organisation


def merged():
    return two_that_are_one()[0]


def merged_into():
    return two_that_are_one()[1]


def two_that_are_one():
    one = make_organisation(make_project())
    other = make_organisation(one.project, "Academy of Science")
    by = make_member(one.project, Role.MANAGER)
    speakers.merge(one, into=other, by=by, seen={one.pk: one.version, other.pk: other.version})
    one.refresh_from_db(), other.refresh_from_db()
    return one, other


@pytest.mark.parametrize(
    ("made", "sentence"),
    [
        (spoken_for, "In claims somebody speaks for it: it stays what it is."),
        (with_members, "Others belong to it: it stays what it is."),
        (merged, "It was found to be the same as another: undo that before its kind changes."),
        (merged_into, "It was found to be the same as another: undo that before its kind changes."),
    ],
)
def test_an_organisation_that_others_lean_on_becomes_no_person(client, made, sentence):
    organisation = made()
    sign_in(client, organisation.project, Role.CODER)
    page = at(organisation.project, f"speaker/{organisation.pk}/change/")

    answer = send(client, page, kind="person")

    organisation.refresh_from_db()
    assert [answer.status_code, organisation.kind, sentence in answer.text] == [200, "organisation", True]


def test_an_organisation_on_its_own_becomes_a_collective(client):
    organisation = make_organisation(make_project())
    sign_in(client, organisation.project, Role.CODER)

    send(client, at(organisation.project, f"speaker/{organisation.pk}/change/"), kind="collective")

    organisation.refresh_from_db()
    assert organisation.kind == "collective"
