import pytest

from annotations import speakers, versions
from annotations.access import NotAllowed
from annotations.models import Affiliation, Attribution, Membership, Speaker, SpeakerDecision
from tests.annotations.merging import merge, seen, unmerge
from tests.annotations.refusing import refusal
from tests.factories import (
    make_claim,
    make_member,
    make_name,
    make_organisation,
    make_project,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db

Role = Membership.Role
Outcome = SpeakerDecision.Outcome


# Merging


def test_merging_groups_two_speakers(project, reviewer):
    one, other = make_speaker(project, "Qian Yupei"), make_speaker(project, "Qian Depei")

    merge(one, other, reviewer)

    assert speakers.groups(project) == {one.pk: other.pk, other.pk: other.pk}


def test_merging_is_written_down(project, reviewer):
    one, other = make_speaker(project, "Qian Yupei"), make_speaker(project, "Qian Depei")

    decision = merge(one, other, reviewer, note="The same seminar")

    assert (decision.one, decision.other, decision.outcome) == (one, other, Outcome.SAME)
    assert (decision.by, decision.note) == (reviewer, "The same seminar")
    now, before = one.history.all()
    assert (now.merged_into_id, now.version, now.history_user) == (other.pk, 2, reviewer)
    assert (before.merged_into_id, before.version) == (None, 1)


def test_merging_changes_one_row_only(project, reviewer):
    one, other = make_speaker(project), make_speaker(project)

    merge(one, other, reviewer)

    rows = Speaker.objects.order_by("pk").values_list("pk", "merged_into", "version")
    assert list(rows) == [(one.pk, other.pk, 2), (other.pk, None, 1)]
    assert (one.merged_into, one.version) == (other, 2)


def test_what_was_written_for_a_merged_speaker_stays_theirs(project, reviewer):
    one, other = make_speaker(project, "Qian Yupei"), make_speaker(project, "Qian Depei")
    Affiliation.objects.create(speaker=one, organisation=make_organisation(project))
    text = make_text(project=project)
    before = make_claim(text, speakers=[one])

    merge(one, other, reviewer)
    since = make_claim(text, speakers=[one, other])
    unmerge(one, reviewer)

    said = Attribution.objects.order_by("pk").values_list("claim_id", "speaker_id")
    assert list(said) == [(before.pk, one.pk), (since.pk, one.pk), (since.pk, other.pk)]
    assert [name.text for name in one.names.all()] == ["Qian Yupei"]
    assert one.affiliations.count() == 1
    assert speakers.groups(project)[one.pk] == one.pk


def test_who_has_others_merged_into_them_may_be_merged(project, reviewer):
    one, other, third = (make_speaker(project, name) for name in ("Ana", "Anna", "Anne"))
    merge(one, other, reviewer)

    merge(other, third, reviewer)

    assert speakers.groups(project) == {one.pk: third.pk, other.pk: third.pk, third.pk: third.pk}


def test_groups_takes_one_query(project, reviewer, django_assert_num_queries):
    for _ in range(3):
        merge(make_speaker(project), make_speaker(project), reviewer)

    with django_assert_num_queries(1):
        speakers.groups(project)


def test_groups_knows_no_other_project(project):
    make_speaker(make_project())

    assert speakers.groups(project) == {}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER])
def test_below_reviewer_nobody_merges(project, role):
    one, other = make_speaker(project), make_speaker(project)

    with pytest.raises(NotAllowed):
        merge(one, other, make_member(project, role))


def test_speakers_of_two_projects_are_not_merged(project, reviewer):
    one, other = make_speaker(project, "Ana"), make_speaker(make_project(), "Anna")

    assert "belong to different projects" in refusal(merge, one, other, reviewer)


def test_nobody_is_merged_into_themselves(project, reviewer):
    one = make_speaker(project, "Ana")

    assert refusal(merge, one, one, reviewer) == "This is one and the same entry, “Ana”: choose two."


def test_a_person_is_no_organisation(project, reviewer):
    one, other = make_speaker(project, "Ana"), make_organisation(project, "The Academy")

    assert refusal(merge, one, other, reviewer) == (
        "“Ana” is a person and “The Academy” is an organisation: only two of one kind can be the same."
    )


def test_who_is_merged_already_is_not_merged_again(project, reviewer):
    one, other, third = (make_speaker(project, name) for name in ("Ana", "Anna", "Anne"))
    merge(one, other, reviewer)

    assert refusal(merge, one, third, reviewer) == "“Ana” is merged into “Anna” already: undo that first."


def test_into_whom_somebody_is_merged_is_said(project, reviewer):
    one, other, third = (make_speaker(project, name) for name in ("Ana", "Anna", "Anne"))
    merge(other, third, reviewer)

    assert refusal(merge, one, other, reviewer) == (
        "“Anna” is itself merged into “Anne”: merge “Ana” into that one."
    )


def test_a_circle_cannot_come_about(project, reviewer):
    one, other = make_speaker(project, "Ana"), make_speaker(project, "Anna")
    merge(one, other, reviewer)

    assert (
        refusal(merge, other, one, reviewer)
        == "“Ana” is itself merged into “Anna”: merge “Anna” into that one."
    )


@pytest.mark.parametrize("stale", ["one", "other"])
def test_a_stale_version_of_either_is_a_conflict(project, reviewer, stale):
    one, other = make_speaker(project, "Ana"), make_speaker(project, "Anna")
    read = seen(one, other)
    versions.bump({"one": one, "other": other}[stale], seen=1)

    with pytest.raises(versions.Conflict):
        speakers.merge(one, into=other, by=reviewer, seen=read)

    assert speakers.groups(project)[one.pk] == one.pk
    assert not SpeakerDecision.objects.exists()


def test_who_were_found_to_be_two_are_not_merged(project, reviewer):
    one, other = make_speaker(project, "Ana"), make_speaker(project, "Anna")
    speakers.not_same(other, one, by=reviewer)

    assert (
        refusal(merge, one, other, reviewer)
        == "“Ana” and “Anna” were found not to be the same: undo that first."
    )


def test_whom_they_stand_for_counts_too(project, reviewer):
    one, other, third = (make_speaker(project, name) for name in ("Ana", "Anna", "Anne"))
    speakers.not_same(one, third, by=reviewer)
    merge(one, other, reviewer)

    assert refusal(merge, other, third, reviewer).startswith("“Ana” and “Anne” were found not to be the same")


# Unmerging


def test_unmerging_is_written_down(project, reviewer):
    one, other = make_speaker(project), make_speaker(project)
    merge(one, other, reviewer)

    decision = speakers.unmerge(one, by=reviewer, seen=seen(one), note="Two people")

    assert (decision.one, decision.other, decision.outcome, decision.note) == (
        one,
        other,
        Outcome.UNDONE,
        "Two people",
    )
    assert [row.merged_into_id for row in one.history.all()] == [None, other.pk, None]
    assert (one.merged_into, one.version) == (None, 3)


def test_who_is_not_merged_cannot_be_unmerged(project, reviewer):
    one = make_speaker(project, "Ana")

    assert refusal(unmerge, one, reviewer) == "“Ana” is not merged into anybody: there is nothing to undo."


def test_a_stale_version_is_not_unmerged(project, reviewer):
    one, other = make_speaker(project), make_speaker(project)
    merge(one, other, reviewer)

    with pytest.raises(versions.Conflict):
        speakers.unmerge(one, by=reviewer, seen={one.pk: 1})


def test_below_reviewer_nobody_unmerges(project, reviewer):
    one, other = make_speaker(project), make_speaker(project)
    merge(one, other, reviewer)

    with pytest.raises(NotAllowed):
        unmerge(one, make_member(project))


# Not the same


def test_not_the_same_is_written_down(project, reviewer):
    one, other = make_speaker(project), make_speaker(project)

    decision = speakers.not_same(one, other, by=reviewer, note="Born in other years")

    assert (decision.outcome, decision.by, decision.note) == (
        Outcome.NOT_SAME,
        reviewer,
        "Born in other years",
    )


def test_who_are_merged_cannot_be_found_to_be_two(project, reviewer):
    one, other = make_speaker(project, "Ana"), make_speaker(project, "Anna")
    merge(one, other, reviewer)

    assert (
        refusal(speakers.not_same, one, other, by=reviewer) == "“Ana” and “Anna” are merged: undo that first."
    )


def test_two_are_found_to_be_two_once(project, reviewer):
    one, other = make_speaker(project, "Ana"), make_speaker(project, "Anna")
    speakers.not_same(one, other, by=reviewer)

    assert "before" in refusal(speakers.not_same, other, one, by=reviewer)


def test_not_the_same_can_be_undone(project, reviewer):
    one, other = make_speaker(project), make_speaker(project)
    speakers.not_same(one, other, by=reviewer)

    decision = speakers.undo_not_same(other, one, by=reviewer)

    assert decision.outcome == Outcome.UNDONE
    merge(one, other, reviewer)


def test_what_was_never_found_cannot_be_undone(project, reviewer):
    one, other = make_speaker(project, "Ana"), make_speaker(project, "Anna")

    assert "nothing to undo" in refusal(speakers.undo_not_same, one, other, by=reviewer)


@pytest.mark.parametrize("verb", [speakers.not_same, speakers.undo_not_same])
def test_findings_have_the_guards_of_merging(project, reviewer, verb):
    one = make_speaker(project, "Ana")

    assert "choose two" in refusal(verb, one, one, by=reviewer)
    assert "different projects" in refusal(verb, one, make_speaker(make_project()), by=reviewer)
    with pytest.raises(NotAllowed):
        verb(one, make_speaker(project), by=make_member(project))


# Namesakes


@pytest.mark.parametrize("name", ["Qian Depei", "QIAN DEPEI", " qián depei"])
def test_a_namesake_is_found_whatever_case_and_accents(name):
    speaker = make_speaker(make_project(), "Qian Depei")
    make_name(speaker, "Qian Depei", kind="transliteration")

    assert speakers.namesakes_of(speaker.project, [name]) == [speaker]


@pytest.mark.parametrize("name", ["", "Qian", "the minister"])
def test_other_names_and_roles_make_no_namesake(name):
    speaker = make_speaker(make_project(), "Qian Depei")
    make_name(speaker, "the minister", kind="role")

    assert speakers.namesakes_of(speaker.project, [name]) == []
