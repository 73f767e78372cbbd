"""What waits for whom, and that a number and the list behind it cannot differ."""

import pytest

from annotations import access, drafting, projects, readings, waiting
from annotations.access import visible_to
from annotations.models import Batch, Claim, Note, Reading
from tests.factories import (
    Role,
    State,
    make_claim,
    make_member,
    make_project,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


def waits(user, project):
    """Only what there is: name → number."""
    return {name: found.count for name, found in waiting.in_project(user, project).items() if found.count}


def claim_of(project, coder=None, state=State.SUBMITTED):
    """A claim in a text that is no news to anybody: its reading is submitted."""
    claim = make_claim(make_text(project=project), coder=coder, state=state)
    Reading.objects.filter(pk=claim.reading_id).update(submitted=claim.created)
    return claim


def ask(project, by=None, **about):
    return Note.objects.create(project=project, kind="question", body="Which?", by=by, **about)


# Claims


def test_submitted_claims_wait_for_reviewers_only(project, coder, reviewer):
    claim_of(project)

    assert [waits(reviewer, project), waits(coder, project)] == [{"review": 1}, {}]


def test_a_reviewers_own_claims_wait_for_somebody_else(project, reviewer):
    claim_of(project, coder=reviewer)

    assert waits(reviewer, project) == {}


def test_own_claims_wait_too_where_the_project_lets_people_review_them():
    project = make_project(own_review=True)
    reviewer = make_member(project, Role.REVIEWER)
    claim_of(project, coder=reviewer)

    assert waits(reviewer, project) == {"review": 1}


def test_what_was_returned_waits_for_its_coder_only(project, coder, reviewer):
    claim_of(project, coder=coder, state=State.RETURNED)

    assert [waits(coder, project), waits(reviewer, project)] == [{"returned": 1}, {}]


def test_a_correction_once_begun_is_a_draft_to_finish(project, coder):
    claim = claim_of(project, coder=coder, state=State.RETURNED)
    drafting.supersede(claim, by=coder, seen={claim.pk: claim.version})

    assert waits(coder, project) == {"drafts": 1}


def test_drafts_wait_for_their_coder_only(project, coder):
    claim_of(project, coder=coder, state=State.DRAFT)

    manager = make_member(project, Role.MANAGER)
    assert [waits(coder, project), waits(manager, project)] == [{"drafts": 1}, {}]


# Questions


def test_a_question_on_a_claim_waits_for_its_coder_and_for_reviewers(project, coder, reviewer):
    claim = claim_of(project, coder=coder, state=State.ACCEPTED)
    ask(project, record=claim.record)

    people = [coder, reviewer, make_member(project), make_member(project, Role.VIEWER)]
    assert [waits(person, project) for person in people] == [{"questions": 1}, {"questions": 1}, {}, {}]


def test_a_question_on_a_theme_waits_for_reviewers(project, coder, reviewer):
    ask(project, theme=make_theme(project))

    assert [waits(coder, project), waits(reviewer, project)] == [{}, {"questions": 1}]


@pytest.mark.parametrize("change", [{"resolved": True}, {"kind": "comment"}])
def test_what_is_answered_or_asks_nothing_does_not_wait(project, reviewer, change):
    note = ask(project, theme=make_theme(project))
    Note.objects.filter(pk=note.pk).update(**change)

    assert waits(reviewer, project) == {}


def test_nobody_answers_their_own_question(project, reviewer):
    ask(project, by=reviewer, theme=make_theme(project))

    assert waits(reviewer, project) == {}


# Texts


def test_a_text_that_nobody_has_read_waits_for_all_who_code(project, coder, reviewer):
    make_text(project=project)

    viewer = make_member(project, Role.VIEWER)
    assert [waits(person, project) for person in (coder, reviewer, viewer)] == [
        {"unread": 1},
        {"unread": 1},
        {},
    ]


def test_a_text_that_i_have_begun_waits_for_me_alone(project, coder, reviewer):
    readings.open_reading(make_text(project=project), coder=coder)

    assert [waits(coder, project), waits(reviewer, project)] == [{"readings": 1}, {}]


def test_a_text_that_is_read_does_not_wait(project, coder):
    reading = readings.open_reading(make_text(project=project), coder=coder)
    readings.submit_reading(reading, by=coder)

    assert waits(coder, project) == {}


def test_replaced_texts_and_excerpts_are_not_to_be_read(project, coder):
    old = make_text(project=project)
    readings.open_reading(make_text(old.source, replaces=old), coder=make_member(project))
    make_text(project=project, kind="excerpt")

    assert waits(coder, project) == {}


def test_a_text_that_came_in_with_its_claims_is_not_to_be_read(project, coder):
    claim = claim_of(project, state=State.ACCEPTED)
    batch = Batch.objects.create(project=project, file_name="a.json", sha256="0" * 64)
    Claim.objects.filter(pk=claim.pk).update(coder=None, reading=None, batch=batch)
    Reading.objects.all().delete()

    assert waits(coder, project) == {}


def test_a_blind_coder_is_not_told_what_others_have_read():
    project = make_project(blind=True)
    coder = make_member(project)
    claim_of(project, state=State.SUBMITTED)

    assert waits(coder, project) == {"unread": 1}


# Imports


def test_drafts_of_an_import_wait_for_managers(project, reviewer):
    manager = make_member(project, Role.MANAGER)
    batch = Batch.objects.create(project=project, file_name="a.json", sha256="0" * 64)
    Batch.objects.create(project=project, file_name="b.json", sha256="0" * 64)
    claims = [claim_of(project, state=State.DRAFT) for _ in range(2)]
    Claim.objects.filter(pk__in=[claim.pk for claim in claims]).update(coder=None, batch=batch)

    assert [waits(manager, project), waits(reviewer, project)] == [{"imports": 1}, {}]


# Numbers


def test_the_ids_are_the_newest_first(project, coder):
    first, second = make_text(project=project), make_text(project=project)

    assert waiting.in_project(coder, project)["unread"].ids == (second.pk, first.pk)


def test_counting_stops_where_nobody_would_count_on(project, coder, monkeypatch):
    monkeypatch.setattr(waiting, "MOST_COUNTED", 1)
    make_text(project=project)
    make_text(project=project)

    found = waiting.in_project(coder, project)["unread"]
    assert [found.count, found.is_more, found.words] == [1, True, "text that nobody has read"]


def test_what_waits_in_a_list_is_what_was_counted(project, coder):
    claim_of(project, coder=coder, state=State.RETURNED)
    claim_of(project, coder=coder, state=State.DRAFT)

    listed = waiting.narrow("returned", visible_to(coder, Claim.objects.all()), coder)
    assert tuple(listed.values_list("pk", flat=True)) == waiting.in_project(coder, project)["returned"].ids


def test_all_projects_are_counted_at_once(project, coder):
    other = make_project()
    projects.join(other, coder, role=Role.REVIEWER)
    claim_of(project, coder=coder, state=State.DRAFT)
    claim_of(other)
    claim_of(make_project())

    assert waiting.in_projects(coder) == {project.pk: {"drafts": 1}, other.pk: {"review": 1}}


@pytest.mark.parametrize("count", [1, 3])
def test_a_project_takes_a_query_for_each_kind(project, count, django_assert_num_queries):
    manager = make_member(project, Role.MANAGER)
    access.keep_to(manager.memberships.get(), user=manager)
    for _ in range(count):
        claim_of(project, coder=manager, state=State.RETURNED)

    with django_assert_num_queries(7):
        waiting.in_project(manager, project)
