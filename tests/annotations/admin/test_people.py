"""The people who sign in: for superusers alone."""

import re
from datetime import timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.test import Client
from django.utils import timezone

from annotations.models import User
from tests.annotations.admin.editing import at, sign_in
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db


def test_a_superuser_makes_an_account_and_gets_a_link_for_its_owner(client):
    project = make_project()
    superuser_of(client, project)

    answer = client.post(at(project, "user/add/"), {"username": "ana", "first_name": "Ana Reis", "email": ""})

    person = User.objects.get(username="ana")
    assert [person.has_usable_password(), person.get_full_name()] == [False, "Ana Reis"]
    assert link_in(answer) is not None


def link_in(answer):
    found = re.search(r"http://testserver(/account/password/reset/[-\w]+/)", answer.text)
    return found and found[1]


def choose(link, password="another long phrase"):
    """Follow a link as its owner does, and choose a password by it."""
    owner = Client()
    page = owner.get(link, follow=True)
    return owner.post(page.request["PATH_INFO"], {"password1": password, "password2": password})


def make_link(client, project, person, **typed):
    return client.post(at(project, f"user/{person.pk}/link/"), typed)


def test_by_the_link_its_owner_chooses_a_password_once(client):
    project, person = make_project(), make_user("ana")
    superuser_of(client, project)
    link = link_in(make_link(client, project, person))

    choose(link)
    choose(link, "a third long phrase")

    person.refresh_from_db()
    assert person.check_password("another long phrase")


def test_a_link_ends_after_three_days(client, time_machine):
    project, person = make_project(), make_user("ana")
    superuser_of(client, project)
    link = link_in(make_link(client, project, person))
    time_machine.move_to(timezone.now() + timedelta(days=3, minutes=1))

    assert "has been used or is too old" in Client().get(link, follow=True).text


def test_second_factors_stay_unless_they_are_taken_off(client):
    project, person = make_project(), make_user("ana")
    superuser_of(client, project)
    Authenticator.objects.create(user=person, type="totp", data={})

    make_link(client, project, person)
    kept = Authenticator.objects.count()
    make_link(client, project, person, factors="1")

    assert [kept, Authenticator.objects.count()] == [1, 0]


def test_an_account_that_is_closed_gets_no_link(client):
    project, person = make_project(), make_user("ana", is_active=False)
    superuser_of(client, project)

    assert make_link(client, project, person).status_code == 404


def test_an_account_that_is_closed_is_signed_out_at_once(client):
    project, person = make_project(), make_user("ana")
    superuser_of(client, project)
    theirs = Client()
    theirs.force_login(person)
    page, typed = open_person(client, project, person)

    client.post(page, {name: value for name, value in typed.items() if name != "is_active"})

    assert theirs.get("/account/").status_code == 302


def test_nobody_closes_their_own_account(client):
    project = make_project()
    superuser_of(client, project)
    person = User.objects.get(is_superuser=True)
    page, typed = open_person(client, project, person)

    answer = client.post(page, {name: value for name, value in typed.items() if name != "is_active"})

    person.refresh_from_db()
    assert [answer.status_code, person.is_active] == [200, True]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [({"username": "BOB"}, "has this user name"), ({"email": "Bob@Example.org"}, "has this address")],
)
def test_an_account_is_told_apart_from_all_others(client, typed, sentence):
    project = make_project()
    make_user("bob", email="bob@example.org")
    superuser_of(client, project)

    answer = client.post(at(project, "user/add/"), {"username": "ana", "first_name": "", "email": ""} | typed)

    assert [answer.status_code, sentence in answer.text] == [200, True]


def test_an_address_that_is_taken_away_opens_nothing_any_more(client):
    project, person = make_project(), make_user("ana", email="old@example.org")
    EmailAddress.objects.create(user=person, email="old@example.org", verified=True, primary=True)
    superuser_of(client, project)
    page, typed = open_person(client, project, person)

    client.post(page, typed | {"email": "new@example.org"})

    person.refresh_from_db()
    assert [person.email, EmailAddress.objects.count()] == ["new@example.org", 0]


def test_a_manager_cannot_make_people_or_superusers(client):
    project = make_project()
    manager = sign_in(client, project)
    pages = ["user/", "user/add/", f"user/{manager.pk}/change/", f"user/{manager.pk}/link/"]

    statuses = [client.post(at(project, page), {"is_superuser": "on"}).status_code for page in pages]

    manager.refresh_from_db()
    assert [statuses, manager.is_superuser] == [[403, 403, 403, 403], False]


def test_djangos_groups_are_not_here(client):
    project = make_project()
    User.objects.filter(pk=sign_in(client, project).pk).update(is_superuser=True)

    assert client.get(f"/p/{project.slug}/admin/auth/group/").status_code == 404


def open_person(client, project, person):
    """The form of a person as a browser would send it back unchanged: with what it showed."""
    page = at(project, f"user/{person.pk}/change/")
    form = client.get(page).context["adminform"].form
    fields = [field for field in form if not field.field.disabled and field.value()]
    return page, {
        name: field.value()
        for field in fields
        for name in (field.html_name, field.html_initial_name)
        if field.value() is not None
    }


def superuser_of(client, project):
    User.objects.filter(pk=sign_in(client, project).pk).update(is_superuser=True)


def test_of_two_open_forms_of_a_person_neither_takes_back_what_the_other_changed(client):
    project, person = make_project(), make_user("somebody")
    superuser_of(client, project)
    page, typed = open_person(client, project, person)
    deactivated = {name: value for name, value in typed.items() if name != "is_active"}

    answers = [client.post(page, deactivated), client.post(page, typed | {"email": "s@example.org"})]

    person.refresh_from_db()
    assert [answer.status_code for answer in answers] == [302, 302]
    assert [person.is_active, person.email] == [False, "s@example.org"]


def test_the_form_of_a_person_sends_along_what_it_showed(client):
    project, person = make_project(), make_user("somebody")
    superuser_of(client, project)

    text = client.get(at(project, f"user/{person.pk}/change/")).text

    assert '<input type="hidden" name="initial-is_active" value="True"' in text


def test_a_person_sent_back_unchanged_is_not_written(client, monkeypatch):
    project, person = make_project(), make_user("somebody")
    superuser_of(client, project)
    page, typed = open_person(client, project, person)
    written = []
    monkeypatch.setattr(User, "save", lambda person, **options: written.append(person))

    answer = client.post(page, typed)

    assert [answer.status_code, written] == [302, []]
