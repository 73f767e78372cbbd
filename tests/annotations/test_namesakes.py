"""Who may be the same, by their names."""

import time

import pytest

from annotations import namesakes, speakers
from annotations.models import Membership, Name, Speaker, SpeakerDecision
from tests.annotations.merging import merge
from tests.factories import (
    make_name,
    make_organisation,
    make_project,
    make_speaker,
)

pytestmark = pytest.mark.django_db

Role = Membership.Role
Outcome = SpeakerDecision.Outcome


# Candidates


def proposed(project):
    return [(found.one_name, found.other_name) for found in speakers.candidates(project)]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Qian Depei", "QIAN DEPEI"),
        ("José Silva", "Jose Silva"),
        ("Depei Qian", "Qian Depei"),
        ("Qian Depei", "Qian Yupei"),
        ("Yuan Guoxing", "Yuan Guo-xing"),
        ("Chen Runsheng", "Chen Runshen"),
        ("中国科学院计算技术研究所", "中国科学院计算所"),
    ],
)
def test_like_names_are_candidates(project, one, other):
    make_speaker(project, one)
    make_speaker(project, other)

    assert proposed(project) == [(one, other)]


@pytest.mark.parametrize(
    ("one", "other"), [("Qian Depei", "Zhang Yunquan"), ("Chen Runsheng", "Chen Bo"), ("李明", "王刚")]
)
def test_other_names_are_no_candidates(project, one, other):
    make_speaker(project, one)
    make_speaker(project, other)

    assert proposed(project) == []


def test_a_candidate_names_the_two_names_and_their_score(project):
    one, other = make_speaker(project, "Qian Depei"), make_speaker(project, "The academician")
    make_name(other, "qian depei")

    assert speakers.candidates(project) == [
        speakers.Candidate(one.pk, other.pk, "Qian Depei", "qian depei", 100.0)
    ]


def test_the_likeliest_come_first(project):
    for name in ("Yuan Guoxing", "Yuan Guoxin", "Yuan Guoxing"):
        make_speaker(project, name)

    assert [found.score for found in speakers.candidates(project)] == [100.0, 95.7, 95.7]


def test_roles_are_no_evidence(project):
    for name in ("Ana", "Bo"):
        make_name(make_speaker(project, name), "the minister", kind=Name.Kind.ROLE)

    assert proposed(project) == []


def test_a_person_is_never_proposed_as_an_organisation(project):
    make_speaker(project, "Tencent")
    make_organisation(project, "Tencent")

    assert proposed(project) == []


def test_other_projects_are_not_looked_at(project):
    make_speaker(project, "Ana")
    make_speaker(make_project(), "Ana")

    assert proposed(project) == []


def test_who_were_found_to_be_two_are_not_proposed_again(project, reviewer):
    one, other = make_speaker(project, "Ana"), make_speaker(project, "Ana")
    speakers.not_same(one, other, by=reviewer)

    assert proposed(project) == []

    speakers.undo_not_same(one, other, by=reviewer)

    assert proposed(project) == [("Ana", "Ana")]


def test_merged_speakers_are_proposed_as_who_stands_for_them(project, reviewer):
    one, other, third = (make_speaker(project, name) for name in ("Qian Yupei", "Prof. Q.", "Qian Yupei"))
    merge(one, other, reviewer)

    assert [(found.one, found.other) for found in speakers.candidates(project)] == [(other.pk, third.pk)]


def test_only_the_likeliest_are_proposed_where_there_are_many(project, monkeypatch):
    monkeypatch.setattr(namesakes, "MOST", 2)
    for name in ("Yuan Guoxing", "Yuan Guoxin", "Chen Bo", "Bo Chen", "CHEN BO"):
        make_speaker(project, name)

    assert proposed(project) == [("Chen Bo", "Bo Chen"), ("Chen Bo", "CHEN BO")]


def test_those_found_to_be_two_leave_room_for_others(project, reviewer, monkeypatch):
    monkeypatch.setattr(namesakes, "MOST", 1)
    one, other, _third = (make_speaker(project, name) for name in ("Ana", "ana", "ANA"))
    speakers.not_same(other, one, by=reviewer)

    assert proposed(project) == [("Ana", "ANA")]


def test_names_with_rare_words_are_compared_before_the_time_is_up(project, monkeypatch):
    for name in ("Wang Bo", "Wang Ba", "Wang Bi", "Zhang Yunquan", "Zhang Yunqua"):
        make_speaker(project, name)
    monkeypatch.setattr(namesakes, "LOOKS", 12)

    assert proposed(project) == [("Zhang Yunquan", "Zhang Yunqua")]


def test_candidates_of_three_thousand_speakers_take_a_second_or_so(project):
    surnames = "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Ma Zhu Hu Guo He Lin Gao Luo".split()
    sounds = "wei fang na xiu ying min jing qiang lei jun yong yan jie tao ming chao ping gang".split()
    rows = Speaker.objects.bulk_create(Speaker(project=project) for _ in range(3000))
    Name.objects.bulk_create(
        Name(
            speaker=row,
            kind="main",
            text=f"{surnames[n % 20]} {sounds[n % 18].title()}{sounds[n // 20 % 17]}",
        )
        for n, row in enumerate(rows)
    )
    start = time.process_time()

    found = speakers.candidates(project)

    assert len(found) > 100
    assert time.process_time() - start < 2


@pytest.mark.parametrize("pairs", [1, 3])
def test_candidates_take_a_fixed_number_of_queries(project, reviewer, django_assert_num_queries, pairs):
    for _ in range(pairs):
        merge(make_speaker(project, "Ana"), make_speaker(project, "Ana"), reviewer)

    with django_assert_num_queries(4):
        speakers.candidates(project)
