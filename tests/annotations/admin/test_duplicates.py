"""Possible duplicates: pairs are proposed, decided with a reason, and either decision is taken back."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from annotations import namesakes, speakers
from annotations.models import SpeakerDecision
from tests.annotations.admin.editing import at, sign_in
from tests.factories import Role, make_name, make_project, make_speaker

pytestmark = pytest.mark.django_db


@pytest.fixture
def pair():
    project = make_project()
    return make_speaker(project, "Qian Depei"), make_speaker(project, "Qian De Pei")


def page_of(project):
    return at(project, "speaker/duplicates/")


def decide(client, one, other, act, **typed):
    versions = [f"{speaker.pk}:{speaker.version}" for speaker in (one, other)]
    asked = {"one": one.pk, "other": other.pk, "version": versions, "act": act, "note": "as decided"}
    return client.post(page_of(one.project), asked | typed)


def proposed(client, project):
    return [(one, other) for _, one, other in client.get(page_of(project)).context["pairs"]]


def test_speakers_with_like_names_are_proposed(client, pair):
    sign_in(client, pair[0].project, Role.REVIEWER)

    assert proposed(client, pair[0].project) == [pair]


def test_the_page_says_that_others_come_up_later(client, pair, monkeypatch):
    sign_in(client, pair[0].project, Role.REVIEWER)
    all_of_them = client.get(page_of(pair[0].project)).text
    monkeypatch.setattr(namesakes, "MOST", 1)

    likeliest = client.get(page_of(pair[0].project)).text

    assert ["others come up" in text for text in (all_of_them, likeliest)] == [False, True]


@pytest.mark.parametrize(("act", "stays"), [("merge", 1), ("merge-back", 0)])
def test_two_are_merged_into_the_one_to_keep(client, pair, act, stays):
    reviewer = sign_in(client, pair[0].project, Role.REVIEWER)

    answer = decide(client, *pair, act)

    decision = SpeakerDecision.objects.get()
    groups = speakers.groups(pair[0].project)
    assert [answer.status_code, {groups[one.pk] for one in pair}] == [302, {pair[stays].pk}]
    assert [decision.outcome, decision.by, decision.note] == ["same", reviewer, "as decided"]


def test_what_was_told_apart_is_not_proposed_until_that_is_undone(client, pair):
    project = pair[0].project
    sign_in(client, project, Role.REVIEWER)

    decide(client, *pair, "not-same")
    told_apart = proposed(client, project)
    decide(client, *pair, "undo")

    assert [told_apart, proposed(client, project)] == [[], [pair]]


def test_a_merge_can_be_undone_from_the_page(client, pair):
    one = pair[0]
    sign_in(client, one.project, Role.REVIEWER)
    decide(client, *pair, "merge")

    answer = client.get(page_of(one.project))

    assert at(one.project, f"speaker/finding/unmerge/?speaker={one.pk}") in answer.text


def test_a_decision_on_what_has_changed_is_a_conflict_and_keeps_the_reason(client, pair):
    one, other = pair
    sign_in(client, one.project, Role.REVIEWER)

    answer = decide(client, *pair, "merge", version=[f"{one.pk}:7", f"{other.pk}:1"])

    assert [answer.status_code, SpeakerDecision.objects.count()] == [409, 0]
    assert 'value="as decided"' in answer.text


@pytest.mark.parametrize("asked", [{"one": "x"}, {"other": "0"}, {"act": "delete"}])
def test_what_is_not_offered_is_refused(client, pair, asked):
    sign_in(client, pair[0].project, Role.REVIEWER)

    asked = {"one": pair[0].pk, "other": pair[1].pk, "act": "merge"} | asked
    answer = client.post(page_of(pair[0].project), asked)

    assert [answer.status_code, SpeakerDecision.objects.count()] == [200, 0]


def test_speakers_of_another_project_are_not_decided_on(client, pair):
    sign_in(client, make_project(), Role.MANAGER)

    answer = decide(client, *pair, "merge")

    assert [answer.status_code, SpeakerDecision.objects.count()] == [404, 0]


def test_coders_do_not_decide_who_is_who(client, pair):
    sign_in(client, pair[0].project, Role.CODER)

    assert [client.get(page_of(pair[0].project)).status_code, decide(client, *pair, "merge").status_code] == [
        404,
        404,
    ]


def test_three_pairs_take_as_many_statements_as_one(client, pair):
    project = pair[0].project
    sign_in(client, project, Role.REVIEWER)
    counts = []
    for names in ([], ["Maria Silva", "Maria Sylva", "Zhang Yunquan", "Zhang Yun Quan"]):
        for name in names:
            make_name(make_speaker(project, name), f"{name} also")
        client.get(page_of(project))
        with CaptureQueriesContext(connection) as found:
            client.get(page_of(project))
        counts.append(len(found))

    assert counts[0] == counts[1]
