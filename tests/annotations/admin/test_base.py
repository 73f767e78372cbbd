"""What every page of the editors' site keeps: versions, what was typed, the project's own rows, and few queries."""

import re

import pytest

from annotations import roles
from annotations.models import Affiliation, Name, Note, Source, Speaker, Theme
from tests.annotations.admin.editing import at, filled, make_study, send, sign_in
from tests.factories import (
    make_name,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_theme,
)

pytestmark = pytest.mark.django_db

AWKWARD = " leading, CRLF\nLF, U+2028:\u2028, 😀, 能源, عربي, e\u0301, trailing "


def change_page(row):
    project = getattr(row, "project", row)
    return at(project, f"{row._meta.model_name}/{row.pk}/change/")


def conflict_of(answer):
    return [
        (part.title, row.typed, row.now) for part in answer.context["conflict"] for row in part.differences
    ]


# Versions


def test_a_change_moves_the_version_by_one(client):
    source = make_source(title="An old title")
    sign_in(client, source.project)

    answer = send(client, change_page(source), title="A new title")

    source.refresh_from_db()
    assert [answer.status_code, source.title, source.version] == [302, "A new title", 2]


def test_of_two_editors_one_saves_and_the_other_sees_both_versions(client):
    source = make_source(title="As it was")
    sign_in(client, source.project)
    typed = filled(client.get(change_page(source)))
    first = client.post(change_page(source), typed | {"title": "By the first"})

    second = client.post(change_page(source), typed | {"title": "By the second"})

    source.refresh_from_db()
    assert [first.status_code, second.status_code, source.title] == [302, 409, "By the first"]
    assert conflict_of(second) == [("Source", "By the second", "By the first")]
    assert 'value="By the second"' in second.text


TWO_OPINIONS = [
    ("theme", "labels", "en: One", "en: Two", ("en: One", "en: Two")),
    ("theme", "examples", "One\nTwo", "Three", ("One\nTwo", "Three")),
    ("theme", "proposition", "Yes", "", ("Yes", "—")),
    ("speaker", "identifiers", "wikidata: Q1", "wikidata: Q2", ("wikidata: Q1", "wikidata: Q2")),
    (
        "source",
        "rights",
        "quotes",
        "none",
        ("Quotes: only the quoted passages", "None: the source stays out of every publication"),
    ),
    ("source", "published", "2023", "2023-08", ("2023", "2023-08")),
    ("project", "blind", "on", "", ("yes", "no")),
    ("note", "resolved", "on", "", ("yes", "no")),
    (
        "membership",
        "role",
        "viewer",
        "coder",
        tuple(dict(roles.choices())[role] for role in ("viewer", "coder")),
    ),
]


@pytest.mark.parametrize(("name", "field", "second", "first", "shown"), TWO_OPINIONS)
def test_a_conflict_shows_every_kind_of_field_in_words(client, name, field, second, first, shown):
    project = make_project()
    row = make_study(project)[name]
    sign_in(client, project)
    typed = filled(client.get(change_page(row)))
    typed.pop(field, None)

    client.post(change_page(row), typed | {field: first} if first != "" or field == "proposition" else typed)
    answer = client.post(change_page(row), typed | {field: second})

    assert [(typed, now) for _title, typed, now in conflict_of(answer)] == [shown]


def test_after_a_conflict_saving_again_is_an_act_of_its_own(client):
    source = make_source(title="As it was")
    sign_in(client, source.project)
    typed = filled(client.get(change_page(source)))
    client.post(change_page(source), typed | {"title": "By the first"})
    conflict = client.post(change_page(source), typed | {"title": "By the second"})

    answer = client.post(change_page(source), filled(conflict))

    source.refresh_from_db()
    assert [answer.status_code, source.title, source.version] == [302, "By the second", 3]


def test_a_form_that_says_no_version_saves_nothing(client):
    source = make_source(title="As it was")
    sign_in(client, source.project)

    answer = send(client, change_page(source), title="Blindly", version="")

    source.refresh_from_db()
    assert [answer.status_code, source.title, "Open it again" in answer.text] == [200, "As it was", True]


@pytest.mark.parametrize("version", ["0", "99", "-1", "many", "9" * 30])
def test_a_made_up_version_saves_nothing(client, version):
    source = make_source(title="As it was")
    sign_in(client, source.project)

    answer = send(client, change_page(source), title="Blindly", version=version)

    source.refresh_from_db()
    assert [answer.status_code in (200, 409), source.title] == [True, "As it was"]


def test_a_row_that_moves_between_reading_and_writing_is_a_conflict(client, monkeypatch):
    source = make_source(title="As it was")
    sign_in(client, source.project)
    typed = filled(client.get(change_page(source)))

    def somebody_is_faster(form):
        Source.objects.filter(pk=source.pk, version=1).update(version=2, title="By the faster")
        return form.cleaned_data

    monkeypatch.setattr("django.forms.ModelForm.clean", somebody_is_faster)
    answer = client.post(change_page(source), typed | {"title": "By the slower"})

    source.refresh_from_db()
    assert [answer.status_code, source.title] == [409, "By the faster"]


# Rows below a row


def speaker_with_names(project=None):
    speaker = make_speaker(project or make_project(), "Qian Depei")
    return speaker, make_name(speaker, "Qian Yupei")


def test_a_row_below_is_written_under_the_version_of_the_row_above(client):
    speaker, name = speaker_with_names()
    sign_in(client, speaker.project)

    answer = send(client, change_page(speaker), **{"names-1-text": "Qian Yu-pei"})

    name.refresh_from_db(), speaker.refresh_from_db()
    assert [answer.status_code, name.text, speaker.version] == [302, "Qian Yu-pei", 2]


def test_a_conflict_shows_rows_below_field_by_field(client):
    speaker, name = speaker_with_names()
    sign_in(client, speaker.project)
    typed = filled(client.get(change_page(speaker)))
    client.post(change_page(speaker), typed | {"names-1-text": "By the first"})

    answer = client.post(change_page(speaker), typed | {"names-1-text": "By the second"})

    name.refresh_from_db()
    assert [answer.status_code, name.text] == [409, "By the first"]
    assert conflict_of(answer) == [("By the first", "By the second", "By the first")]


def test_a_row_removed_by_the_first_is_kept_as_typed_by_the_second(client):
    speaker, name = speaker_with_names()
    sign_in(client, speaker.project)
    typed = filled(client.get(change_page(speaker)))
    client.post(change_page(speaker), typed | {"names-1-DELETE": "on"})

    conflict = client.post(change_page(speaker), typed | {"names-1-text": "Typed by the second"})
    again = client.post(change_page(speaker), filled(conflict))

    names = list(speaker.names.values_list("text", flat=True))
    assert [conflict.status_code, again.status_code, names] == [
        409,
        302,
        ["Qian Depei", "Typed by the second"],
    ]


def test_a_row_added_by_the_first_is_shown_to_the_second_and_stays(client):
    speaker, name = speaker_with_names()
    sign_in(client, speaker.project)
    typed = filled(client.get(change_page(speaker)))
    added = {"names-2-text": "Added by the first", "names-2-kind": "alias", "names-TOTAL_FORMS": 3}
    client.post(change_page(speaker), typed | added)

    conflict = client.post(change_page(speaker), typed | {"names-1-text": "Changed by the second"})
    client.post(change_page(speaker), filled(conflict))

    shown = [part.title for part in conflict.context["conflict"]]
    names = sorted(speaker.names.values_list("text", flat=True))
    assert [conflict.status_code, shown, names] == [
        409,
        ["Qian Yupei", "Added by the first"],
        ["Added by the first", "Changed by the second", "Qian Depei"],
    ]


# What was typed


def test_a_refusal_keeps_what_was_typed_and_saves_nothing(client):
    source = make_source(title="As it was")
    sign_in(client, source.project)

    answer = send(client, change_page(source), title="A new title", published="summer")

    source.refresh_from_db()
    assert [answer.status_code, source.title, source.version] == [200, "As it was", 1]
    assert 'value="A new title"' in answer.text and 'value="summer"' in answer.text
    assert "“summer” is not a date: write 2023, 2023-08 or 2023-08-14." in answer.text


def test_what_a_verb_refuses_while_saving_is_said_above_the_form(client):
    project = make_project()
    manager = sign_in(client, project)
    own = project.memberships.get(user=manager)

    answer = send(client, change_page(own), role="viewer")

    own.refresh_from_db()
    assert [answer.status_code, own.role, own.version] == [200, "manager", 1]
    assert "A project needs a manager: make somebody else one first." in answer.text
    assert re.search('value="viewer"[^>]* checked', answer.text)


def test_what_the_database_refuses_is_a_sentence(client, monkeypatch):
    taken = make_theme(make_project(), code="energy")
    sign_in(client, taken.project)
    monkeypatch.setattr("django.db.models.Model.full_clean", lambda self, **options: None)

    answer = send(
        client, at(taken.project, "theme/add/"), code="energy", labels="en: Energy", scale=taken.scale_id
    )

    assert [answer.status_code, Theme.objects.count()] == [200, 1]
    assert "Another theme of this project has this code: choose another code." in answer.text


def test_a_rule_of_the_model_is_a_sentence(client):
    taken = make_theme(make_project(), code="energy")
    sign_in(client, taken.project)

    answer = send(
        client, at(taken.project, "theme/add/"), code="energy", labels="en: Energy", scale=taken.scale_id
    )

    assert "Another theme of this project has this code: choose another code." in answer.text
    assert "a_theme_code" not in answer.text


def test_letters_of_every_kind_survive_the_form(client):
    source = make_source()
    sign_in(client, source.project)
    one_line = AWKWARD.replace("\n", " ")

    send(client, change_page(source), title=one_line, event=one_line)
    send(client, change_page(source))

    source.refresh_from_db()
    assert [source.title, source.event] == [one_line, one_line]


def test_prose_survives_the_form_with_its_line_breaks(client):
    theme = make_theme(make_project())
    sign_in(client, theme.project)

    send(client, change_page(theme), definition=AWKWARD.replace("\n", "\r\n"))
    send(client, change_page(theme))

    theme.refresh_from_db()
    assert theme.definition == AWKWARD


def test_a_null_character_is_refused_by_name(client):
    source = make_source(title="As it was")
    sign_in(client, source.project)

    answer = send(client, change_page(source), title="ab\0c")

    source.refresh_from_db()
    assert [source.title, "Character 3 is U+0000 (a null)" in answer.text] == ["As it was", True]


# Only rows of the project


FOREIGN = [
    ("theme/add/", {"code": "new", "labels": "en: New"}, "parent", Theme),
    ("theme/add/", {"code": "new", "labels": "en: New"}, "scale", Theme),
    ("note/add/", {"kind": "comment", "body": "A note"}, "theme", Note),
    ("note/add/", {"kind": "comment", "body": "A note"}, "speaker", Note),
    ("note/add/", {"kind": "comment", "body": "A note"}, "claim", Note),
]


@pytest.mark.parametrize(("address", "typed", "field", "model"), FOREIGN)
def test_a_row_of_another_project_cannot_be_chosen(client, address, typed, field, model):
    project, elsewhere = make_project(), make_project()
    study = make_study(elsewhere)
    study["claim"] = study["decision"].claim
    sign_in(client, elsewhere), sign_in(client, project)
    theme = make_theme(project)
    before = model.objects.count()
    chosen = {"scale": theme.scale_id} | typed | {field: study.get(field, study["theme"]).pk}

    answer = client.post(at(project, address), chosen)

    assert [answer.status_code, model.objects.count()] == [200, before]
    assert "is not one of the available choices" in answer.text


def test_a_row_of_another_project_cannot_be_chosen_below_a_row(client):
    speaker, organisation = make_speaker(make_project()), make_organisation(make_project())
    sign_in(client, speaker.project)
    added = {"affiliations-TOTAL_FORMS": 1, "affiliations-0-organisation": organisation.pk}

    answer = send(client, change_page(speaker), **added)

    assert [answer.status_code, Affiliation.objects.count()] == [200, 0]


def test_a_row_below_a_row_of_another_project_cannot_be_written(client):
    speaker, _name = speaker_with_names()
    _stranger, foreign = speaker_with_names()
    sign_in(client, speaker.project)

    send(client, change_page(speaker), **{"names-1-id": foreign.pk, "names-1-text": "Taken over"})

    assert Name.objects.filter(text="Taken over").count() == 0


def test_a_new_row_belongs_to_the_project_of_the_address(client):
    project, elsewhere = make_project(), make_project()
    sign_in(client, project)
    typed = {
        "names-TOTAL_FORMS": 1,
        "names-0-text": "Somebody",
        "names-0-kind": "main",
        "project": elsewhere.pk,
    }

    send(client, at(project, "speaker/add/"), kind="person", **typed)

    assert [speaker.project for speaker in Speaker.objects.all()] == [project]
