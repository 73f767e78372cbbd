"""What happens elsewhere while a text is open at the desk: in a second tab, and to the text itself; and fingers."""

import pytest

from annotations import takedown
from annotations.models import Claim
from tests.annotations.desk.panel import READY, Desk, said
from tests.annotations.desk.test_reading import PLACE
from tests.factories import QUOTE, Role, make_member, make_text
from tests.test_house import session_cookie

pytestmark = pytest.mark.django_db(transaction=True)

ACTS = "**/acts/"
# What fingers do with the handles that a phone shows around words.
SELECT_BY_HANDLES = """async ([start, end]) => {
  const { page } = await import("/static/annotations/desk/page.js");
  getSelection().setBaseAndExtent(...page.spotOf(start), ...page.spotOf(end));
}"""


@pytest.fixture
def tabs(page, live_server, text, coder):
    """Two windows of one browser with the same text."""
    return Desk(page, live_server, text), Desk(page.context.new_page(), live_server, text)


def open_draft(desk):
    desk.page.locator("[data-claim-card]").first.press("Enter")
    return desk


def stances(claim):
    return [stance for _, stance in said(claim)["codes"]]


def test_of_two_tabs_the_second_is_shown_what_the_first_one_saved(tabs, draft):
    first, second = tabs
    for tab in tabs:
        open_draft(tab.open())

    first.press("1", "Enter").saved()
    second.press("3", "Enter")
    second.panel.get_by_text("Two readings of one claim").wait_for()
    between = stances(draft)
    second.panel.get_by_role("button", name="Keep mine").click()
    second.saved()

    assert [between, stances(draft)] == [["support"], ["mixed"]]
    assert first.complaints == second.complaints == []


def test_what_one_tab_could_not_send_another_one_sends_once(tabs, speaker, theme):
    first, second = tabs
    first.open().select(QUOTE)
    first.page.route(ACTS, lambda route: route.abort())
    first.press("Enter").type("qian").press("Enter", "1", "2", "Enter")
    first.page.get_by_text("No connection.").wait_for()

    second.open().saved()
    first.page.unroute(ACTS)
    first.saved()

    assert [claim.quote for claim in Claim.objects.all()] == [QUOTE]


def test_a_text_that_was_replaced_takes_no_claim_and_what_was_typed_stays(desk, text, speaker, theme):
    desk.open().select(QUOTE)
    make_text(text.source, body=f"{text.body} Corrected.", replaces=text)

    desk.press("Enter").type("qian").press("Enter", "1", "2", "Enter")
    look(desk)

    assert "was replaced by a corrected one" in desk.panel.locator("[data-refusal]").inner_text()
    assert desk.panel.locator(".name").inner_text() == "Qian Depei"
    assert Claim.objects.count() == 0


def test_a_text_that_was_taken_down_takes_no_claim_and_what_was_typed_stays(desk, text, speaker, theme):
    desk.open().select(QUOTE)
    source, manager = text.source, make_member(text.project, Role.MANAGER)
    takedown.take_down(source, reason="law", title=source.title, by=manager, seen=source.version)

    desk.press("Enter").type("qian").press("Enter", "1", "2", "Enter")
    look(desk)

    assert "was taken down" in desk.panel.locator("[data-refusal]").inner_text()
    assert desk.panel.locator(".name").inner_text() == "Qian Depei"
    assert Claim.objects.count() == 0


def look(desk):
    desk.page.get_by_role("button", name="Look at it").click()
    desk.panel.locator("[data-refusal] p").wait_for()


def test_by_touch_a_button_beside_the_words_marks_them(browser, live_server, text, coder):
    context = browser.new_context(has_touch=True, is_mobile=True, viewport={"width": 360, "height": 740})
    context.add_cookies([session_cookie(coder, live_server.url)])
    page = context.new_page()
    page.goto(f"{live_server.url}/p/{text.project.slug}/desk/{text.pk}/")
    page.locator(READY).wait_for(state="attached")
    start = text.body.index("one general")

    page.touchscreen.tap(*page.evaluate(PLACE, start))
    page.evaluate(SELECT_BY_HANDLES, [start + 1, start + len("one gen")])
    button = page.locator("[data-mark-selection]")
    button.wait_for()
    box = button.bounding_box()
    button.tap()
    panel = page.locator("[data-panel]")
    panel.wait_for()

    told = panel.locator("[data-quote]").inner_text(), box["x"] >= 0, box["x"] + box["width"] <= 360
    context.close()
    assert told == ("one general", True, True)
