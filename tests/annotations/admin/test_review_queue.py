"""The review queue: one claim at a time, those that this person may decide on, and the next one at once."""

from urllib.parse import parse_qs, urlencode, urlsplit

import pytest

from annotations import review
from annotations.models import Claim, Note
from tests.annotations.admin.claims import at, form_of, now, sign_in
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coder(project):
    return make_member(project, username="cora")


@pytest.fixture
def reviewer(client, project):
    return sign_in(client, project, Role.REVIEWER)


def queue(project, asked=""):
    return f"/p/{project.slug}/admin/review/{asked}"


def make_waiting(project, coder, count=3, **fields):
    return [
        make_claim(make_text(project=project), coder=coder, state=State.SUBMITTED, **fields)
        for _ in range(count)
    ]


def send(client, claim, decision, *, asked="", **typed):
    """Send the form of the queue's page for this claim, as it was when the page was opened."""
    values = {"claim": claim.pk, "version": claim.version, "decision": decision, "note": ""} | typed
    return client.post(queue(claim.project, asked), values)


def shown(client, address):
    """The claim that a page of the queue shows, and “3 of 17” as two numbers."""
    context = client.get(address).context
    return context["original"], (context["position"].place, context["position"].total)


def test_the_oldest_claim_comes_first(client, project, coder, reviewer):
    claims = make_waiting(project, coder)

    assert shown(client, queue(project)) == (claims[0], (1, 3))


def test_a_claim_is_shown_with_all_that_a_decision_needs(client, project, coder, reviewer):
    text = make_text(project=project)
    speaker, theme = make_speaker(project, "Ana Reis"), make_theme(project, "energy", "Energy is short")
    content = make_content(
        text, speakers=[speaker], themes=[theme], paraphrase="In other words", said="2023-08"
    )
    make_claim(content=content, coder=coder, state=State.SUBMITTED)

    page = client.get(queue(project)).text

    for words in (
        "<mark>one general model cannot serve every field</mark>",
        "Others spoke for small models.",
        "Ana Reis",
        "Energy is short",
        '<span class="chip"><span aria-hidden="true">−</span> Oppose</span>',
        "In other words",
        "Aug 2023",
        "Indirect: said that …",
        "A report",
        "cora",
    ):
        assert words in page


@pytest.mark.parametrize(
    ("decision", "after"),
    [("accept", State.ACCEPTED), ("return", State.RETURNED), ("reject", State.REJECTED)],
)
def test_a_decision_brings_the_next_claim_and_keeps_the_count(
    client, project, coder, reviewer, decision, after
):
    claims = make_waiting(project, coder)

    answer = send(client, claims[0], decision, note="because")

    assert now(claims[0]).state == after
    assert claims[0].decisions.first().note == "because"
    assert shown(client, answer.url) == (claims[1], (2, 3))


def test_correcting_opens_the_draft_that_will_take_its_place(client, project, coder, reviewer):
    claim = make_waiting(project, coder, 1)[0]

    answer = send(client, claim, "correct")

    draft = Claim.objects.get(state=State.DRAFT)
    assert answer.url.startswith(f"/p/{project.slug}/admin/annotations/claim/{draft.pk}/change/?next=")
    assert [draft.coder, draft.record, *draft.supersedes.all()] == [reviewer, claim.record, claim]


@pytest.mark.parametrize(
    ("then", "opens"), [("_save", "the draft, which still knows"), ("_submit", "the queue")]
)
def test_a_submitted_correction_leads_back_to_the_queue(client, project, coder, reviewer, then, opens):
    claims = make_waiting(project, coder, 2)
    page = send(client, claims[0], "correct", asked="?reporting=indirect").url
    on = parse_qs(urlsplit(page).query)["next"][0]

    answer = client.post(page, form_of(Claim.objects.get(state=State.DRAFT), **{then: "1"}))

    assert on.startswith(f"/p/{project.slug}/admin/review/?reporting=indirect&after={claims[0].pk}")
    assert answer.url == {"_save": page, "_submit": on}[then]


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example/", "/p/other/admin/"])
def test_a_submitted_draft_leads_nowhere_else(client, project, reviewer, address):
    draft = make_claim(make_text(project=project), coder=reviewer)

    page = at(project, f"{draft.pk}/change/")

    answer = client.post(f"{page}?{urlencode({'next': address})}", form_of(draft, _submit="1"))

    assert answer.url == page


def test_what_is_skipped_waits_behind(client, project, coder, reviewer):
    claims = make_waiting(project, coder)

    skipped_to = client.get(queue(project)).context["next"]

    assert shown(client, skipped_to) == (claims[1], (2, 3))


def test_at_the_end_one_is_led_back_to_what_was_skipped(client, project, coder, reviewer):
    claim = make_waiting(project, coder, 1)[0]
    end = client.get(queue(project, f"?after={claim.pk}&done=4"))

    assert "What you skipped still waits" in end.text
    assert shown(client, end.context["again"]) == (claim, (5, 5))


def test_an_empty_queue_says_so(client, project, reviewer):
    assert "Nothing awaits your decision." in client.get(queue(project)).text


@pytest.mark.parametrize(("own_review", "count"), [(False, 1), (True, 2)])
def test_nobody_reviews_their_own_unless_the_project_says_so(client, coder, project, own_review, count):
    make_waiting(project, coder, 1)
    reviewer = sign_in(client, project, Role.REVIEWER)
    make_waiting(project, reviewer, 1)
    type(project).objects.update(own_review=own_review)

    assert shown(client, queue(project))[1] == (1, count)


def test_a_claim_of_ones_own_is_refused_with_all_that_was_typed(client, project, reviewer):
    claim = make_waiting(project, reviewer, 1)[0]

    answer = send(client, claim, "accept", note="Mine, and right")

    assert now(claim).state == State.SUBMITTED
    assert "somebody else has to decide on it" in answer.text
    assert "Mine, and right" in answer.text


@pytest.mark.parametrize("decision", ["return", "reject"])
def test_to_return_or_reject_takes_a_note(client, project, coder, reviewer, decision):
    claim = make_waiting(project, coder, 1)[0]

    answer = send(client, claim, decision)

    assert [answer.status_code, now(claim).state] == [200, State.SUBMITTED]
    assert len(answer.context["form"].non_field_errors()) == 1


def test_a_stale_claim_is_a_conflict_that_keeps_the_note(client, project, coder, reviewer):
    claim, other = make_waiting(project, coder, 2)
    review.accept(now(claim), by=make_member(project, Role.REVIEWER), seen=claim.version)

    answer = send(client, claim, "return", note="Who is meant by this?")

    assert [answer.status_code, now(claim).state] == [409, State.ACCEPTED]
    assert "Who is meant by this?" in answer.text
    assert "Somebody has decided on this claim meanwhile: Accepted." in answer.text
    assert shown(client, answer.context["next"])[0] == other


def test_a_decision_without_a_version_is_none(client, project, coder, reviewer):
    claim = make_waiting(project, coder, 1)[0]

    answer = send(client, claim, "accept", version="")

    assert now(claim).state == State.SUBMITTED
    assert "does not say which version it shows" in answer.text


def test_the_queue_keeps_to_what_was_asked(client, project, coder, reviewer):
    claims = make_waiting(project, coder)
    source = claims[1].coded_anchor.text.source

    answer = send(client, claims[1], "accept", asked=f"?source={source.key}")

    asked = queue(project, f"?source={claims[2].coded_anchor.text.source.key}")
    assert shown(client, asked) == (claims[2], (1, 1))
    assert "Of what you asked for, nothing awaits your decision." in client.get(answer.url).text


def test_what_cannot_be_read_finds_nothing_and_says_why(client, project, coder, reviewer):
    make_waiting(project, coder, 1)

    page = client.get(queue(project, "?theme=none-such")).text

    assert "Select a valid choice" in page
    assert "Of what you asked for, nothing awaits your decision." in page


def test_the_list_leads_to_the_queue_that_asks_the_same(client, project, coder, reviewer):
    claims = make_waiting(project, coder)
    key = claims[1].coded_anchor.text.source.key
    listed = client.get(f"/p/{project.slug}/admin/annotations/claim/?source={key}&state=accepted")

    assert shown(client, listed.context["review_address"]) == (claims[1], (1, 1))


def test_one_can_stay_with_a_source_a_theme_or_a_coder(client, project, coder, reviewer):
    claims = make_waiting(project, coder)
    page = client.get(queue(project, f"?claim={claims[2].pk}"))

    totals = [shown(client, address)[1][1] for _words, address in page.context["stay_with"]]

    assert [words for words, _address in page.context["stay_with"]][::2] == ["this source", "cora"]
    assert totals == [1, 1, 3]


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER])
def test_the_queue_is_for_reviewers(client, project, role):
    sign_in(client, project, role)

    assert client.get(queue(project)).status_code == 403


@pytest.mark.parametrize("decision", ["withdraw", "discard", ""])
def test_no_other_step_is_taken_here(client, project, coder, reviewer, decision):
    claim = make_waiting(project, coder, 1)[0]

    assert send(client, claim, decision).status_code == 400


def test_a_question_beside_it_leads_back_to_the_queue(client, project, coder, reviewer):
    claim = make_waiting(project, coder, 1)[0]
    here = client.get(queue(project)).context["here"]
    address = f"/p/{project.slug}/admin/annotations/claim/{claim.pk}/note/"

    answer = client.post(address, {"kind": "question", "body": "Who is meant?", "back": here})

    assert [answer.url, Note.objects.get().body] == [f"{here}#notes", "Who is meant?"]


def test_three_claims_take_as_many_statements_as_one(
    client, project, coder, reviewer, django_assert_max_num_queries
):
    make_waiting(project, coder, 1)
    client.get(queue(project))
    with django_assert_max_num_queries(60) as one:
        client.get(queue(project))
    make_waiting(project, coder, 2)
    with django_assert_max_num_queries(60) as three:
        client.get(queue(project))

    assert len(three) == len(one)
