"""Words of any script find their claims, on SQLite and on PostgreSQL alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import drafting, search
from annotations.models import Claim, Name, Project
from tests.factories import (
    make_claim,
    make_content,
    make_name,
    make_project,
    make_source,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db

BODIES = {
    "zh": "张云泉主张，把二十年来积累的超算技术用来研制大模型专用的超级计算机。",
    "pt": "A fusão superinteligente tem esperança; a Ação não é útil à toa.",
    "ar": "قال الخبير إن النموذج العام لا يكفي",
    "ko": "전문가들은 하나의 모델로는 부족하다고 말했다",
    "el": "Ο ΣΟΦΟΣ είπε",
    "en": "Heterogeneous hardware, energy_saving and GB200-like machines cost ½ as much.",
}


@pytest.fixture
def claims(project):
    """A claim for each of the texts, which quotes all of it."""
    source = make_source(project, title="Report")
    return {
        language: make_claim(make_text(source, body=body), start=0, speakers=[])
        for language, body in BODIES.items()
    }


def found(words, project, claims):
    ids = set(search.claims_with(words, project=project).values_list("pk", flat=True))
    return [language for language, claim in claims.items() if claim.pk in ids]


@pytest.mark.parametrize(
    ("words", "languages"),
    [
        ("超算", ["zh"]),
        ("算", ["zh"]),
        ("机", ["zh"]),
        ("超级计算机", ["zh"]),
        ("大模型 云泉", ["zh"]),
        ("算超", []),
        ("fusao", ["pt"]),
        ("FUSÃO", ["pt"]),
        ("fusa\u0303o", ["pt"]),
        ("acao util", ["pt"]),
        ("super", ["pt"]),
        ("inteligente", []),
        ("النموذج", ["ar"]),
        ("النمو", ["ar"]),
        ("모델", ["ko"]),
        ("부족하다고", ["ko"]),
        ("σοφος", ["el"]),
        ("σοφός", ["el"]),
        ("hetero energy", ["en"]),
        ("saving", ["en"]),
        ("gb200", ["en"]),
        ("ｇｂ２００", ["en"]),
        ("hetero fusão", []),
        ("report", list(BODIES)),
        ("", list(BODIES)),
        ("… “”", list(BODIES)),
    ],
)
def test_each_of_the_words_begins_some_word(project, claims, words, languages):
    assert found(words, project, claims) == languages


@pytest.mark.parametrize(
    "words", ['"', "a OR b", "NEAR(a b)", "super*", "a:b", "'; DROP TABLE", "\ue0001", "a & !b", "^a", "\\"]
)
def test_signs_of_a_query_language_are_only_signs(project, claims, words):
    assert set(found(words, project, claims)) <= set(BODIES)


@given(words=st.text(max_size=20).filter(lambda text: "\0" not in text))
def test_no_words_break_the_search(words):
    assert list(search.claims_with(words, project=Project(pk=0))) == []


@pytest.mark.parametrize("field", ["paraphrase", "named_as", "name", "alias", "title"])
def test_claims_are_found_by_what_is_said_of_them(project, field):
    text = make_text(make_source(project, title="Zebra" if field == "title" else "Report"))
    speaker = make_speaker(project, "Zebra" if field == "name" else "Ana")
    make_name(speaker, "Zebra" if field == "alias" else "Anna")
    content = drafting.Content(
        place=make_content(text).place,
        voices=[drafting.Voice(speaker=speaker, named_as="Zebra" if field == "named_as" else "she")],
        paraphrase="Zebra" if field == "paraphrase" else "",
    )

    claim = make_claim(content=content)

    assert list(search.claims_with("zebra", project=project)) == [claim]


def test_what_a_draft_said_before_is_forgotten(project):
    claim = make_claim(make_text(project=project), paraphrase="Zebra")
    drafting.rewrite(
        claim, make_content(claim.coded_anchor.text, paraphrase="Lion"), by=claim.coder, seen=claim.version
    )

    assert list(search.claims_with("zebra", project=project)) == []
    assert list(search.claims_with("lion", project=project)) == [claim]


def test_no_project_finds_in_another(project, claims):
    other = make_project()

    assert list(search.claims_with("超算", project=other)) == []
    assert list(search.claims_with("", project=other)) == []


def test_indexing_anew_takes_up_new_names(project):
    claim = make_claim(make_text(project=project))
    Name.objects.update(text="Zebra")

    search.index(Claim.objects.filter(pk=claim.pk))

    assert list(search.claims_with("zebra", project=project)) == [claim]


@pytest.mark.parametrize("count", [1, 3])
def test_indexing_takes_a_fixed_number_of_queries(project, django_assert_num_queries, count):
    text = make_text(project=project)
    for _ in range(count):
        make_claim(text)

    with django_assert_num_queries(7):
        search.index(Claim.objects.filter(project=project))


def test_folding_leaves_letters_alone():
    assert [search.fold(word) for word in ("Ação", "ＡＢ", "ß", "İ", "𠮷")] == ["acao", "ab", "ss", "i", "𠮷"]


def test_tokens_of_mixed_scripts():
    assert list(search.tokens("GPT大模型2 ok")) == ["gpt", "大模", "模型", "型", "2", "ok"]
