"""The form of a claim in a browser: what is chosen while typing, and that the policy has nothing to complain of."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from annotations.models import Claim
from tests.annotations.admin.claims import at, sign_in
from tests.factories import State, make_claim, make_speaker, make_text, make_theme

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def coder(client, project):
    return sign_in(client, project)


@pytest.fixture
def visit(client, coder, live_server, page):
    """Open a page of claims as the coder; returns what the browser complained of."""
    complaints = []
    page.on("console", lambda message: complaints.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: complaints.append(str(error)))
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )

    def visit(address):
        page.goto(f"{live_server.url}{address}")
        return complaints

    return visit


def choose(page, name, words):
    page.locator(f"select[name='{name}'] + .select2").click()
    page.locator(".select2-search__field").last.fill(words)
    page.locator(".select2-results__option", has_text=words).first.click()


def test_a_claim_is_marked_by_typing_and_choosing(project, visit, page):
    text = make_text(project=project, title="The report")
    make_speaker(project, "Ana Reis")
    make_theme(project, "energy", proposition="Energy is short.")

    complaints = visit(at(project, "add/"))
    choose(page, "text", text.title)
    page.get_by_label("Quote").fill("small models")
    choose(page, "attributions-0-speaker", "Ana Reis")
    choose(page, "codings-0-theme", "energy")
    beside = page.locator("#codings-0 [data-proposition]").inner_text()
    page.locator("#codings-0 .seg label", has_text="Oppose").click()
    page.get_by_role("button", name="Save and submit").click()
    page.get_by_text("What you may do next").wait_for()

    claim = Claim.objects.get()
    assert [beside, claim.state, claim.quote] == ["Energy is short.", State.SUBMITTED, "small models"]
    assert complaints == []


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_no_page_of_claims_is_wider_than_the_screen(project, coder, visit, page, width, scheme):
    draft = make_claim(make_text(project=project), coder=coder)
    frozen = make_claim(make_text(project=project), coder=coder, state=State.SUBMITTED)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    for address in (
        "",
        "?q=a",
        "add/",
        f"{draft.pk}/change/",
        f"{frozen.pk}/change/",
        f"{draft.pk}/step/discard/",
    ):
        complaints = visit(at(project, address))
        wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert [address, wide, complaints] == [address, 0, []]


@pytest.mark.parametrize("state", [State.DRAFT, State.SUBMITTED])
def test_the_page_of_a_claim_is_accessible(project, coder, visit, page, state):
    claim = make_claim(make_text(project=project), coder=coder, state=state)

    visit(at(project, f"{claim.pk}/change/"))

    assert Axe().run(page, context="#content").response["violations"] == []


def test_the_list_and_its_questions_are_accessible(project, coder, visit, page):
    make_claim(make_text(project=project), coder=coder)

    visit(at(project, "?reporting=indirect"))

    assert Axe().run(page, context=".questions").response["violations"] == []
