"""Every page in a real browser, with the demo loaded: accessible in light and dark, never wider than the screen, nothing
to complain of, and all of it by keyboard.

The pages are those of ``TABLE`` in test_addresses.py, which no new address can leave out.
"""

import re

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from annotations import access, demo, models
from tests.factories import Role, make_claim, make_member, make_project, make_text, make_user
from tests.releases import make_dataset, make_release
from tests.rounds import rounds
from tests.test_addresses import ACCOUNT, TABLE, World
from tests.test_house import session_cookie

pytestmark = [
    pytest.mark.django_db(transaction=True, databases=["default", "snapshot"]),
    pytest.mark.browser,
    pytest.mark.soak,
]

PARTS = 4
# Of the page, and of the box that a list is in.
SIDEWAYS = """() => Math.max(
  ...[document.documentElement, ...document.querySelectorAll(".results")].map((box) => box.scrollWidth - box.clientWidth),
)"""
SERIOUS = ("serious", "critical")
FOUND_BY_AXE = "options => axe.run(options).then(({ violations }) => violations)"
WIDE, NARROW = {"width": 1280, "height": 900}, {"width": 360, "height": 740}
# Each look at a page: what it is called, how large and how lit the screen is, and what axe asks. Only colours change
# with the light, and they are the same at any width; the narrow page is the same document, so only the long rounds ask again.
LOOKS = (
    ("wide", WIDE, "light", {}),
    ("dark", WIDE, "dark", {"runOnly": ["color-contrast"]}),
    (
        "narrow",
        NARROW,
        "light",
        {"rules": {"color-contrast": {"enabled": False}}} if rounds(2, few=1) > 1 else None,
    ),
)
# A script that comes twice does its work twice.
TWICE = """() => {
  const names = [...document.scripts].map((script) => script.src);
  return names.filter((name, place) => name && names.indexOf(name) < place).map((name) => `twice: ${name}`);
}"""
# What an element in focus looks like, and where it stands; a choice drawn by its label shows focus there.
FOCUS = """() => {
  const found = document.activeElement, box = found.getBoundingClientRect();
  const drawn = [found, found.parentElement, found.closest(".select2-selection")].filter(Boolean);
  const shown = drawn.some((one) => getComputedStyle(one).outlineStyle !== "none");
  return {
    name: (found.outerHTML || "").slice(0, 120),
    lost: found === document.body,
    seen: shown && box.width > 0 && box.bottom > 0 && box.top < innerHeight,
  };
}"""


class Walk(World):
    """The demo and its first row of each kind, with a superuser who manages it and has a draft of their own."""

    def __init__(self):
        self.own = demo.load()
        self.person = make_member(self.own, Role.MANAGER, "ana")
        models.User.objects.filter(pk=self.person.pk).update(is_superuser=True, is_staff=True)
        make_release(make_dataset(self.own))
        self.rows = {
            self.own: {model: self.first(model) for model in access.RULES} | {models.User: self.person}
        }
        self.draft = make_claim(text=make_text(project=self.own), coder=self.person)

    def first(self, model):
        return access.visible_to(self.person, model.objects.all()).order_by("pk").first()

    def pages(self):
        """Every address inside the demo, and some pages that depend on what is asked or what stands there."""
        routes = [self.path(route, row, self.own) for route, row in TABLE.items()]
        claims = "admin/annotations/claim/"
        more = [
            f"{claims}{self.draft.pk}/change/",
            f"{claims}?q=none-such",
            f"{claims}?state=submitted",
            f"{claims}?more=1",
            "admin/annotations/source/?q=none-such",
            "admin/annotations/theme/add/?_popup=1",
            "not-there/",
        ]
        return [f"/p/demo/{path}" for path in [*routes, *more]] + [
            "/",
            *(f"/{path}" for path in sorted(ACCOUNT)),
        ]

    def empty_pages(self):
        make_project("empty", title="Nothing yet")
        project = models.Project.objects.get(slug="empty")
        models.Membership.objects.create(project=project, user=self.person, role=Role.MANAGER)
        lists = [route for route in TABLE if re.fullmatch(r"admin/annotations/\w+/", route)]
        incoming = f"admin/annotations/project/{project.pk}/import/"
        return [f"/p/empty/{path}" for path in ["admin/", *lists, incoming]]


@pytest.fixture
def walk():
    return Walk()


@pytest.fixture
def visit(walk, live_server, page):
    """Open an address as the person; returns what was wrong in the console, or None where there is no page to look at."""
    page.context.add_cookies([session_cookie(walk.person, live_server.url)])
    said = []
    page.on("console", lambda message: said.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: said.append(str(error)))

    def visit(address):
        answer = page.request.get(f"{live_server.url}{address}", max_redirects=0)
        if "text/html" not in answer.headers.get("content-type", "") or not answer.body():
            return None
        said.clear()
        page.goto(f"{live_server.url}{address}")
        # The browser itself says so of every page that answers with an error.
        return [line for line in said if not line.startswith("Failed to load resource")]

    return visit


def violations(page, **asked):
    """What axe finds serious in the open page; it is put in once."""
    options = {"resultTypes": ["violations"]} | asked
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    return [
        f"{one['id']}: {node['html'][:160]} {node['failureSummary'][-160:]}"
        for one in page.evaluate(FOUND_BY_AXE, options)
        if one["impact"] in SERIOUS
        for node in one["nodes"][:3]
    ]


def faults_of(page):
    """What axe and the ruler say of the open page, in light and dark, wide and narrow."""
    found = []
    for name, size, scheme, rules in LOOKS:
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=scheme)
        found += [f"{name}: {fault}" for fault in violations(page, **rules)] if rules is not None else []
        sideways = page.evaluate(SIDEWAYS)
        found += [f"{name}: {sideways} px sideways"] * bool(sideways)
    return found


def tabbed(page, most=40):
    """What the Tab key reaches, one after another, until it leaves the page."""
    reached = []
    for _ in range(most):
        page.keyboard.press("Tab")
        found = page.evaluate(FOCUS)
        if found["lost"]:
            break
        reached.append(found)
    return reached


def look_at(page, visit, addresses):
    """Open each page, go through it by keyboard, then look at it; returns what was wrong where, how many pages there
    were and how many places the keyboard reached."""
    faults, seen, reached = {}, 0, 0
    for address in addresses:
        page.set_viewport_size(WIDE)
        page.emulate_media(color_scheme="light")
        complaints = visit(address)
        if complaints is not None:
            stops = tabbed(page)
            hidden = [f"focus is not seen: {stop['name']}" for stop in stops if not stop["seen"]]
            faults[address] = complaints + page.evaluate(TWICE) + hidden + faults_of(page)
            seen, reached = seen + 1, reached + len(stops)
    return seen, reached, {address: found for address, found in faults.items() if found}


@pytest.mark.parametrize("part", range(PARTS))
def test_every_page_is_accessible_by_keyboard_too_and_fits_the_screen(walk, visit, page, part):
    seen, reached, faults = look_at(page, visit, walk.pages()[part::PARTS])

    assert [seen > 5, reached > 50, faults] == [True, True, {}]


def test_every_empty_list_is_accessible_and_fits_the_screen(walk, visit, page):
    seen, _reached, faults = look_at(page, visit, walk.empty_pages())

    assert [seen > 10, faults] == [True, {}]


@pytest.mark.parametrize("address", ["/", "/login/", "/not-there/"])
def test_every_page_of_nobody_is_accessible_and_fits_the_screen(live_server, page, address):
    page.goto(f"{live_server.url}{address}")

    assert faults_of(page) == []


def test_a_person_without_a_project_finds_an_accessible_page(live_server, page):
    page.context.add_cookies([session_cookie(make_user(), live_server.url)])
    page.goto(f"{live_server.url}/")

    assert faults_of(page) == []
