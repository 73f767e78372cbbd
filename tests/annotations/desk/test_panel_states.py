"""Each state of the desk's panel, before the rules of accessibility: light and dark, wide and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotations import drafting
from tests.factories import QUOTE, State, make_claim, make_content

pytestmark = pytest.mark.django_db(transaction=True)

ACTS = "**/acts/"


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_panel_is_accessible(desk, draft, coder, text, page, width, scheme):
    make_claim(content=make_content(text, start=0, end=10), coder=coder, state=State.SUBMITTED)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")
    found = {}

    def look(state):
        answer = Axe().run(
            page, options={"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
        )
        found[state] = [
            (fault["id"], fault["nodes"][0]["html"][:200]) for fault in answer.response["violations"]
        ]

    desk.open()
    look("closed")
    desk.select("small models").press("Enter")
    desk.panel.get_by_role("option").first.wait_for()
    look("new")
    desk.type("Somebody").press("Enter")
    desk.panel.get_by_role("group", name="New speaker").wait_for()
    look("new speaker")
    desk.press("Escape", "Escape", "Escape")
    open_card(desk, QUOTE)
    desk.press("d", "Tab", "c", "a")
    look("draft")
    desk.press("Escape")
    open_card(desk, "Qian Depei")
    look("handed in")
    desk.press("Escape")
    open_card(desk, QUOTE)
    page.route(ACTS, lambda route: route.abort())
    desk.press("1", "Enter")
    page.get_by_text("No connection.").wait_for()
    look("offline")
    change_elsewhere(draft, coder)
    page.unroute(ACTS)
    page.get_by_role("button", name="Look at it").click()
    look("conflict")
    desk.panel.get_by_role("button", name="Take theirs").click()
    page.locator("[data-text]").focus()
    desk.press("Escape", "?")
    look("keys")

    assert found == dict.fromkeys(found, [])


def open_card(desk, words):
    desk.page.locator("[data-claim-card]").filter(has_text=words[:10]).first.press("Enter")


def change_elsewhere(draft, coder):
    draft.refresh_from_db()
    content = drafting.content_of(draft)
    changed = drafting.Content(**{**vars(content), "reporting": "direct"})
    drafting.rewrite(draft, changed, by=coder, seen=draft.version)
