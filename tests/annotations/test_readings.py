import pytest

from annotations import readings, review
from annotations.access import NotAllowed
from annotations.models import Claim, Membership, Reading
from annotations.refusal import Refused
from tests.factories import make_claim, make_member, make_project, make_text

pytestmark = pytest.mark.django_db

State = Claim.State


def refusal(reading, by, **options):
    with pytest.raises(Refused) as refused:
        readings.submit_reading(reading, by=by, **options)
    return str(refused.value)


def test_a_reading_is_opened_once_for_a_coder_text_and_round(text, coder):
    reading = readings.open_reading(text, coder=coder)

    assert readings.open_reading(text, coder=coder) == reading
    assert readings.open_reading(text, coder=coder, number=2) != reading
    assert readings.open_reading(text, coder=make_member(text.project)) != reading
    assert (reading.project, reading.round) == (text.project, 1)


@pytest.mark.parametrize("blind", [True, False])
def test_a_reading_is_as_blind_as_the_project_was_then(blind):
    text = make_text(project=make_project(blind=blind))

    assert readings.open_reading(text, coder=make_member(text.project)).blind is blind


def test_the_first_claim_opens_the_reading(text, coder):
    claims = [make_claim(text, coder=coder) for _ in range(2)]

    assert claims[0].reading == claims[1].reading == Reading.objects.get()


def test_a_reading_is_submitted_with_its_claims(text, coder):
    reading = make_claim(text, coder=coder, state=State.SUBMITTED).reading

    readings.submit_reading(reading, by=coder)

    assert reading.submitted is not None
    now, before = reading.history.all()
    assert (before.submitted, now.submitted, now.history_user) == (None, reading.submitted, coder)


def test_nothing_here_is_an_answer(text, coder):
    reading = readings.open_reading(text, coder=coder)

    readings.submit_reading(reading, by=coder, nothing_here=True)

    assert reading.nothing_here is True


def test_nothing_here_is_refused_where_there_is_something(text, coder):
    reading = make_claim(text, coder=coder, state=State.SUBMITTED).reading

    assert refusal(reading, coder, nothing_here=True).startswith(
        "There are claims in this reading: discard them"
    )


def test_drafts_hold_a_reading_up_and_discarded_ones_do_not(text, coder):
    claim = make_claim(text, coder=coder)

    assert refusal(claim.reading, coder) == "There are drafts in this reading: submit or discard them first."

    review.discard(claim, by=coder, seen=claim.version)
    readings.submit_reading(claim.reading, by=coder, nothing_here=True)


def test_a_reading_is_submitted_once(text, coder):
    reading = readings.open_reading(text, coder=coder)
    readings.submit_reading(reading, by=coder)

    assert refusal(reading, coder) == "This reading was submitted before."


def test_nobody_submits_for_somebody_else(text, coder):
    reading = readings.open_reading(text, coder=coder)

    assert refusal(reading, make_member(text.project, Membership.Role.MANAGER)) == (
        "Only the person who read the text can submit the reading."
    )


def test_who_codes_no_more_submits_no_more(text):
    viewer = make_member(text.project, Membership.Role.VIEWER)
    reading = readings.open_reading(text, coder=viewer)

    with pytest.raises(NotAllowed):
        readings.submit_reading(reading, by=viewer)


def test_marking_a_claim_takes_nothing_here_back(text, coder):
    reading = readings.open_reading(text, coder=coder)
    readings.submit_reading(reading, by=coder, nothing_here=True)

    make_claim(text, coder=coder)

    reading.refresh_from_db()
    assert (reading.nothing_here, reading.submitted is None) == (False, False)
    assert [row.nothing_here for row in reading.history.all()] == [False, True, False]


def test_restoring_a_draft_takes_nothing_here_back(text, coder):
    claim = make_claim(text, coder=coder)
    review.discard(claim, by=coder, seen=claim.version)
    readings.submit_reading(claim.reading, by=coder, nothing_here=True)

    review.restore(claim, by=coder, seen=claim.version)

    claim.reading.refresh_from_db()
    assert claim.reading.nothing_here is False
