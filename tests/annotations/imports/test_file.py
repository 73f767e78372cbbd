import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations.imports import file
from annotations.imports.file import NotImported, Pieces, examine, read, written

SOUND_ESCAPES = ["\\ud83d\\ude00", "\\u4e00", "\\\\", "\\n", '\\"', "\\\\ud83d", "网", "é", "😀", "a", " "]
UNSOUND = ["\\ud83d", "\\udc00", "\\uD83D\\u0041", "\\u0000", "\0"]


def handed_on(content, longest):
    """All that the parser gets, with pieces of so many bytes."""
    got = []
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(file, "LONGEST_PIECE", longest)
        pieces = Pieces(io.BytesIO(content))
        while block := pieces.read(65536):
            got.append(block)
    return b"".join(got), pieces


@given(parts=st.lists(st.sampled_from(SOUND_ESCAPES)), longest=st.integers(1, 14))
def test_sound_bytes_are_handed_on_whole_however_they_are_cut(parts, longest):
    content = json.dumps({"format": 1}).encode() + "\n".join(parts).encode()

    got, _ = handed_on(content, longest)

    assert got == content


@given(
    before=st.lists(st.sampled_from(SOUND_ESCAPES)),
    wrong=st.sampled_from(UNSOUND),
    after=st.sampled_from(["", "a", "a" * 20, "\n"]),
    longest=st.integers(1, 14),
)
def test_what_is_wrong_is_found_however_it_is_cut(before, wrong, after, longest):
    content = ("".join(before) + " " + wrong + after).encode()

    with pytest.raises(file.Fault, match="U\\+0000|lone surrogate"):
        handed_on(content, longest)


def test_what_stands_before_a_fault_is_handed_on_first():
    pieces = Pieces(io.BytesIO(b'{"a": "b\\u0000c"}\n'))

    assert pieces.read(65536) == b'{"a": "b'
    with pytest.raises(file.Fault):
        pieces.read(65536)


@given(content=st.binary(max_size=40))
def test_no_bytes_but_utf8_are_sound(content):
    sound, _, _ = examine(content, complete=True)

    assert sound.decode().encode() == sound


def test_lines_are_counted_and_bytes_hashed():
    _, pieces = handed_on(b'{"a":\n"' + b"x" * 50 + b'"\n}', 7)

    assert pieces.line == 3
    assert re.fullmatch("[0-9a-f]{64}", pieces.sha256.hexdigest())


def test_records_come_with_their_place_and_line():
    content = b'{"project": {"slug": "x"},\n"claims": [\n{"id": "a"},\n{"id": "b"}'
    records = read(Pieces(io.BytesIO(content)))

    found = [next(records) for _ in range(3)]

    assert [(record.path, record.line) for record in found] == [
        (["project"], 1),
        (["claims", 0], 3),
        (["claims", 1], 4),
    ]
    with pytest.raises(NotImported, match="claims.*line 4: The file ends in the middle"):
        next(records)


def test_a_path_is_written_as_people_write_it():
    assert written(["claims", 12, "anchors", 0, "quote"]) == "claims[12].anchors[0].quote"
