"""What a page weighs on the wire, from the real server: little on the first visit, less on the next."""

import shutil

import pytest
from django.conf import settings

from tests.server import Server

pytestmark = [pytest.mark.browser, pytest.mark.xdist_group("weight")]

FIRST, LATER = 250_000, 60_000  # bytes, headers included
PAGES = [
    "admin/",
    "admin/annotations/claim/",
    "admin/annotations/claim/add/",
    "admin/annotations/claim/1/change/",
    "admin/annotations/source/1/change/",
    "admin/annotations/speaker/",
    "admin/annotations/speaker/1/change/",
    "admin/review/",
]
# Letters of every font file, upright and slanted: the heaviest that words can make a page.
ALL_FONTS = """() => {
  const name = document.createElement("p");
  name.innerHTML = "Dvořák <i>Dvořák</i> <b>Dvořák</b> <q class='quote'>Dvořák <i>Dvořák</i></q>";
  document.querySelector("#content").append(name);
}"""


SIGN_IN = """
from django.test import Client
from annotations.models import User

User.objects.update(must_change_password=False)
client = Client()
client.force_login(User.objects.get(username="editor"))
print(client.cookies["sessionid"].value)
"""


@pytest.fixture(scope="module")
def site(started, tmp_path_factory):
    """The site as `make run` starts it, with the demo; returns its address and the session of its first user."""
    with Server(shutil.copytree(started, tmp_path_factory.mktemp("weight") / "site")) as server:
        yield server.url, server.manage("shell", "-v0", "-c", SIGN_IN).stdout.split()[-1]


@pytest.fixture
def visitor(site, context):
    address, session = site
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": session, "url": address}])
    return context


def weigh(context, address, *, letters=False):
    """The bytes that came over the wire for one page, from an empty tab."""
    page = context.new_page()
    wire, bytes_of = context.new_cdp_session(page), {}
    wire.send("Network.enable")
    wire.on(
        "Network.loadingFinished",
        lambda event: bytes_of.update({event["requestId"]: event["encodedDataLength"]}),
    )
    page.goto(address)
    if letters:
        page.evaluate(ALL_FONTS)
    page.wait_for_load_state("networkidle")
    page.close()
    return sum(bytes_of.values())


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light_on_the_first_visit_and_lighter_on_the_next(site, visitor, path):
    address = f"{site[0]}/p/demo/{path}"

    first, later = weigh(visitor, address), weigh(visitor, address)

    assert (0 < first <= FIRST, 0 < later <= LATER) == (True, True), (first, later)


@pytest.mark.parametrize("path", PAGES)
def test_no_letters_make_a_first_visit_too_heavy(site, visitor, path):
    weight = weigh(visitor, f"{site[0]}/p/demo/{path}", letters=True)

    assert 0 < weight <= FIRST


def test_signing_in_is_light(site, context):
    assert 0 < weigh(context, f"{site[0]}/login/", letters=True) <= FIRST
