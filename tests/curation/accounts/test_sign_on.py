"""Single sign-on by OpenID Connect, with a provider that is made of answers."""

from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from allauth.socialaccount.models import SocialAccount
from django.test import Client

from annotations.models import User
from curation.accounts.adapter import SignOnAdapter
from curation.environment import SignOn
from tests.curation.accounts.people import (
    PASSWORD,
    confirm,
    is_signed_in,
    make_person,
    make_signed_in,
    sign_in,
    told,
)

pytestmark = pytest.mark.django_db

PROVIDER = "https://id.example.org"
CONFIGURATION = {
    "issuer": PROVIDER,
    "authorization_endpoint": f"{PROVIDER}/authorize",
    "token_endpoint": f"{PROVIDER}/token",
    "userinfo_endpoint": f"{PROVIDER}/me",
    "token_endpoint_auth_methods_supported": ["client_secret_post"],
}
ANSWERS = {
    f"{PROVIDER}/.well-known/openid-configuration": CONFIGURATION,
    f"{PROVIDER}/token": {"access_token": "token", "token_type": "Bearer"},
    f"{PROVIDER}/me": {"sub": "42", "email": "ana@example.org", "email_verified": True, "name": "Ana Reis"},
}


class Answering(requests.Session):
    """A connection to the provider; what it was sent is kept in ``sent``."""

    sent = []

    def request(self, method, url, **options):
        self.sent.append(options.get("data"))
        answer = requests.Response()
        answer.status_code = 200 if url in ANSWERS else 404
        answer.json = lambda: ANSWERS[url]
        answer.headers["content-type"] = "application/json"
        return answer


@pytest.fixture(autouse=True)
def provider(settings, monkeypatch):
    settings.SIGN_ON = SignOn(PROVIDER, "standpoint", "hush", "the house")
    app = {"provider_id": "oidc", "name": "the house", "client_id": "standpoint", "secret": "hush"}
    app["settings"] = {"server_url": PROVIDER}
    settings.SOCIALACCOUNT_PROVIDERS = {"openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [app]}}
    monkeypatch.setattr(SignOnAdapter, "get_requests_session", lambda adapter: Answering())


def go_and_come_back(client, *, process=""):
    """Press the button, sign in over there, and follow the way back."""
    away = client.post(f"/account/oidc/login/{process}")
    asked = parse_qs(urlsplit(away.url).query)
    return client.get(
        "/account/oidc/login/callback/", {"code": "code", "state": asked["state"][0]}, follow=True
    )


def connect(client):
    make_signed_in(client)
    confirm(client)
    return go_and_come_back(client, process="?process=connect")


def test_the_page_to_sign_in_offers_it(client):
    assert "Sign in with the house" in told(client.get("/login/"))


def test_the_way_there_is_proven_by_a_secret_of_this_try(client):
    asked = parse_qs(urlsplit(client.post("/account/oidc/login/").url).query)

    assert [asked["code_challenge_method"], asked["client_id"]] == [["S256"], ["standpoint"]]
    assert asked["redirect_uri"] == ["http://testserver/account/oidc/login/callback/"]


def test_a_link_alone_sends_nobody_there(client):
    answer = client.get("/account/oidc/login/")

    assert [answer.status_code, "You go on to the house" in told(answer)] == [200, True]


def test_whom_the_provider_knows_has_no_account_by_that(client):
    answer = go_and_come_back(client)

    assert ["You have no account here yet" in told(answer), is_signed_in(client)] == [True, False]
    assert User.objects.count() == 0


def test_an_address_that_the_provider_calls_verified_opens_no_account(client):
    make_person(email="ana@example.org")

    go_and_come_back(client)

    assert not is_signed_in(client)


def test_a_connected_account_signs_in(client):
    connect(client)
    elsewhere = Client()

    go_and_come_back(elsewhere)

    assert [SocialAccount.objects.get().uid, is_signed_in(elsewhere)] == ["42", True]


def test_the_account_offers_to_connect_the_two(client):
    make_signed_in(client)

    assert "Connect with the house" in told(client.get("/account/sign-on/"))


def test_an_account_is_disconnected_again(client):
    connect(client)

    client.post("/account/sign-on/", {"account": SocialAccount.objects.get().pk})

    assert SocialAccount.objects.count() == 0


def test_a_way_back_that_nobody_asked_for_leads_nowhere(client):
    answer = client.get("/account/oidc/login/callback/", {"code": "code", "state": "made up"}, follow=True)

    assert ["You are not signed in" in told(answer), is_signed_in(client)] == [True, False]


def test_a_provider_that_is_down_is_told(client, monkeypatch):
    monkeypatch.delitem(ANSWERS, f"{PROVIDER}/.well-known/openid-configuration")

    answer = client.post("/account/oidc/login/")

    assert [answer.status_code, "You are not signed in" in told(answer)] == [502, True]


def test_a_password_still_signs_in(client):
    make_person()

    sign_in(client, "ana", PASSWORD)

    assert is_signed_in(client)
