"""The dataset of a project as a file: for its members, and not more of it than they may see."""

import json

import pytest

from tests.factories import Role, State, make_claim, make_member, make_project, make_text, make_user

pytestmark = pytest.mark.django_db


def make_study():
    """A project with an accepted claim and one that awaits review."""
    project = make_project(slug="plans")
    accepted = make_claim(make_text(project=project), state=State.ACCEPTED)
    waiting = make_claim(make_text(project=project), state=State.SUBMITTED)
    return project, accepted, waiting


def claims_in(answer):
    return [claim["id"] for claim in json.loads(answer.getvalue())["claims"]]


@pytest.mark.parametrize("role", list(Role))
def test_every_member_has_what_is_accepted(client, role):
    project, accepted, _waiting = make_study()
    client.force_login(make_member(project, role))

    answer = client.get("/p/plans/dataset.json")

    named = [answer["Content-Type"], answer["Content-Disposition"]]
    assert named == ["application/json", 'attachment; filename="plans-accepted.json"']
    assert claims_in(answer) == [accepted.key]


def test_a_manager_has_every_claim(client):
    project, accepted, waiting = make_study()
    client.force_login(make_member(project, Role.MANAGER))

    assert claims_in(client.get("/p/plans/dataset.json?state=all")) == sorted([accepted.key, waiting.key])


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.REVIEWER])
def test_nobody_else_has_every_claim(client, role):
    project, _accepted, _waiting = make_study()
    client.force_login(make_member(project, role))

    assert client.get("/p/plans/dataset.json?state=all").status_code == 403


@pytest.mark.parametrize("asked", ["state=draft", "rights=none", "rights=everything"])
def test_what_nobody_offers_is_refused(client, asked):
    project, _accepted, _waiting = make_study()
    client.force_login(make_member(project, Role.MANAGER))

    assert client.get(f"/p/plans/dataset.json?{asked}").status_code == 400


def test_less_than_full_rights_can_be_asked_for(client):
    project, accepted, _waiting = make_study()
    client.force_login(make_member(project, Role.VIEWER))

    text = json.loads(client.get("/p/plans/dataset.json?rights=quotes").getvalue())["sources"][0]["texts"][0]

    assert text["body"] == ""


def test_a_stranger_finds_nothing_there(client):
    make_study()
    client.force_login(make_user())

    assert [client.get(address).status_code for address in ("/p/plans/dataset.json", "/dataset.json")] == [
        404,
        404,
    ]


def test_a_dataset_is_only_read(client):
    project, _accepted, _waiting = make_study()
    client.force_login(make_member(project, Role.MANAGER))

    assert client.post("/p/plans/dataset.json").status_code == 405


@pytest.mark.parametrize(("role", "every"), [(Role.VIEWER, False), (Role.MANAGER, True)])
def test_the_page_of_a_project_has_the_button(client, role, every):
    project, _accepted, _waiting = make_study()
    client.force_login(make_member(project, role))

    text = client.get(f"/p/plans/admin/annotations/project/{project.pk}/change/").text

    assert ['href="/p/plans/dataset.json"' in text, "dataset.json?state=all" in text] == [True, every]
