"""The project's page in the editors' site: a dataset goes out from it, and one comes into an empty project."""

from datetime import timedelta

import pytest
from django.core.files.base import ContentFile
from django.utils import timezone, translation

from annotations.models import Claim, User
from curation import incoming, tasks, work
from curation.models import Work
from tests.datasets import make_dataset, published
from tests.factories import Role, make_member, make_project, make_theme

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("own_releases")]


@pytest.fixture
def project():
    return make_project("study")


@pytest.fixture
def manager(client, project):
    person = make_member(project, Role.MANAGER)
    client.force_login(person)
    return person


@pytest.fixture
def page(client, project, manager):
    """The page's address."""
    return f"/p/study/admin/annotations/project/{project.pk}/import/"


def sent(content=None):
    return {"file": ContentFile(content or published(make_dataset()), name="networks.json")}


def shown(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    return answer.content.decode()


def do_it(monkeypatch):
    monkeypatch.setattr(work.Attempt, "keep_beating", lambda attempt: None)
    tasks.carry_out.call(Work.objects.get().pk)


def test_a_manager_finds_the_page_while_the_project_is_empty(client, project, page):
    before = shown(client, page.replace("import/", "change/"))
    make_theme(project)

    assert page in before
    assert page not in shown(client, page.replace("import/", "change/"))


def test_what_is_sent_waits_for_a_worker_and_the_page_looks_again(client, page):
    answer = client.post(page, sent())

    assert [answer.status_code, answer["Location"]] == [302, page]
    said = shown(client, page)
    assert "networks.json" in said and "It waits for a worker." in said
    assert f'data-progress="{page}progress/"' in said and 'type="file"' not in said


def test_without_a_worker_the_page_says_so(client, page):
    client.post(page, sent())
    Work.objects.update(asked=timezone.now() - timedelta(minutes=1))

    assert "no worker has taken it" in shown(client, page)


def test_how_far_it_is_is_seen_on_the_page(client, page):
    client.post(page, sent())
    Work.objects.update(state=Work.State.WORKING, step="Storing", done=3, total=9)

    answer = client.get(f"{page}progress/")

    assert 'value="3" max="9"' in answer.content.decode()
    assert "Storing everything" in answer.content.decode()


def test_when_it_has_ended_the_page_is_read_anew(client, page, monkeypatch):
    client.post(page, sent())
    do_it(monkeypatch)

    assert client.get(f"{page}progress/").status_code == 204
    said = shown(client, page)
    assert "Everything in it is here now." in said and 'type="file"' not in said
    assert Claim.objects.count() == 9


def test_a_refusal_stands_on_the_page_with_path_and_reason_and_another_file_may_be_sent(
    client, page, monkeypatch
):
    client.post(page, sent(b'{"format": "other"}'))
    do_it(monkeypatch)

    said = shown(client, page)

    assert "format, line 1: " in said and 'type="file"' in said


@pytest.mark.parametrize(("chosen", "preferred"), [("pt-br", "zh-hans"), ("", "pt-br")])
def test_a_refusal_is_told_in_the_language_of_who_asked(
    client, page, manager, monkeypatch, chosen, preferred
):
    User.objects.filter(pk=manager.pk).update(language=chosen)
    client.post(page, sent(b'{"format": "other"}'), headers={"accept-language": preferred})
    with translation.override("en"):  # a worker was asked by nobody
        do_it(monkeypatch)

    said = client.get(page, headers={"accept-language": preferred}).content.decode()

    assert "format, linha 1: Escreva &#x27;standpoint-dataset&#x27;, não “other”." in said


def test_a_second_file_is_refused_while_one_comes_in(client, page, monkeypatch):
    client.post(page, sent())

    answer = client.post(page, sent())

    assert answer.status_code == 409
    assert [Work.objects.count(), len(list(incoming.folder().iterdir()))] == [1, 1]


def test_no_file_is_no_import(client, page):
    answer = client.post(page, {})

    assert "This field is required." in answer.content.decode()
    assert not Work.objects.exists()


def test_a_project_at_work_takes_none_and_says_why(client, project, page):
    make_theme(project)

    said = shown(client, page)

    assert "a dataset comes into an empty project" in said and 'type="file"' not in said
