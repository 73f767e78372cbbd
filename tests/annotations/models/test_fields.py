import pytest
from django.core.exceptions import ValidationError
from hypothesis import given
from hypothesis import strategies as st

from annotations.models import Speaker
from annotations.models.fields import (
    PlainCharField,
    new_key,
    normalise_newlines,
    validate_key,
    validate_language,
    validate_script,
    validate_storable,
    validate_web_address,
)


def test_keys_differ_and_sort_in_the_order_made():
    keys = [new_key() for _ in range(1000)]

    assert len(set(keys)) == 1000
    assert keys == sorted(keys)
    validate_key(keys[0])


@pytest.mark.parametrize("key", ["a", "A-b_c.d:9", "x" * 64])
def test_what_a_key_may_be(key):
    assert validate_key(key) is None


@pytest.mark.parametrize("key", ["", "x" * 65, "a b", "é", "a/b", "a\n", "a\0"])
def test_what_no_key_may_be(key):
    with pytest.raises(ValidationError, match="Use 1 to 64 of the letters"):
        validate_key(key)


def test_a_speaker_gets_a_key():
    assert validate_key(Speaker().key) is None


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("ab\0", "Character 3 is U\\+0000 \\(a null\\), which cannot be kept. Remove it."),
        ("\ud83d!", "Character 1 is half a character \\(a lone surrogate, U\\+D83D\\). Remove it."),
    ],
)
def test_what_no_file_keeps_is_named_with_its_place(text, sentence):
    with pytest.raises(ValidationError, match=sentence):
        validate_storable(text)


@given(st.text().filter(lambda text: "\0" not in text))
def test_everything_else_can_be_kept(text):
    assert validate_storable(text) is None


@given(st.text())
def test_only_newlines_are_normalised_and_only_once(text):
    normal = normalise_newlines(text)

    assert "\r" not in normal
    assert normalise_newlines(normal) == normal
    assert [part for part in text.replace("\r", "\n").split("\n") if part] == [
        part for part in normal.split("\n") if part
    ]


def test_a_form_strips_nothing_and_turns_browser_newlines():
    assert PlainCharField().clean("  one\r\ntwo\u2028 ") == "  one\ntwo\u2028 "


def test_a_form_names_what_cannot_be_kept():
    with pytest.raises(ValidationError, match="U\\+0000"):
        PlainCharField().clean("a\0")


@pytest.mark.parametrize("tag", ["en", "pt-BR", "zh-Hans", "zh-Latn-pinyin"])
def test_what_a_language_tag_may_be(tag):
    assert validate_language(tag) is None


@pytest.mark.parametrize("tag", ["Chinese language", "klingon!!", "e", "zh_Hans", "zh-", "en\n"])
def test_what_a_language_tag_may_not_be(tag):
    with pytest.raises(ValidationError, match="Write a language tag"):
        validate_language(tag)


@pytest.mark.parametrize("script", ["Chin\n", "zh", "简体汉字", "a\nbc"])
def test_what_a_script_may_not_be(script):
    with pytest.raises(ValidationError, match="Write the four letters"):
        validate_script(script)


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", "example.org", "https:// space", "ftp://a.b/c", "http://"]
)
def test_what_an_address_may_not_be(address):
    with pytest.raises(ValidationError, match="Write the whole address"):
        validate_web_address(address)


def test_an_address_may_be_long_and_in_any_script():
    assert validate_web_address("https://例え.jp/道?q=1#x") is None
