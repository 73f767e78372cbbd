"""Following an invitation in the browser."""

import pytest
from django.test import Client

from annotations import invitations
from annotations.models import Membership, User
from tests.curation.accounts.people import PASSWORD, is_signed_in, make_person, make_signed_in, sign_in, told
from tests.factories import Role, make_member, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return make_project("study", title="Energy in the news")


@pytest.fixture
def link(project):
    _, secret = invitations.invite(project, by=make_member(project, Role.MANAGER, "boss"), role=Role.CODER)
    return f"/invitation/{secret}/"


def make_account(client, link, **typed):
    return client.post(link, {"username": "ana", "password": PASSWORD, "first_name": ""} | typed)


def test_the_page_says_who_invites_whom_to_what(client, link):
    page = told(client.get(link))

    assert ["Energy in the news" in page, "boss invites you to this project as Coder." in page] == [
        True,
        True,
    ]


def test_looking_at_an_invitation_does_not_use_it(client, link):
    for _ in range(2):
        client.get(link)
        client.head(link)

    assert client.get(link).status_code == 200


def test_somebody_new_makes_an_account_and_lands_in_the_project(client, link):
    answer = make_account(client, link)

    assert [answer.url, client.get("/p/study/admin/").status_code] == ["/p/study/", 200]
    assert Membership.objects.get(user__username="ana").role == "coder"


def test_the_new_session_is_listed_among_those_of_the_account(client, link):
    make_account(client, link)

    assert [one["current"] for one in client.get("/account/").context["sessions"]] == [True]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"password": "short"}, "too short"),
        ({"password": "anaanaana", "username": "anaanaana"}, "too similar"),
        ({"username": "bob"}, "Somebody here has this user name"),
        ({"username": "BOB"}, "Somebody here has this user name"),
        ({"username": "a b"}, "Enter a valid username"),
        ({"username": ""}, "This field is required"),
    ],
)
def test_what_was_typed_stays_and_the_fault_is_said(client, link, typed, sentence):
    make_person("bob")

    answer = make_account(client, link, **typed | {"first_name": "Ana Reis"})

    assert [answer.status_code, sentence in told(answer), 'value="Ana Reis"' in answer.text] == [
        200,
        True,
        True,
    ]
    assert User.objects.count() == 2


def test_somebody_with_an_account_signs_in_and_comes_back(client, link):
    make_person()

    answer = client.post(f"/login/?next={link}", {"login": "ana", "password": PASSWORD, "next": link})

    assert answer.url == link


def test_somebody_who_is_signed_in_joins(client, link):
    make_signed_in(client)

    answer = client.post(link)

    assert [answer.url, client.get("/p/study/admin/").status_code] == ["/p/study/", 200]


def test_a_member_is_told_and_the_link_stays_open(client, link, project):
    client.force_login(make_member(project, username="carl"))

    answer = client.post(link)

    assert ["is a member already" in told(answer), Client().get(link).status_code] == [True, 200]


def test_a_used_link_says_so(client, link):
    make_account(client, link)

    answer = Client().get(link)

    assert [answer.status_code, "has been used" in told(answer)] == [410, True]


def test_a_made_up_link_leads_nowhere(client, link):
    answer = client.post("/invitation/made-up/", {"username": "eve", "password": PASSWORD})

    assert [answer.status_code, is_signed_in(client), User.objects.filter(username="eve").exists()] == [
        410,
        False,
        False,
    ]


def test_signing_in_by_invitation_asks_for_the_second_factor_of_nobody_else(client, link):
    make_account(client, link)
    client.post("/logout/")

    sign_in(client, "ana")

    assert is_signed_in(client)
