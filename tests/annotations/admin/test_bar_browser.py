"""The bar in a browser: menus on a small screen and by keyboard, the way past them, and none of it on paper."""

import pytest

from tests.factories import Role, State, make_claim, make_member, make_project, make_text
from tests.test_house import session_cookie

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def claim():
    return make_claim(make_text(project=make_project("study")), state=State.ACCEPTED)


@pytest.fixture
def at_claim(claim, live_server, page):
    """A page of the browser, open at an accepted claim, of somebody who manages the project."""
    manager = make_member(claim.project, Role.MANAGER)
    page.context.add_cookies([session_cookie(manager, live_server.url)])
    page.goto(f"{live_server.url}/p/study/admin/annotations/claim/{claim.pk}/change/")
    return page


def test_on_a_small_screen_the_sections_open_from_a_button(at_claim):
    at_claim.set_viewport_size({"width": 360, "height": 740})
    before = at_claim.get_by_role("link", name="Sources", exact=True).is_visible()

    at_claim.get_by_role("button", name="Menu", exact=True).click()
    at_claim.get_by_role("link", name="Sources", exact=True).click()

    assert [before, at_claim.url.endswith("/p/study/admin/annotations/source/")] == [False, True]


def test_escape_closes_a_menu_and_goes_back_to_it(at_claim):
    more = at_claim.locator("#sections summary")
    more.press("Enter")
    opened = at_claim.locator("#sections details").get_attribute("open")

    at_claim.keyboard.press("Tab")
    at_claim.keyboard.press("Escape")

    closed = at_claim.locator("#sections details").get_attribute("open")
    focus = at_claim.evaluate("document.activeElement.tagName")
    assert [opened, closed, focus] == ["", None, "SUMMARY"]


def test_going_on_elsewhere_closes_a_menu(at_claim):
    at_claim.locator("#sections summary").click()

    at_claim.locator("h1").click()

    assert at_claim.locator("#sections details").get_attribute("open") is None


def test_the_first_key_leads_past_the_bar(at_claim):
    at_claim.keyboard.press("Tab")
    at_claim.keyboard.press("Enter")

    assert at_claim.evaluate("document.activeElement.id") == "content-start"


def test_on_paper_stand_the_words_and_their_address_but_no_bars_nor_buttons(claim, at_claim):
    at_claim.emulate_media(media="print")

    words = at_claim.locator("#content").inner_text()
    things = at_claim.locator(".bar, .breadcrumbs, button:visible, textarea:visible")
    shown = [thing for thing in things.all() if thing.is_visible()]
    assert [claim.quote in words, f"/p/study/claims/{claim.record}/" in words, shown] == [True, True, []]
