"""Usage counts claims by theme and state, and the stances of the accepted ones."""

import pytest

from annotations import usage
from annotations.models import Claim
from tests.factories import State, make_claim, make_content, make_text, make_theme

pytestmark = pytest.mark.django_db


def test_a_theme_is_counted_by_state_and_stance():
    text = make_text()
    theme = make_theme(text.project)
    for state in (State.ACCEPTED, State.ACCEPTED, State.DRAFT):
        make_claim(content=make_content(text, themes=[theme]), state=state)

    (used,) = usage.of_themes(Claim.objects.all()).values()

    assert [used.states, used.stances] == [{"accepted": 2, "draft": 1}, {"oppose": 2}]


def test_only_the_given_claims_count():
    make_claim()

    assert usage.of_themes(Claim.objects.none()) == {}


def test_usage_takes_one_statement(django_assert_num_queries):
    make_claim()
    make_claim()

    with django_assert_num_queries(1):
        usage.of_themes(Claim.objects.all())


@pytest.mark.parametrize(
    ("state", "count", "words"),
    [
        (State.ACCEPTED, 1, "1 accepted claim"),
        (State.ACCEPTED, 61, "61 accepted claims"),
        (State.SUBMITTED, 1200, "1,200 claims awaiting review"),
    ],
)
def test_claims_are_counted_in_whole_words(state, count, words):
    assert usage.claims_in_words(state, count) == words


def test_every_state_and_kind_has_its_words():
    assert [set(usage.CLAIMS), set(usage.ALL_CLAIMS)] == [set(State), set(State)]
    assert usage.held_in_words("texts", 8) == "8 texts"
