"""A text beside its translation: paragraphs in pairs, and a passage proposed in the other wording."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotations import demo, wordings

TEXTS = Path(demo.__file__).parent / "texts"
FIRST = "The network should be shared. Its cost is high, she said, and small centres cannot bear it."
SECOND = "Others disagree. They want many roads, not one road."
LONG = " ".join([SECOND] * 8)
MORE = "\n".join([FIRST] * 10 + [LONG] + [FIRST] * 10)
PRIMEIRO = "A rede deve ser partilhada. O seu custo é alto, disse ela, e os centros pequenos não o suportam."
SEGUNDO = "Outros discordam. Querem muitos caminhos, não um só caminho."
OURS = f"{FIRST}\n\n{SECOND}"
THEIRS = f"{PRIMEIRO}\n{SEGUNDO}"
FEWER = "\n".join([PRIMEIRO] * 20)


def pairs(one, other):
    """What the paragraphs that go together say."""
    return [
        (pair.one and one[slice(*pair.one)], pair.other and other[slice(*pair.other)])
        for pair in wordings.aligned(one, other)
    ]


def proposed(words, one=OURS, other=THEIRS):
    start = one.index(words)
    place = wordings.proposed(one, other, start, start + len(words))
    return place and other[slice(*place)]


def test_paragraphs_go_together_in_their_order():
    assert pairs(OURS, THEIRS) == [(FIRST, PRIMEIRO), (SECOND, SEGUNDO)]


def test_a_paragraph_cut_in_two_goes_with_both_parts():
    cut = PRIMEIRO.replace(". O", ".\nO")

    assert pairs(OURS, f"{cut}\n{SEGUNDO}") == [(FIRST, cut), (SECOND, SEGUNDO)]


def test_a_paragraph_left_out_goes_with_nothing():
    assert pairs(MORE, FEWER)[10] == (LONG, None)


@pytest.mark.parametrize(("one", "other"), [("", ""), ("a", ""), ("", "a"), ("\n \n", "a\nb")])
def test_nothing_goes_with_nothing(one, other):
    assert wordings.aligned(one, other) is not None
    assert wordings.proposed(one, other, 0, 1) is None


@pytest.mark.parametrize("name", ["computing-network-2023", "fusion-2024"])
def test_the_demo_s_translations_go_paragraph_by_paragraph_with_their_originals(name):
    original, translation = ((TEXTS / f"{name}.{tag}.txt").read_text() for tag in ("zh", "pt"))

    found = wordings.aligned(original, translation)

    lines = [wordings.paragraphs(body) for body in (original, translation)]
    assert [(pair.one, pair.other) for pair in found] == list(zip(*lines, strict=True))


@pytest.mark.parametrize(
    ("words", "theirs"),
    [
        ("The network should be shared.", "A rede deve ser partilhada."),
        ("The network should be shared", "A rede deve ser partilhada"),
        ("Its cost is high", "O seu custo é alto"),
        ("and small centres cannot bear it", "e os centros pequenos não o suportam"),
        ("not one road.", "não um só caminho."),
        (SECOND, SEGUNDO),
        (OURS, THEIRS),
    ],
)
def test_a_passage_is_proposed_from_where_to_where_the_same_is_said(words, theirs):
    assert proposed(words) == theirs


def test_a_passage_is_proposed_across_scripts():
    assert proposed(
        "not one road",
        OURS,
        "这个网络应当共享。她说成本很高，小的中心负担不起。\n有人不同意。他们要许多路，而不是一条路。",
    ) == ("而不是一条路")


def test_a_passage_that_is_not_translated_is_proposed_nowhere():
    assert proposed(LONG, MORE, FEWER) is None


WORDING = st.text("ab .,。，“”\n中א😀3", min_size=1, max_size=60)


@given(one=WORDING, other=WORDING, data=st.data())
def test_whatever_is_proposed_is_a_passage(one, other, data):
    start = data.draw(st.integers(0, len(one) - 1))
    end = data.draw(st.integers(start + 1, len(one)))

    place = wordings.proposed(one, other, start, end)

    assert place is None or other[slice(*place)].strip() == other[slice(*place)] != ""


@given(one=WORDING, other=WORDING)
def test_each_paragraph_stands_in_one_pair(one, other):
    found = wordings.aligned(one, other)

    ours = [pair.one for pair in found if pair.one]
    assert [place for first, last in ours for place in range(first, last)] == sorted(
        {place for first, last in ours for place in range(first, last)}
    )
    covered = [span for span in wordings.paragraphs(one)]
    assert all(any(first <= start and end <= last for first, last in ours) for start, end in covered)
