"""The project itself; what a manager may change, and what stays."""

import pytest

from tests.annotations.admin.editing import at, filled, send, sign_in
from tests.factories import make_project

pytestmark = pytest.mark.django_db


def change_page(project):
    return at(project, f"project/{project.pk}/change/")


def test_a_manager_changes_the_project_but_not_its_address(client):
    project = make_project(slug="plans", title="As it was")
    sign_in(client, project)

    send(client, change_page(project), title="Renamed", slug="elsewhere", blind="on")

    project.refresh_from_db()
    assert [project.title, project.slug, project.blind] == ["Renamed", "plans", True]


def test_two_managers_changing_the_project_are_one_success_and_one_conflict(client):
    project = make_project()
    sign_in(client, project)
    typed = filled(client.get(change_page(project)))

    answers = [client.post(change_page(project), typed | {"title": title}) for title in ("First", "Second")]

    project.refresh_from_db()
    assert [[answer.status_code for answer in answers], project.title] == [[302, 409], "First"]
