"""Pages of a project travel compressed; accounts and downloads do not."""

import gzip

import pytest

from tests.factories import Role, make_member, make_project

pytestmark = pytest.mark.django_db

ASKING = {"HTTP_ACCEPT_ENCODING": "gzip"}


@pytest.fixture
def member(client):
    member = make_member(make_project("study"), Role.MANAGER)
    client.force_login(member)
    return member


def test_a_page_of_a_project_is_compressed_for_those_who_ask(client, member):
    answer = client.get("/p/study/admin/annotations/source/", **ASKING)

    assert [answer["Content-Encoding"], b"<h1>Sources</h1>" in gzip.decompress(answer.content)] == [
        "gzip",
        True,
    ]


def test_a_page_is_not_compressed_for_those_who_do_not_ask(client, member):
    assert "Content-Encoding" not in client.get("/p/study/admin/annotations/source/")


@pytest.mark.parametrize("address", ["/account/", "/p/study/dataset.json"])
def test_accounts_and_downloads_are_never_compressed(client, member, address):
    answer = client.get(address, **ASKING)

    assert [answer.status_code, answer.get("Content-Encoding", "")] == [200, ""]
