"""Known names and keywords in a text: exact places in code points, whole words, the longest first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import mentions, speakers
from annotations.models import Name
from tests.factories import (
    Role,
    make_member,
    make_name,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)


def found(body, *names, **options):
    """What stands where something was found."""
    wanted = [(name, number) for number, name in enumerate(names)]
    return [body[start:end] for start, end, _ in mentions.places(body, wanted, **options)]


@pytest.mark.parametrize(
    ("body", "name", "stands"),
    [
        ("Qian Depei's view", "Qian Depei", ["Qian Depei"]),
        ("Qian Depeis", "Qian Depei", []),
        ("QIAN DEPEI spoke", "Qian Depei", ["QIAN DEPEI"]),
        ("so long, Long said", "Long", ["Long"]),
        ("it uses IT", "IT", ["IT"]),
        ("Jose\u0301 and Jose", "José", ["Jose\u0301", "Jose"]),
        ("O\u2019Brien", "O'Brien", ["O\u2019Brien"]),
        ("😀Qian\u00a0Depei😀", "Qian Depei", ["Qian\u00a0Depei"]),
        ("他叫钱德沛说", "钱德沛", ["钱德沛"]),
        ("𠮷野家社长", "𠮷野", ["𠮷野"]),
        ("وقال محمد ولمحمد", "محمد", ["محمد", "محمد"]),
        ("אמר לדוד", "דוד", ["דוד"]),
        ("राम रामी", "राम", ["राम"]),
        ("GPT模型", "GPT", ["GPT"]),
        ("a (CAS) b", "(CAS)", ["(CAS)"]),
    ],
)
def test_a_name_is_found_as_a_whole_in_its_script(body, name, stands):
    assert found(body, name) == stands


def test_the_longest_words_win_and_none_stand_over_others():
    assert found("Qian Depei of Qian", "Qian", "Depei of", "Qian Depei") == ["Qian Depei", "Qian"]


def test_keywords_may_be_small():
    assert found("the cost of computing", "Cost of computing", capitals_count=False) == ["cost of computing"]


@pytest.mark.parametrize("name", ["", " ", "…", "\u0301"])
def test_what_has_no_letters_is_found_nowhere(name):
    assert found("… a \u0301 …", name) == []


WORDS = st.text("aAé\u0301 İßקו和ा😀-", min_size=1, max_size=4)


@given(before=WORDS, name=WORDS.filter(lambda name: name.strip("\u0301ा 😀-")), after=WORDS)
def test_whatever_stands_around_it_a_name_between_spaces_is_found_where_it_stands(before, name, after):
    body = f"{before} | {name} | {after}"

    hits = mentions.places(body, [(f"| {name} |", 1)])

    assert hits[-1][0] == len(before) + 1
    assert hits[-1][1] == len(before) + 1 + len(f"| {name} |")


@pytest.fixture
def text(db):
    return make_text(body="Qian Depei and she spoke of energy use.")


def names_in(text):
    known = mentions.in_text(text, user=make_member(text.project, Role.VIEWER))
    return {text.body[start:end]: means for start, end, means in known.names}


def test_names_and_labels_of_the_project_are_found(text):
    speaker, theme = make_speaker(text.project), make_theme(text.project, labels={"en": "Energy use"})

    known = mentions.in_text(text, user=make_member(text.project, Role.VIEWER))

    assert known == mentions.Mentions([(0, 10, speaker.pk)], [(28, 38, theme.pk)])


def test_a_name_of_another_source_is_not_found(text):
    speaker = make_speaker(text.project, "Somebody")
    make_name(speaker, "she", kind=Name.Kind.ROLE, source=make_source(text.project))

    assert names_in(text) == {}


def test_a_name_of_this_source_goes_before_all_others(text):
    make_speaker(text.project, "she")
    here = make_speaker(text.project, "Somebody")
    make_name(here, "she", kind=Name.Kind.ROLE, source=text.source)

    assert names_in(text) == {"she": here.pk}


def test_a_merged_speaker_means_who_stands_for_them(text):
    one, other = make_speaker(text.project), make_speaker(text.project, "Qian D.")
    reviewer = make_member(text.project, Role.REVIEWER)
    speakers.merge(one, into=other, by=reviewer, seen={one.pk: 1, other.pk: 1})

    assert names_in(text) == {"Qian Depei": other.pk}


def test_nothing_is_known_from_another_project(text):
    make_speaker(make_project())

    assert names_in(text) == {}


def test_it_takes_as_many_queries_for_one_name_as_for_three(text, django_assert_num_queries):
    reader = make_member(text.project)
    for name in ("Qian Depei", "she", "spoke"):
        make_speaker(text.project, name)
        with django_assert_num_queries(5):
            mentions.in_text(text, user=reader)
