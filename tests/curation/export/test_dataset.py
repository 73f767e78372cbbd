"""The published file: what it holds, in which order, and how much of it leaves."""

import io
import json

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import codebook, drafting, review
from annotations.imports import dataset as imports
from annotations.models import Anchor, Claim, Note, Project, Source, Speaker
from curation.export import dataset
from tests.datasets import make_dataset, write_dataset
from tests.factories import (
    QUOTE,
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_name,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
    make_user,
)

pytestmark = pytest.mark.django_db

ALL = Claim.State.values
LEAK = "Xylophonquagga"


def export(project, **options):
    return json.loads(b"".join(dataset.stream(project, **options)))


def ids(records):
    return [record["id"] for record in records]


@pytest.fixture
def imported(tmp_path):
    """The project of the dataset that has everything."""
    return imports.load(write_dataset(tmp_path, make_dataset()), slug="networks").project


# The bytes


def test_the_file_and_the_stream_are_the_same_bytes(imported):
    out = io.BytesIO()

    dataset.export(imported, out, states=ALL)

    assert out.getvalue() == b"".join(dataset.stream(imported, states=ALL))


def test_two_exports_are_the_same_bytes(imported):
    assert list(dataset.stream(imported)) == list(dataset.stream(imported))


def test_a_record_stands_on_each_line(imported):
    lines = b"".join(dataset.stream(imported, states=ALL)).decode().split("\n")

    assert len([line for line in lines if line.startswith('{"id":"c')]) == 4
    assert lines[-2:] == ["]}", ""]


def test_an_empty_project_is_a_dataset_too():
    project = make_project("empty", title="Empty")

    text = b"".join(dataset.stream(project)).decode()

    assert text.endswith(
        '"themes":[],\n"codebook":1,\n"speakers":[],\n"sources":[],\n"claims":[],\n"notes":[]}\n'
    )


def test_progress_adds_up_to_the_bytes_written(imported):
    out, told = io.BytesIO(), []

    dataset.export(imported, out, progress=told.append)

    assert sum(told) == len(out.getvalue())


def make_full_claim(project):
    """An accepted claim of a coder of its own, with a parallel anchor, that supersedes another one."""
    coder = make_member(project, Role.CODER)
    source = make_source(project)
    text, translation = make_text(source), make_text(source, language="pt")
    content = make_content(text)
    older = make_claim(text, content=content, coder=coder, state=State.ACCEPTED)
    newer = drafting.supersede(older, by=coder, seen={older.pk: older.version})
    place = drafting.Place(text=translation, start=0, end=5)
    drafting.confirm_anchor(newer, place, kind=Anchor.Kind.PARALLEL, by=coder, seen=newer.version)
    newer.refresh_from_db()
    review.submit(newer, by=coder, seen=newer.version)
    review.accept(newer, by=make_member(project, Role.REVIEWER), seen=newer.version)
    return newer


def test_the_number_of_queries_does_not_grow_with_the_rows():
    project = make_project()
    counted = []
    for more in (1, 2):
        for _ in range(more):
            make_full_claim(project)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            held = export(project, states=ALL, coders=True)
        counted.append((len(held["claims"]), len(queries)))

    assert [claims for claims, _ in counted] == [2, 6]
    assert counted[0][1] == counted[1][1]


# Which claims, and in which order


def test_accepted_claims_alone_are_published_unless_others_are_asked_for(imported):
    assert ids(export(imported)["claims"]) == ["c2", "c4"]


def test_claims_of_the_states_asked_for_are_published(imported):
    held = export(imported, states=["draft", "submitted"])

    assert ids(held["claims"]) == ["c3", "d-submitted"]


def test_no_state_is_no_claim(imported):
    assert export(imported, states=[])["claims"] == []


def test_supersedes_names_claims_in_the_file_alone(imported):
    accepted, everything = export(imported), export(imported, states=ALL)

    assert [accepted["claims"][0]["supersedes"], everything["claims"][1]["supersedes"]] == [[], ["c1"]]
    assert accepted["claims"][0]["record"] == "c1"


def test_nothing_of_another_project_is_published(imported):
    other = make_project()
    make_full_claim(other)

    assert b"".join(dataset.stream(imported, states=ALL)) == b"".join(
        dataset.stream(Project.objects.get(pk=imported.pk), states=ALL)
    )
    assert set(ids(export(other, states=ALL)["claims"])).isdisjoint(ids(make_dataset()["claims"]))


def test_lists_stand_in_the_order_of_code_points():
    project = make_project()
    keys = ["b", "A", "a", "_", "Z", "0", "a.b", "a-b"]
    for key in keys:
        make_speaker(project, key=key)
        make_source(project, key=key)

    held = export(project)

    assert ids(held["speakers"]) == ids(held["sources"]) == sorted(keys)


def test_names_stand_in_the_order_of_the_editor():
    project = make_project()
    speaker = make_speaker(project, "M")
    for name in ("z", "a", "k"):
        make_name(speaker, name)

    (held,) = export(project)["speakers"]

    assert [name["text"] for name in held["names"]] == ["M", "z", "a", "k"]


def test_themes_stand_below_their_parents_in_the_order_of_the_editor():
    project = make_project()
    first = make_theme(project, "z", order=1)
    make_theme(project, "a", order=2)
    make_theme(project, "y", parent=first, order=2)
    make_theme(project, "x", parent=first, order=1)

    assert [theme["code"] for theme in export(project)["themes"]] == ["z", "x", "y", "a"]


def test_labels_and_identifiers_stand_in_the_order_of_their_keys():
    project = make_project()
    make_theme(project, labels={"zh": "z", "en": "e", "a-long-tag": "a"})
    make_speaker(project, identifiers={"wikidata": "Q0", "a": "1", "viaf": "2"})

    held = export(project)

    assert list(held["themes"][0]["labels"]) == ["a-long-tag", "en", "zh"]
    assert list(held["speakers"][0]["identifiers"]) == ["a", "viaf", "wikidata"]


def test_the_codebook_has_the_number_under_which_the_next_claim_will_be_coded():
    project = make_project()
    make_theme(project)
    make_claim(make_text(project=project))
    make_theme(project)

    assert export(project)["codebook"] == codebook.current(project, by=None).number == 2


# Notes


def test_of_notes_the_doubts_about_translations_are_published(imported):
    assert ids(export(imported)["notes"]) == ["n2"]


def test_with_claims_of_every_state_all_notes_are_published(imported):
    assert ids(export(imported, states=ALL)["notes"]) == ["n1", "n2", "n3", "n4"]


def test_a_doubt_on_a_claim_that_is_not_published_is_not_published_either(imported):
    for record in ("c3", "c4"):
        Note.objects.create(
            project=imported, record=record, kind=Note.Kind.TRANSLATION_SUSPECT, key=f"on-{record}"
        )

    assert ids(export(imported)["notes"]) == ["n2", "on-c4"]


# Who coded


def test_coders_are_not_named_unless_asked_for():
    claim = make_claim(make_text(), state=State.ACCEPTED)

    assert [row["coder"] for row in export(claim.project)["claims"]] == [None]


def test_coders_are_named_by_their_pseudonym():
    claim = make_claim(make_text(), state=State.ACCEPTED)
    pseudonym = claim.project.memberships.get(user=claim.coder).pseudonym

    assert [row["coder"] for row in export(claim.project, coders=True)["claims"]] == [pseudonym]


def test_no_name_of_a_user_leaves(imported):
    coder = make_user(LEAK.lower(), first_name=LEAK, email=f"{LEAK}@example.org")
    Claim.objects.filter(project=imported).update(coder=coder)
    Note.objects.filter(project=imported).update(by=coder)

    leaving = b"".join(dataset.stream(imported, states=ALL, coders=True))

    assert LEAK.lower().encode() not in leaving.lower()


def test_imported_claims_keep_their_pseudonym(imported):
    held = export(imported, states=ALL, coders=True)

    assert [row["coder"] for row in held["claims"][:3]] == ["coder-1", "coder-2", None]


# Rights


def make_leaky_project(**rights):
    """An accepted claim whose body, prefix, quote, suffix and words for the speaker each hold a word of their own."""
    project = make_project()
    source = make_source(project, **rights)
    body = f"{LEAK}-before {QUOTE} {LEAK}-quote. {LEAK}-after and {LEAK}-named much further away {LEAK}-body"
    start, end = body.index(QUOTE), body.index(". ")
    speaker = make_speaker(project, "The speaker")
    content = make_content(make_text(source, body=body), start=start, end=end, speakers=[speaker])
    voices = [drafting.Voice(speaker=speaker, named_as=f"{LEAK}-named")]
    content = drafting.Content(place=content.place, voices=voices, codes=content.codes)
    make_claim(content=content, state=State.ACCEPTED)
    return project


def leaks(project, **options):
    text = b"".join(dataset.stream(project, **options)).decode()
    record = json.loads(text)
    return text.count(LEAK), record


def test_full_rights_give_everything():
    found, held = leaks(make_leaky_project())

    body = held["sources"][0]["texts"][0]["body"]
    (anchor,) = held["claims"][0]["anchors"]
    assert found == 9
    assert body[anchor["start"] : anchor["end"]] == anchor["quote"]


@pytest.mark.parametrize(("given", "asked"), [("quotes", "full"), ("full", "quotes"), ("quotes", "quotes")])
def test_quotes_give_the_quote_and_the_words_for_the_speaker_alone(given, asked):
    found, held = leaks(make_leaky_project(rights=given), rights=asked)

    (anchor,), (voice,) = held["claims"][0]["anchors"], held["claims"][0]["speakers"]
    assert found == 2
    assert (anchor["quote"], voice["named_as"]) == (f"{QUOTE} {LEAK}-quote", f"{LEAK}-named")
    assert (anchor["prefix"], anchor["suffix"], held["sources"][0]["texts"][0]["body"]) == ("", "", "")


@pytest.mark.parametrize(
    ("given", "asked"),
    [("positions", "full"), ("full", "positions"), ("quotes", "positions"), ("positions", "quotes")],
)
def test_positions_give_no_word_but_where_they_stand(given, asked):
    found, held = leaks(make_leaky_project(rights=given), rights=asked)

    (anchor,) = held["claims"][0]["anchors"]
    assert found == 0
    assert anchor["end"] - anchor["start"] == len(f"{QUOTE} {LEAK}-quote")
    assert len(held["sources"][0]["texts"][0]["sha256"]) == 64
    assert held["sources"][0]["rights"] == "positions"


def test_a_source_without_rights_stays_out_with_all_that_hangs_on_it():
    project = make_leaky_project(rights="none", title=LEAK)
    speaker, text, claim = Speaker.objects.get(), Source.objects.get().texts.get(), Claim.objects.get()
    make_name(speaker, "the minister", source=text.source)
    suspect = {"project": project, "kind": Note.Kind.TRANSLATION_SUSPECT, "body": LEAK}
    Note.objects.create(text=text, start=0, end=3, **suspect)
    Note.objects.create(record=claim.record, **suspect)

    found, held = leaks(project, states=ALL)

    assert found == 0
    assert (held["sources"], held["claims"], held["notes"]) == ([], [], [])
    assert [(name["kind"], name["source"]) for name in held["speakers"][0]["names"]] == [("main", None)]


def test_the_rights_of_one_source_do_not_narrow_another():
    project = make_leaky_project(rights="none")
    kept = make_claim(make_text(project=project), state=State.ACCEPTED)

    held = export(project)

    assert ids(held["claims"]) == [kept.key]
    assert held["claims"][0]["anchors"][0]["quote"] == QUOTE


def test_what_is_superseded_in_a_source_without_rights_is_not_named(imported):
    Source.objects.filter(key="b-source").update(rights="none")
    link = Claim.supersedes.through
    link.objects.create(from_claim=Claim.objects.get(key="c2"), to_claim=Claim.objects.get(key="c4"))

    held = export(imported, states=ALL)

    assert [row["supersedes"] for row in held["claims"] if row["id"] == "c2"] == [["c1"]]


def test_a_dataset_of_quotes_cannot_come_in_again(imported, tmp_path):
    narrow = b"".join(dataset.stream(imported, rights="quotes"))

    with pytest.raises(imports.NotImported, match="Only full rights can be imported"):
        imports.check(write_dataset(tmp_path, narrow), slug="elsewhere")
