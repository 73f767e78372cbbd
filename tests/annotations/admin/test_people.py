"""The people who sign in: for superusers alone."""

import pytest

from annotations.models import User
from tests.annotations.admin.editing import at, sign_in
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db


def test_a_superuser_makes_people(client):
    project = make_project()
    User.objects.filter(pk=sign_in(client, project).pk).update(is_superuser=True)
    words = "a long pass phrase"

    typed = {"usable_password": "true", "password1": words, "password2": words, "must_change_password": "on"}
    answer = client.post(at(project, "user/add/"), {"username": "newcomer", **typed})

    newcomer = User.objects.get(username="newcomer")
    assert [answer.status_code, newcomer.check_password(words), newcomer.must_change_password] == [
        302,
        True,
        True,
    ]


def test_a_manager_cannot_make_people_or_superusers(client):
    project = make_project()
    manager = sign_in(client, project)
    pages = ["user/", "user/add/", f"user/{manager.pk}/change/", f"user/{manager.pk}/password/"]

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
