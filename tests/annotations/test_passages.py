"""A text is cut where its passages begin and end; nothing of it is lost, whatever the passages are."""

from hypothesis import given
from hypothesis import strategies as st

from annotations.passages import Passage, Piece, pieces

BODY = st.text(st.characters(codec="utf-8"), max_size=60)
PLACES = st.lists(st.tuples(st.integers(0, 60), st.integers(0, 60)), max_size=12)


def passages_at(places):
    return [Passage(number, start, end) for number, (start, end) in enumerate(places)]


@given(BODY, PLACES)
def test_the_words_of_all_pieces_are_the_body(body, places):
    assert "".join(piece.words for piece in pieces(body, passages_at(places))) == body


@given(BODY, PLACES)
def test_each_character_knows_what_covers_it(body, places):
    there = [one for one in passages_at(places) if one.start < one.end <= len(body)]
    place = 0

    for piece in pieces(body, passages_at(places)):
        covering = [one for one in there if one.start <= place < one.end]
        innermost = max(covering, key=lambda one: (one.start, -one.end, one.claim), default=None)
        assert (piece.over, piece.depth) == (innermost, len(covering))
        place += len(piece.words)


@given(BODY, PLACES)
def test_each_passage_begins_once(body, places):
    there = [one for one in passages_at(places) if one.start < one.end <= len(body)]

    begun = [one for piece in pieces(body, passages_at(places)) for one in piece.begins]

    assert sorted(begun, key=lambda one: one.claim) == there


def test_places_are_code_points():
    found = list(pieces("😀能源!", [Passage(1, 1, 3)]))

    assert [piece.words for piece in found] == ["😀", "能源", "!"]


def test_of_two_in_the_same_place_both_begin_there():
    one, other = Passage(1, 0, 3), Passage(2, 0, 3)

    assert list(pieces("abcd", [other, one])) == [
        Piece("abc", other, 2, (one, other)),
        Piece("d", None, 0, ()),
    ]


def test_an_empty_text_has_no_pieces():
    assert list(pieces("", [Passage(1, 0, 1)])) == []
