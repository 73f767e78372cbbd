"""Each state of the desk's panel, before the rules of accessibility: light and dark, wide and on a phone."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from annotations import drafting
from tests.factories import QUOTE, State, make_claim, make_content

pytestmark = pytest.mark.django_db(transaction=True)

ACTS = "**/acts/"
RULES = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_state_of_the_panel_is_accessible(desk, draft, coder, text, page, width, scheme):
    make_claim(content=make_content(text, start=0, end=10), coder=coder, state=State.SUBMITTED)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme, reduced_motion="reduce")

    found = {state: faults(page) for state in states(desk, draft, coder)}

    assert found == dict.fromkeys(found, [])


def faults(page):
    """Rule and place of each fault that axe finds."""
    violations = Axe().run(page, options={"runOnly": RULES}).response["violations"]
    return [(fault["id"], fault["nodes"][0]["html"][:200]) for fault in violations]


def states(desk, draft, coder):
    """Bring the panel into one state after the other, and name each."""
    desk.open()
    yield "closed"
    yield from states_of_a_new_claim(desk)
    open_card(desk, QUOTE)
    desk.press("d", "Tab", "c", "a")
    yield "draft"
    desk.press("Escape")
    open_card(desk, "Qian Depei")
    yield "handed in"
    desk.press("Escape")
    open_card(desk, QUOTE)
    yield from states_without_the_server(desk, draft, coder)
    desk.press("Escape", "?")
    yield "keys"


def states_of_a_new_claim(desk):
    desk.select("small models").press("Enter")
    desk.panel.get_by_role("option").first.wait_for()
    yield "new"
    desk.type("Somebody").press("Enter")
    desk.panel.get_by_role("group", name="New speaker").wait_for()
    yield "new speaker"
    desk.press("Escape", "Escape", "Escape")


def states_without_the_server(desk, draft, coder):
    page = desk.page
    page.route(ACTS, lambda route: route.abort())
    desk.press("1", "Enter")
    page.get_by_text("No connection.").wait_for()
    yield "offline"
    change_elsewhere(draft, coder)
    page.unroute(ACTS)
    page.get_by_role("button", name="Look at it").click()
    yield "conflict"
    desk.panel.get_by_role("button", name="Take theirs").click()
    page.locator("[data-text]").focus()


def open_card(desk, words):
    desk.page.locator("[data-claim-card]").filter(has_text=words[:10]).first.press("Enter")


def change_elsewhere(draft, coder):
    draft.refresh_from_db()
    content = drafting.content_of(draft)
    changed = drafting.Content(**{**vars(content), "reporting": "direct"})
    drafting.rewrite(draft, changed, by=coder, seen=draft.version)
