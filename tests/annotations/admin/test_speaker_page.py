"""The page of a speaker says who they are and what they said; a second one of the same name is asked about."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import speakers
from annotations.models import Affiliation, Speaker
from tests.annotations.admin.editing import at, send, sign_in
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_name,
    make_organisation,
    make_project,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


def open_page(client, speaker):
    return client.get(at(speaker.project, f"speaker/{speaker.pk}/change/"))


def make_said(speaker, text=None, **fields):
    """An accepted claim of the speaker, on a theme of its own."""
    text = text or make_text(project=speaker.project)
    content = make_content(text, speakers=[speaker], themes=[make_theme(speaker.project)], **fields)
    return make_claim(content=content, state=State.ACCEPTED)


def test_names_stand_by_kind_the_main_one_first(client):
    speaker = make_speaker(make_project(), "Qian Depei")
    make_name(speaker, "Qian Yupei", kind="mistranslation", language="en")
    make_name(speaker, "钱德沛", language="zh-Hans", script="Hans")
    sign_in(client, speaker.project, Role.VIEWER)

    names = open_page(client, speaker).context["names"]

    assert [(kind, [name.text for name in alike]) for kind, alike in names] == [
        ("Main name", ["Qian Depei"]),
        ("Also known as", ["钱德沛"]),
        ("Mistranslation", ["Qian Yupei"]),
    ]


def test_affiliations_stand_in_the_order_of_time(client):
    speaker = make_speaker(make_project())
    for since in ("2010", "2003-05"):
        organisation = make_organisation(speaker.project, f"Since {since}")
        Affiliation(speaker=speaker, organisation=organisation, since=since).save()
    sign_in(client, speaker.project, Role.VIEWER)

    affiliations = open_page(client, speaker).context["affiliations"]

    assert [one.since for one in affiliations] == ["2003-05", "2010"]


def test_what_was_said_leads_to_the_claims_of_the_whole_group(client):
    one = make_speaker(make_project())
    other = make_speaker(one.project, "Qian Yupei")
    claims = [make_said(one, said="2023-05"), make_said(other, said="2021")]
    manager = sign_in(client, one.project)
    speakers.merge(other, into=one, by=manager, seen={one.pk: one.version, other.pk: other.version})

    page = open_page(client, one)

    said = page.context["said"]
    opened = client.get(page.context["claims_address"]).context["cl"].result_list
    assert [len(said), said[0].accepted, list(page.context["dates"])] == [2, 1, ["2021", "2023-05"]]
    assert {claim.pk for claim in opened} == {claim.pk for claim in claims}


def test_each_stance_leads_to_its_claims(client):
    claim = make_said(make_speaker(make_project()))
    speaker = claim.attributions.get().speaker
    sign_in(client, speaker.project, Role.VIEWER)

    (said,) = open_page(client, speaker).context["said"]

    address = next(option.address for option in said.options if option.count)
    assert list(client.get(address).context["cl"].result_list) == [claim]


def test_a_speaker_whose_claims_cannot_be_seen_says_nothing(client):
    claim = make_claim(state=State.SUBMITTED)
    speaker = claim.attributions.get().speaker
    sign_in(client, speaker.project, Role.VIEWER)

    assert "No claims yet that you can see." in open_page(client, speaker).text


def test_three_claims_take_as_many_statements_as_one(client):
    speaker = make_speaker(make_project())
    sign_in(client, speaker.project)
    counts = []
    for new in (1, 2):
        for number in range(new):
            make_said(speaker)
            make_name(speaker, f"Name {number}", source=make_text(project=speaker.project).source)
            organisation = make_organisation(speaker.project, f"Academy {number}")
            Affiliation(speaker=speaker, organisation=organisation).save()
        open_page(client, speaker)
        with CaptureQueriesContext(connection) as found:
            open_page(client, speaker)
        counts.append(len(found))

    assert counts[0] == counts[1]


# A name that is there already

NEW = {"kind": "person", "names-0-text": "QIAN depei", "names-0-kind": "main"}


def test_a_name_that_is_there_is_asked_about_and_what_was_typed_stays(client):
    there = make_speaker(make_project(), "Qian Depei")
    sign_in(client, there.project, Role.CODER)

    answer = send(client, at(there.project, "speaker/add/"), **NEW)

    assert [answer.status_code, Speaker.objects.count()] == [200, 1]
    assert at(there.project, f"speaker/{there.pk}/change/") in answer.text
    assert 'value="QIAN depei"' in answer.text


def test_a_namesake_is_added_all_the_same(client):
    there = make_speaker(make_project(), "Qian Depei")
    sign_in(client, there.project, Role.CODER)

    answer = send(client, at(there.project, "speaker/add/"), **NEW, all_the_same="on")

    assert [answer.status_code, Speaker.objects.count()] == [302, 2]


def test_names_of_another_project_are_no_namesakes(client):
    make_speaker(make_project(), "Qian Depei")
    project = make_project()
    sign_in(client, project, Role.CODER)

    assert send(client, at(project, "speaker/add/"), **NEW).status_code == 302
