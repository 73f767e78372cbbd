"""The bar shows each role what it may open, and costs no query."""

import pytest
from django.contrib import admin
from django.test import RequestFactory

from annotations import access
from annotations.admin.bar import bar
from annotations.admin.site import EditorsSite
from annotations.models import Membership
from tests.annotations.admin.editing import sign_in
from tests.factories import Role, make_member, make_project

pytestmark = pytest.mark.django_db


def request_of(role):
    member = make_member(make_project(), role)
    request = RequestFactory().get("/admin/annotations/claim/7/change/")
    request.user, request.membership = member, Membership.objects.select_related("project").get(user=member)
    request.project = request.membership.project
    access.keep_to(request.membership, user=member)
    return request


def bar_of(role):
    return bar(request_of(role), admin.site)


def labels(entries):
    return [str(entry.label) for entry in entries]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER])
def test_only_reviewers_and_managers_are_sent_to_review(role):
    assert labels(bar_of(role)["sections"]) == ["Sources", "Claims", "Speakers", "Codebook", "Datasets"]


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.MANAGER])
def test_reviewers_find_the_review_beside_the_claims(role):
    assert labels(bar_of(role)["sections"]) == [
        "Sources",
        "Claims",
        "Review",
        "Speakers",
        "Codebook",
        "Datasets",
    ]


@pytest.mark.parametrize(("role", "may"), [(Role.VIEWER, False), (Role.CODER, True)])
def test_a_source_is_added_by_those_who_may(role, may):
    assert bool(bar_of(role)["add_source"]) == may


def test_more_holds_what_else_a_manager_may_open():
    assert {"Notes", "Imports", "Members"} <= set(labels(bar_of(Role.MANAGER)["more"]))


def test_a_viewer_sees_no_imports():
    assert "Imports" not in labels(bar_of(Role.VIEWER)["more"])


def test_the_section_one_is_in_is_marked():
    assert labels(entry for entry in bar_of(Role.MANAGER)["sections"] if entry.here) == ["Claims"]


def test_the_bar_costs_no_query(django_assert_num_queries):
    request = request_of(Role.MANAGER)

    with django_assert_num_queries(0):
        bar(request, admin.site)


def test_no_page_builds_djangos_list_of_apps(client, monkeypatch):
    project = make_project()
    sign_in(client, project)
    asked = []
    monkeypatch.setattr(EditorsSite, "get_app_list", lambda *args, **options: asked.append(args) or [])

    client.get(f"/p/{project.slug}/admin/annotations/source/")

    assert asked == []
