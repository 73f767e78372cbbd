"""The timeline tells all versions of a claim: who, when, from what to what, and why; as far as one may know."""

import pytest

from annotations import drafting, notes, review
from tests.annotations.admin.claims import at, now, sign_in
from tests.factories import Role, State, make_claim, make_member, make_text

pytestmark = pytest.mark.django_db


@pytest.fixture
def coder(project):
    return make_member(project, username="cora")


@pytest.fixture
def corrected(project, coder):
    """A claim that was returned and corrected; returns both versions."""
    old = make_claim(make_text(project=project), coder=coder, state=State.RETURNED, paraphrase="In short")
    new = drafting.supersede(old, by=coder, seen={old.pk: old.version})
    content = drafting.content_of(new)
    content = drafting.Content(
        place=content.place, voices=content.voices, codes=content.codes, paraphrase="In other words"
    )
    drafting.rewrite(new, content, by=coder, seen=new.version)
    review.submit(new, by=coder, seen=new.version)
    return old, now(new)


def events(client, claim):
    page = client.get(at(claim.project, f"{claim.pk}/change/"))
    return page.context["events"]


def test_all_versions_are_told_in_the_order_of_time(client, project, corrected):
    sign_in(client, project, Role.REVIEWER)

    told = [(event.number, event.what) for event in events(client, corrected[1])]

    assert told == [
        (1, "Marked"),
        (1, "Submitted for review"),
        (1, "Returned to its coder"),
        (2, "Corrected"),
        (2, "Submitted for review"),
        (1, "Gave way to a correction"),
    ]


def test_a_decision_stands_with_who_made_it_and_why(client, project, coder, corrected):
    sign_in(client, project, Role.REVIEWER)

    marked, _, returned, *_ = events(client, corrected[1])

    assert [marked.who, returned.why] == [coder, "as decided"]
    assert returned.who == corrected[0].decisions.get(after=State.RETURNED).by


def test_a_correction_says_from_what_to_what(client, project, corrected):
    sign_in(client, project, Role.REVIEWER)

    changes = next(event.changes for event in events(client, corrected[1]) if event.what == "Corrected")

    assert changes == [("Paraphrase", "In short", "In other words")]


def test_notes_are_told_in_their_place(client, project, coder, corrected):
    notes.write(corrected[1], kind="question", body="Who is meant?", by=coder)
    sign_in(client, project, Role.REVIEWER)

    last = events(client, corrected[0])[-1]

    assert [last.what, last.who, last.why] == ["Question", coder, "Who is meant?"]


def test_another_coder_is_not_told_who_coded(client, project, corrected):
    sign_in(client, project, Role.CODER)

    told = {event.what: event.who for event in events(client, corrected[1])}

    assert [told["Marked"], told["Corrected"], told["Submitted for review"]] == [None, None, None]
    assert told["Returned to its coder"] is not None


def test_a_viewer_sees_no_history(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.ACCEPTED)
    sign_in(client, project, Role.VIEWER)

    assert events(client, claim) == []


def test_no_word_of_the_database_is_shown(client, project, corrected):
    sign_in(client, project, Role.REVIEWER)

    page = client.get(at(project, f"{corrected[0].pk}/change/")).text

    assert "superseded by" not in page
    assert ">submitted<" not in page
