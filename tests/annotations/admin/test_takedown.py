"""Taking a source down takes two pages, a reason and the title; then the pages show what is left of it."""

import pytest

from annotations.models import Source, Takedown, Text
from tests.annotations.admin.editing import at, send, sign_in
from tests.factories import Role, State, make_claim, make_member

pytestmark = pytest.mark.django_db

GIVEN = {"reason": "A court said so", "title": "A report"}


@pytest.fixture
def source():
    return make_claim(state=State.ACCEPTED).anchors.get().text.source


def page_of(source):
    return at(source.project, f"source/{source.pk}/takedown/")


def take_down(client, source, **given):
    return client.post(page_of(source), {"version": source.version} | GIVEN | given)


def test_the_first_page_says_what_goes_and_asks_nothing(client, source):
    sign_in(client, source.project)

    first, second = client.get(page_of(source)), client.get(f"{page_of(source)}?sure=1")

    assert "The quote of 1 claim" in first.text
    assert ['name="title"' in page.text for page in (first, second)] == [False, True]


def test_it_is_taken_down_with_reason_and_title(client, source):
    manager = sign_in(client, source.project)

    answer = take_down(client, source)

    made = Takedown.objects.get()
    assert [answer.status_code, made.source, made.reason, made.by] == [
        302,
        source,
        "A court said so",
        manager,
    ]
    assert list(Text.objects.values_list("body", flat=True)) == [""]


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": "Another"}, "This is not the title of the source."),
        ({"reason": ""}, "This field is required."),
    ],
)
def test_a_slip_takes_nothing_down_and_keeps_what_was_typed(client, source, given, sentence):
    sign_in(client, source.project)

    answer = take_down(client, source, **{"reason": "Typed with care"} | given)

    assert [answer.status_code, Takedown.objects.count(), sentence in answer.text] == [200, 0, True]
    assert (
        given.get("reason") or given.get("title") or "Typed with care"
    ) in answer.text or "reason" in given


def test_a_source_that_has_moved_is_a_conflict(client, source):
    sign_in(client, source.project)
    Source.objects.filter(pk=source.pk).update(version=9)

    answer = take_down(client, source)

    assert [answer.status_code, Takedown.objects.count()] == [409, 0]
    assert 'value="9"' in answer.text and "A court said so" in answer.text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.REVIEWER])
def test_only_managers_take_down(client, source, role):
    sign_in(client, source.project, role)

    answers = [client.get(page_of(source)), take_down(client, source)]

    assert [[answer.status_code for answer in answers], Takedown.objects.count()] == [[404, 404], 0]


@pytest.mark.parametrize(("role", "told"), [(Role.VIEWER, False), (Role.CODER, True)])
def test_afterwards_the_pages_say_so_and_coders_are_told_why(client, source, role, told):
    sign_in(client, source.project)
    take_down(client, source)
    text = source.texts.get()
    client.force_login(make_member(source.project, role))

    pages = [
        client.get(at(source.project, address))
        for address in (f"source/{source.pk}/change/", f"text/{text.pk}/change/")
    ]

    assert ["The words of this source were taken down" in page.text for page in pages] == [True, True]
    assert ["A court said so" in page.text for page in pages] == [told, told]


def test_its_rights_cannot_be_given_back(client, source):
    sign_in(client, source.project)
    take_down(client, source)

    send(client, at(source.project, f"source/{source.pk}/change/"), rights="full", publisher="A paper")

    source.refresh_from_db()
    assert [source.rights, source.publisher] == ["none", "A paper"]


def test_it_is_not_offered_twice(client, source):
    sign_in(client, source.project)
    take_down(client, source)

    assert client.get(page_of(source)).status_code == 404


def test_its_claims_can_still_be_opened_and_say_so(client, source):
    sign_in(client, source.project)
    take_down(client, source)
    claim = source.project.claims.get()

    pages = [
        client.get(at(source.project, address))
        for address in (f"claim/{claim.pk}/change/", f"claim/{claim.pk}/history/", "claim/", "decision/")
    ]

    assert [page.status_code for page in pages] == [200, 200, 200, 200]
    assert "(words taken down)" in pages[0].text
