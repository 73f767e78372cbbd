"""The codebook to read: all of it on one page, in its order, with what is coded under it."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import codebook
from tests.annotations.admin.editing import at, sign_in
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_project,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


def read(client, project):
    return client.get(at(project, "theme/book/"))


def test_themes_stand_in_the_order_of_the_tree(client):
    project = make_project()
    second = make_theme(project, "second", order=2)
    make_theme(project, "part", parent=second)
    make_theme(project, "first", order=1)
    sign_in(client, project, Role.VIEWER)

    answer = read(client, project)

    found = [(chapter.number, chapter.record["code"]) for chapter in answer.context["chapters"]]
    assert found == [("1", "first"), ("2", "second"), ("2.1", "part")]


def test_everything_that_a_coder_needs_is_there(client):
    sentences = {
        "proposition": "One for all",
        "definition": "What it covers",
        "use_when": "Use it so",
        "avoid_when": "Avoid it so",
        "examples": ["An example"],
        "labels": {"en": "Energy", "zh": "能源"},
    }
    theme = make_theme(make_project(), **sentences)
    sign_in(client, theme.project, Role.VIEWER)

    answer = read(client, theme.project)

    wanted = [*list(sentences.values())[:4], "An example", "Energy", "能源", "Support", "Unclear"]
    assert [words for words in wanted if words not in answer.text] == []


def test_usage_opens_the_claims(client):
    claim = make_claim(state=State.ACCEPTED)
    theme = claim.codings.get().theme
    sign_in(client, claim.project, Role.VIEWER)

    answer = read(client, claim.project)

    address = at(claim.project, f"claim/?theme={theme.code}&amp;stance=oppose&amp;state=accepted")
    assert f'href="{address}"' in answer.text
    assert "1 accepted" in answer.text
    assert list(client.get(address.replace("&amp;", "&")).context["cl"].result_list) == [claim]


def test_what_a_reader_may_not_see_is_not_counted(client):
    claim = make_claim(state=State.SUBMITTED)
    sign_in(client, claim.project, Role.VIEWER)

    assert "awaits review" not in read(client, claim.project).text


@pytest.mark.parametrize(("role", "offered"), [(Role.REVIEWER, False), (Role.MANAGER, True)])
def test_only_who_may_edit_is_led_to_the_forms(client, role, offered):
    theme = make_theme(make_project())
    sign_in(client, theme.project, role)

    assert (at(theme.project, f"theme/{theme.pk}/change/") in read(client, theme.project).text) == offered


def test_an_empty_codebook_says_what_to_do(client):
    project = make_project()
    sign_in(client, project)

    assert "Add the first theme" in read(client, project).text


def test_a_version_is_read_as_it_stood(client):
    theme = make_theme(make_project(), proposition="As it stood")
    manager = sign_in(client, theme.project)
    version = codebook.freeze(theme.project, by=manager, reason="a start")
    type(theme).objects.update(proposition="Rewritten")

    answer = client.get(at(theme.project, f"codebookversion/{version.pk}/change/"))

    assert ["As it stood" in answer.text, "Rewritten" in answer.text] == [True, False]


def test_a_version_without_its_wording_says_so(client):
    project = make_project()
    version = project.codebook_versions.create(number=1)
    sign_in(client, project, Role.VIEWER)

    answer = client.get(at(project, f"codebookversion/{version.pk}/change/"))

    assert "Nothing is known of its wording" in answer.text


def test_the_book_takes_as_many_statements_for_three_themes_as_for_one(client):
    text = make_text()
    sign_in(client, text.project)
    counts = []
    for new in (1, 2):
        for _ in range(new):
            theme = make_theme(text.project)
            make_claim(content=make_content(text, themes=[theme]), state=State.ACCEPTED)
        codebook.current(text.project, by=None)
        read(client, text.project)
        with CaptureQueriesContext(connection) as found:
            read(client, text.project)
        counts.append(len(found))

    assert counts[0] == counts[1]
