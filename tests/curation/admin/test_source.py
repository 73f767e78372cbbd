"""A takedown says which releases still give the source away, before it and after it."""

import pytest

from curation import release
from tests.annotations.admin.editing import at, sign_in
from tests.factories import Role, make_project
from tests.releases import make_accepted, make_dataset, make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_formats")]
HEADING = "Releases that still give it away"


@pytest.fixture
def source():
    return make_accepted(make_project("study")).anchors.get().text.source


@pytest.fixture
def made(source):
    return make_release(make_dataset(source.project, "voices"))


def pages(client, source):
    """The page that takes it down, and, once that is done, the source's own."""
    takedown = at(source.project, f"source/{source.pk}/takedown/")
    asked = client.get(takedown).text
    given = {"version": source.version, "reason": "A court said so", "title": source.title}
    assert client.post(takedown, given).status_code == 302
    return [asked, client.get(at(source.project, f"source/{source.pk}/change/")).text]


def test_a_release_that_holds_the_source_is_named_before_and_after(client, source, made):
    sign_in(client, source.project, Role.MANAGER)

    found = pages(client, source)

    assert [[HEADING in page, f"curation/release/{made.pk}/change/" in page] for page in found] == [
        [True, True]
    ] * 2


def test_a_release_without_the_source_or_withdrawn_is_not_named(client, source, made):
    manager = sign_in(client, source.project, Role.MANAGER)
    release.withdraw(made, by=manager, reason="The source goes.")
    another = make_accepted(source.project).anchors.get().text.source
    make_release(make_dataset(source.project, "others", query=f"source={another.key}"))

    assert [HEADING in page for page in pages(client, source)] == [False, False]


def test_whoever_cannot_withdraw_is_told_of_none(client, source, made):
    sign_in(client, source.project, Role.MANAGER)
    pages(client, source)
    sign_in(client, source.project, Role.REVIEWER)

    assert HEADING not in client.get(at(source.project, f"source/{source.pk}/change/")).text
