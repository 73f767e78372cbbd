"""Who works in the project: invited, let in, given a role, gone."""

import re

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from annotations import invitations
from annotations.models import Invitation, Membership
from tests.annotations.admin.editing import at, send, sign_in
from tests.factories import Role, make_member, make_project, make_user

pytestmark = pytest.mark.django_db


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
    assert sentences[username] in answer.text and re.search(r'value="viewer"[^>]* checked', answer.text)


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


# From the page of one member


def test_a_membership_is_ended_from_its_own_page(client):
    project = make_project()
    row = project.memberships.get(user=make_member(project))
    sign_in(client, project)

    answer = client.post(at(project, f"membership/{row.pk}/end/"), {"version": row.version}, follow=True)

    row.refresh_from_db()
    assert [row.left is None, "The membership is ended." in answer.text] == [False, True]


def test_a_membership_that_has_moved_is_not_ended_from_a_page_of_before(client):
    project = make_project()
    row = project.memberships.get(user=make_member(project))
    sign_in(client, project)
    send(client, at(project, f"membership/{row.pk}/change/"), role="reviewer")

    answer = client.post(at(project, f"membership/{row.pk}/end/"), {"version": row.version})

    row.refresh_from_db()
    assert [row.left, answer.status_code] == [None, 409]


def test_of_two_who_end_a_membership_the_second_is_told(client):
    project = make_project()
    row = project.memberships.get(user=make_member(project))
    sign_in(client, project)

    answers = [client.post(at(project, f"membership/{row.pk}/end/"), {"version": 1}) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [302, 409]


# Inviting


def invite(client, project, **typed):
    return client.post(at(project, "membership/invite/"), {"role": "coder"} | typed)


def test_the_link_of_an_invitation_is_shown_once_and_kept_nowhere(client):
    project = make_project()
    sign_in(client, project)

    link = re.search(r"http://testserver(/invitation/[-\w]+/)", invite(client, project).text)[1]

    row = Invitation.objects.values().get()
    secret = link.split("/")[2]
    assert [row["role"], secret in str(row), secret in client.get(at(project, "membership/")).text] == [
        "coder",
        False,
        False,
    ]
    assert Client().get(link).status_code == 200


def test_without_mail_no_address_is_asked_for(client):
    project = make_project()
    sign_in(client, project)

    answer = invite(client, project, email="ana@example.org")

    assert ['name="email"' in client.get(at(project, "membership/invite/")).text, mail.outbox] == [False, []]
    assert [answer.status_code, Invitation.objects.get().email] == [200, ""]


def test_with_mail_the_link_is_sent(client, settings):
    settings.MAIL = object()
    project = make_project(title="Energy in the news")
    sign_in(client, project)

    answer = invite(client, project, email="ana@example.org")

    link = re.search(r"http://testserver/invitation/[-\w]+/", answer.text)[0]
    assert [mail.outbox[0].to, link in mail.outbox[0].body] == [["ana@example.org"], True]
    assert "Energy in the news" in mail.outbox[0].subject


def test_an_invitation_is_taken_back(client):
    project = make_project()
    invitation, secret = invitations.invite(project, by=sign_in(client, project), role="coder")

    answer = client.post(at(project, f"membership/invitation/{invitation.pk}/revoke/"), follow=True)

    assert "The invitation is taken back." in answer.text
    assert Client().get(f"/invitation/{secret}/").status_code == 410


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.REVIEWER])
def test_only_managers_invite(client, role):
    project = make_project()
    sign_in(client, project, role)

    statuses = [
        client.get(at(project, "membership/invite/")).status_code,
        invite(client, project).status_code,
    ]

    assert [statuses, Invitation.objects.count()] == [[403, 403], 0]


def test_open_invitations_are_listed_in_a_fixed_number_of_queries(client, django_assert_num_queries):
    project = make_project()
    manager = sign_in(client, project)
    invitations.invite(project, by=manager, role="coder")
    with CaptureQueriesContext(connection) as asked:
        client.get(at(project, "membership/"))
    for _ in range(2):
        invitations.invite(project, by=manager, role="viewer")

    with django_assert_num_queries(len(asked)):
        answer = client.get(at(project, "membership/"))

    assert len(answer.context["open_invitations"]) == 3
