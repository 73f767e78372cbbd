"""The project and its members; what a manager may change, and what stays."""

import pytest

from annotations.models import Membership, User
from tests.annotations.admin.editing import at, filled, send, sign_in
from tests.factories import Role, make_member, make_project, make_user

pytestmark = pytest.mark.django_db


def change_page(project):
    return at(project, f"project/{project.pk}/change/")


def test_a_manager_changes_the_project_but_not_its_address(client):
    project = make_project(slug="plans", title="As it was")
    sign_in(client, project)

    send(client, change_page(project), title="Renamed", slug="elsewhere", blind="on")

    project.refresh_from_db()
    assert [project.title, project.slug, project.blind] == ["Renamed", "plans", True]


def test_a_person_is_made_a_member_by_user_name(client):
    project, newcomer = make_project(), make_user("newcomer")
    sign_in(client, project)

    answer = send(client, at(project, "membership/add/"), username="newcomer", role="reviewer")

    member = Membership.objects.get(user=newcomer)
    assert [answer.status_code, member.project, member.role] == [302, project, "reviewer"]


@pytest.mark.parametrize("username", ["nobody", "gone", "here", ""])
def test_who_cannot_be_made_a_member_is_said(client, username):
    project = make_project()
    make_member(project, username="here"), make_user("gone", is_active=False)
    sign_in(client, project)
    before = Membership.objects.count()

    answer = send(client, at(project, "membership/add/"), username=username, role="viewer")

    sentences = {
        "nobody": "Nobody signs in under this name.",
        "gone": "Nobody signs in under this name.",
        "here": "This person is a member already",
        "": "This field is required.",
    }
    assert [answer.status_code, Membership.objects.count()] == [200, before]
    assert sentences[username] in answer.text and '<option value="viewer" selected>' in answer.text


def test_a_former_member_is_let_in_again(client):
    project = make_project()
    member = make_member(project, username="back-again")
    row = project.memberships.get(user=member)
    sign_in(client, project)
    end(client, row)

    send(client, at(project, "membership/add/"), username="back-again", role="viewer")

    row.refresh_from_db()
    assert [row.left, row.role] == [None, "viewer"]


def end(client, *rows, seen=None):
    versions = [f"{row.pk}:{seen or row.version}" for row in rows]
    typed = {"action": "end", "_selected_action": [row.pk for row in rows], "version": versions}
    return client.post(at(rows[0].project, "membership/"), typed, follow=True)


def test_a_role_is_changed(client):
    project = make_project()
    row = project.memberships.get(user=make_member(project, Role.CODER))
    sign_in(client, project)

    send(client, at(project, f"membership/{row.pk}/change/"), role="reviewer")

    row.refresh_from_db()
    assert [row.role, row.version] == ["reviewer", 2]


def test_leaving_ends_access_at_once(client):
    project = make_project()
    member = make_member(project, Role.REVIEWER)
    row = project.memberships.get(user=member)
    sign_in(client, project)

    end(client, row)

    client.force_login(member)
    assert client.get(f"/p/{project.slug}/admin/").status_code == 404


def test_a_membership_changed_meanwhile_is_not_ended(client):
    project = make_project()
    row = project.memberships.get(user=make_member(project, Role.CODER))
    sign_in(client, project)
    send(client, at(project, f"membership/{row.pk}/change/"), role="reviewer")

    answer = end(client, row, seen=1)

    row.refresh_from_db()
    assert [row.left, "was changed by somebody else after you opened it" in answer.text] == [None, True]


def test_the_last_manager_stays(client):
    project = make_project()
    row = project.memberships.get(user=sign_in(client, project))

    answer = end(client, row)

    row.refresh_from_db()
    assert [row.left, "A project needs a manager" in answer.text] == [None, True]


def test_an_action_on_all_pages_reaches_only_what_was_marked(client):
    project = make_project()
    marked, unmarked = (project.memberships.get(user=make_member(project)) for _ in range(2))
    sign_in(client, project)
    typed = {
        "action": "end",
        "_selected_action": [marked.pk],
        "version": [f"{marked.pk}:1"],
        "select_across": "1",
    }

    answer = client.post(at(project, "membership/"), typed, follow=True)

    marked.refresh_from_db(), unmarked.refresh_from_db()
    heard = [str(message) for message in answer.context["messages"]]
    assert [marked.left is None, unmarked.left, heard] == [False, None, ["Memberships ended: 1."]]


def test_the_list_says_which_versions_it_shows(client):
    project = make_project()
    row = project.memberships.get(user=make_member(project, username="aaa"))
    sign_in(client, project)

    assert (
        f'<input type="hidden" name="version" value="{row.pk}:1">'
        in client.get(at(project, "membership/")).text
    )


def test_a_membership_keeps_its_person(client):
    project, other = make_project(), make_user()
    member = make_member(project, Role.CODER)
    row = project.memberships.get(user=member)
    sign_in(client, project)

    send(client, at(project, f"membership/{row.pk}/change/"), user=other.pk, username=other.username, left="")

    row.refresh_from_db()
    assert row.user == member


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


def test_two_managers_changing_the_project_are_one_success_and_one_conflict(client):
    project = make_project()
    sign_in(client, project)
    typed = filled(client.get(change_page(project)))

    answers = [client.post(change_page(project), typed | {"title": title}) for title in ("First", "Second")]

    project.refresh_from_db()
    assert [[answer.status_code for answer in answers], project.title] == [[302, 409], "First"]


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
