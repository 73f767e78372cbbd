import random
import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.anchoring import CONTEXT, MOST_PLACES, Cut, Kind, cut, find
from annotations.models.fields import normalise_newlines
from annotations.refusal import Refused
from tests.rounds import rounds

TEXT = (
    "The experts met in 2024.\n\nFor Zhang, “computing power” – and its cost – are the keys to progress. "
    "Qian asked how far one general model can go. The experts agreed."
)
UNUSUAL = [
    "👩🏽‍💻",
    "🇨🇳",
    "𠀀𠮷",
    "العربية",
    "e\u0301",
    "\u2028",
    "\u2029",
    "\r\n",
    "\r",
    "\n",
    " ",
    "ß",
    "İ",
    "中",
    "\u00ad",
    "x\u0302\u0323",
]
bodies = st.lists(st.one_of(st.sampled_from(UNUSUAL), st.text(max_size=8)), min_size=1).map("".join)
bodies = bodies.map(normalise_newlines).filter(bool)


@st.composite
def slices(draw):
    body = draw(bodies)
    start = draw(st.integers(0, len(body) - 1))
    return body, start, draw(st.integers(start + 1, len(body)))


def places(finding):
    return [(found.start, found.end) for found in finding.cuts]


# As written


@pytest.mark.soak
@settings(max_examples=10 * rounds(1000))
@given(slices())
def test_any_slice_of_any_text_is_found_where_it_stands(drawn):
    body, start, end = drawn

    finding = find(body, body[start:end])

    assert finding.kind in (Kind.EXACT, Kind.SEVERAL)
    assert (start, end) in places(finding)
    assert {body[found.start : found.end] for found in finding.cuts} == {body[start:end]}


@pytest.mark.soak
@settings(max_examples=10 * rounds(1000))
@given(bodies, st.text(max_size=30))
def test_whatever_is_found_is_a_passage_of_the_text(body, quote):
    for found in find(body, quote).cuts:
        assert body[found.start : found.end] == found.quote
        assert body[: found.start].endswith(found.prefix)
        assert body[found.end :].startswith(found.suffix)


def test_a_quote_in_one_place_is_exact():
    finding = find(TEXT, "one general model")

    assert (finding.kind, places(finding)) == (Kind.EXACT, [(117, 134)])


def test_offsets_count_code_points():
    assert places(find("👩🏽‍💻 says 𠮷", "𠮷")) == [(10, 11)]


def test_a_quote_in_several_places_comes_with_what_stands_around_each():
    finding = find(TEXT, "he experts")

    assert finding.kind == Kind.SEVERAL
    assert [(found.prefix[-3:], found.suffix[:4]) for found in finding.cuts] == [
        ("T", " met"),
        (". T", " agr"),
    ]
    assert finding.sentence.startswith("The quote stands in 2 places of the text")


def test_places_may_overlap():
    assert places(find("aaa", "aa")) == [(0, 2), (1, 3)]


def test_more_places_than_anybody_reads_are_cut_off():
    finding = find("a" * (MOST_PLACES + 10), "a")

    assert len(finding.cuts) == MOST_PLACES
    assert "or more" in finding.sentence


def test_newlines_of_the_quote_are_normalised_first():
    assert find("one\ntwo", "one\r\ntwo").kind == Kind.EXACT


def test_spaces_around_the_quote_are_kept():
    assert places(find("one two three", " two ")) == [(3, 8)]


def test_an_empty_quote_is_found_nowhere():
    assert find(TEXT, "").kind == Kind.NONE
    assert find(TEXT, "").sentence == "The quote is empty: copy the passage from the text."


# The same but for what nobody hears


def test_other_quotation_marks():
    finding = find(TEXT, 'For Zhang, "computing power"')

    assert (finding.kind, finding.cuts[0].quote) == (Kind.NEAREST, "For Zhang, “computing power”")
    assert finding.why == ("The quote has straight quotation marks where the text has curly ones or others.",)


def test_straight_quotation_marks_in_the_text():
    assert find('He said "no" twice.', "said “no”").why == (
        "The quote has curly quotation marks or others where the text has straight ones.",
    )


def test_quotation_marks_of_another_language():
    assert find("Er sagte „nein“ dazu.", "sagte «nein").why == (
        "The quote has the quotation mark « where the text has „.",
    )


def test_another_dash():
    assert find(TEXT, "- and its cost -").why == ("The quote has “-” where the text has another dash, “–”.",)


def test_other_spaces_and_line_breaks():
    finding = find(TEXT, "in 2024. For  Zhang")

    assert finding.cuts[0].quote == "in 2024.\n\nFor Zhang"
    assert finding.why == ("The spaces or line breaks are different.",)


def test_spaces_around_the_quote_that_the_text_has_not():
    finding = find(TEXT, "  one general model\n")

    assert finding.cuts[0].quote == "one general model"
    assert finding.why == ("The spaces or line breaks are different.",)


def test_other_capitals():
    assert find(TEXT, "ONE general model").why == ("Capital letters are different.",)


@pytest.mark.parametrize(("in_text", "in_quote"), [("NFC", "NFD"), ("NFD", "NFC")])
def test_accents_put_together_differently(in_text, in_quote):
    body = unicodedata.normalize(in_text, "É a fusão que não se evita.")

    finding = find(body, unicodedata.normalize(in_quote, "a fusão que não"))

    assert finding.cuts[0].quote == unicodedata.normalize(in_text, "a fusão que não")
    assert finding.why == ("Accented letters are put together differently, though they look the same.",)


def test_all_of_that_at_once():
    finding = find(TEXT, '"Computing   power" - and')

    assert finding.cuts[0].quote == "“computing power” – and"
    assert len(finding.why) == 4


# Alike


def test_another_word():
    finding = find(TEXT, "“compute” – and its cost – are the keys to progress")

    assert finding.cuts[0].quote == "“computing power” – and its cost – are the keys to progress"
    assert finding.why == ("The text has “computing power” where you wrote “compute”.",)


def test_a_word_left_out_and_a_word_too_many():
    finding = find(TEXT, "Qian asked today how far one model can go")

    assert finding.cuts[0].quote == "Qian asked how far one general model can go"
    assert finding.why == (
        "You wrote “today”, which the text does not have there.",
        "The text has “general” there, which is left out of the quote.",
    )


def test_an_invisible_character():
    finding = find("The com\u00adputing power of the centre.", "computing power of the centre")

    assert "U+00AD" in " ".join(finding.why)


def test_typing_errors_begin_and_end_with_whole_words():
    assert (
        find(TEXT, "sked how far one genral modle can g").cuts[0].quote
        == "asked how far one general model can go"
    )


def test_han_text_has_no_words_to_keep_whole():
    finding = find("张云泉主张，用超算技术研制大模型专用的超级计算机。", "用超算技术研制大模型专用超级计算机")

    assert finding.cuts[0].quote == "用超算技术研制大模型专用的超级计算机"
    assert finding.why == ("The text has “的” there, which is left out of the quote.",)


def test_up_to_three_passages_the_likest_first():
    body = "\n".join(
        f"In year {year} the centre spent {year} units of power on cooling." for year in range(6)
    )

    finding = find(body, "In year 3 the centre spent 3 units of pwer on cooling")

    assert len(finding.cuts) == 3
    assert finding.cuts[0].quote == "In year 3 the centre spent 3 units of power on cooling"


def test_nothing_alike_is_said_to_be_so():
    finding = find(TEXT, "Bananas ripen in paper bags")

    assert (finding.kind, finding.cuts) == (Kind.NONE, ())
    assert finding.sentence.startswith("Nothing in the text is like this quote")


def test_a_very_long_quote_that_is_not_there_is_named_as_such():
    assert "too long (30000 characters)" in find(TEXT, "xyz" * 10000).sentence


# One passage


def test_a_cut_has_context_on_both_sides():
    body = "a" * 50 + "QUOTE" + "b" * 50

    assert cut(body, 50, 55) == Cut(50, 55, "QUOTE", "a" * CONTEXT, "b" * CONTEXT)


@pytest.mark.parametrize(("start", "end"), [(-1, 2), (2, 2), (3, 2), (0, 7)])
def test_a_cut_outside_the_text_is_refused(start, end):
    with pytest.raises(Refused, match="are no passage of this text, which has 6 characters"):
        cut("a text", start, end)


# In time


def make_long_body():
    draw = random.Random(7)
    words = TEXT.split()
    filler = " ".join(draw.choice(words) for _ in range(80_000))
    return f"{filler[:500_000]} Shan wants distributed routes for the next generation. {filler[:499_000]}"


def seconds(body, quote):
    """The quickest of three, so that a busy machine does not count."""
    taken = []
    for _ in range(3):
        start = time.process_time()
        find(body, quote)
        taken.append(time.process_time() - start)
    return min(taken)


def test_an_exact_quote_is_found_at_once_in_a_million_characters():
    assert seconds(make_long_body(), "Shan wants distributed routes") < 0.05


@pytest.mark.parametrize(
    "quote",
    [
        "shan wants distributed routes",
        "Shan wanted a distributed route for a next generation",
        "Bananas ripen in paper bags",
        "the experts met, for Zhang, on computing " * 40,
    ],
)
def test_a_like_quote_is_found_in_two_seconds_in_a_million_characters(quote):
    assert seconds(make_long_body(), quote) < 2


@pytest.mark.parametrize(
    ("body", "quote"),
    [(" " * 1_000_000, "a  b"), ("ab" * 500_000, "ab" * 9_000 + "c"), ("a " * 500_000, "a a b a")],
)
def test_no_text_makes_the_search_endless(body, quote):
    assert seconds(body, quote) < 2
