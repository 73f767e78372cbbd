"""The front page shows a person their own projects and what waits in them."""

import pytest

from annotations import projects
from tests.factories import (
    Role,
    State,
    make_claim,
    make_member,
    make_project,
    make_text,
    make_user,
)

pytestmark = pytest.mark.django_db


def two_projects(client, role=Role.CODER):
    one, other = make_project(title="First study"), make_project(title="Second study")
    member = make_member(one, role)
    projects.join(other, member, role=Role.VIEWER)
    client.force_login(member)
    return one, other, member


def waiting(answer):
    return [project["waiting"] for project in answer.context["projects"]]


def test_nobody_is_asked_to_sign_in(client):
    assert client.get("/").url == "/login/?next=/"


def test_a_member_of_no_project_hears_whom_to_ask(client):
    make_project(title="Of others")
    client.force_login(make_user("newcomer"))

    text = client.get("/").text

    assert ["Ask the manager" in text, "newcomer" in text, "Of others" in text] == [True, True, False]


def test_a_member_of_one_project_goes_straight_to_it(client):
    project = make_project()
    client.force_login(make_member(project))

    assert client.get("/").url == f"/p/{project.slug}/admin/"


def test_a_member_of_several_projects_chooses(client):
    one, other, _member = two_projects(client)
    make_project(title="Of others")

    shown = [(project["title"], project["address"]) for project in client.get("/").context["projects"]]

    assert shown == [("First study", f"/p/{one.slug}/admin/"), ("Second study", f"/p/{other.slug}/admin/")]


def test_a_project_one_has_left_is_not_shown(client):
    one, other, member = two_projects(client)
    projects.leave(other.memberships.get(user=member))

    assert client.get("/").url == f"/p/{one.slug}/admin/"


def test_inside_a_project_the_front_page_is_its_own(client):
    one, _other, _member = two_projects(client)

    assert client.get(f"/p/{one.slug}/").url == f"/p/{one.slug}/admin/"


def test_what_waits_in_each_project_is_told(client):
    one, _other, member = two_projects(client)
    claim = make_claim(make_text(project=one), coder=member, state=State.RETURNED)
    make_claim(claim.anchors.get().text, coder=member)

    assert waiting(client.get("/")) == [
        [
            (1, "claim came back to you with a note"),
            (1, "draft to finish"),
            (1, "text that you have begun to read"),
        ],
        [],
    ]


def test_the_front_page_takes_as_many_queries_for_many_projects(client, django_assert_max_num_queries):
    _one, _other, member = two_projects(client)
    client.get("/")
    counts = []
    for _round in range(2):
        with django_assert_max_num_queries(100) as captured:
            client.get("/")
        counts.append(len(captured))
        projects.join(make_project(), member, role=Role.CODER)

    assert counts[0] == counts[1]
