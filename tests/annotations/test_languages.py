"""Languages in the reader's words."""

import pytest
from django.utils import translation

from annotations import languages


@pytest.mark.parametrize(
    ("tag", "words"),
    [
        ("he", "Hebrew"),
        ("pt-BR", "Brazilian Portuguese"),
        ("zh", "Chinese"),
        ("zh-Hant", "Traditional Chinese"),
        ("qzz", "qzz"),
    ],
)
def test_a_language_is_named_in_words_where_there_is_one(tag, words):
    assert languages.in_words(tag) == words


def test_a_language_is_named_in_the_readers_language():
    with translation.override("pt-br"):
        assert [languages.in_words("he"), languages.in_words("zh")] == ["Hebraico", "Chinês"]
