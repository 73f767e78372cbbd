"""A citation says who said it, where it was published and where the claim stands; and no more than may leave."""

import pytest

from annotations import drafting
from annotations.citing import citation
from annotations.models import Claim
from tests.factories import (
    QUOTE,
    make_claim,
    make_content,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db
ADDRESS = "https://here.example/p/study/claims/one/"


def make_cited(*, voices=None, **source):
    project = make_project()
    text = make_text(make_source(project, title="A report", **source))
    content = make_content(text, speakers=[make_speaker(project, "Ana Reis")])
    if voices:
        content = drafting.Content(place=content.place, voices=voices(project), codes=content.codes)
    return Claim.objects.with_evidence().get(pk=make_claim(content=content).pk)


def test_all_that_is_known_stands_in_one_line():
    claim = make_cited(publisher="The Daily", published="2023-08-14", url="https://daily.example/1")

    assert citation(claim, address=ADDRESS) == (
        f"“{QUOTE}” – Ana Reis. A report. The Daily, 2023-08-14. https://daily.example/1 {ADDRESS}"
    )


def test_what_is_not_known_is_left_out():
    assert citation(make_cited(), address=ADDRESS) == f"“{QUOTE}” – Ana Reis. A report. {ADDRESS}"


def test_for_whom_and_through_whom_they_speak_is_said():
    def voices(project):
        academy, relay = make_organisation(project, "Academy"), make_speaker(project, "Bo Li")
        return [drafting.Voice(speaker=make_speaker(project, "Ana Reis"), organisation=academy, via=relay)]

    claim = make_cited(voices=voices)

    assert citation(claim, address=ADDRESS).startswith(
        f"“{QUOTE}” – Ana Reis (Academy), as reported by Bo Li. A report."
    )


def test_quotes_may_leave_where_the_text_may_not():
    assert QUOTE in citation(make_cited(rights="quotes"), address=ADDRESS)


def test_the_words_stay_where_only_positions_may_leave():
    assert citation(make_cited(rights="positions"), address=ADDRESS) == f"Ana Reis. A report. {ADDRESS}"


def test_a_source_that_stays_in_the_project_is_not_cited():
    assert citation(make_cited(rights="none"), address=ADDRESS) == ""
