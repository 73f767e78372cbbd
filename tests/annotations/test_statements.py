"""How many statements the daily acts take: whoever adds one says so here."""

import pytest

from annotations import drafting, review
from tests.factories import make_claim, make_content, make_member, make_speaker, make_text, make_theme


@pytest.fixture
def text(db):
    """A text in a project where something is coded already, as on any day but the first."""
    text = make_text()
    make_claim(text=text, coder=make_member(text.project, username="coder"))
    return text


@pytest.fixture
def coder(text):
    return text.project.memberships.get(user__username="coder").user


@pytest.fixture
def content(text):
    """An anchor, a speaker, two codings; the codebook was coded under before."""
    project = text.project
    content = make_content(
        text, speakers=[make_speaker(project)], themes=[make_theme(project), make_theme(project)]
    )
    drafting.mark(content, coder=make_member(project))
    return content


def test_marking_a_claim_takes_fifteen_statements(content, coder, django_assert_num_queries):
    with django_assert_num_queries(15):
        drafting.mark(content, coder=coder)


def test_a_second_speaker_takes_no_statement_more(text, content, coder, django_assert_num_queries):
    speakers = [make_speaker(text.project), make_speaker(text.project)]
    themes = [code.theme for code in content.codes]
    two = make_content(text, speakers=speakers, themes=themes)

    with django_assert_num_queries(15):
        drafting.mark(two, coder=coder)


def test_submitting_a_claim_takes_twelve_statements(content, coder, django_assert_num_queries):
    claim = drafting.mark(content, coder=coder)

    with django_assert_num_queries(12):
        review.submit(claim, by=coder, seen=claim.version)
