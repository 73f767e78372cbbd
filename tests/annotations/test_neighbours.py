"""What else a speaker said on a theme, as far as a person may see it."""

import pytest

from annotations import neighbours, speakers
from tests.factories import (
    Role,
    State,
    make_claim,
    make_member,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def speaker(project):
    return make_speaker(project)


@pytest.fixture
def theme(project):
    return make_theme(project, labels={"en": "General models"})


def said_by(speaker, theme, *, title="A report", state=State.ACCEPTED, **fields):
    text = make_text(make_source(speaker.project, title=title))
    return make_claim(text, speakers=[speaker], themes=[theme], state=state, **fields)


def claims_of(*args, **fields):
    return [found.claim for found in neighbours.of(*args, **fields)]


def test_a_neighbour_says_what_where_when_and_how_it_is_coded(speaker, theme):
    claim = said_by(speaker, theme, title="Elsewhere", said="2023-08")

    found = neighbours.of(speaker, theme=theme, user=make_member(speaker.project, Role.VIEWER))

    assert found == [
        neighbours.Neighbour(
            claim.pk,
            claim.key,
            claim.quote,
            "en",
            claim.coded_anchor.text_id,
            "Elsewhere",
            "Aug 2023",
            "Accepted",
            (neighbours.Code("General models", "oppose", "−", "Oppose"),),
        )
    ]


def test_the_newest_come_first_and_those_without_a_date_last(speaker, theme):
    undated, older, newer = (said_by(speaker, theme, said=said) for said in ("", "2022", "2023-08"))

    found = claims_of(speaker, theme=theme, user=make_member(speaker.project))

    assert found == [newer.pk, older.pk, undated.pk]


def test_other_themes_and_other_speakers_are_no_neighbours(speaker, theme):
    said_by(speaker, make_theme(speaker.project))
    said_by(make_speaker(speaker.project, "Somebody"), theme)

    assert claims_of(speaker, theme=theme, user=make_member(speaker.project)) == []


def test_without_a_theme_all_that_a_speaker_said_is_near(speaker, theme):
    claim = said_by(speaker, theme)

    assert claims_of(speaker, user=make_member(speaker.project)) == [claim.pk]


def test_the_claim_that_is_being_read_is_left_out(speaker, theme):
    claim = said_by(speaker, theme)

    assert claims_of(speaker, theme=theme, record=claim.record, user=make_member(speaker.project)) == []


def test_what_was_merged_counts_on_both_sides(speaker, theme):
    other = make_speaker(speaker.project, "Qian Yupei")
    claims = [said_by(other, theme), said_by(speaker, theme)]
    reviewer = make_member(speaker.project, Role.REVIEWER)
    speakers.merge(other, into=speaker, by=reviewer, seen={speaker.pk: 1, other.pk: 1})
    other.refresh_from_db()

    found = [set(claims_of(one, theme=theme, user=reviewer)) for one in (speaker, other)]

    assert found == [{claim.pk for claim in claims}] * 2


@pytest.mark.parametrize(
    ("role", "sees"), [(Role.VIEWER, []), (Role.CODER, [State.SUBMITTED]), (Role.REVIEWER, [State.SUBMITTED])]
)
def test_nobody_sees_more_than_they_may(speaker, theme, role, sees):
    for state in (State.DRAFT, State.SUBMITTED):
        said_by(speaker, theme, state=state)

    found = neighbours.of(speaker, theme=theme, user=make_member(speaker.project, role))

    assert [one.state for one in found] == [str(state.label) for state in sees]


def test_one_takes_as_many_queries_as_three(speaker, theme, django_assert_num_queries):
    reader = make_member(speaker.project)
    for _ in range(3):
        said_by(speaker, theme)
        with django_assert_num_queries(6):
            neighbours.of(speaker, theme=theme, user=reader)
