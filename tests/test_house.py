"""What every answer carries and every error says, and that the house stands as a browser sees it."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST

from annotations.models import Membership, User
from tests.factories import make_member, make_project

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}
POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "font-src": "'self'",
    "connect-src": "'self'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "base-uri": "'none'",
    "object-src": "'none'",
}


def with_nonce(request):
    return HttpResponse(str(request.csp_nonce))


def broken(request):
    raise RuntimeError("a view that fails")


@require_POST
def form(request):
    return HttpResponse("saved")


urlpatterns = [
    path("with-nonce/", with_nonce),
    path("broken/", broken),
    path("form/", form),
    path("", include("curation.urls")),
]


@pytest.fixture
def visitor(client):
    client.raise_request_exception = False
    return client


def get(visitor, request):
    answer = visitor.get(**request)
    answer.close()  # a static file is open until it has been read
    return answer


def policy_of(answer):
    directives = answer["Content-Security-Policy"].split("; ")
    return dict(directive.split(" ", 1) for directive in directives)


ANSWERS = {
    "a page": ({"path": "/login/"}, 200),
    "a redirect": ({"path": "/p/any/"}, 302),
    "a static file": ({"path": "/static/admin/css/base.css"}, 200),
    "a static file that is not there": ({"path": "/static/none.css"}, 404),
    "a page that is not there": ({"path": "/none/"}, 404),
    "a page that fails": ({"path": "/broken/"}, 500),
    "a method that is not allowed": ({"path": "/form/"}, 405),
    "an unknown host": ({"path": "/login/", "headers": {"host": "elsewhere.example"}}, 400),
}


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_carries_the_headers(visitor, name):
    request, status = ANSWERS[name]

    answer = get(visitor, request)

    assert [answer.status_code, policy_of(answer)] == [status, POLICY]
    assert {header: answer[header] for header in HEADERS} == HEADERS
    assert "camera=()" in answer["Permissions-Policy"]


@pytest.mark.parametrize("name", ANSWERS)
def test_every_answer_in_production_carries_the_headers(visitor, name, settings):
    settings.SECURE_SSL_REDIRECT = True
    settings.SECURE_HSTS_SECONDS = 3600

    answer = get(visitor, ANSWERS[name][0])

    assert [answer.status_code in (301, 400), policy_of(answer)] == [True, POLICY]
    assert {header: answer[header] for header in HEADERS} == HEADERS


def test_no_answer_allows_what_is_unsafe(visitor):
    answers = [get(visitor, request) for request, _ in ANSWERS.values()]

    assert [answer for answer in answers if "unsafe" in answer["Content-Security-Policy"]] == []


def test_a_nonce_is_named_in_the_policy_and_never_twice(client):
    answers = [client.get("/with-nonce/") for _ in range(2)]

    nonces = [answer.content.decode() for answer in answers]
    assert [policy_of(answer)["script-src"] for answer in answers] == [
        f"'self' 'nonce-{nonce}'" for nonce in nonces
    ]
    assert nonces[0] != nonces[1]


@pytest.mark.parametrize(
    ("request_", "sentence"),
    [
        ({"path": "/none/"}, "There is nothing here"),
        ({"path": "/broken/"}, "Something broke"),
        ({"path": "/login/", "headers": {"host": "elsewhere.example"}}, "That request cannot be understood"),
    ],
)
def test_an_error_is_told_in_plain_words(visitor, request_, sentence):
    assert f"<h1>{sentence}</h1>" in visitor.get(**request_).content.decode()


def test_a_form_without_its_token_is_refused_in_plain_words(client):
    client.handler.enforce_csrf_checks = True

    answer = client.post("/form/")

    assert [answer.status_code, "<h1>This form is too old</h1>" in answer.content.decode()] == [403, True]


def test_cookies_are_out_of_reach_of_scripts_and_other_sites(client):
    User.objects.create_user("reader", password="a password")
    client.post("/login/", {"login": "reader", "password": "a password"})

    cookies = [client.cookies[name] for name in ("sessionid", "csrftoken")]

    assert [(cookie["httponly"], cookie["samesite"]) for cookie in cookies] == [(True, "Lax")] * 2


def test_signing_in_leads_only_to_this_site(client):
    User.objects.create_user("reader", password="a password")
    person = {"login": "reader", "password": "a password", "next": "https://elsewhere.example/"}

    assert client.post("/login/", person).url == settings.LOGIN_REDIRECT_URL


# In the browser


@pytest.fixture
def complaints(page):
    """What the browser's console says is wrong, violations of the policy first of all."""
    found = []
    page.on("console", lambda message: found.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: found.append(str(error)))
    return found


def test_the_browser_has_no_complaint_about_signing_in(live_server, page, complaints):
    User.objects.create_user("newcomer", password="handed-over", must_change_password=True)

    page.goto(f"{live_server.url}/login/")
    page.get_by_label("User name or e-mail").fill("newcomer")
    page.get_by_label("Password").fill("handed-over")
    page.get_by_role("button", name="Sign in").click()

    assert re.sub(r".*:\d+", "", page.url) == "/account/password/?next=%2F"
    assert [complaints, Axe().run(page).response["violations"]] == [[], []]


@pytest.fixture
def signed_in(live_server, page):
    """A page of somebody who is a manager of the project "demo"."""
    manager = make_member(make_project("demo"), Membership.Role.MANAGER)
    page.context.add_cookies([session_cookie(manager, live_server.url)])
    return page


def session_cookie(user, url):
    client = Client()
    client.force_login(user)
    return {"name": "sessionid", "value": client.cookies["sessionid"].value, "url": url}


def test_the_browser_has_no_complaint_about_any_page_of_the_admin(live_server, signed_in, complaints):
    signed_in.goto(f"{live_server.url}/p/demo/admin/")
    links = signed_in.locator("#sections a").evaluate_all("links => links.map(link => link.href)")

    answers = {link: signed_in.goto(link).status for link in sorted(set(links))}

    assert [len(answers) > 10, set(answers.values()), complaints] == [True, {200}, []]


@pytest.mark.parametrize("address", ["/login/", "/none/", "/broken/"])
def test_the_plain_pages_are_accessible(live_server, page, address):
    page.goto(f"{live_server.url}{address}")

    assert Axe().run(page).response["violations"] == []
