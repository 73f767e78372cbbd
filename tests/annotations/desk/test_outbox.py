"""What was coded and the server does not have yet: a cut line, a lost answer, a session that ended, another's change."""

import pytest
from django.contrib.sessions.models import Session

from annotations import drafting
from annotations.models import Claim
from tests.annotations.desk.panel import Desk, said, sign_in
from tests.factories import QUOTE, State, make_member

pytestmark = pytest.mark.django_db(transaction=True)

ACTS = "**/acts/"
BROKEN_STORAGE = (
    "Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError'); };"
)


def codes(claim):
    return said(claim)["codes"]


def change_elsewhere(draft, coder, **fields):
    """Somebody (the coder, in another window) changes the draft."""
    draft.refresh_from_db()
    content = drafting.content_of(draft)
    changed = drafting.Content(**{**vars(content), **fields})
    drafting.rewrite(draft, changed, by=coder, seen=draft.version)


def open_draft(desk):
    desk.open().page.locator("[data-claim-card]").first.press("Enter")
    return desk


def test_a_cut_line_loses_nothing_and_doubles_nothing(desk, speaker, theme, page):
    desk.open().select(QUOTE).press("Enter").type("qian").press("Enter", "1")
    page.route(ACTS, lambda route: route.abort())

    desk.press("2", "Enter")
    page.get_by_text("No connection.").wait_for()
    told = desk.status.inner_text()
    desk.open()
    page.locator("[data-claim-card]").wait_for()
    page.unroute(ACTS)
    desk.open().saved()

    assert told == "No connection. Kept in this browser, and sent later. Changes waiting: 1"
    assert codes(Claim.objects.get()) == [("general-models", "oppose")]


def test_an_answer_that_got_lost_is_asked_for_again_and_nothing_is_done_twice(desk, draft, page):
    open_draft(desk)
    lost = []

    def lose(route):
        if not lost:
            lost.append(route.fetch())
            route.abort()
        else:
            route.continue_()

    page.route(ACTS, lose)
    desk.press("1", "Enter").saved()

    draft.refresh_from_db()
    assert [len(lost), lost[0].status, draft.version] == [1, 200, 2]
    assert codes(draft) == [("general-models", "support")]


def test_what_was_done_without_a_line_is_done_in_its_order(desk, speaker, theme, page):
    desk.open().select(QUOTE).press("Enter").type("qian").press("Enter", "1")
    page.route(ACTS, lambda route: route.abort())
    desk.press("2", "Enter")
    page.locator("[data-claim-card]").press("Enter")
    desk.press("1", "Enter")
    page.locator("[data-claim-card]").press("Enter")
    desk.press("Delete")

    page.unroute(ACTS)
    desk.saved()

    claim = Claim.objects.get()
    assert [claim.state, codes(claim)] == [State.DISCARDED, [("general-models", "support")]]


def test_a_session_that_ended_keeps_the_work_until_one_signs_in_again(
    desk, draft, coder, page, client, live_server, text
):
    open_draft(desk)
    Session.objects.all().delete()

    desk.press("1", "Enter")
    page.get_by_text("Signed out.").wait_for()
    link = page.get_by_role("link", name="Sign in again (opens a new tab)").get_attribute("target")
    page.context.clear_cookies()
    sign_in(page, client, live_server, text, member=coder)
    page.evaluate("dispatchEvent(new Event('focus'))")
    desk.saved()

    assert [link, codes(draft)] == ["_blank", [("general-models", "support")]]


def test_work_is_never_sent_in_the_name_of_somebody_else(
    desk, draft, page, client, live_server, text, project
):
    open_draft(desk)
    Session.objects.all().delete()
    desk.press("1", "Enter")
    page.get_by_text("Signed out.").wait_for()

    page.context.clear_cookies()
    sign_in(page, client, live_server, text, member=make_member(project))
    page.evaluate("dispatchEvent(new Event('focus'))")
    page.get_by_text("Somebody else is signed in").wait_for()

    assert codes(draft) == [("general-models", "oppose")]


@pytest.mark.parametrize(
    "button, mode, stance",
    [("Keep mine", "indirect", "support"), ("Take theirs", "direct", "oppose")],
)
def test_a_conflict_shows_both_readings(desk, draft, coder, button, mode, stance):
    open_draft(desk)
    change_elsewhere(draft, coder, reporting="direct")

    desk.press("1", "Enter")
    desk.panel.get_by_text("Two readings of one claim").wait_for()
    parts = desk.panel.locator("legend").all_inner_texts()
    desk.panel.get_by_role("button", name=button).click()
    desk.saved()

    assert parts == ["Mode", "general-models"]
    assert [said(draft) and draft.reporting, codes(draft)] == [mode, [("general-models", stance)]]


def test_of_a_conflict_each_part_can_be_chosen(desk, draft, coder):
    open_draft(desk)
    change_elsewhere(draft, coder, reporting="direct")
    desk.press("1", "Enter")

    desk.panel.get_by_role("group", name="Mode", exact=True).get_by_label("Theirs").check()
    desk.panel.get_by_role("button", name="Save what is chosen").click()
    desk.saved()

    draft.refresh_from_db()
    assert [draft.reporting, codes(draft)] == ["direct", [("general-models", "support")]]


def test_a_conflict_is_still_there_after_a_reload(desk, draft, coder, page):
    open_draft(desk)
    change_elsewhere(draft, coder, reporting="direct")
    desk.press("1", "Enter")
    desk.panel.get_by_text("Two readings of one claim").wait_for()

    desk.open()
    page.get_by_role("button", name="Look at it").click()

    assert desk.panel.locator("legend").all_inner_texts() == ["Mode", "general-models"]


def test_what_the_server_refuses_is_said_and_can_be_mended(desk, draft, page):
    open_draft(desk)

    desk.press("d").type("2023-02-31").press("Control+Enter")
    page.get_by_role("button", name="Look at it").click()
    sentence = desk.panel.locator("[data-refusal] p").inner_text()
    desk.page.locator("[name=said]").fill("2023-02-28")
    desk.press("Control+Enter").saved()

    draft.refresh_from_db()
    assert "2023-02-31" in sentence
    assert draft.said == "2023-02-28"


def test_a_browser_without_room_says_so(page, live_server, text, coder, draft):
    page.add_init_script(BROKEN_STORAGE)
    desk = open_draft(Desk(page, live_server, text))
    page.route(ACTS, lambda route: route.abort())

    desk.press("1", "Enter")
    page.get_by_text("No connection.").wait_for()

    assert "This browser has no more room" in desk.status.inner_text()
