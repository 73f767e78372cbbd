import time

import pytest
from django.contrib.auth.tokens import PasswordResetTokenGenerator
from django.core import mail

from annotations.models import User
from tests.curation.accounts.people import PASSWORD, is_signed_in, make_person, make_signed_in, sign_in, told

pytestmark = pytest.mark.django_db

NEW = "another long phrase"


@pytest.mark.parametrize("login", ["ana", "ANA", "ana@example.org", "Ana@Example.org"])
def test_a_person_signs_in_by_user_name_or_mail_address(client, login):
    make_person(email="ana@example.org")

    answer = sign_in(client, login)

    assert [answer.url, is_signed_in(client)] == ["/", True]


@pytest.mark.parametrize("login", ["ana", "nobody", "ana@example.org", "nobody@example.org"])
def test_a_wrong_password_is_answered_alike_for_the_known_and_the_unknown(client, login):
    make_person(email="ana@example.org")

    answer = sign_in(client, login, "a wrong one")

    assert [answer.status_code, "do not go together" in told(answer)] == [200, True]
    assert f'value="{login}"' in answer.text


def test_an_account_that_is_closed_is_answered_like_one_that_is_not_there(client):
    make_person(is_active=False)

    answers = [told(sign_in(client, login, "a guess")) for login in ("ana", "bob")]

    assert answers[0] == answers[1]


def test_whose_account_is_closed_hears_so_after_the_right_password(client):
    make_person(is_active=False)

    answer = sign_in(client)

    assert [answer.url, is_signed_in(client)] == ["/login/closed/", False]


def test_who_guesses_is_stopped_even_with_the_right_password(client):
    make_person()
    for _ in range(5):
        sign_in(client, "ana", "a guess")

    answer = sign_in(client)

    assert ["Wait five minutes" in told(answer), is_signed_in(client)] == [True, False]


def test_too_many_requests_are_answered_in_our_voice(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    sign_in(client, "nobody")

    answer = sign_in(client, "nobody")

    assert [answer.status_code, "<h1>Too many attempts</h1>" in answer.text] == [429, True]


def test_guesses_behind_a_trusted_proxy_are_counted_by_visitor(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}

    answers = [sign_in(client, "nobody", headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in (1, 2)]

    assert [answer.status_code for answer in answers] == [200, 200]


def test_a_visitor_cannot_choose_an_address_to_be_counted_by(client, settings):
    settings.ACCOUNT_RATE_LIMITS = {"login": "1/m/ip"}
    settings.TRUSTED_PROXIES = []

    answers = [sign_in(client, "nobody", headers={"x-forwarded-for": f"192.0.2.{n}"}) for n in (1, 2)]

    assert [answer.status_code for answer in answers] == [200, 429]


def test_nobody_signs_up(client):
    assert client.get("/account/signup/").status_code == 404


def test_signing_out_by_a_link_asks_first(client):
    make_signed_in(client)

    answer = client.get("/logout/")

    assert [answer.status_code, is_signed_in(client)] == [200, True]


# The one-time password


def make_newcomer(client):
    person = make_signed_in(client, must_change_password=True)
    return person


def test_who_has_just_typed_the_one_time_password_is_not_asked_for_it_again(client):
    person = make_newcomer(client)

    answer = client.post("/account/password/", {"password1": NEW, "password2": NEW})

    person.refresh_from_db()
    assert [answer.status_code, person.must_change_password, person.check_password(NEW)] == [302, False, True]


@pytest.mark.parametrize(
    ("asked", "opened"),
    [("", "/"), ("?next=/p/demo/admin/", "/p/demo/admin/"), ("?next=https://elsewhere.example/", "/")],
)
def test_the_first_own_password_leads_to_the_page_that_was_asked_for(client, asked, opened):
    make_newcomer(client)

    answer = client.post(f"/account/password/{asked}", {"password1": NEW, "password2": NEW})

    assert answer.url == opened


def test_later_the_one_time_password_is_asked_for(client, time_machine):
    person = make_newcomer(client)
    time_machine.move_to(time.time() + 600)

    client.post("/account/password/", {"password1": NEW, "password2": NEW})

    person.refresh_from_db()
    assert person.must_change_password


def test_the_one_time_password_is_not_taken_as_an_own_one(client):
    person = make_newcomer(client)

    answer = client.post("/account/password/", {"password1": PASSWORD, "password2": PASSWORD})

    person.refresh_from_db()
    assert ["choose another one" in told(answer), person.must_change_password] == [True, True]


def test_the_page_of_the_account_waits_for_an_own_password(client):
    make_newcomer(client)

    assert client.get("/account/").url == "/account/password/?next=%2Faccount%2F"


def test_a_changed_password_ends_the_other_sessions(client):
    make_signed_in(client)
    elsewhere = type(client)()
    sign_in(elsewhere)

    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW})

    assert [is_signed_in(client), is_signed_in(elsewhere)] == [True, False]


@pytest.mark.parametrize("weak", ["short", "1234567890", "password123", "ana ana ana"])
def test_a_weak_password_is_refused(client, weak):
    person = make_signed_in(client)

    client.post("/account/password/", {"oldpassword": PASSWORD, "password1": weak, "password2": weak})

    person.refresh_from_db()
    assert person.check_password(PASSWORD) or weak == "ana ana ana"


# Resetting it


@pytest.fixture
def with_mail(settings):
    settings.MAIL = object()


def ask(client, email):
    return client.post("/account/password/reset/", {"email": email}, follow=True)


def test_without_mail_the_page_says_so_and_sends_nothing(client):
    make_person(email="ana@example.org")

    answer = ask(client, "ana@example.org")

    assert ["This site sends no mail." in told(answer), mail.outbox] == [True, []]


def test_a_reset_is_answered_alike_for_the_known_and_the_unknown(client, with_mail):
    make_person(email="ana@example.org")

    answers = [told(ask(client, email)) for email in ("ana@example.org", "nobody@example.org")]

    assert [answers[0] == answers[1], len(mail.outbox)] == [True, 2]


def link_in(message):
    return next(word for word in message.body.split() if "/account/" in word).removeprefix(
        "http://testserver"
    )


def test_the_link_in_the_message_leads_to_a_new_password(client, with_mail):
    person = make_person(email="ana@example.org")
    ask(client, "ana@example.org")

    page = client.get(link_in(mail.outbox[0]), follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    person.refresh_from_db()
    assert person.check_password(NEW)


def test_the_link_works_once(client, with_mail):
    make_person(email="ana@example.org")
    ask(client, "ana@example.org")
    link = link_in(mail.outbox[0])
    page = client.get(link, follow=True)
    client.post(page.request["PATH_INFO"], {"password1": NEW, "password2": NEW})

    answer = client.get(link, follow=True)

    assert "This link has been used or is too old." in told(answer)


def test_a_link_that_somebody_made_up_is_refused(client):
    answer = client.get(f"/account/password/reset/1-{PasswordResetTokenGenerator().make_token(User(pk=1))}/")

    assert "This link has been used or is too old." in told(answer)
