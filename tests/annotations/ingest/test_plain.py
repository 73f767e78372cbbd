import codecs

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from annotations.ingest import plain
from annotations.models.fields import normalise_newlines
from annotations.refusal import Refused
from tests.rounds import rounds

UNUSUAL = " \u2028\t👩🏽‍💻 𠮷 العربية e\u0301 \n"
kept = st.text().filter(lambda text: text.strip() and "\0" not in text and not text.startswith("\ufeff"))


def refusal(data):
    with pytest.raises(Refused) as refused:
        plain.read_text(data)
    return str(refused.value)


@pytest.mark.soak
@settings(max_examples=10 * rounds(1000))
@given(
    kept, st.sampled_from([("utf-8", b""), ("utf-8", codecs.BOM_UTF8), ("utf-16-le", codecs.BOM_UTF16_LE)])
)
def test_any_words_are_read_as_they_were_but_for_newlines(text, encoding):
    name, mark = encoding

    try:
        read = plain.read_text(mark + text.encode(name))
    except Refused as error:
        assert "not plain text" in str(error)
        return
    assert read == normalise_newlines(text)


@pytest.mark.parametrize(
    "data",
    [
        UNUSUAL.encode(),
        codecs.BOM_UTF8 + UNUSUAL.encode(),
        codecs.BOM_UTF16_LE + UNUSUAL.encode("utf-16-le"),
        codecs.BOM_UTF16_BE + UNUSUAL.encode("utf-16-be"),
    ],
)
def test_nothing_is_stripped(data):
    assert plain.read_text(data) == UNUSUAL


def test_newlines_are_normalised():
    assert plain.read_text(b"a\r\nb\rc\nd") == "a\nb\nc\nd"


def test_the_byte_that_is_not_utf_8_is_named():
    assert refusal("first\nsecond é".encode("latin-1")) == (
        "Byte 14 (0xE9, in line 2) is not UTF-8. Save the file as UTF-8 and add it again."
    )


def test_bytes_are_counted_from_the_start_of_the_file():
    assert refusal(codecs.BOM_UTF8 + b"a\xff").startswith("Byte 5 (0xFF, in line 1) is not UTF-8.")


def test_half_a_character_of_utf_16_is_named():
    assert refusal(codecs.BOM_UTF16_LE + b"a\x00\x3d\xd8").startswith(
        "Byte 5 (0x3D, in line 1) is not UTF-16."
    )


def test_a_lone_surrogate_in_utf_8_is_named():
    assert refusal(b"a\xed\xa0\x80").startswith("Byte 2 (0xED, in line 1) is not UTF-8.")


def test_a_null_is_named():
    assert refusal(b"ab\x00c") == "Character 3 is U+0000 (a null), which cannot be kept. Remove it."


def test_words_that_come_as_such_are_held_to_the_same_rules():
    with pytest.raises(Refused, match=r"Character 2 is half a character \(a lone surrogate, U\+D800\)"):
        plain.checked("a\ud800")


@pytest.mark.parametrize("data", [b"", codecs.BOM_UTF8, b" \n\t", codecs.BOM_UTF16_LE])
def test_a_file_without_words_is_refused(data):
    assert refusal(data) == "There are no words in it: add a text that has some."


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "This is a PDF, not plain text. Copy its text"),
        (
            b"PK\x03\x04...word/document.xml",
            "This is a Word document (DOCX), not plain text. Save it as plain",
        ),
        (b"PK\x03\x04...mimetypeapplication/vnd.oasis.opendocument.text", "This is an OpenDocument file"),
        (b"PK\x03\x04...", "This is a packed file (ZIP), not plain text. Unpack it"),
        (b"\xd0\xcf\x11\xe0...", "This is an older Office document, not plain text."),
        (b"{\\rtf1 ...}", "This is a rich text file (RTF), not plain text."),
        (b"\x1f\x8b...", "This is a compressed file (gzip), not plain text."),
        (b"\x89PNG...", "This is a picture, not plain text."),
    ],
)
def test_other_kinds_of_files_are_named_with_what_to_do(data, what):
    assert refusal(data).startswith(what)
