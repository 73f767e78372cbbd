"""What the tests of the desk's panel begin with: a text, a coder who reads it, and a draft of theirs."""

import pytest

from tests.annotations.desk.panel import Desk, sign_in
from tests.factories import make_claim, make_content, make_speaker, make_theme


@pytest.fixture
def coder(page, client, live_server, text):
    return sign_in(page, client, live_server, text)


@pytest.fixture
def desk(page, live_server, text, coder):
    return Desk(page, live_server, text)


@pytest.fixture
def speaker(project):
    return make_speaker(project, "Qian Depei")


@pytest.fixture
def theme(project):
    return make_theme(project, "general-models")


@pytest.fixture
def draft(text, coder, speaker, theme):
    return make_claim(content=make_content(text, speakers=[speaker], themes=[theme]), coder=coder)
