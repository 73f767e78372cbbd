"""From the editors' pages to the desk; and how long the project was coded, where it records that."""

import pytest

from annotations.models import Reading
from tests.factories import Role, make_claim, make_member, make_project, make_source, make_text


@pytest.fixture
def project(db):
    return make_project("study")


@pytest.fixture
def text(project):
    return make_text(make_source(project))


def sign_in(client, project, role=Role.CODER):
    person = make_member(project, role)
    client.force_login(person)
    return person


def test_the_desk_is_reached_from_the_front_page_the_source_the_text_and_the_claim(client, project, text):
    coder = sign_in(client, project)
    claim = make_claim(text=text, coder=coder)
    desk, admin = f'href="/p/study/desk/{text.pk}/"', "/p/study/admin/annotations"

    assert desk in client.get("/p/study/admin/").text
    assert 'href="/p/study/desk/"' in client.get("/p/study/admin/").text
    assert desk in client.get(f"{admin}/source/{text.source_id}/change/").text
    assert desk in client.get(f"{admin}/text/{text.pk}/change/").text
    assert f'href="/p/study/desk/claim/{claim.key}/"' in client.get(f"{admin}/claim/{claim.pk}/change/").text


def test_a_viewer_is_sent_to_the_text_itself(client, project, text):
    sign_in(client, project, Role.VIEWER)

    shown = client.get("/p/study/admin/").text

    assert "/p/study/desk/" not in shown
    assert f"/p/study/admin/annotations/text/{text.pk}/change/" in shown


def spend(text, person, seconds):
    Reading.objects.create(project=text.project, text=text, coder=person, active_seconds=seconds)


def test_coding_time_is_summed_for_who_reviews_and_a_coders_own_for_the_coder(client, project, text):
    spend(text, sign_in(client, project), 3600 * 2 + 60 * 5)
    own = client.get("/p/study/admin/").text
    spend(text, sign_in(client, project, Role.REVIEWER), 60)

    everybodys = client.get("/p/study/admin/").text

    assert ("Your coding time" in own, "2 h 5 min" in own) == (True, True)
    assert ("Your coding time" in everybodys, "2 h 6 min" in everybodys) == (False, True)


def test_a_project_that_records_no_time_shows_none(client, project, text):
    spend(text, sign_in(client, project), 3600)
    project.coding_time = False
    project.save()

    assert "coding time" not in client.get("/p/study/admin/").text


def test_a_manager_decides_whether_time_is_recorded(client, project):
    sign_in(client, project, Role.MANAGER)

    shown = client.get(f"/p/study/admin/annotations/project/{project.pk}/change/").text

    assert 'name="coding_time"' in shown
