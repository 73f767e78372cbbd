"""The page of a text in a browser: read, walked through and marked by every hand; and read without scripts too."""

import re

import pytest

from annotations.models import Claim
from tests.annotations.desk.reader import CLOSE, MODULES, Reader
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_project,
    make_source,
    make_text,
)
from tests.test_every_page import SIDEWAYS, violations
from tests.test_house import session_cookie

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser]

BODY = (
    "Ana Reis said that small models are enough, and that large ones cost too much.\n"
    "\n"
    "“We must wait,” said the minister. Nobody answered."
)
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
PLACE = f"""async (place) => {{
  const {{ page }} = await import("{MODULES}/page.js");
  const rect = page.rectOf(place);
  return [rect.x + 2, rect.y + rect.height / 2];
}}"""
OPEN = f"""async (what) => {{
  const {{ store }} = await import("{MODULES}/store.js");
  store.open(what, {{ enter: false }});
}}"""
# What the ends of the open passage would become, as whoever writes hears it.
HEAR_MOVES = """() => {
  window.moves = [];
  document.addEventListener("desk:moved", ({ detail }) => window.moves.push(detail));
}"""


@pytest.fixture
def project():
    return make_project("study")


@pytest.fixture
def coder(project):
    return make_member(project)


@pytest.fixture
def text(project):
    return make_text(make_source(project), body=BODY)


def claim_on(text, words, coder, **fields):
    start = text.body.index(words)
    return make_claim(content=make_content(text, start=start, end=start + len(words)), coder=coder, **fields)


@pytest.fixture
def nested(text, coder):
    """Three claims, each inside the one before."""
    passages = (
        "small models are enough, and that large ones cost too much",
        "large ones cost too much",
        "cost",
    )
    return [claim_on(text, words, coder) for words in passages]


@pytest.fixture
def reader(page, live_server, text, coder):
    return Reader(page, live_server, text, coder)


def words_of(reader, passage):
    return reader.text.body[passage["start"] : passage["end"]]


def click(reader, words):
    reader.page.mouse.click(*reader.page.evaluate(PLACE, reader.text.body.index(words)))
    return reader.opened()


def test_a_selection_in_the_middle_of_words_takes_them_whole(reader):
    start = BODY.index("mall")

    assert words_of(reader, reader.drag(start, BODY.index("dels"))) == "small models"


def test_with_alt_held_letters_are_taken_as_they_were(reader):
    start = BODY.index("mall")

    reader.page.keyboard.down("Alt")
    passage = reader.drag(start, BODY.index("dels"))

    assert words_of(reader, passage) == "mall mo"


def test_whole_words_can_be_switched_off_for_good(reader):
    reader.page.get_by_label("Select whole words").uncheck()
    reader.open()

    assert words_of(reader, reader.drag(BODY.index("mall"), BODY.index("dels"))) == "mall mo"


def test_a_selection_goes_over_paragraphs(reader):
    passage = reader.drag(BODY.index("cost"), BODY.index(" must"))

    assert words_of(reader, passage) == "cost too much.\n\n“We"


@pytest.mark.parametrize(
    ("keys", "meant"),
    [
        (["ArrowRight", "Shift+ArrowRight"], "Reis"),
        (["Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft"], "Ana"),
        (["Shift+Control+ArrowRight", "Shift+Control+ArrowRight"], "An"),
        (["End", "Shift+ArrowLeft", "Shift+ArrowLeft"], "too much."),
        (["ArrowDown", "ArrowDown", "Shift+Alt+ArrowRight"], "“We must wait,” said the minister."),
        (["Shift+End"], BODY.split("\n")[0]),
        (["Control+End", "Shift+Alt+ArrowLeft"], "Nobody answered."),
    ],
)
def test_a_passage_is_selected_by_keys_alone(reader, keys, meant):
    reader.page.locator("[data-text]").focus()
    for key in ["Control+Home", *keys, "Enter"]:
        reader.page.keyboard.press(key)

    assert words_of(reader, reader.opened()) == meant


def test_a_click_goes_through_the_claims_under_it_from_the_innermost(nested, reader):
    keys = [claim.key for claim in nested]

    assert [click(reader, "cost") for _ in range(4)] == [keys[2], keys[1], keys[0], keys[2]]


def test_quick_clicks_go_through_the_claims_too(nested, reader):
    spot = reader.page.evaluate(PLACE, BODY.index("cost"))

    reader.page.mouse.move(*spot)
    for count in (1, 2):
        reader.page.mouse.down(click_count=count)
        reader.page.mouse.up(click_count=count)
        reader.opened()

    assert reader.opened() == nested[1].key


def test_n_and_p_go_from_claim_to_claim_and_around(nested, reader):
    reader.page.locator("[data-text]").focus()
    found = []
    for key in ["n", "n", "n", "n", "p"]:
        reader.page.keyboard.press(key)
        found.append(reader.opened())

    keys = [claim.key for claim in nested]
    assert found == [*keys, keys[0], keys[2]]
    assert reader.page.evaluate("document.activeElement.matches('[data-text]')")


@pytest.mark.parametrize(
    ("key", "meant"),
    [
        ("]", "large ones cost too"),
        ("[", "large ones"),
        ("{", "that large ones cost"),
        ("}", "ones cost"),
    ],
)
def test_an_end_of_the_open_passage_is_moved_by_keys(text, coder, reader, key, meant):
    claim = claim_on(text, "large ones cost", coder)
    reader.open()
    reader.page.evaluate(HEAR_MOVES)
    reader.page.evaluate(OPEN, claim.key)
    reader.page.locator("[data-text]").focus()

    reader.page.keyboard.press(key)

    (move,) = reader.page.evaluate("moves")
    assert (move["key"], words_of(reader, move)) == (claim.key, meant)


def test_a_handle_is_moved_by_arrows_and_says_what_it_holds(text, coder, reader):
    claim = claim_on(text, "large ones cost", coder)
    reader.open()
    reader.page.evaluate(OPEN, claim.key)
    handle = reader.page.get_by_role("slider", name="End of the passage")

    handle.press("ArrowRight")

    assert handle.get_attribute("aria-valuetext") == "large ones cost too"


def test_a_handle_is_dragged_and_takes_whole_words(text, coder, reader):
    claim = claim_on(text, "large ones cost", coder)
    reader.open()
    reader.page.evaluate(HEAR_MOVES)
    reader.page.evaluate(OPEN, claim.key)
    box = reader.page.get_by_role("slider", name="Start of the passage").bounding_box()
    to = reader.page.evaluate(PLACE, BODY.index("odels"))

    reader.page.mouse.move(box["x"] + box["width"] / 2, box["y"] + 8)
    reader.page.mouse.down()
    reader.page.mouse.move(to[0] + 20, to[1])
    reader.page.mouse.move(*to)
    reader.page.mouse.up()

    (move,) = reader.page.evaluate("moves")
    assert words_of(reader, move) == "models are enough, and that large ones cost"


def test_a_viewer_selects_without_marking(page, live_server, text, project):
    reader = Reader(page, live_server, text, make_member(project, Role.VIEWER))

    assert reader.drag(0, BODY.index(" said")) is None
    assert page.evaluate("getSelection().toString()").strip() == "Ana Reis"


def test_an_address_opens_its_claim(page, live_server, text, coder, nested):
    reader = Reader(page, live_server, text, coder)

    page.goto(f"{reader.address}#claim-{nested[1].key}")
    page.reload()

    assert reader.opened() == nested[1].key


def test_every_claim_has_a_card_that_says_how_many_there_are(nested, reader):
    items = reader.page.locator("[data-cards] > li")

    told = items.evaluate_all("items => items.map((item) => [item.ariaPosInSet, item.ariaSetSize])")
    assert told == [["1", "3"], ["2", "3"], ["3", "3"]]


@pytest.mark.parametrize("size", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("state", ["read", "open", "selected"])
def test_the_page_is_for_everybody(text, coder, page, live_server, nested, size, scheme, state):
    page.set_viewport_size(size)
    page.emulate_media(color_scheme=scheme)
    claim_on(text, "said the minister", coder, state=State.SUBMITTED)
    reader = Reader(page, live_server, text, coder)
    if state == "open":
        page.evaluate(OPEN, nested[1].key)
    if state == "selected":
        reader.go_by_words(3, 3)

    page.wait_for_timeout(200)

    assert (violations(page), page.evaluate(SIDEWAYS)) == ([], 0)


def test_below_a_hebrew_paragraph_the_panel_still_runs_as_the_page_does(page, live_server, project, coder):
    text = make_text(make_source(project), body="פרופסור לוי אמרה שמודלים קטנים מספיקים.", language="he")
    claim = make_claim(content=make_content(text, start=8, end=20), coder=coder)
    page.set_viewport_size(NARROW)
    reader = Reader(page, live_server, text, coder)

    page.evaluate(OPEN, claim.key)
    panel = reader.page.locator("[data-below] [data-panel]")
    directions = [
        place.evaluate("place => getComputedStyle(place).direction")
        for place in (panel, panel.locator("[data-quote]"))
    ]

    assert directions == ["ltr", "rtl"]


@pytest.mark.parametrize("painted", [True, False], ids=["with scripts before", "never with scripts"])
@pytest.mark.parametrize("marked", [True, False], ids=["marked", "empty"])
def test_without_scripts_the_text_reads_and_leads_to_its_claims(
    browser, live_server, text, coder, marked, painted
):
    claims = [claim_on(text, words, coder) for words in ("small models", "wait") if marked]
    context = browser.new_context(java_script_enabled=False)
    paints = {"name": "desk-paints", "value": "1", "url": live_server.url}
    context.add_cookies([session_cookie(coder, live_server.url), *([paints] if painted else [])])
    page = context.new_page()

    page.goto(f"{live_server.url}/p/study/desk/{text.pk}/")
    page.wait_for_url("**?marks=1" if painted else "**/")

    lines = page.locator("[data-text] > p").all_text_contents()
    leads = page.locator("[data-text] mark a").evaluate_all("links => links.map((link) => link.hash)")
    cards = page.locator(".listed a").evaluate_all("links => links.map((link) => link.pathname)")
    form = page.get_by_role("link", name="Mark a claim in a form").get_attribute("href")
    context.close()
    assert "\n".join(lines) == BODY
    assert leads == [f"#claim-{claim.key}" for claim in claims]
    assert cards == [f"/p/study/admin/annotations/claim/{claim.pk}/change/" for claim in claims]
    assert re.search(rf"claim/add/\?text={text.pk}$", form)


def test_on_paper_every_claim_is_listed(text, coder, page, live_server):
    for word in re.findall(r"\w+", BODY)[:20]:
        claim_on(text, word, coder)
    reader = Reader(page, live_server, text, coder)
    page.evaluate(CLOSE)

    page.emulate_media(media="print")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")

    assert reader.page.locator("[data-cards] [data-claim-card]").count() == Claim.objects.count()
    assert page.locator("[data-cards] [data-claim-card]").last.is_visible()
