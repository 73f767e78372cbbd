"""What nobody can change or choose: what is frozen, what is somebody else's, what is of another project."""

import re

import pytest

from annotations import drafting, projects, review
from annotations.models import Anchor, Attribution, Claim, Coding
from tests.annotations.admin.claims import (
    at,
    code,
    errors,
    form,
    mark,
    now,
    said,
    save,
    sign_in,
    voice,
)
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_name,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coder(client, project):
    return sign_in(client, project)


# What is frozen, and whose it is


@pytest.mark.parametrize("state", [state for state in State if state not in (State.DRAFT, State.SUPERSEDED)])
def test_no_post_changes_what_is_frozen(client, project, coder, state):
    claim = make_claim(make_text(project=project), coder=coder, state=state)
    before, rows = said(now(claim)), list(claim.codings.values())

    answer = save(client, now(claim), paraphrase="changed", **{"codings-0-note": "changed"})

    assert [said(now(claim)), list(claim.codings.values())] == [before, rows]
    assert "Only drafts can be changed" in str(errors(answer))


def test_a_superseded_claim_is_frozen_too(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.SUBMITTED)
    newer = drafting.supersede(claim, by=coder, seen={claim.pk: claim.version})
    review.submit(newer, by=coder, seen=newer.version)

    save(client, now(claim), paraphrase="changed")

    assert [now(claim).state, now(claim).paraphrase] == [State.SUPERSEDED, ""]


@pytest.mark.parametrize("role", [Role.CODER, Role.REVIEWER, Role.MANAGER])
def test_nobody_rewrites_a_claim_of_somebody_else(client, project, role):
    claim = make_claim(make_text(project=project), state=State.SUBMITTED)
    sign_in(client, project, role)

    answer = save(client, claim, paraphrase="changed")

    assert [answer.status_code, now(claim).paraphrase] == [403, ""]


@pytest.mark.parametrize(("role", "status"), [(Role.CODER, 404), (Role.REVIEWER, 404), (Role.MANAGER, 403)])
def test_a_draft_of_somebody_else_is_out_of_reach(client, project, role, status):
    claim = make_claim(make_text(project=project))
    sign_in(client, project, role)

    answer = save(client, claim, paraphrase="changed")

    assert [answer.status_code, now(claim).paraphrase] == [status, ""]


def test_a_viewer_marks_nothing(client, project):
    sign_in(client, project, Role.VIEWER)

    answer = mark(client, make_text(project=project), "models")

    assert [answer.status_code, Claim.objects.count()] == [403, 0]


def test_a_frozen_claim_is_shown_in_its_surroundings(client, project, coder):
    body = "x" * 400 + "the passage" + "y" * 400
    claim = make_claim(
        content=make_content(make_text(project=project, body=body, language="pt"), start=400, end=411),
        coder=coder,
        state=State.SUBMITTED,
    )

    page = client.get(at(project, f"{claim.pk}/change/")).text

    assert f'dir="auto" lang="pt">…{"x" * 300}<mark>the passage</mark>{"y" * 300}…</blockquote>' in page
    assert 'name="quote"' not in page


# Another project


@pytest.mark.parametrize("where", ["text", "speaker", "organisation", "via", "theme", "stance"])
def test_nothing_of_another_project_can_be_chosen(client, project, coder, where):
    other = make_project()
    ours, theirs = make_speaker(project), make_organisation(other)
    foreign_theme = make_theme(other, "canary")
    text = make_text(project=other if where == "text" else project, body="small models")
    voices = {
        "speaker": [voice(theirs)],
        "organisation": [voice(ours, organisation=theirs.pk)],
        "via": [voice(ours, via=theirs.pk)],
    }
    row = code(make_theme(project))
    codes = {
        "theme": [code(foreign_theme)],
        "stance": [row | {"stance": foreign_theme.scale.stances.first().pk}],
    }

    typed = form(text, "small models", voices.get(where, []), codes.get(where, []))
    answer = client.post(at(project, "add/"), typed)

    assert [answer.status_code, Claim.objects.count()] == [200, 0]
    assert "is not one of the available choices" in str(errors(answer))
    assert "canary" not in answer.text


def test_a_claim_of_another_project_is_not_there(client, project, coder):
    other = make_project()
    projects.join(other, coder, role=Role.CODER)
    claim = make_claim(make_text(project=other), coder=coder)

    answers = [client.get(at(where, f"{claim.pk}/change/")).status_code for where in (other, project)]

    assert answers == [200, 404]


# What is offered to choose from


def choices(client, project, model, field, **asked):
    asked = {"app_label": "annotations", "model_name": model, "field_name": field, "term": ""} | asked
    return client.get(at(project, "choices/"), asked).json()["results"]


def test_texts_are_offered_current_ones_first(client, project, coder):
    source = make_source(project)
    old = make_text(source=source, title="Old")
    corrected = make_text(source=source, title="Corrected", replaces=old)

    found = choices(client, project, "anchor", "text")

    assert [(one["id"], "corrected since" in one["text"]) for one in found] == [
        (str(corrected.pk), False),
        (str(old.pk), True),
    ]


def test_speakers_are_offered_by_any_of_their_names(client, project, coder):
    ana = make_speaker(project, "Ana")
    make_name(ana, "安娜", kind="transliteration")
    make_speaker(project, "Bo")

    assert choices(client, project, "attribution", "speaker", term="安娜") == [
        {"id": str(ana.pk), "text": "Ana – also 安娜"}
    ]


def test_themes_are_offered_with_their_proposition_and_scale(client, project, coder):
    theme = make_theme(project, "energy", proposition="Energy is short.")

    assert choices(client, project, "coding", "theme") == [
        {
            "id": str(theme.pk),
            "text": "energy",
            "proposition": "Energy is short.",
            "scale": theme.scale_id,
        }
    ]


@pytest.mark.parametrize(
    ("model", "field"), [("anchor", "text"), ("attribution", "speaker"), ("coding", "theme")]
)
def test_nothing_of_another_project_is_offered(client, project, coder, model, field):
    make_claim()

    assert choices(client, project, model, field) == []


def test_a_saved_draft_shows_the_proposition_as_text(client, project, coder):
    claim = make_claim(
        make_text(project=project), themes=[make_theme(project, proposition="Energy is short.")], coder=coder
    )

    page = client.get(at(project, f"{claim.pk}/change/")).text

    assert re.search(r"data-proposition>Energy is short\.</p>", page)


def test_a_failed_form_writes_no_part(client, project, coder):
    typed = {"voices": [voice(make_speaker(project))], "codes": [code(make_theme(project), "support")]}

    mark(client, make_text(project=project), "not in the text at all, 完全", **typed)

    assert [Anchor.objects.count(), Attribution.objects.count(), Coding.objects.count()] == [0, 0, 0]
