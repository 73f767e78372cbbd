"""Names and titles of any script find their speakers and sources; claims follow the names of all who are the same."""

import pytest

from annotations import finding, search, speakers
from annotations.models import Affiliation, Name, Source, Speaker
from tests.factories import (
    Role,
    make_claim,
    make_content,
    make_member,
    make_name,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db


def offered(words, project, rows=None):
    rows = Speaker.objects.filter(project=project) if rows is None else rows
    return [(offer.name, offer.matched) for offer in finding.offers(words, rows, project=project)]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("钱德沛", "德沛"),
        ("钱德沛", "钱"),
        ("André Müller", "andre muller"),
        ("Andre Muller", "MÜLLER"),
        ("النموذج العام", "نموذج"),
        ("نموذج", "النموذج"),
        ("وبالنموذج", "نموذج"),
        ("نمـــوذج", "نموذج"),
        ("והמודל", "מודל"),
        ("המודל", "המודל"),
        ("Σοφός", "σοφοσ"),
    ],
)
def test_a_speaker_is_found_by_words_of_a_name_in_any_script(project, name, words):
    speaker = make_speaker(project, name)
    make_speaker(project, "Somebody else")

    assert list(finding.speakers_with(words, project=project)) == [speaker]


def test_all_words_belong_to_one_name(project):
    speaker = make_speaker(project, "Qian Depei")
    make_name(speaker, "Professor Yupei")

    assert list(finding.speakers_with("qian yupei", project=project)) == []


@pytest.mark.parametrize("field", ["title", "publisher", "byline", "event"])
def test_a_source_is_found_by_what_describes_it(project, field):
    found = make_source(project, **{"title": "Report", field: "超算中心 hearing"})
    make_source(project)

    assert list(finding.sources_with("超算", project=project)) == [found]


def test_a_source_is_found_by_the_title_of_a_translation(project):
    source = make_source(project)
    make_text(source, title="Empilhar chips não basta")
    finding.index_sources(Source.objects.all())

    assert list(finding.sources_with("nao basta", project=project)) == [source]


def test_nothing_of_another_project_is_found(project):
    make_speaker(make_project(), "Ana")
    make_source(make_project(), title="Ana")

    assert [list(find("ana", project=project)) for find in (finding.speakers_with, finding.sources_with)] == [
        [],
        [],
    ]


def test_no_words_find_all(project):
    speaker = make_speaker(project)

    assert list(finding.speakers_with("…", project=project)) == [speaker]


# Merged speakers


def merged(project):
    """A claim of one of two who are found to be one, and the finding's reviewer."""
    one, other = make_speaker(project, "Qian Depei"), make_speaker(project, "Zebra")
    claim = make_claim(content=make_content(make_text(project=project), speakers=[one]))
    reviewer = make_member(project, Role.REVIEWER)
    seen = {one.pk: one.version, other.pk: other.version}
    speakers.merge(one, into=other, by=reviewer, seen=seen)
    return claim, one, reviewer


def test_claims_are_found_by_the_names_of_all_who_are_the_same(project):
    claim, _one, _reviewer = merged(project)

    assert list(search.claims_with("zebra", project=project)) == [claim]


def test_after_a_merge_is_undone_each_has_their_own_names_again(project):
    _claim, one, reviewer = merged(project)
    speakers.unmerge(one, by=reviewer, seen={one.pk: one.version})

    assert list(search.claims_with("zebra", project=project)) == []


def test_a_new_claim_of_who_is_merged_is_found_by_all_names_at_once(project):
    _claim, one, _reviewer = merged(project)
    later = make_claim(content=make_content(make_text(project=project), speakers=[one]))

    assert later in search.claims_with("zebra", project=project)


def test_the_same_are_found_at_whatever_distance(project):
    first, second, third = (make_speaker(project, name) for name in ("One", "Two", "Three"))
    Speaker.objects.filter(pk=first.pk).update(merged_into=second)
    Speaker.objects.filter(pk=second.pk).update(merged_into=third)
    first.refresh_from_db()

    assert speakers.same_as(first) == [first.pk, second.pk, third.pk]
    assert search.names_of([first.pk]) == {first.pk: ["One", "Two", "Three"]}


# What is offered while somebody types


def test_the_name_that_matched_stands_beside_the_main_name(project):
    make_name(make_speaker(project, "Qian Depei"), "Qian Yupei")

    assert offered("yupei", project) == [("Qian Depei", "Qian Yupei")]


def test_a_main_name_that_matched_stands_alone(project):
    make_name(make_speaker(project, "Qian Depei"), "Qian Yupei")

    assert offered("qian", project) == [("Qian Depei", "")]


def test_what_begins_as_typed_goes_first(project):
    for name in ("Maria Lima", "Lima Barreto"):
        make_speaker(project, name)

    assert offered("lima", project) == [("Lima Barreto", ""), ("Maria Lima", "")]


def test_namesakes_are_told_apart_by_where_they_belong_or_what_they_are(project):
    one = make_speaker(project, "Ana Reis")
    Affiliation.objects.create(speaker=one, organisation=make_organisation(project, "Academy"))
    make_speaker(project, "Ana Reis")

    found = finding.offers("ana", Speaker.objects.filter(project=project), project=project)

    assert [offer.beside for offer in found] == ["Academy", "Person"]


def test_only_the_rows_that_one_may_choose_are_offered(project):
    make_speaker(project, "Ana")
    organisation = make_organisation(project, "Ana Institute")

    rows = Speaker.objects.filter(project=project, kind="organisation")
    assert offered("ana", project, rows) == [(organisation.name, "")]


def test_nothing_typed_offers_the_newest(project):
    for name in ("One", "Two"):
        make_speaker(project, name)

    assert {name for name, _matched in offered("", project)} == {"One", "Two"}


@pytest.mark.parametrize("count", [1, 3])
def test_an_offer_takes_four_queries(project, count, django_assert_num_queries):
    for _ in range(count):
        make_speaker(project, "Ana")

    with django_assert_num_queries(4):
        offered("ana", project)


def test_what_was_taken_away_is_forgotten(project):
    speaker = make_speaker(project, "Ana")
    make_name(speaker, "Zebra").delete()

    assert list(finding.speakers_with("zebra", project=project)) == []


def test_indexing_anew_takes_up_what_changed(project):
    speaker = make_speaker(project, "Ana")
    Name.objects.update(text="Zebra")
    finding.index_names(Name.objects.all())

    assert [list(finding.speakers_with(word, project=project)) for word in ("ana", "zebra")] == [
        [],
        [speaker],
    ]
