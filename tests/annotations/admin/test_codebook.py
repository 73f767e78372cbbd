"""The codebook is written in lines, marks itself as changed, and is frozen with a reason."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import codebook, versions
from annotations.models import CodebookVersion, Scale, Stance, Theme
from tests.annotations.admin.editing import at, send, sign_in
from tests.factories import (
    Role,
    make_claim,
    make_content,
    make_member,
    make_project,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


def frozen(project, manager):
    codebook.freeze(project, by=manager, reason="a start")
    project.refresh_from_db()
    return project


def change_page(row):
    return at(row.project, f"{row._meta.model_name}/{row.pk}/change/")


def test_a_theme_is_written_in_lines(client):
    project = make_project()
    sign_in(client, project)
    labels, examples = "en: Energy: its use\r\nzh: 能源", "“So much power”\r\n\r\nAnother one"

    send(
        client,
        at(project, "theme/add/"),
        code="energy",
        labels=labels,
        examples=examples,
        scale=project.scales.get().pk,
    )

    theme = Theme.objects.get()
    assert [theme.project, theme.labels] == [project, {"en": "Energy: its use", "zh": "能源"}]
    assert theme.examples == ["“So much power”", "Another one"]


def test_what_the_form_shows_of_a_theme_is_what_it_saves(client):
    theme = make_theme(
        make_project(), labels={"en": "Energy", "zh": "能源"}, examples=["One\nin two lines", "Two"]
    )
    sign_in(client, theme.project)

    send(client, change_page(theme), definition="What is consumed")

    theme.refresh_from_db()
    assert [theme.labels, theme.examples] == [{"en": "Energy", "zh": "能源"}, ["One\nin two lines", "Two"]]


@pytest.mark.parametrize("labels", ["", "Energy", "en:", ": Energy", "en: One\nen: Two"])
def test_labels_that_cannot_be_read_are_refused_and_stay(client, labels):
    theme = make_theme(make_project(), labels={"en": "As it was"})
    sign_in(client, theme.project)

    answer = send(client, change_page(theme), labels=labels, definition="Typed with care")

    theme.refresh_from_db()
    assert [answer.status_code, theme.labels] == [200, {"en": "As it was"}]
    assert "Typed with care</textarea>" in answer.text and f"{labels}</textarea>" in answer.text


def test_a_theme_cannot_be_part_of_its_own_parts(client):
    parent = make_theme(make_project())
    child = make_theme(parent.project, parent=parent)
    sign_in(client, parent.project)

    answer = send(client, change_page(parent), parent=child.pk)

    assert "A theme cannot be part of itself or of its own parts." in answer.text


@pytest.mark.parametrize("name", ["theme", "scale"])
def test_what_is_written_marks_the_codebook_as_changed(client, name):
    theme = make_theme(make_project())
    project = frozen(theme.project, sign_in(client, theme.project))
    row = {"theme": theme, "scale": theme.scale}[name]

    before = project.codebook_changed
    send(client, change_page(row))
    project.refresh_from_db()

    assert [before, project.codebook_changed] == [False, True]


def test_a_refused_change_leaves_the_codebook_as_it_was(client):
    theme = make_theme(make_project())
    project = frozen(theme.project, sign_in(client, theme.project))

    send(client, change_page(theme), labels="")

    project.refresh_from_db()
    assert project.codebook_changed is False


def test_saving_the_project_leaves_a_mark_that_is_set_meanwhile(client, monkeypatch):
    project = make_project()
    frozen(project, sign_in(client, project))
    bump = versions.bump

    def a_coder_is_faster(row, **options):
        codebook.touch(project)
        bump(row, **options)

    monkeypatch.setattr(versions, "bump", a_coder_is_faster)
    answer = send(client, at(project, f"project/{project.pk}/change/"), title="Renamed")

    project.refresh_from_db()
    assert [answer.status_code, project.title, project.codebook_changed] == [302, "Renamed", True]


@pytest.mark.parametrize("name", ["theme", "scale"])
def test_a_code_is_given_once(client, name):
    theme = make_theme(make_project())
    row = {"theme": theme, "scale": theme.scale}[name]
    code = row.code
    sign_in(client, theme.project)

    send(client, change_page(row), code="another")

    row.refresh_from_db()
    assert row.code == code


def test_a_stance_is_added_and_renamed_and_its_code_stays(client):
    scale = make_project().scales.get()
    sign_in(client, scale.project)
    added = {
        "stances-TOTAL_FORMS": 6,
        "stances-5-code": "later",
        "stances-5-label": "Later",
        "stances-5-order": 9,
    }

    send(client, change_page(scale), **added, **{"stances-0-label": "For it", "stances-0-code": "for"})

    stances = list(scale.stances.values_list("code", "label"))
    assert [stances[0], stances[-1]] == [("support", "For it"), ("later", "Later")]


def test_a_stance_that_claims_are_coded_with_stays(client):
    claim = make_claim()
    coding = claim.codings.get()
    scale = coding.theme.scale
    stances = [stance.code for stance in scale.stances.all()]
    sign_in(client, claim.project)
    used, unused = stances.index(coding.stance.code), stances.index("unclear")

    refused = send(client, change_page(scale), **{f"stances-{used}-DELETE": "on"})
    send(client, change_page(scale), **{f"stances-{unused}-DELETE": "on"})

    assert "Claims are coded with “Oppose”: it stays." in refused.text
    assert [stance.code for stance in Stance.objects.filter(scale=scale)] == [
        "support",
        "oppose",
        "mixed",
        "neutral",
    ]


def test_the_codebook_is_frozen_with_a_reason(client):
    project = make_project()
    manager = sign_in(client, project)

    answer = client.post(at(project, "codebookversion/freeze/"), {"reason": "a first round"})

    version = CodebookVersion.objects.get()
    assert [answer.status_code, version.number, version.reason, version.by] == [
        302,
        1,
        "a first round",
        manager,
    ]


def test_an_unchanged_codebook_is_not_frozen_twice(client):
    project = make_project()
    frozen(project, sign_in(client, project))

    answer = client.post(at(project, "codebookversion/freeze/"), {"reason": "once more"})

    assert [CodebookVersion.objects.count(), "Nothing has changed since version 1." in answer.text] == [
        1,
        True,
    ]
    assert "once more" in answer.text


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.REVIEWER])
def test_only_managers_freeze(client, role):
    project = make_project()
    sign_in(client, project, role)

    answers = [
        ask(at(project, "codebookversion/freeze/"), {"reason": "mine"}) for ask in (client.get, client.post)
    ]

    assert [[answer.status_code for answer in answers], CodebookVersion.objects.count()] == [[403, 403], 0]


def test_a_version_is_shown_and_cannot_be_changed(client):
    theme = make_theme(make_project(), proposition="One model for all")
    frozen(theme.project, sign_in(client, theme.project))
    version = CodebookVersion.objects.get()
    page = at(theme.project, f"codebookversion/{version.pk}/change/")

    shown = client.get(page)
    answer = client.post(page, {"reason": "another", "number": 7})

    version.refresh_from_db()
    assert ["One model for all" in shown.text, answer.status_code, version.number] == [True, 403, 1]


@pytest.mark.parametrize("words", ["ENERGY", "能源", "consumed"])
def test_themes_are_found_by_labels_in_any_language(client, words):
    theme = make_theme(make_project(), labels={"en": "Energy", "zh": "能源"}, definition="What is consumed")
    make_theme(theme.project, labels={"en": "Cost"})
    sign_in(client, theme.project)

    answer = client.get(at(theme.project, "theme/"), {"q": words})

    assert list(answer.context["cl"].result_list) == [theme]


def test_a_second_scale_is_made_with_its_stances(client):
    project = make_project()
    sign_in(client, project)
    rows = {
        "stances-TOTAL_FORMS": 1,
        "stances-0-code": "high",
        "stances-0-label": "High",
        "stances-0-order": 0,
    }

    answer = send(client, at(project, "scale/add/"), code="urgency", label="Urgency", **rows)

    scale = Scale.objects.get(code="urgency")
    assert [answer.status_code, scale.project, scale.stances.get().label] == [302, project, "High"]


def add_scale(project, code="urgency"):
    scale = Scale.objects.create(project=project, code=code, label="Urgency")
    Stance.objects.create(scale=scale, code="high", label="High")
    return scale


def test_a_theme_whose_stances_are_taken_keeps_its_scale(client):
    theme = make_claim().codings.get().theme
    before, other = theme.scale, add_scale(theme.project)
    sign_in(client, theme.project)

    answer = send(client, change_page(theme), scale=other.pk, definition="Typed with care")

    theme.refresh_from_db()
    assert [answer.status_code, theme.scale, "Typed with care" in answer.text] == [200, before, True]
    assert "Claims are coded with a stance on this theme: its scale stays." in answer.text


def test_a_theme_without_stances_taken_gets_another_scale(client):
    coding = make_claim().codings.get()
    type(coding).objects.update(stance=None)
    other = add_scale(coding.theme.project)
    sign_in(client, other.project)

    send(client, change_page(coding.theme), scale=other.pk)

    coding.theme.refresh_from_db()
    assert coding.theme.scale == other


def test_of_two_who_freeze_at_once_the_second_hears_that_its_reason_is_not_kept(client, monkeypatch):
    project = make_project()
    sign_in(client, project)
    freeze = codebook.freeze

    def another_is_faster(project, **options):
        freeze(project, by=make_member(project, Role.MANAGER), reason="theirs")
        return freeze(project, **options)

    monkeypatch.setattr(codebook, "freeze", another_is_faster)
    answer = client.post(at(project, "codebookversion/freeze/"), {"reason": "mine"})

    assert [version.reason for version in CodebookVersion.objects.all()] == ["theirs"]
    assert [answer.status_code, "Somebody else froze it as version 1" in answer.text] == [200, True]
    assert "mine</textarea>" in answer.text


# The pages of a theme and of a scale


def test_the_page_of_a_theme_shows_its_claims_and_its_parts(client):
    claim = make_claim()
    theme = claim.codings.get().theme
    part = make_theme(theme.project, "part", parent=theme)
    sign_in(client, theme.project)

    answer = client.get(change_page(theme))

    assert list(answer.context["parts"]) == [part]
    assert (
        f'href="{at(theme.project, f"claim/?theme={theme.code}&amp;state=draft")}">1 draft</a>' in answer.text
    )


def test_a_part_is_begun_below_its_theme(client):
    theme = make_theme(make_project(), "whole")
    sign_in(client, theme.project)
    page = at(theme.project, f"theme/add/?parent={theme.pk}&scale={theme.scale_id}")

    send(client, page, code="part", labels="en: A part")

    assert Theme.objects.get(code="part").parent == theme


def test_the_page_of_a_scale_shows_its_stances_and_its_themes_in_order(client):
    project = make_project()
    second, first = make_theme(project, "second", order=2), make_theme(project, "first", order=1)
    make_theme(project, "elsewhere", scale=add_scale(project))
    sign_in(client, project)

    answer = client.get(change_page(first.scale))

    assert answer.context["themes"] == [first, second]
    assert [stance.code for stance in answer.context["stances"]][:2] == ["support", "oppose"]


@pytest.mark.parametrize("name", ["theme", "scale"])
def test_a_page_takes_as_many_statements_for_three_as_for_one(client, name):
    theme = make_theme(make_project())
    page = change_page({"theme": theme, "scale": theme.scale}[name])
    sign_in(client, theme.project)
    counts = []
    for new in (1, 2):
        for _ in range(new):
            make_claim(content=make_content(make_text(project=theme.project), themes=[theme]))
            make_theme(theme.project, parent=theme)
        client.get(page)
        with CaptureQueriesContext(connection) as found:
            client.get(page)
        counts.append(len(found))

    assert counts[0] == counts[1]
