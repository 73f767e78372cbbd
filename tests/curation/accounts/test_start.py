"""Starting a project in three steps."""

import json
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from annotations.models import Invitation, Project, Theme
from tests.curation.accounts.people import PASSWORD, make_signed_in, told
from tests.datasets import make_dataset
from tests.factories import Role, make_member, make_project

pytestmark = pytest.mark.django_db


@pytest.fixture
def manager(client):
    person = make_member(make_project(), Role.MANAGER, "boss")
    client.force_login(person)
    return person


@pytest.fixture
def begun(client, manager):
    """The address of the steps of a project that has just been started."""
    answer = client.post("/start/", {"title": "Energy in the news", "language": "pt"})
    return answer.url.removesuffix("codebook/")


def test_the_first_step_makes_the_project(client, begun, manager):
    project = Project.objects.get(slug="energy-in-the-news")

    assert [begun, project.title, project.language] == [
        "/p/energy-in-the-news/start/",
        "Energy in the news",
        "pt",
    ]
    assert project.memberships.get().user == manager


def test_what_was_typed_stays_when_the_language_is_none(client, manager):
    answer = client.post("/start/", {"title": "Energy in the news", "language": "Portuguese!"})

    assert ["Write a language tag" in told(answer), 'value="Energy in the news"' in answer.text] == [
        True,
        True,
    ]


def test_who_may_not_start_a_project_reads_whom_to_ask(client):
    make_signed_in(client)

    answers = [client.get("/start/"), client.post("/start/", {"title": "Energy", "language": "en"})]

    assert [answer.status_code for answer in answers] == [403, 403]
    assert ["Ask one of them" in told(answers[0]), Project.objects.count()] == [True, 0]


def test_without_a_codebook_one_goes_on_to_the_people(client, begun):
    answer = client.post(f"{begun}codebook/", {"codebook": "empty"})

    assert [answer.url, Theme.objects.count()] == [f"{begun}people/", 0]


def test_the_codebook_of_the_demo_is_copied(client, begun):
    client.post(f"{begun}codebook/", {"codebook": "demo"})

    assert Theme.objects.filter(project__slug="energy-in-the-news").count() == 27


def upload(client, address, content, name="other.json"):
    file = SimpleUploadedFile(name, content)
    return client.post(f"{address}codebook/", {"codebook": "file", "file": file})


def test_a_codebook_comes_from_a_file(client, begun):
    document = make_dataset()

    answer = upload(client, begun, json.dumps(document).encode())

    assert [answer.url, Theme.objects.count()] == [f"{begun}people/", len(document["themes"])]


@pytest.mark.parametrize(
    ("content", "sentence"), [(b"no JSON", "This is not JSON"), (b"", "The submitted file is empty.")]
)
def test_a_file_that_is_no_dataset_is_refused_with_the_reason(client, begun, content, sentence):
    answer = upload(client, begun, content)

    assert [answer.status_code, sentence in told(answer), Theme.objects.count()] == [200, True, 0]


def test_a_codebook_comes_from_a_table(client, begun):
    answer = upload(client, begun, b"code;label:pt\nenergy;Energia\n", "themes.csv")

    assert [answer.url, Theme.objects.get().labels] == [f"{begun}people/", {"pt": "Energia"}]


def test_a_table_with_a_fault_is_refused_with_its_row(client, begun):
    answer = upload(client, begun, b"code,parent\nenergy,nowhere\n", "themes.csv")

    assert [answer.status_code, "Row 2" in told(answer), Theme.objects.count()] == [200, True, 0]


def test_a_file_that_was_forgotten_is_asked_for(client, begun):
    assert "Choose the file." in told(client.post(f"{begun}codebook/", {"codebook": "file"}))


def test_a_codebook_is_not_taken_twice(client, begun):
    client.post(f"{begun}codebook/", {"codebook": "demo"})

    answer = client.post(f"{begun}codebook/", {"codebook": "demo"})

    assert [answer.status_code, Theme.objects.count()] == [200, 27]


def test_people_are_invited_and_come_in(client, begun):
    answer = client.post(f"{begun}people/", {"role": "reviewer"})

    link = re.search(r"http://testserver(/invitation/[-\w]+/)", answer.text)[1]
    guest = Client()
    guest.post(link, {"username": "ana", "password": PASSWORD, "first_name": ""})
    assert guest.get("/p/energy-in-the-news/admin/").status_code == 200


def test_each_link_is_for_one_person(client, begun):
    for _ in range(2):
        client.post(f"{begun}people/", {"role": "coder"})

    assert [Invitation.objects.count(), "2 invitations are open." in told(client.get(f"{begun}people/"))] == [
        2,
        True,
    ]


@pytest.mark.parametrize("step", ["codebook/", "people/"])
@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.REVIEWER])
def test_only_managers_take_the_further_steps(client, begun, step, role):
    client.force_login(make_member(Project.objects.get(slug="energy-in-the-news"), role))

    assert [
        client.get(begun + step).status_code,
        client.post(begun + step, {"role": "manager"}).status_code,
    ] == [
        403,
        403,
    ]


@pytest.mark.parametrize("address", ["/start/codebook/", "/start/people/"])
def test_the_further_steps_are_inside_a_project(client, manager, address):
    assert client.get(address).status_code == 404
