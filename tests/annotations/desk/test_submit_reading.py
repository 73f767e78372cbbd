"""Handing a whole reading in from the desk: what is missing is named, and the drafts go with it."""

import pytest

from annotations.models import Reading
from tests.annotations.desk.panel import said
from tests.factories import State, make_claim, make_content

pytestmark = pytest.mark.django_db(transaction=True)


def submit(desk):
    desk.page.get_by_role("button", name="Submit reading").click()
    return desk.page.get_by_role("dialog")


def test_a_reading_is_submitted_with_its_drafts(desk, draft):
    dialog = submit(desk.open())

    dialog.get_by_role("button", name="Submit", exact=True).click()
    dialog.get_by_text("The reading is submitted.").wait_for()

    assert said(draft)["state"] == State.SUBMITTED
    assert Reading.objects.get().submitted is not None


def test_what_is_missing_is_named_and_one_click_away(desk, text, coder, speaker):
    make_claim(content=make_content(text, speakers=[speaker], themes=[]), coder=coder)
    dialog = submit(desk.open())

    dialog.get_by_role("button", name="has no theme").click()

    assert dialog.is_visible() is False
    assert desk.focused() == "Theme"


def test_nothing_here_must_be_said(desk):
    dialog = submit(desk.open())

    dialog.get_by_role("button", name="Submit", exact=True).click()
    asked = dialog.get_by_text("Mark a claim, or tick").is_visible()
    dialog.get_by_label("Nothing here").check()
    dialog.get_by_role("button", name="Submit", exact=True).click()
    dialog.get_by_text("The reading is submitted.").wait_for()

    assert [asked, Reading.objects.get().nothing_here] == [True, True]
