"""Error pages: one voice, in the project where it is known, and without the database."""

import pytest
from django.core.exceptions import PermissionDenied, RequestDataTooBig, SuspiciousOperation
from django.http import HttpResponse
from django.test import Client
from django.urls import include, path

from annotations.refusal import Refused
from annotations.versions import Conflict
from curation import errors
from tests.factories import Role, make_member, make_project, make_source

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def raising(failure):
    def view(request):
        raise failure() if failure is not in_conflict else in_conflict()

    return view


def in_conflict():
    return Conflict(make_source(), 1)


def refused():
    return Refused("The reading was submitted already.")


FAILURES = {
    "suspicious": SuspiciousOperation,
    "denied": PermissionDenied,
    "conflict": in_conflict,
    "refused": refused,
    "too-big": RequestDataTooBig,
    "broken": RuntimeError,
}

urlpatterns = [
    *(path(f"{name}/", raising(failure)) for name, failure in FAILURES.items()),
    path("form/", lambda request: HttpResponse(request.POST.get("text", "")[:1])),
    path("", include("curation.urls")),
]
handler400, handler403, handler404 = errors.bad_request, errors.not_allowed, errors.not_found
handler500 = errors.broken

SAID = {
    "suspicious": (400, "That request cannot be understood"),
    "denied": (403, "You may not do this"),
    "none": (404, "There is nothing here"),
    "conflict": (409, "Somebody else was there first"),
    "refused": (400, "The reading was submitted already."),
    "too-big": (413, "That is too much at once"),
    "broken": (500, "Something broke"),
}


@pytest.fixture
def member(client):
    client.raise_request_exception = False
    member = make_member(make_project("study", title="The study"), Role.CODER)
    client.force_login(member)
    return member


@pytest.mark.parametrize("name", SAID)
def test_an_error_says_what_happened(client, member, name):
    status, sentence = SAID[name]

    answer = client.get(f"/{name}/")

    assert [answer.status_code, sentence in answer.text] == [status, True]


@pytest.mark.parametrize("name", SAID)
def test_an_error_in_a_project_leads_back_into_it(client, member, name):
    answer = client.get(f"/p/study/{name}/")

    assert [answer.status_code, 'href="/p/study/"' in answer.text, "The study" in answer.text] == [
        SAID[name][0],
        True,
        True,
    ]


def test_an_error_in_a_project_of_others_does_not_name_it(client, member):
    make_project("closed", title="A closed study")

    answer = client.get("/p/closed/none/")

    assert [answer.status_code, "A closed study" in answer.text] == [404, False]


@pytest.mark.parametrize("name", [name for name in SAID if name != "conflict"])
def test_no_error_page_asks_the_database(client, name, django_assert_num_queries):
    client.raise_request_exception = False

    with django_assert_num_queries(0):
        answer = client.get(f"/{name}/")

    assert answer.status_code == SAID[name][0]


def test_a_form_that_is_too_long_is_told_how_much_it_may_hold(client, member, settings):
    settings.DATA_UPLOAD_MAX_MEMORY_SIZE = 1024

    answer = client.post("/form/", {"text": "x" * 2000}, content_type="application/x-www-form-urlencoded")

    assert [answer.status_code, "1.0" in answer.text] == [413, True]


def test_a_form_with_too_many_fields_is_too_much(client, member, settings):
    settings.DATA_UPLOAD_MAX_NUMBER_FIELDS = 2
    sent = "&".join(f"field={number}" for number in range(5))

    assert client.post("/form/", sent, "application/x-www-form-urlencoded").status_code == 413


def test_a_form_without_its_token_is_too_old_in_its_project(member):
    client = Client(enforce_csrf_checks=True)
    client.force_login(member)

    answer = client.post("/p/study/form/")

    assert [answer.status_code, "This form is too old" in answer.text, "/p/study/" in answer.text] == [
        403,
        True,
        True,
    ]
