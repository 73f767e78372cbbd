"""Speakers are written with all their names, and found to be one or two."""

import pytest

from annotations import speakers
from annotations.models import Affiliation, Name, Speaker, SpeakerDecision
from annotations.search import claims_with
from tests.annotations.admin.editing import at, filled, send, sign_in
from tests.factories import (
    Role,
    make_claim,
    make_content,
    make_name,
    make_organisation,
    make_project,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db


def change_page(speaker):
    return at(speaker.project, f"speaker/{speaker.pk}/change/")


def names_of(speaker):
    return list(speaker.names.values_list("text", "kind"))


def test_a_speaker_comes_in_with_names_and_affiliations(client):
    organisation = make_organisation(make_project())
    sign_in(client, organisation.project, Role.CODER)
    names = {"names-TOTAL_FORMS": 2, "names-0-text": "Qian Depei", "names-0-kind": "main"}
    names |= {"names-1-text": "钱德沛", "names-1-kind": "transliteration", "names-1-language": "zh"}
    at_work = {
        "affiliations-TOTAL_FORMS": 1,
        "affiliations-0-organisation": organisation.pk,
        "affiliations-0-since": "2003",
    }

    answer = send(
        client, at(organisation.project, "speaker/add/"), identifiers="wikidata: Q42", **names, **at_work
    )

    speaker = Speaker.objects.get(kind="person")
    assert [answer.status_code, speaker.identifiers] == [302, {"wikidata": "Q42"}]
    assert names_of(speaker) == [("Qian Depei", "main"), ("钱德沛", "transliteration")]
    assert [(row.organisation, row.since_first.year) for row in speaker.affiliations.all()] == [
        (organisation, 2003)
    ]


@pytest.mark.parametrize("kinds", [("alias", "alias"), ("main", "main")])
def test_a_speaker_has_exactly_one_main_name(client, kinds):
    speaker = make_speaker(make_project(), "Qian Depei")
    make_name(speaker, "Qian Yupei")
    sign_in(client, speaker.project)

    answer = send(client, change_page(speaker), **{"names-0-kind": kinds[0], "names-1-kind": kinds[1]})

    assert [answer.status_code, names_of(speaker)] == [200, [("Qian Depei", "main"), ("Qian Yupei", "alias")]]
    assert "A speaker has exactly one main name: choose which of these it is." in answer.text


@pytest.mark.parametrize("main", [0, 1])
def test_another_name_becomes_the_main_one_in_one_go(client, main):
    speaker = make_speaker(make_project(), "Qian Depei")
    make_name(speaker, "Qian Yupei")
    Name.objects.update(kind="alias")
    Name.objects.filter(text=["Qian Depei", "Qian Yupei"][1 - main]).update(kind="main")
    sign_in(client, speaker.project)

    answer = send(
        client, change_page(speaker), **{f"names-{main}-kind": "main", f"names-{1 - main}-kind": "alias"}
    )

    speaker.refresh_from_db()
    assert [answer.status_code, speaker.name] == [302, ["Qian Depei", "Qian Yupei"][main]]


def test_what_an_imported_name_was_stays_in_its_history(client):
    speaker = make_speaker(make_project(), "Qian Depei")
    name = make_name(speaker, "Qian Yupei")
    Name.history.all().delete()
    sign_in(client, speaker.project)

    send(client, change_page(speaker), **{"names-0-kind": "alias", "names-1-kind": "main"})

    kinds = list(
        Name.history.filter(id=speaker.names.exclude(pk=name.pk).get().pk).values_list("kind", flat=True)
    )
    assert kinds == ["alias", "main"]


def test_only_organisations_can_be_belonged_to(client):
    speaker = make_speaker(make_project())
    other = make_speaker(speaker.project, "A person")
    sign_in(client, speaker.project)
    added = {"affiliations-TOTAL_FORMS": 1, "affiliations-0-organisation": other.pk}

    answer = send(client, change_page(speaker), **added)

    assert [answer.status_code, Affiliation.objects.count()] == [200, 0]


def test_nobody_belongs_to_themselves(client):
    organisation = make_organisation(make_project())
    sign_in(client, organisation.project)
    added = {"affiliations-TOTAL_FORMS": 1, "affiliations-0-organisation": organisation.pk}

    answer = send(client, change_page(organisation), **added)

    assert [answer.status_code, Affiliation.objects.count()] == [200, 0]
    assert "A speaker cannot belong to itself: choose another organisation." in answer.text


def test_an_affiliation_that_ends_before_it_began_is_refused(client):
    speaker, organisation = make_speaker(make_project()), None
    organisation = make_organisation(speaker.project)
    sign_in(client, speaker.project)
    added = {"affiliations-TOTAL_FORMS": 1, "affiliations-0-organisation": organisation.pk}
    days = {"affiliations-0-since": "2024", "affiliations-0-until": "2023"}

    answer = send(client, change_page(speaker), **added, **days)

    assert [answer.status_code, Affiliation.objects.count()] == [200, 0]
    assert "This affiliation ends before it began: correct one of the dates." in answer.text


def test_claims_are_found_by_a_name_given_later(client):
    text = make_text()
    speaker = make_speaker(text.project, "Qian Depei")
    claim = make_claim(content=make_content(text, speakers=[speaker]))
    sign_in(client, text.project)
    added = {"names-TOTAL_FORMS": 2, "names-1-text": "Professor Zebra", "names-1-kind": "role"}

    send(client, change_page(speaker), **added)

    assert list(claims_with("zebra", project=text.project)) == [claim]


@pytest.mark.parametrize("words", ["muller", "MÜLLER", "jose müller", "德沛"])
def test_speakers_are_found_by_any_of_their_names(client, words):
    speaker = make_speaker(make_project(), "José Müller")
    make_name(speaker, "钱德沛")
    make_speaker(speaker.project, "Somebody else")
    sign_in(client, speaker.project)

    answer = client.get(at(speaker.project, "speaker/"), {"q": words})

    assert list(answer.context["cl"].result_list) == [speaker]


# Findings


def pair():
    speaker = make_speaker(make_project(), "Qian Yupei")
    return speaker, make_speaker(speaker.project, "Qian Depei")


def finding_page(name, speaker, other=None):
    asked = f"speaker={speaker.pk}" + (f"&other={other.pk}" if other else "")
    return at(speaker.project, f"speaker/finding/{name}/?{asked}")


def versions_on(answer):
    shown = [*answer.context["speakers"], answer.context.get("other")]
    return [f"{speaker.pk}:{speaker.version}" for speaker in shown if speaker]


def test_the_list_leads_to_the_page_of_a_finding(client):
    speaker, _other = pair()
    sign_in(client, speaker.project, Role.REVIEWER)

    answer = client.post(
        at(speaker.project, "speaker/"), {"action": "merge_them", "_selected_action": speaker.pk}
    )

    assert answer.url == finding_page("merge", speaker)


def test_two_speakers_are_merged_and_unmerged(client):
    speaker, other = pair()
    reviewer = sign_in(client, speaker.project, Role.REVIEWER)
    page = finding_page("merge", speaker, other)

    merged = client.post(page, {"version": versions_on(client.get(page)), "note": "the same chair"})
    speaker.refresh_from_db()
    into = speaker.merged_into
    page = finding_page("unmerge", speaker)
    client.post(page, {"version": versions_on(client.get(page)), "note": ""})

    speaker.refresh_from_db()
    decisions = [(row.outcome, row.by, row.note) for row in SpeakerDecision.objects.all()]
    assert [merged.status_code, into, speaker.merged_into] == [302, other, None]
    assert decisions == [("undone", reviewer, ""), ("same", reviewer, "the same chair")]


def test_two_speakers_are_told_apart_and_that_is_taken_back(client):
    speaker, other = pair()
    sign_in(client, speaker.project, Role.REVIEWER)
    client.post(finding_page("not-same", speaker, other), {"note": "two people"})
    found = SpeakerDecision.objects.get()

    action = {"action": "undo_not_same", "_selected_action": found.pk}
    client.post(at(speaker.project, "speakerdecision/"), action)

    assert [row.outcome for row in SpeakerDecision.objects.all()] == ["undone", "not-same"]


@pytest.mark.parametrize("moved", [0, 1])
def test_a_merge_of_what_somebody_changed_meanwhile_is_a_conflict_that_keeps_the_reason(client, moved):
    both = pair()
    sign_in(client, both[0].project, Role.REVIEWER)
    page = finding_page("merge", *both)
    seen = versions_on(client.get(page))
    send(client, change_page(both[moved]), kind="person")

    answer = client.post(page, {"version": seen, "note": "the same chair"})
    both[0].refresh_from_db()
    after_the_conflict = both[0].merged_into
    again = client.post(page, {"version": versions_on(answer), "note": "the same chair"})

    assert [answer.status_code, after_the_conflict, "the same chair" in answer.text] == [409, None, True]
    assert again.status_code == 302


def test_a_refused_finding_is_said_on_its_page(client):
    speaker, other = pair()
    reviewer = sign_in(client, speaker.project, Role.REVIEWER)
    speakers.not_same(speaker, other, by=reviewer)
    page = finding_page("merge", speaker, other)

    answer = client.post(page, {"version": versions_on(client.get(page)), "note": "the same chair"})

    assert [answer.status_code, "were found not to be the same: undo that first." in answer.text] == [
        200,
        True,
    ]


def test_the_other_speaker_is_of_the_same_project(client):
    speaker, foreign = make_speaker(make_project()), make_speaker(make_project())
    sign_in(client, speaker.project, Role.REVIEWER)

    answer = client.get(finding_page("merge", speaker, foreign))

    assert [answer.status_code, answer.context.get("other")] == [200, None]
    assert "is not one of the available choices" in answer.text


@pytest.mark.parametrize("name", ["merge", "unmerge", "not-same"])
def test_findings_are_for_reviewers_and_about_speakers_of_the_project(client, name):
    speaker, foreign = make_speaker(make_project()), make_speaker(make_project())
    statuses = []
    for role, about in ((Role.CODER, speaker), (Role.REVIEWER, speaker), (Role.REVIEWER, foreign)):
        sign_in(client, speaker.project, role)
        page = at(speaker.project, f"speaker/finding/{name}/?speaker={about.pk}")
        statuses.append(client.get(page).status_code)

    assert statuses == [404, 200, 404]


def test_a_merged_speaker_says_into_whom_on_their_page(client):
    speaker, other = pair()
    reviewer = sign_in(client, speaker.project, Role.REVIEWER)
    speakers.merge(speaker, into=other, by=reviewer, seen={speaker.pk: 1, other.pk: 1})

    answer = client.get(change_page(speaker))

    assert [answer.status_code, ">Qian Depei</a>" in answer.text, filled(answer)["version"]] == [200, True, 2]


def test_the_first_name_of_a_new_speaker_is_the_main_one(client):
    project = make_project()
    sign_in(client, project, Role.CODER)

    form = client.get(at(project, "speaker/add/")).context["inline_admin_formsets"][0].formset

    assert form.forms[0]["kind"].value() == "main"
