"""The text as paragraphs: nothing of it is lost or added, whatever it holds and whatever is marked in it."""

import html
import re

from hypothesis import given
from hypothesis import strategies as st

from annotations.desk.marked import LONG, cards_of, paragraphs

# U+0000 and surrogates are refused when a text comes in.
BODY = st.text(
    st.characters(codec="utf-8", exclude_characters="\0") | st.sampled_from("\n\n\r<&"), max_size=60
)
PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(1, 40)), max_size=9)
SCALE = [{"id": 1, "label": "Oppose", "sign": "−", "tone": "oppose", "key": "1"}]


def claim(number, start, end, *, stance=1, speaker=7):
    return {
        "key": f"claim-{number}",
        "start": start,
        "end": end,
        "voices": [{"speaker": speaker}],
        "codes": [{"theme": 3, "stance": stance}],
        "address": f"/claim/{number}/",
    }


def data_of(claims, name="Ana Reis"):
    themes = [{"id": 3, "label": "Energy"}]
    return {"claims": claims, "speakers": {7: {"name": name}}, "themes": themes, "scales": {1: SCALE}}


def markup_of(body, claims, **said):
    return paragraphs(body, claims, cards_of(body, data_of(claims, **said)))


def read(markup):
    """The paragraphs of the markup: the place that each names, and its words."""
    found = re.findall(r"<p data-start=\"(\d+)\"[^>]*>(.*?)</p>", markup, re.DOTALL)
    return [(int(start), html.unescape(re.sub(r"<[^>]*>", "", words))) for start, words in found]


def within(body, places):
    return [
        claim(number, start, min(start + length, len(body)))
        for number, (start, length) in enumerate(places)
        if start < len(body)
    ]


@given(BODY, PLACES)
def test_the_words_of_the_paragraphs_are_the_body(body, places):
    found = read(markup_of(body, within(body, places)))

    assert "\n".join(words for _, words in found) == body


@given(BODY, PLACES)
def test_each_paragraph_knows_where_it_begins(body, places):
    starts = [0, *(match.end() for match in re.finditer("\n", body))]

    assert [start for start, _ in read(markup_of(body, within(body, places)))] == starts


def test_a_claim_over_two_paragraphs_is_marked_in_both():
    markup = markup_of("one two\nthree four", [claim(1, 4, 13)])

    assert re.findall(r"<mark[^>]*>(.*?)</mark>", markup) == [
        '<a href="#claim-claim-1">two</a>',
        '<a href="#claim-claim-1">three</a>',
    ]


def test_of_claims_in_one_place_each_can_be_reached():
    markup = markup_of("one two", [claim(1, 0, 3), claim(2, 0, 3)])

    assert re.findall(r'href="#claim-claim-(\d)"', markup) == ["1", "2"]


def test_an_empty_line_says_so():
    assert (
        markup_of("a\n\nb", [])
        == '<p data-start="0">a</p><p data-start="2" class=blank></p><p data-start="3">b</p>'
    )


def test_names_do_not_become_markup():
    markup = markup_of("one two", [claim(1, 0, 3), claim(2, 0, 3)], name='"><script>x</script>')

    assert "<script" not in markup


def test_only_a_long_text_says_how_many_lines_its_paragraphs_take():
    line = "x" * 141
    long = "\n".join([line] * (LONG // 141 + 1))

    assert "data-lines" not in markup_of(line, [])
    assert markup_of(long, []).startswith('<p data-start="0" data-lines="3">')


def test_a_card_says_who_speaks_and_what_of():
    (card,) = cards_of("one two", data_of([claim(1, 4, 7)]))

    assert (card.tone, card.who, card.about, card.quote, card.address) == (
        "oppose",
        "Ana Reis",
        "− Energy",
        "two",
        "/claim/1/",
    )


def test_a_card_without_a_stance_is_not_coded():
    (card,) = cards_of("one two", data_of([claim(1, 4, 7, stance=None)]))

    assert (card.tone, card.about) == ("uncoded", "Energy")
