"""What the database refuses is said in sentences, whichever database it is."""

from types import SimpleNamespace

import pytest
from django.contrib.admin.models import LogEntry
from django.db import IntegrityError, transaction

from annotations.admin.refusals import AT_THE_SAME_TIME, sentence, sentence_of
from annotations.models import Affiliation, Name, Theme
from tests.annotations.admin.editing import at, send, sign_in
from tests.factories import make_name, make_project, make_source, make_speaker, make_theme

pytestmark = pytest.mark.django_db


def refusal_of(write, *models):
    with pytest.raises(IntegrityError) as raised, transaction.atomic():
        write()
    return str(sentence_of(raised.value, *models))


def test_a_code_used_twice():
    theme = make_theme(make_project(), code="energy")

    def write():
        Theme.objects.create(project=theme.project, code="energy", labels={}, scale=theme.scale)

    assert refusal_of(write, Theme) == "Another theme of this project has this code: choose another code."


def test_a_second_main_name():
    speaker = make_speaker(make_project())

    said = refusal_of(lambda: make_name(speaker, "Another", kind="main"), Theme, Name)

    assert said == "A speaker has one main name: make the other one “Also known as”."


def test_a_rule_about_one_row():
    speaker = make_speaker(make_project())

    said = refusal_of(lambda: Affiliation.objects.create(speaker=speaker, organisation=speaker), Affiliation)

    assert said == "A speaker cannot belong to itself: choose another organisation."


def test_a_rule_that_has_only_its_name():
    assert sentence("a_text_has_words") == "A text has words."


def test_a_database_that_names_the_rule_apart_from_the_message():
    error = IntegrityError("duplicate key")
    error.__cause__ = RuntimeError()
    error.__cause__.diag = SimpleNamespace(constraint_name="a_person_is_a_member_once")

    assert sentence_of(error, make_project().memberships.model) == sentence("a_person_is_a_member_once")


def test_a_refusal_that_nobody_can_name():
    assert sentence_of(IntegrityError("FOREIGN KEY constraint failed"), Theme) == AT_THE_SAME_TIME


def test_djangos_log_which_knows_no_projects_stays_empty(client):
    source = make_source()
    sign_in(client, source.project)

    send(client, at(source.project, f"source/{source.pk}/change/"), title="Changed")
    send(client, at(source.project, "speaker/add/"), **{"names-0-text": "One", "names-0-kind": "main"})

    assert [source.project.speakers.count(), LogEntry.objects.count()] == [1, 0]
