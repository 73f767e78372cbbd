import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from annotations.models import Theme
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
