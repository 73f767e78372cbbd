"""Every sentence is there in every language, with its placeholders and its plural forms."""

import re

import pytest
from django.conf import settings
from django.utils.translation import to_locale

from tests.catalogues import LANGUAGES, Message, read

PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd%]|\{\w*\}")
PLURALS = {"pt_BR": (2, "plural=(n > 1)"), "zh_Hans": (1, "plural=0")}
SPACE = re.compile(r"^\s*|\s*$")


def unfinished(messages):
    return [found.source for found in messages if "fuzzy" in found.flags or not all(found.translations)]


def placeholders(words):
    return sorted(PLACEHOLDER.findall(words))


def wrong_placeholders(messages):
    """A form for one only may leave the number out: “one claim”."""
    return [
        found.source
        for found in messages
        for words in found.translations
        if words
        and placeholders(words) != placeholders(found.plural or found.source)
        and placeholders(words) != placeholders(found.source)
    ]


def wrong_ends(messages):
    """Spaces and line breaks at the ends belong to the page."""
    return [
        found.source
        for found in messages
        for words in found.translations
        if words and SPACE.findall(words) != SPACE.findall(found.source)
    ]


def wrong_forms(messages, count):
    return [found.source for found in messages if len(found.translations) != (count if found.plural else 1)]


def test_there_is_a_catalogue_for_each_language_but_the_first():
    assert LANGUAGES == sorted(to_locale(code) for code, _ in settings.LANGUAGES if code != "en")


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_untranslated(language):
    assert unfinished(read(language)[1]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_placeholders_are_those_of_the_sentence(language):
    assert wrong_placeholders(read(language)[1]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_sentences_begin_and_end_as_the_page_needs_it(language):
    assert wrong_ends(read(language)[1]) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_each_plural_form_is_there(language):
    head, messages = read(language)
    count, rule = PLURALS[language]

    assert [f"nplurals={count}" in head, rule in head] == [True, True]
    assert wrong_forms(messages, count) == []


# The rules bite


def make_message(source, *translations, plural=None, flags=""):
    return Message(source, plural, "", list(translations), flags)


def test_what_is_untranslated_is_found():
    messages = [make_message("a", ""), make_message("b", "B", flags="fuzzy"), make_message("c", "C")]

    assert unfinished(messages) == ["a", "b"]


def test_another_placeholder_is_found():
    messages = [make_message("%(a)s of %(b)s", "%(b)s de %(a)s"), make_message("%(a)s", "%(b)s")]

    assert wrong_placeholders(messages) == ["%(a)s"]


def test_a_missing_plural_form_is_found():
    messages = [make_message("one", "um", plural="some"), make_message("two", "dois", "duas", plural="some")]

    assert wrong_forms(messages, 2) == ["one"]


def test_a_lost_line_break_is_found():
    assert wrong_ends([make_message("\na", "A"), make_message("a ", "A ")]) == ["\na"]
