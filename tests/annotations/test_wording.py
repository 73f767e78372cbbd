import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations import wording
from tests.rounds import rounds

UNUSUAL = st.sampled_from(
    ["İ", "ß", "Σς", "e\u0301", "x\u0302\u0323", "  ", "\u2028", "👩🏽‍💻", "𠮷", "“", "—", "\x1c"]
)
texts = st.lists(st.one_of(UNUSUAL, st.text(max_size=6)), max_size=8).map("".join)


@pytest.mark.soak
@settings(max_examples=10 * rounds(1000))
@given(texts)
def test_a_flat_text_is_as_long_as_the_text(text):
    assert len(wording.flat(text)) == len(text)


@pytest.mark.soak
@settings(max_examples=10 * rounds(1000))
@given(texts)
def test_every_place_of_a_folded_text_leads_back_in_order(text):
    folded, back = wording.folded(text)

    places = [back(place) for place in range(len(folded) + 1)]

    assert places[0] == 0
    assert places[-1] == len(text)
    assert all(one < other for one, other in zip(places, places[1:], strict=False))


@pytest.mark.soak
@settings(max_examples=10 * rounds(1000))
@given(texts)
def test_tokens_leave_nothing_out(text):
    assert "".join(wording.TOKEN.findall(text)) == text


@pytest.mark.soak
@settings(max_examples=10 * rounds(1000))
@given(texts, texts)
def test_there_are_differences_exactly_where_texts_differ(one, other):
    assert bool(wording.differences(one, other)) == (one != other)


def test_a_folded_text_has_one_space_for_each_run_and_accents_on_their_letters():
    folded, back = wording.folded("A \n\n“Ge\u0301nie”")

    assert folded == 'a "génie"'
    assert (back(2), back(5)) == (4, 8)


@pytest.mark.parametrize(
    ("quote", "found", "why"),
    [
        ("one two", "one three", "The text has “three” where you wrote “two”."),
        ("one, two", "one two", "You wrote “,”, which the text does not have there."),
        ("one two", "one and two", "The text has “and” there, which is left out of the quote."),
        (
            "one\u200b two",
            "one two",
            "One of them has an invisible character (U+200B) that the other has not.",
        ),
        ("a new big plan", "a small old plan", "The text has “small old” where you wrote “new big”."),
    ],
)
def test_each_difference_is_a_sentence(quote, found, why):
    assert wording.differences(quote, found) == (why,)


def test_a_sentence_can_be_shown_whatever_was_sought():
    assert wording.differences("a \ud800", "a b") == ("The text has “b” where you wrote “?”.",)


def test_the_same_difference_is_said_once():
    assert wording.differences("A b C d", "a b c d") == ("Capital letters are different.",)


def test_many_differences_are_counted():
    why = wording.differences("a1 x b1 x c1 x d1 x e1 x f1 x g1", "a2 x b2 x c2 x d2 x e2 x f2 x g2")

    assert (len(why), why[-1]) == (6, "There are 2 differences more.")
