"""The panel of the desk, by keyboard alone, in real Chromium."""

import pytest

from annotations.models import Claim
from tests.annotations.desk.panel import Desk, said, sign_in
from tests.factories import QUOTE, State, make_claim, make_project, make_speaker, make_text, make_theme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def project():
    return make_project()


@pytest.fixture
def text(project):
    return make_text(project=project)


@pytest.fixture
def coder(page, client, live_server, text):
    return sign_in(page, client, live_server, text)


@pytest.fixture
def desk(page, live_server, text, coder):
    return Desk(page, live_server, text)


def test_a_claim_of_a_known_speaker_takes_at_most_six_keystrokes(project, desk):
    make_speaker(project, "Qian Depei")
    make_theme(project, "general-models")
    desk.open().select(QUOTE)

    desk.press("Enter", "Enter", "1", "2", "Enter").saved()

    assert said(Claim.objects.get()) == {
        "quote": QUOTE,
        "voices": [("Qian Depei", "Qian Depei")],
        "codes": [("general-models", "oppose")],
        "state": State.DRAFT,
    }
    assert desk.keys <= 6
    assert desk.complaints == []
