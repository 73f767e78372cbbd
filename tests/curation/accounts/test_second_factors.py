"""Signing in with more than a password: an app's codes, recovery codes, keys."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP, format_hotp_value, hotp_value, yield_hotp_counters_from_time
from django.test import Client

from annotations.models import User
from tests.curation.accounts.people import (
    PASSWORD,
    confirm,
    is_signed_in,
    make_person,
    make_signed_in,
    sign_in,
    told,
)

SECRET = "JBSWY3DPEHPK3PXP"


def code_now(secret=SECRET):
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def with_app(username="ana"):
    person = make_person(username)
    TOTP.activate(person, SECRET)
    return person


@pytest.mark.django_db
def test_a_password_alone_lets_nobody_in_where_there_is_an_app(client):
    with_app()

    answer = sign_in(client)

    assert [answer.url, is_signed_in(client)] == ["/login/code/", False]


@pytest.mark.django_db
def test_a_code_of_the_app_lets_in(client):
    with_app()
    sign_in(client)

    client.post("/login/code/", {"code": code_now()})

    assert is_signed_in(client)


@pytest.mark.django_db
def test_a_code_of_the_app_works_once(client):
    with_app()
    code = code_now()
    sign_in(client)
    client.post("/login/code/", {"code": code})
    elsewhere = Client()
    sign_in(elsewhere)

    answer = elsewhere.post("/login/code/", {"code": code})

    assert ["This code is not right" in told(answer), is_signed_in(elsewhere)] == [True, False]


@pytest.mark.django_db
def test_guessing_codes_is_stopped(client):
    with_app()
    sign_in(client)
    for _ in range(6):
        client.post("/login/code/", {"code": "000000"})

    client.post("/login/code/", {"code": code_now()})

    assert not is_signed_in(client)


@pytest.mark.django_db
def test_a_recovery_code_lets_in_once(client):
    person = with_app()
    code = RecoveryCodes.activate(person).get_unused_codes()[0]
    elsewhere = Client()
    for browser in (client, elsewhere):
        sign_in(browser)
        browser.post("/login/code/", {"code": code})

    assert [is_signed_in(client), is_signed_in(elsewhere)] == [True, False]


@pytest.mark.django_db
def test_an_app_is_added_with_the_code_it_shows_and_gives_recovery_codes_once(client):
    make_signed_in(client)
    confirm(client)
    secret = client.get("/account/app/").context["form"].secret

    answer = client.post("/account/app/", {"code": code_now(secret)}, follow=True)

    shown = re.findall(r"\b\d{8}\b", answer.text)
    again = re.findall(r"\b\d{8}\b", client.get("/account/codes/").text)
    assert [answer.request["PATH_INFO"], len(shown), again] == ["/account/codes/", 10, []]


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["app/", "app/remove/", "codes/new/", "keys/add/"])
def test_how_one_signs_in_is_changed_only_after_the_password(client, address):
    person = make_signed_in(client)
    TOTP.activate(person, SECRET) if address != "app/" else None

    assert client.get(f"/account/{address}").url.startswith("/account/confirm/")


@pytest.mark.django_db
def test_an_app_is_removed(client):
    person = make_signed_in(client)
    TOTP.activate(person, SECRET)
    confirm(client)

    client.post("/account/app/remove/")

    assert Authenticator.objects.filter(user=person, type="totp").count() == 0


@pytest.mark.django_db
def test_a_key_of_somebody_else_is_not_there(client):
    other = make_person("bob")
    key = Authenticator.objects.create(user=other, type="webauthn", data={"name": "laptop"})
    make_signed_in(client)
    confirm(client)

    answers = [client.post(f"/account/keys/{key.pk}/{act}", {"name": "mine"}) for act in ("", "remove/")]

    key.refresh_from_db()
    assert [[answer.status_code for answer in answers], key.data["name"]] == [[404, 404], "laptop"]


# A key, in the browser


@pytest.fixture
def key(page):
    """A key in the browser: made of software, always there, and always the right finger on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    how = {"protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True}
    options = how | {"isUserVerified": True, "automaticPresenceSimulation": True}
    return session.send("WebAuthn.addVirtualAuthenticator", {"options": options})


def by_password(page, url):
    page.goto(f"{url}/login/")
    page.get_by_label("User name or e-mail").fill("ana")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def add_key(page, url, *, alone):
    by_password(page, url)
    page.goto(f"{url}/account/keys/add/")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    page.get_by_label("Name").fill("blue key")
    page.get_by_label("Sign in with this key alone").set_checked(alone)
    page.get_by_role("button", name="Add the key").click()
    page.get_by_role("heading", name="Recovery codes").wait_for()
    page.goto(f"{url}/account/")
    page.get_by_role("button", name="Sign out").last.click()


@pytest.mark.browser
def test_a_passkey_signs_in_alone(live_server, page, key):
    make_person()
    add_key(page, live_server.url, alone=True)

    page.get_by_role("button", name="Use a passkey").click()
    page.wait_for_url(f"{live_server.url}/")

    page.goto(f"{live_server.url}/account/")
    assert page.get_by_text("blue key").is_visible()


@pytest.mark.browser
def test_a_key_is_asked_for_after_the_password(live_server, page, key):
    make_person()
    add_key(page, live_server.url, alone=False)

    by_password(page, live_server.url)
    page.wait_for_url(f"{live_server.url}/login/code/")
    page.get_by_role("button", name="Use a key").click()
    page.wait_for_url(f"{live_server.url}/")

    assert User.objects.get().last_login is not None


@pytest.mark.browser
def test_a_key_that_does_not_answer_is_told(live_server, page):
    make_person()
    page.goto(f"{live_server.url}/login/")
    page.evaluate("() => { navigator.credentials.get = () => Promise.reject(new Error()) }")

    page.get_by_role("button", name="Use a passkey").click()

    page.get_by_text("That did not work, or it was cancelled.").wait_for()
    assert page.url == f"{live_server.url}/login/"
