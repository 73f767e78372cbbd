"""A person's own page."""

from importlib import import_module

import pytest
from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.conf import settings
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import translation
from django.utils.translation import gettext

from annotations import projects
from annotations.models import Membership
from tests.curation.accounts.people import confirm, is_signed_in, make_person, make_signed_in, sign_in, told
from tests.factories import Role, make_member, make_project, make_user

pytestmark = pytest.mark.django_db

brazilian_portuguese = import_module("annotations.migrations.0011_brazilian_portuguese")


def test_a_name_is_kept_in_the_order_in_which_it_is_written(client):
    person = make_signed_in(client)

    client.post("/account/", {"name": "钱德沛", "language": ""})

    person.refresh_from_db()
    assert [person.get_full_name(), person.language] == ["钱德沛", ""]


@pytest.mark.parametrize("language", ["en", "pt-br", "zh-hans"])
def test_pages_are_in_the_chosen_language_whatever_the_browser_asks(client, language):
    make_signed_in(client)
    client.post("/account/", {"name": "", "language": language})

    answer = client.get("/account/", headers={"accept-language": "de, pt;q=0.5"})

    assert [answer["Content-Language"], f'lang="{language}"' in answer.text.lower()] == [language, True]


@pytest.mark.parametrize("asked", ["pt-BR", "pt", "pt-PT"])
def test_who_has_chosen_no_language_is_answered_as_the_browser_asks(client, asked):
    make_signed_in(client)

    assert client.get("/account/", headers={"accept-language": asked})["Content-Language"] == "pt-br"


def test_a_cookie_of_other_portuguese_is_understood(client):
    client.cookies[settings.LANGUAGE_COOKIE_NAME] = "pt"

    assert client.get("/login/")["Content-Language"] == "pt-br"


def test_what_django_says_is_brazilian_as_our_own_words():
    with translation.override("pt-br"):
        assert [gettext("username"), gettext("User name")] == ["usuário", "Nome de usuário"]


def test_who_had_chosen_portuguese_keeps_it():
    person = make_user(language="pt")

    brazilian_portuguese.rename("pt", "pt-br")(apps, connection.schema_editor())

    person.refresh_from_db()
    assert person.language == "pt-br"


def test_a_language_that_is_not_there_is_refused(client):
    person = make_signed_in(client)

    client.post("/account/", {"name": "", "language": "tlh"})

    person.refresh_from_db()
    assert person.language == ""


# E-mail


def test_the_address_is_changed_only_after_the_password(client):
    person = make_signed_in(client)

    answer = client.post("/account/email/", {"email": "ana@example.org"})

    person.refresh_from_db()
    assert [answer.url.split("?")[0], person.email] == ["/account/confirm/", ""]


def test_without_mail_the_address_is_changed_at_once(client):
    person = make_signed_in(client)
    confirm(client)

    client.post("/account/email/", {"email": "Ana@Example.org"})

    person.refresh_from_db()
    assert [person.email, mail.outbox] == ["ana@example.org", []]


def test_with_mail_the_address_is_changed_when_it_is_confirmed(client, settings):
    settings.MAIL = object()
    person = make_signed_in(client, email="old@example.org")
    confirm(client)

    client.post("/account/email/", {"email": "new@example.org"})

    person.refresh_from_db()
    assert [person.email, mail.outbox[0].to] == ["old@example.org", ["new@example.org"]]
    link = next(word for word in mail.outbox[0].body.split() if "/account/" in word)
    client.post(link.removeprefix("http://testserver"))
    person.refresh_from_db()
    assert [person.email, EmailAddress.objects.get().verified] == ["new@example.org", True]


def test_an_address_of_somebody_else_is_refused(client):
    make_person("bob", email="bob@example.org")
    person = make_signed_in(client)
    confirm(client)

    answer = client.post("/account/email/", {"email": "BOB@example.org"})

    person.refresh_from_db()
    assert ["Another account has this address" in told(answer), person.email] == [True, ""]


# Sessions


def two_sessions(client):
    person = make_signed_in(client)
    elsewhere = Client(headers={"user-agent": "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"})
    sign_in(elsewhere)
    return person, elsewhere


def test_sessions_are_listed_in_words_this_one_first(client):
    two_sessions(client)

    shown = client.get("/account/").context["sessions"]

    assert [(one["current"], one["browser"]) for one in shown] == [(True, ""), (False, "Firefox, Windows")]


def test_a_session_that_is_ended_is_signed_out_at_once(client):
    _, elsewhere = two_sessions(client)
    other = UserSession.objects.get(user_agent__contains="Firefox")

    client.post("/account/sessions/", {"session": other.pk})

    assert [is_signed_in(client), is_signed_in(elsewhere)] == [True, False]


def test_all_other_sessions_are_ended_at_once(client):
    _, elsewhere = two_sessions(client)

    client.post("/account/sessions/", {"others": "1"})

    assert [is_signed_in(client), is_signed_in(elsewhere)] == [True, False]


@pytest.mark.parametrize("named", ["other", "9" * 30, "-1", "0x1"])
def test_no_session_of_somebody_else_is_ended(client, named):
    make_person("bob")
    bob = Client()
    sign_in(bob, "bob")
    make_signed_in(client)
    named = UserSession.objects.get(user__username="bob").pk if named == "other" else named

    client.post("/account/sessions/", {"session": named})

    assert is_signed_in(bob)


def test_the_page_asks_as_much_for_three_projects_as_for_one(client, django_assert_num_queries):
    person = make_signed_in(client)
    projects.join(make_project(), person, role=Role.CODER)
    client.get("/account/")
    with django_assert_num_queries(10):
        client.get("/account/")
    for _ in range(2):
        projects.join(make_project(), person, role=Role.CODER)

    with django_assert_num_queries(10):
        client.get("/account/")


# Leaving


def test_leaving_a_project_ends_access_at_once_and_keeps_the_work(client):
    project = make_project("study")
    person = make_member(project, Role.CODER)
    client.force_login(person)
    before = client.get("/p/study/admin/").status_code

    client.post("/account/leave/study/")

    member = Membership.objects.get(user=person)
    assert [before, client.get("/p/study/admin/").status_code, member.left is None] == [200, 404, False]


def test_the_last_manager_is_told_why_they_stay(client):
    project = make_project("study")
    client.force_login(make_member(project, Role.MANAGER))

    answer = client.post("/account/leave/study/", follow=True)

    assert "A project needs a manager" in told(answer)


def test_a_project_of_others_cannot_be_left(client):
    make_project("study")
    make_signed_in(client)

    assert client.post("/account/leave/study/").status_code == 404
