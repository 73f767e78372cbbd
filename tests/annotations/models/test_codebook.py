import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from annotations import codebook
from annotations.models import Stance, Theme
from annotations.models.codebook import tone_of
from tests.factories import make_project, make_theme

pytestmark = pytest.mark.django_db


def test_a_theme_cannot_be_part_of_its_own_parts():
    whole = make_theme(make_project())
    part = make_theme(whole.project, parent=whole)
    deeper = make_theme(whole.project, parent=part)
    whole.parent = deeper

    with pytest.raises(ValidationError, match="cannot be part of itself or of its own parts"):
        whole.clean()


def test_a_theme_may_be_part_of_another():
    whole = make_theme(make_project())
    part = make_theme(whole.project, parent=whole)

    assert part.clean() is None


@pytest.mark.parametrize(
    ("language", "label"), [("pt", "Custo"), ("pt-br", "Custo"), ("de", "Cost"), ("zh-hans", "Cost")]
)
def test_a_label_is_in_the_readers_language_or_the_first_there_is(language, label):
    theme = Theme(code="cost", labels={"en": "Cost", "pt": "Custo"})

    with translation.override(language):
        assert theme.label == label


def test_a_theme_without_labels_is_called_by_its_code():
    assert Theme(code="cost").label == "cost"


OURS = {
    "en": ["Support", "Oppose", "Mixed", "Neutral", "Unclear"],
    "pt-br": ["A favor", "Contra", "Mista", "Neutra", "Não está claro"],
    "zh-hans": ["支持", "反对", "兼有", "中立", "不明"],
}


@pytest.mark.parametrize("language", OURS)
def test_the_default_scale_speaks_the_readers_language(language):
    stances = make_project().scales.get().stances.all()

    with translation.override(language):
        assert [str(stance) for stance in stances] == OURS[language]


@pytest.mark.parametrize("language", OURS)
def test_a_stance_in_an_editors_own_words_stays_as_it_was_written(language):
    with translation.override(language):
        assert str(Stance(code="support", label="In support")) == "In support"


def test_an_export_keeps_the_default_scale_as_it_stands():
    with translation.override("pt-br"):
        (scale,) = codebook.as_it_stands(make_project())["scales"]

    assert [stance["label"] for stance in scale["stances"]] == OURS["en"]


@pytest.mark.parametrize(
    ("code", "position", "tone"),
    [
        ("mixed", 0, "mixed"),
        ("agree", 2, "support"),
        ("disagree", -1, "oppose"),
        ("so-so", 0, "neutral"),
        ("", None, "unclear"),
    ],
)
def test_a_stance_of_any_scale_is_shown_by_its_code_or_its_place(code, position, tone):
    assert tone_of(code, position) == tone
