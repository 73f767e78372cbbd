"""Datasets and releases in the editors' site: written by managers, previewed, frozen, compared and withdrawn."""

import json

import pytest
from django.utils.html import escape

from curation import release, release_files, tasks, work
from curation.export import FORMATS
from curation.models import Dataset, Release, Work
from tests.factories import Role, make_member, make_project, make_theme
from tests.releases import ask_for_release, make_accepted, make_dataset, make_release

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_formats")]
BASE = "/p/study/admin/curation"


@pytest.fixture
def project():
    return make_project("study")


@pytest.fixture
def dataset(project):
    make_accepted(project)
    return make_dataset(project, "voices")


@pytest.fixture
def manager(client, project):
    person = make_member(project, Role.MANAGER)
    client.force_login(person)
    return person


def typed(**fields):
    return {
        "title": "What experts say",
        "slug": "experts",
        "abstract": "",
        "authors": "Ana Reis; 0000-0002-1825-0097; Lisbon",
        "licence": "CC-BY-4.0",
        "citation": "",
        "languages": "",
        "rights": "quotes",
        "longest_quote": "200",
        **fields,
    }


def page_of(client, address):
    answer = client.get(f"{BASE}/{address}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_manager_writes_down_a_dataset_with_its_choice(client, project, manager):
    make_theme(project, "energy")

    answer = client.post(f"{BASE}/dataset/add/", typed(theme="energy", said_from="2023-08", coder="anybody"))

    assert answer.status_code == 302
    kept = Dataset.objects.get()
    assert [kept.query, kept.longest_quote] == ["theme=energy&said_from=2023-08", 200]
    assert kept.authors == [{"name": "Ana Reis", "orcid": "0000-0002-1825-0097", "affiliation": "Lisbon"}]


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"authors": "Ana Reis; 0000-0002-1825-0098"}, "is no ORCID iD: one of its digits is wrong."),
        ({"authors": "; Lisbon"}, "write a name, an ORCID iD and an affiliation"),
        ({"rights": "full"}, "Only the rights “quotes” have a longest quote."),
        ({"said_from": "yesterday"}, "Said from:"),
        ({"theme": "gone"}, "Theme:"),
        ({"title": ""}, "This field is required."),
    ],
)
def test_what_cannot_be_kept_is_said_beside_what_was_typed(client, manager, wrong, said):
    answer = client.post(f"{BASE}/dataset/add/", typed(**wrong))

    page = answer.content.decode()
    assert [answer.status_code, said in page, "experts" in page] == [200, True, True]
    assert not Dataset.objects.exists()


def test_an_address_is_used_once(client, dataset, manager):
    answer = client.post(f"{BASE}/dataset/add/", typed(slug="voices"))

    assert answer.status_code == 200
    assert Dataset.objects.count() == 1


def test_a_stale_form_is_a_conflict(client, dataset, manager):
    Dataset.objects.filter(pk=dataset.pk).update(version=2)

    answer = client.post(f"{BASE}/dataset/{dataset.pk}/change/", typed(version=1))

    assert answer.status_code == 409


def test_a_change_keeps_the_choice_and_moves_the_version(client, project, dataset, manager):
    make_theme(project, "energy")

    client.post(f"{BASE}/dataset/{dataset.pk}/change/", typed(version=1, theme="energy"))

    dataset.refresh_from_db()
    assert [dataset.query, dataset.version, dataset.slug] == ["theme=energy", 2, "voices"]


def test_the_preview_counts_what_is_typed(client, project, manager):
    make_accepted(project, themes=[make_theme(project, "energy")])
    make_accepted(project)

    answer = client.post(f"{BASE}/dataset/preview/", typed(theme="energy", rights="positions"))

    page = " ".join(answer.content.decode().split())
    assert ["<b>1</b> claim" in page, "1 claim goes without its quote." in page] == [True, True]


def test_the_preview_of_a_choice_that_cannot_be_read_says_so(client, manager, project):
    answer = client.post(f"{BASE}/dataset/preview/", typed(theme="gone"))

    assert "Theme:" in answer.content.decode()


def test_a_page_takes_the_same_queries_with_one_release_and_with_three(
    client, dataset, manager, django_assert_max_num_queries
):
    make_release(dataset)
    address = f"{BASE}/dataset/{dataset.pk}/change/"
    counts = []
    for version in ("1.1.0", "1.2.0"):
        with django_assert_max_num_queries(60) as counted:
            client.get(address)
        counts.append(len(counted))
        make_release(dataset, version)
    assert counts[0] == counts[1]


def test_the_list_takes_the_same_queries_with_one_row_and_with_three(
    client, project, manager, django_assert_max_num_queries
):
    counts = []
    for _ in range(2):
        make_dataset(project)
        with django_assert_max_num_queries(40) as counted:
            client.get(f"{BASE}/dataset/")
        counts.append(len(counted))
        make_dataset(project)
    assert counts[0] == counts[1]


# Freezing


def test_freezing_asks_a_worker_and_the_page_says_how_far_it_is(client, dataset, manager):
    answer = client.post(
        f"{BASE}/dataset/{dataset.pk}/freeze/",
        {"version": "1.0.0", "notes": "First.", "seen": dataset.version},
    )

    assert answer["Location"] == f"{BASE}/dataset/{dataset.pk}/change/"
    assert "It waits for a worker." in page_of(client, f"dataset/{dataset.pk}/change/")
    made = release.freeze(work.take(Work.objects.get().pk))
    assert [made.version, made.notes, made.made_by] == ["1.0.0", "First.", manager]
    assert client.get(f"{BASE}/dataset/{dataset.pk}/progress/").status_code == 204


@pytest.mark.parametrize(
    ("sent", "said"),
    [
        ({"version": "one"}, "is no version"),
        ({"version": "1.0.0"}, "is not higher than 1.0.0"),
        ({"seen": "7"}, "was changed by somebody else"),
        ({"seen": ""}, "was changed by somebody else"),
    ],
)
def test_what_cannot_be_frozen_comes_back_with_a_sentence(client, dataset, manager, sent, said):
    make_release(dataset)
    form = {"version": "1.1.0", "notes": "kept", "seen": dataset.version} | sent

    page = client.post(f"{BASE}/dataset/{dataset.pk}/freeze/", form).content.decode()

    assert [said in page, "kept" in page] == [True, True]


def test_of_two_who_freeze_at_once_one_is_told(client, dataset, manager):
    ask_for_release(dataset)

    form = {"version": "1.0.0", "notes": "", "seen": dataset.version}
    page = client.post(f"{BASE}/dataset/{dataset.pk}/freeze/", form).content.decode()

    assert "is being made at this moment" in page
    assert Work.objects.count() == 1


def test_what_stands_in_the_way_is_said_before_anything_is_typed(client, project, manager):
    page = page_of(client, f"dataset/{make_dataset(project, licence='').pk}/freeze/")

    assert ["It has no licence." in page, 'name="version"' in page] == [True, False]


def test_what_waits_without_a_worker_says_so(client, dataset, manager):
    asked = ask_for_release(dataset)
    Work.objects.update(asked=asked.asked - 2 * work.TAKEN_WITHIN)

    assert "no worker has taken it" in page_of(client, f"dataset/{dataset.pk}/progress/")


def test_what_was_refused_is_said_on_the_page(client, dataset, manager):
    ask_for_release(dataset)
    Dataset.objects.filter(pk=dataset.pk).update(version=2)
    with pytest.raises(Exception, match="was changed by somebody else"):
        tasks.KINDS["release"](work.take(Work.objects.get().pk))
    Work.objects.update(state="refused", told="It was changed meanwhile.")

    assert "It was changed meanwhile." in page_of(client, f"dataset/{dataset.pk}/change/")


# A release's page


def test_a_release_shows_its_files_and_sums(client, dataset, manager):
    made = make_release(dataset)

    page = page_of(client, f"release/{made.pk}/change/")

    told = [file[part] for file in made.files for part in ("name", "sha256")]
    assert [word for word in told if word not in page] == []
    assert made.about["citation"] in page


def test_the_page_and_the_card_say_what_each_format_lost(client, dataset, manager, monkeypatch):
    monkeypatch.setattr(release_files, "FORMATS", FORMATS)
    make_accepted(dataset.project)
    made = make_release(dataset)

    page = " ".join(page_of(client, f"release/{made.pk}/change/").split())

    card = (release_files.folder_of(made) / "README.md").read_text()
    lost = [(file, *loss) for file, losses in made.losses.items() for loss in losses.items()]
    assert len({file for file, _, _ in lost}) > 10
    assert [loss for loss in lost if f"{escape(loss[1])} <b>{shown(loss[2])}</b>" not in page] == []
    assert [loss for loss in lost if f"| `{loss[0]}` | {loss[2]} | {loss[1]} |" not in card] == []


def shown(rows):
    return "1 row" if rows == 1 else f"{rows} rows"


def test_two_releases_are_compared_as_a_page_and_as_data(client, dataset, manager):
    first = make_release(dataset)
    claim = make_accepted(dataset.project)
    second = make_release(dataset, "1.1.0")

    address = f"release/{second.pk}/difference/?with={first.pk}"

    assert "1 claim was added." in page_of(client, address)
    assert json.loads(page_of(client, f"{address}&as=json"))["claims"]["added"] == [claim.record]


def test_a_release_is_compared_with_none_of_another_dataset(client, dataset, manager):
    other = make_release(make_dataset(dataset.project))
    made = make_release(dataset)

    assert client.get(f"{BASE}/release/{made.pk}/difference/?with={other.pk}").status_code == 404


def test_withdrawing_asks_for_the_reason_and_says_it(client, dataset, manager):
    made = make_release(dataset)

    client.post(f"{BASE}/release/{made.pk}/withdraw/", {"reason": "A source was wrong."})

    page = page_of(client, f"release/{made.pk}/change/")
    assert ["A source was wrong." in page, f"{made.address}files/" in page] == [True, False]


def test_nothing_is_deleted_or_changed_through_a_form(client, dataset, manager):
    made = make_release(dataset)

    answers = [
        client.post(f"{BASE}/release/{made.pk}/{step}/", {"post": "yes", "notes": "other"}).status_code
        for step in ("delete", "change")
    ]

    assert answers == [403, 403]
    assert Release.objects.get().notes == ""


def test_viewers_read_datasets_and_change_nothing(client, project, dataset):
    make_release(dataset)
    client.force_login(make_member(project, Role.VIEWER))

    page = page_of(client, f"dataset/{dataset.pk}/change/")

    assert ["CC-BY-4.0" in page, "<form" in page.partition("<main")[2] and 'name="title"' in page] == [
        True,
        False,
    ]
    assert client.get(f"{BASE}/dataset/{dataset.pk}/freeze/").status_code == 403
