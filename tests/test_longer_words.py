"""A language whose sentences are 40 % longer than English breaks no page: nothing sticks out, no button is cut."""

import pytest
from django.conf import settings
from django.test import Client

from annotations.models import User
from tests import pseudo
from tests.test_addresses import TABLE, World
from tests.test_every_word import NO_PAGES

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True, databases=["default", "snapshot"]),
]
PARTS = 2
WIDE, NARROW = {"width": 1280, "height": 800}, {"width": 360, "height": 800}
OUTSIDE = ["/", "/account/", "/start/", "/help/", "/none/"]
# What sticks out of the page, and what is cut in a button, said by its words.
BROKEN = """() => {
  const root = document.documentElement;
  const cut = [...document.querySelectorAll("button, .button, input[type=submit]")]
    .filter((one) => one.offsetParent && one.scrollWidth > one.clientWidth + 1 && getComputedStyle(one).overflowX !== "visible")
    .map((one) => one.textContent.trim() || one.value);
  const wide = root.scrollWidth > root.clientWidth
    ? [...document.querySelectorAll("body *")].filter((one) => one.getBoundingClientRect().right > root.clientWidth + 1 && !one.closest(".results, table"))
        .slice(-2).map((one) => `${one.tagName}.${one.className}: ${one.textContent.trim().slice(0, 60)}`)
    : [];
  return [...cut, ...wide];
}"""


@pytest.fixture
def world():
    world = World()
    User.objects.filter(pk=world.people["manager"].pk).update(is_superuser=True)
    return world


@pytest.mark.parametrize("part", range(PARTS))
def test_no_page_breaks_in_longer_words(world, live_server, browser, part):
    client = Client()
    client.force_login(world.people["manager"])
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    paths = [
        f"/p/own/{world.path(route, TABLE[route], world.own)}" for route in sorted(set(TABLE) - NO_PAGES)
    ]
    broken = {}
    with (
        pseudo.spoken(),
        browser.new_context(locale=pseudo.CODE) as context,
    ):
        context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}])
        page = context.new_page()
        page.on("download", lambda download: download.cancel())
        for path in [*paths, *OUTSIDE][part::PARTS]:
            if found := broken_at(page, live_server.url + path):
                broken[path] = found

    assert broken == {}


def broken_at(page, address):
    answer = page.request.get(address, max_redirects=0)
    if answer.status != 200 or "text/html" not in answer.headers["content-type"]:
        return []
    page.set_viewport_size(NARROW)
    page.goto(address)
    narrow = page.evaluate(BROKEN)
    page.set_viewport_size(WIDE)
    return narrow + page.evaluate(BROKEN)
