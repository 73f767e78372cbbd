"""Where a project stands, as far as the person sees it."""

import pytest

from annotations import drafting, progress, readings, review, waiting
from tests.factories import (
    QUOTE,
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


def ahead(user, project):
    return progress.texts_ahead(user, project, waiting.in_project(user, project))


def coded(project, theme, stance, state=State.ACCEPTED):
    """A claim with this stance on a theme."""
    content = make_content(make_text(project=project), themes=[])
    code = drafting.Code(theme=theme, stance=theme.scale.stances.get(code=stance))
    return make_claim(
        content=drafting.Content(place=content.place, voices=content.voices, codes=[code]), state=state
    )


def standing(user, project):
    states = progress.claims_by_state(user, project)
    found = progress.standing_of_themes(user, project, states)
    return [(row.theme.code, row.count, [(share.tone, share.count) for share in row.shares]) for row in found]


# Texts to go on with


def test_texts_begun_come_first_then_those_nobody_has_read_then_the_newest(project, coder):
    names = ["begun", "unread", "read"]
    texts = {name: make_text(make_source(project, title=name)) for name in names}
    readings.open_reading(texts["begun"], coder=coder)
    done = readings.open_reading(texts["read"], coder=coder)
    readings.submit_reading(done, by=coder)

    shown = [(text.title, text.reading) for text in ahead(coder, project)]
    assert shown == [("begun", "begun"), ("unread", "not-read"), ("read", "submitted")]


def test_a_text_says_what_it_is(project, coder):
    source = make_source(project, title="Report", published="2023-08")
    text = make_text(source, language="pt", kind="machine-translation")
    make_claim(text, coder=coder, state=State.SUBMITTED)

    (shown,) = ahead(coder, project)
    assert [shown.title, shown.published, shown.language, str(shown.kind), shown.claims] == [
        "Report",
        "Aug 2023",
        "pt",
        "Machine translation",
        1,
    ]


def test_eight_texts_are_shown(project, coder):
    for _ in range(9):
        make_text(project=project)

    assert len(ahead(coder, project)) == 8


def test_a_coder_whose_reading_is_blind_sees_nothing_of_anothers():
    project = make_project(blind=True)
    make_claim(make_text(project=project), state=State.SUBMITTED)

    (shown,) = ahead(make_member(project), project)
    assert [shown.claims, shown.reading] == [0, "not-read"]


def test_a_reviewer_sees_how_far_others_have_read(project):
    make_claim(make_text(project=project), state=State.SUBMITTED)

    (shown,) = ahead(make_member(project, Role.REVIEWER), project)
    assert [shown.claims, shown.reading] == [1, "begun"]


def test_what_came_back_is_shown_with_the_note(project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.RETURNED)

    found = progress.came_back(coder, waiting.in_project(coder, project))
    assert [(row.pk, row.quote, row.language, row.note) for row in found] == [
        (claim.pk, QUOTE, "en", "as decided")
    ]


# Themes


def test_themes_are_counted_by_the_stances_of_accepted_claims(project, coder):
    one, other = make_theme(project, "one"), make_theme(project, "other")
    for theme, stance in ((one, "support"), (one, "oppose"), (one, "oppose"), (other, "mixed")):
        coded(project, theme, stance)
    coded(project, other, "support", state=State.SUBMITTED)

    assert standing(coder, project) == [
        ("one", 3, [("oppose", 2), ("support", 1)]),
        ("other", 1, [("mixed", 1)]),
    ]


def test_where_few_claims_are_accepted_they_are_counted_as_well(project, coder):
    theme = make_theme(project, "one")
    coded(project, theme, "support")
    for _ in range(3):
        coded(project, theme, "oppose", state=State.REJECTED)

    assert standing(coder, project) == [("one", 1, [("support", 1)])]


def test_what_was_counted_is_counted_again_after_a_decision(project, coder, reviewer):
    theme = make_theme(project, "one")
    accepted, other = coded(project, theme, "support"), coded(project, theme, "oppose", state=State.SUBMITTED)
    before = standing(coder, project)

    review.withdraw(accepted, by=reviewer, seen=accepted.version, note="It was not said.")
    review.accept(other, by=reviewer, seen=other.version)

    assert [before, standing(coder, project)] == [
        [("one", 1, [("support", 1)])],
        [("one", 1, [("oppose", 1)])],
    ]


def test_a_bar_is_a_hundred_wide():
    shares = progress._placed([progress.Share("oppose", 1), progress.Share("support", 3)])

    assert [(share.start, share.width) for share in shares] == [("0.00", "25.00"), ("25.00", "75.00")]


def test_another_projects_claims_are_not_counted(project, coder):
    elsewhere = make_project()
    coded(elsewhere, make_theme(elsewhere), "support")

    assert [standing(coder, project), progress.claims_by_state(coder, project)] == [[], {}]


def test_claims_are_counted_by_state_as_far_as_they_are_seen(project, coder):
    theme = make_theme(project)
    for state in (State.ACCEPTED, State.ACCEPTED, State.SUBMITTED, State.DRAFT):
        coded(project, theme, "support", state=state)

    assert [
        progress.claims_by_state(user, project) for user in (coder, make_member(project, Role.VIEWER))
    ] == [
        {"accepted": 2, "submitted": 1},
        {"accepted": 2},
    ]


def test_holdings_count_who_stands_for_themselves(project, coder):
    one = make_speaker(project)
    make_speaker(project, merged_into=one)
    make_text(make_source(project))
    make_theme(project)

    assert progress.holdings(coder, project) == {"sources": 1, "texts": 1, "speakers": 1, "themes": 1}
