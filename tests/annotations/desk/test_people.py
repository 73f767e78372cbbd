"""Speakers at the desk: offered, introduced, and for whom they speak."""

import pytest

from annotations.models import Affiliation, Speaker
from tests.factories import (
    Role,
    make_claim,
    make_member,
    make_name,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
)


@pytest.fixture
def text(db):
    return make_text(make_source(make_project("study"), published="2023-08"), language="zh")


@pytest.fixture
def coder(text, client):
    coder = make_member(text.project)
    client.force_login(coder)
    return coder


def offered(client, **asked):
    return client.get("/p/study/desk/speakers/", asked).json()


def test_a_name_in_any_script_offers_its_speaker_with_what_matched(client, text, coder):
    speaker = make_speaker(text.project, "Qian Depei")
    make_name(speaker, "钱德沛")
    make_speaker(make_project(), "钱德沛")

    assert offered(client, q="钱德") == [
        {"id": speaker.pk, "name": "Qian Depei", "kind": "person", "as": "钱德沛", "about": ""}
    ]


def test_where_nothing_is_typed_the_last_ones_are_offered(client, text, coder):
    make_speaker(text.project, "Never chosen")
    chosen = make_speaker(text.project, "Ana")
    make_claim(text=text, coder=coder, speakers=[chosen])

    assert [offer["id"] for offer in offered(client, text=text.pk)] == [chosen.pk]


def test_only_organisations_are_offered_where_one_is_asked_for(client, text, coder):
    make_speaker(text.project, "Academia Silva")
    organisation = make_organisation(text.project, "Academia")

    assert [offer["id"] for offer in offered(client, q="aca", kind="organisation")] == [organisation.pk]


@pytest.mark.parametrize("typed", ["\0", "'", "%", "\\", "\ufffe", "(" * 1000])
def test_whatever_is_typed_is_answered(client, text, coder, typed):
    make_speaker(text.project, "Ana")

    assert {offer["name"] for offer in offered(client, q=typed)} <= {"Ana"}


def test_viewers_are_offered_nobody(client, text):
    client.force_login(make_member(text.project, Role.VIEWER))

    assert client.get("/p/study/desk/speakers/").status_code == 403


def introduce(client, text, **told):
    return client.post(f"/p/study/desk/{text.pk}/speakers/", told, content_type="application/json")


def test_a_new_speaker_has_the_name_and_the_language_of_the_text(client, text, coder):
    told = introduce(client, text, name="李明", kind="person").json()

    speaker = Speaker.objects.get()
    assert told == {"speaker": {"id": speaker.pk, "name": "李明", "kind": "person"}}
    assert speaker.names.get().language == "zh"


def test_a_name_that_somebody_has_is_asked_about(client, text, coder):
    known = make_speaker(text.project, "Ana")

    asked = introduce(client, text, name="ana").json()
    insisted = introduce(client, text, name="ana", another=True).json()

    assert ([same["id"] for same in asked["same"]], "already" in asked["sentence"]) == ([known.pk], True)
    assert insisted["speaker"]["id"] != known.pk


@pytest.mark.parametrize(
    "told", [{"name": " "}, {"name": "a\0"}, {"name": "\ud800"}, {"name": "Ana", "kind": "ship"}]
)
def test_a_speaker_that_is_none_is_refused_in_a_sentence(client, text, coder, told):
    answer = introduce(client, text, **told)

    assert (answer.status_code, bool(answer.json()["sentence"])) == (400, True)
    assert not Speaker.objects.exists()


def test_for_whom_one_speaks_is_proposed_from_where_they_were_at_that_date(client, text, coder):
    speaker, organisation = make_speaker(text.project, "Ana"), make_organisation(text.project, "Academia")
    Affiliation.objects.create(speaker=speaker, organisation=organisation, since="2023", until="2024")
    address = f"/p/study/desk/{text.pk}/speaks-for/?speaker={speaker.pk}"

    then, before = client.get(address).json(), client.get(f"{address}&said=2020").json()

    assert then == {"organisation": {"id": organisation.pk, "name": "Academia", "kind": "organisation"}}
    assert before == {"organisation": None}
