import json

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from annotations import codebook, evidence, search
from annotations.access import NotAllowed
from annotations.imports import dataset, storing
from annotations.imports.file import NotImported
from annotations.models import (
    Affiliation,
    Batch,
    Claim,
    CodebookVersion,
    Membership,
    Note,
    Project,
    Scale,
    Source,
    Speaker,
    Text,
    Theme,
)
from curation.export import dataset as export
from tests.datasets import (
    make_anchor,
    make_claim,
    make_dataset,
    make_source,
    make_text,
    published,
    write_dataset,
)
from tests.factories import Role, make_member, make_project, make_speaker, make_theme, make_user

pytestmark = pytest.mark.django_db


def export_all(project):
    return b"".join(export.stream(project, states=Claim.State.values, coders=True))


def load(folder, content, slug="networks", **options):
    return dataset.load(write_dataset(folder, content), slug=slug, **options)


def count_rows():
    kept = (Project, Membership, Scale, Theme, CodebookVersion, Source, Text, Speaker, Claim, Note, Batch)
    return {model.__name__: model.objects.count() for model in kept}


# All that comes in comes out


def test_a_dataset_comes_out_byte_by_byte_as_it_came_in(tmp_path):
    batch = load(tmp_path, make_dataset())

    assert export_all(batch.project) == published(make_dataset())


def test_a_dataset_goes_round_again(tmp_path):
    first = load(tmp_path, make_dataset()).project
    exported = export_all(first)
    Project.objects.filter(pk=first.pk).update(slug="moved-away")

    second = load(tmp_path, exported).project

    assert export_all(second) == exported


def test_a_dataset_without_anything_goes_round(tmp_path):
    lists = {key: [] for key in ("scales", "themes", "speakers", "sources", "claims", "notes")}
    empty = make_dataset(codebook=1, **lists)

    batch = load(tmp_path, empty)

    assert export_all(batch.project) == published(empty)


def test_the_order_of_keys_and_the_layout_of_a_file_do_not_matter(tmp_path):
    backwards = dict(reversed(make_dataset().items()))
    backwards["claims"] = [dict(reversed(claim.items())) for claim in backwards["claims"]]

    batch = load(tmp_path, json.dumps(backwards, indent=3, ensure_ascii=True).encode())

    assert export_all(batch.project) == published(make_dataset())


def test_what_came_in_has_no_fault(tmp_path):
    batch = load(tmp_path, make_dataset())

    assert list(evidence.faults(batch.project)) == []


def test_as_much_context_as_the_file_gives_is_kept(tmp_path):
    content = make_dataset()
    for anchor in content["claims"][3]["anchors"]:
        anchor |= {"prefix": anchor["prefix"][-3:], "suffix": ""}

    project = load(tmp_path, content).project

    assert export_all(project) == published(content)
    assert list(evidence.faults(project)) == []


bodies = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), min_size=1, max_size=60)


@st.composite
def passages(draw):
    body = draw(bodies)
    start = draw(st.integers(0, len(body) - 1))
    return body, start, draw(st.integers(start + 1, len(body)))


def of_one_passage(body, anchor):
    claim = make_claim("c", [anchor])
    return make_dataset(
        sources=[make_source("s", make_text("t", body))],
        claims=[claim],
        notes=[],
        speakers=[{**speaker, "names": speaker["names"][:1]} for speaker in make_dataset()["speakers"]],
    )


def anchor_at(body, start, end):
    return {
        **make_anchor("t", body, body),
        "start": start,
        "end": end,
        "quote": body[start:end],
        "prefix": body[max(0, start - 32) : start],
        "suffix": body[end : end + 32],
    }


@given(passage=passages())
def test_any_passage_of_any_text_goes_round(tmp_path_factory, passage):
    body, start, end = passage
    content = of_one_passage(body, anchor_at(body, start, end))
    slug = f"study-{Project.objects.count()}"
    content["project"]["slug"] = slug

    batch = load(tmp_path_factory.mktemp("file"), content, slug=slug)

    assert export_all(batch.project) == published(content)


@given(passage=passages(), moved=st.integers(-3, 3))
def test_a_passage_that_stands_elsewhere_is_refused_unless_the_words_are_the_same(
    tmp_path_factory, passage, moved
):
    body, start, end = passage
    anchor = {**anchor_at(body, start, end), "start": max(0, start + moved), "end": max(1, end + moved)}
    anchor |= {"prefix": "", "suffix": ""}
    path = write_dataset(tmp_path_factory.mktemp("file"), of_one_passage(body, anchor))

    try:
        dataset.check(path, slug="anywhere")
        accepted = True
    except NotImported:
        accepted = False

    assert accepted == (body[anchor["start"] : anchor["end"]] == anchor["quote"])


# What is kept of it


def test_the_batch_says_which_file_it_was_and_how_much_came_in(tmp_path):
    manager = make_user()

    batch = load(tmp_path, make_dataset(), by=manager)

    assert (batch.file_name, batch.by, len(batch.sha256)) == ("dataset.json", manager, 64)
    assert batch.counts == {
        "scales": 2,
        "themes": 3,
        "speakers": 5,
        "sources": 2,
        "claims": 9,
        "notes": 4,
        "texts": 4,
    }
    assert {row.batch for model in (Source, Speaker, Theme, Claim, Note) for row in model.objects.all()} == {
        batch
    }


def test_partial_dates_get_their_days(tmp_path):
    load(tmp_path, make_dataset())

    claim = Claim.objects.get(key="c4")
    adviser = Affiliation.objects.get(role="adviser")
    assert [str(claim.said_first), str(claim.said_last)] == ["2023-02-01", "2023-02-28"]
    assert [str(adviser.since_first), adviser.until_first] == ["2019-05-01", None]


def test_what_came_in_is_found_by_its_words(tmp_path):
    project = load(tmp_path, make_dataset()).project

    assert {claim.key for claim in search.claims_with("small lin", project=project)} == {"c4"}


def indexed():
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM claim_words")
        return sorted(map(str, cursor.fetchall()))


@pytest.fixture
def empty_index():
    """Tests without a transaction of their own leave their words: the table is no model's, so none empties it."""
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM claim_words")


def test_the_words_of_what_came_in_are_those_of_the_index(tmp_path, empty_index):
    load(tmp_path, make_dataset())
    as_imported = indexed()

    search.index(Claim.objects.all())

    assert len(as_imported) == 9
    assert indexed() == as_imported


def test_what_came_in_gets_its_history_at_the_first_change(tmp_path):
    load(tmp_path, make_dataset())
    source = Source.objects.get(key="b-source")
    before = source.history.count()

    source.title = "Another title"
    source.save()

    assert before == 0
    assert [page.title for page in source.history.all()] == ["Another title", "A report"]


def test_codebook_versions_are_made_for_every_number_that_is_used(tmp_path):
    project = load(tmp_path, make_dataset()).project

    made = list(CodebookVersion.objects.order_by("number").values_list("number", "reason"))
    assert made == [(1, storing.WITHOUT_WORDING), (2, storing.WITHOUT_WORDING), (3, "")]
    assert codebook.current(project, by=None).frozen == codebook.as_it_stands(project)


def test_the_title_and_language_of_an_empty_project_become_those_of_the_file(tmp_path):
    project = make_project("networks", title="To be filled")

    load(tmp_path, make_dataset())

    project.refresh_from_db()
    assert (project.title, project.version) == ("Networks — 网络", 2)
    assert [page.title for page in project.history.all()] == ["Networks — 网络", "To be filled"]


def test_an_empty_project_trades_its_scale_for_those_of_the_file(tmp_path):
    project = make_project("networks")

    load(tmp_path, make_dataset())

    assert sorted(project.scales.values_list("label", flat=True)) == ["Importance", "Stance"]


def test_those_named_become_managers(tmp_path):
    project = load(tmp_path, make_dataset(), managers=[make_user("ana")]).project

    assert [(row.user.username, row.role) for row in project.memberships.all()] == [("ana", Role.MANAGER)]


# Only into an empty project, by who runs it, and all or nothing


@pytest.mark.parametrize(
    ("fill", "held"),
    [
        (lambda project: Source.objects.create(project=project, title="T", language="en"), "sources"),
        (make_speaker, "speakers"),
        (make_theme, "themes"),
    ],
)
def test_a_project_with_anything_in_it_is_refused(tmp_path, fill, held):
    fill(make_project("networks"))
    before = count_rows()

    with pytest.raises(NotImported, match=f"has {held} already"):
        load(tmp_path, make_dataset())
    assert count_rows() == before


def test_a_coder_cannot_import(tmp_path):
    coder = make_member(make_project("networks"), Role.CODER)

    with pytest.raises(NotAllowed):
        load(tmp_path, make_dataset(), by=coder)


def test_a_manager_can_import(tmp_path):
    manager = make_member(make_project("networks"), Role.MANAGER)

    assert load(tmp_path, make_dataset(), by=manager).by == manager


def test_an_address_that_is_none_is_refused(tmp_path):
    with pytest.raises(NotImported, match="No project can be made at “two words”"):
        load(tmp_path, make_dataset(), slug="two words")


@pytest.mark.parametrize("step", ["themes", "sources", "speakers", "claims", "notes"])
def test_a_crash_in_the_middle_leaves_nothing(tmp_path, monkeypatch, step):
    def crash(chunk, target):
        raise KeyboardInterrupt

    before = count_rows()
    monkeypatch.setitem(storing.STORE, step, crash)

    with pytest.raises(KeyboardInterrupt):
        load(tmp_path, make_dataset())
    assert count_rows() == before


def test_what_the_database_refuses_is_a_sentence(tmp_path, monkeypatch):
    store_twice = storing.STORE["scales"]
    monkeypatch.setitem(storing.STORE, "scales", lambda *given: (store_twice(*given), store_twice(*given)))
    before = count_rows()

    with pytest.raises(NotImported, match="The database did not take it"):
        load(tmp_path, make_dataset())
    assert count_rows() == before


def test_a_check_stores_nothing(tmp_path):
    before = count_rows()

    counts = dataset.check(write_dataset(tmp_path, make_dataset()), slug="networks")

    assert counts["claims"] == 9
    assert count_rows() == before


def test_progress_is_told_to_its_end(tmp_path):
    told = []

    load(tmp_path, make_dataset(), progress=lambda *step: told.append(step))

    ends = {step: (done, total) for step, done, total in told}
    assert list(ends) == ["Reading", "Checking", "Storing"]
    assert all(done == total > 0 for done, total in ends.values())
