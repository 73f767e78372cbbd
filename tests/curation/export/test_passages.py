"""Texts as they are shown, and offsets in UTF-16."""

from hypothesis import given
from hypothesis import strategies as st

from curation.export.passages import BLOCK, in_utf16, shown
from tests.datasets import make_dataset
from tests.release_records import make_records


@given(body=st.text(max_size=30), offset=st.integers(0, 30))
def test_an_offset_in_utf_16_is_the_same_place(body, offset):
    before = body[:offset]

    assert in_utf16(body)(len(before)) == len(before.encode("utf-16-le", "surrogatepass")) // 2


def without_bodies(document):
    for source in document["sources"]:
        for text in source["texts"]:
            text["body"] = ""
    return document


def test_a_text_that_may_not_leave_is_blocks_around_its_quotes(tmp_path):
    records = make_records(tmp_path, without_bodies(make_dataset()))

    for text in shown(records):
        for _, anchor in text.passages:
            assert text.body[anchor["start"] : anchor["end"]] == anchor["quote"]
        assert set(text.body[: text.passages[0].anchor["start"]]) == {BLOCK}
        assert text.is_hidden


def test_where_no_quote_may_leave_there_are_blocks_alone(tmp_path):
    document = without_bodies(make_dataset())
    for claim in document["claims"]:
        for anchor in claim["anchors"]:
            anchor["quote"] = ""

    found = list(shown(make_records(tmp_path, document)))

    assert {frozenset(text.body) for text in found} == {frozenset(BLOCK)}
    assert [len(text.body) for text in found] == [text.passages[-1].anchor["end"] for text in found]
