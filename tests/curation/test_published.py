"""A dataset's permanent addresses: open to all where it is public, else to members; each file whole, in part, or not again."""

import pytest

from curation import release
from tests.factories import Role, make_member, make_project, make_user
from tests.releases import make_accepted, make_dataset, make_release, unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_formats")]


@pytest.fixture
def made():
    return publish()


def publish(**fields):
    project = make_project("study")
    make_accepted(project)
    return make_release(make_dataset(project, "voices", **{"public": True} | fields))


FILE = "/data/study/voices/1.0.0/files/dataset.json"
PAGES = [
    "/data/study/voices/",
    "/data/study/voices/1.0.0/",
    "/data/study/voices/1.0.0/codebook/",
    FILE,
]


def body(answer):
    """What was sent; a file is closed when it has been read to its end."""
    return b"".join(answer.streaming_content)


def status(client, address, **headers):
    answer = client.get(address, headers=headers)
    if answer.streaming:
        body(answer)
    return answer.status_code


@pytest.mark.parametrize("address", PAGES)
def test_what_is_public_is_open_to_all(client, made, address):
    assert status(client, address) == 200


@pytest.mark.parametrize("address", PAGES)
def test_the_rest_is_for_members(client, address):
    made = publish(public=False)

    anonymous = status(client, address)
    client.force_login(make_user())
    stranger = status(client, address)
    client.force_login(make_member(made.dataset.project, Role.VIEWER))

    assert [anonymous, stranger, status(client, address)] == [302, 404, 200]


@pytest.mark.parametrize("address", ["/data/study/none/", "/data/none/voices/"])
def test_a_dataset_that_is_not_there_looks_like_one_that_is_not_public(client, made, address):
    assert client.get(address)["Location"].startswith("/login/")


@pytest.mark.parametrize(
    "address",
    [
        "/data/study/voices/2.0.0/",
        "/data/study/voices/one/",
        "/data/study/voices/1.0.0/files/other.json",
        "/data/study/voices/1.0.0/files/..",
    ],
)
def test_what_is_not_there_is_not_found(client, made, address):
    assert status(client, address) == 404


def test_no_permanent_address_stands_in_a_project(client, made):
    client.force_login(make_member(made.dataset.project, Role.VIEWER))

    assert client.get("/p/study/data/study/voices/").status_code == 404


def test_a_file_is_its_bytes_under_its_sum(client, made):
    answer = client.get(FILE)

    sums = {file["name"]: file["sha256"] for file in made.files}
    assert body(answer) == unpacked(made)["dataset.json"]
    assert [answer["ETag"], answer["Accept-Ranges"]] == [f'"{sums["dataset.json"]}"', "bytes"]
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"


def test_a_file_that_is_known_is_not_sent_again(client, made):
    etag = f'"{made.files[1]["sha256"]}"'
    address = f"/data/study/voices/1.0.0/files/{made.files[1]['name']}"

    known = [f'"x", {etag}', f"W/{etag}", "*"]
    assert [status(client, address, **{"if-none-match": one}) for one in known] == [304] * 3


@pytest.mark.parametrize(
    ("asked", "wanted"),
    [("bytes=0-9", slice(0, 10)), ("bytes=5-", slice(5, None)), ("bytes=-7", slice(-7, None))],
)
def test_a_part_of_a_file_is_that_part(client, made, asked, wanted):
    whole = unpacked(made)["dataset.json"]

    answer = client.get(FILE, headers={"range": asked})

    first = wanted.indices(len(whole))[0]
    assert [answer.status_code, body(answer)] == [206, whole[wanted]]
    assert answer["Content-Range"] == f"bytes {first}-{first + len(whole[wanted]) - 1}/{len(whole)}"
    assert int(answer["Content-Length"]) == len(whole[wanted])


def test_a_part_beyond_the_end_is_refused(client, made):
    answer = client.get(FILE, headers={"range": "bytes=99999999-"})

    size = len(unpacked(made)["dataset.json"])
    assert [answer.status_code, answer["Content-Range"]] == [416, f"bytes */{size}"]


@pytest.mark.parametrize("asked", ["bytes=9-5", "lines=1-2", "bytes=0-1,4-5", "bytes=-", "bytes=٣-"])
def test_what_is_no_single_range_is_answered_whole(client, made, asked):
    assert status(client, FILE, range=asked) == 200


def test_a_part_of_another_version_of_a_file_is_answered_whole(client, made):
    assert status(client, FILE, **{"range": "bytes=0-9", "if-range": '"other"'}) == 200


def test_a_withdrawn_release_keeps_its_page_and_gives_no_file(client, made):
    manager = make_member(made.dataset.project, Role.MANAGER)
    release.withdraw(made, by=manager, reason="A source was wrong.")

    page, file = client.get("/data/study/voices/1.0.0/"), client.get(FILE)

    assert [page.status_code, file.status_code] == [200, 410]
    assert "A source was wrong." in page.content.decode()
    assert made.files[1]["sha256"] in page.content.decode()


def test_no_page_names_a_person_who_works_on_it(client, made):
    manager = make_member(made.dataset.project, Role.MANAGER, "the-manager")
    make_release(made.dataset, "1.1.0", by=manager)

    pages = [client.get(page).content.decode() for page in PAGES[:3]]

    assert "the-manager" not in "".join(pages)
