"""While a claim is typed, in a browser: the quote is found, stances follow their theme, somebody new is added."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings

from annotations.models import Affiliation, Claim, Scale, Speaker, Stance
from tests.annotations.admin.claims import at, sign_in
from tests.annotations.admin.test_claim_browser import choose
from tests.factories import (
    QUOTE,
    Role,
    State,
    make_claim,
    make_member,
    make_organisation,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def visit(client, project, live_server, page):
    """Open a page as a manager; returns what the browser complained of."""
    sign_in(client, project, Role.MANAGER)
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


def test_the_quote_is_found_while_it_is_typed(project, visit, page):
    text = make_text(project=project)
    complaints = visit(at(project, f"add/?text={text.pk}"))

    page.get_by_label("Quote").fill(QUOTE)
    page.get_by_text("It stands there once:").wait_for()
    page.get_by_label("Quote").fill(QUOTE.replace("cannot", "can not"))
    page.get_by_role("radio", name="one general model").check()
    page.get_by_role("button", name="Save draft", exact=True).click()
    page.get_by_text("The draft is saved.").wait_for()

    assert [Claim.objects.get().quote, complaints] == [QUOTE, []]


def test_stances_follow_the_scale_of_the_theme(project, visit, page):
    make_theme(project, "energy", proposition="Energy is short.")
    other = Scale.objects.create(project=project, code="trend", label="Trend")
    Stance.objects.create(scale=other, code="rising", label="Rising", position=1)
    make_theme(project, "prices", proposition="Prices rise.", scale=other)
    complaints = visit(at(project, "add/"))
    row = page.locator("#codings-0")

    def shown():
        found = row.locator(".stance-choice label:visible").all_inner_texts()
        return [" ".join(words.split()) for words in found]

    at_first = shown()
    choose(page, "codings-0-theme", "energy")
    of_energy = shown()
    row.get_by_role("radio", name="Oppose").check()
    choose(page, "codings-0-theme", "prices")

    assert [at_first, of_energy[:2]] == [[], ["+ Support", "− Oppose"]]
    assert [shown(), row.locator("[data-proposition]").inner_text()] == [
        ["+ Rising", "not chosen"],
        "Prices rise.",
    ]
    assert row.get_by_role("radio", name="not chosen").is_checked()
    assert complaints == []


def test_somebody_new_is_added_without_leaving(project, visit, page):
    make_text(project=project)
    complaints = visit(at(project, "add/"))

    page.get_by_label("Named as").first.fill("Ana Reis")
    page.get_by_role("link", name="New speaker").first.click()
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    page.locator("#attributions-0 .select2-selection__rendered", has_text="Ana Reis").first.wait_for()

    chosen = page.locator("select[name='attributions-0-speaker']").input_value()
    assert [Speaker.objects.get().name, chosen] == ["Ana Reis", str(Speaker.objects.get().pk)]
    assert complaints == []


def test_who_has_the_name_already_is_taken_instead(project, visit, page):
    ana, academy = make_speaker(project, "Ana Reis"), make_organisation(project, "Academy")
    Affiliation.objects.create(speaker=ana, organisation=academy)
    visit(at(project, "add/"))

    page.get_by_role("link", name="New speaker").first.click()
    page.get_by_label("Name, as the text has it").fill("Ana Reis")
    page.get_by_role("dialog").get_by_role("button", name="Add").click()
    page.get_by_role("button", name="Take this one: Ana Reis (Person)").click()
    page.locator("#attributions-0 .select2-selection__rendered", has_text="Academy").wait_for()

    assert page.locator("select[name='attributions-0-speaker']").input_value() == str(ana.pk)
    assert Speaker.objects.count() == 2


def test_a_queue_is_reviewed_by_single_keys(project, visit, page):
    coder = make_member(project)
    first, second, third = (
        make_claim(make_text(project=project), coder=coder, state=State.SUBMITTED) for _ in range(3)
    )
    complaints = visit(f"/p/{project.slug}/admin/review/")

    page.keyboard.press("a")
    page.get_by_text("Claim 2 of 3").wait_for()
    page.keyboard.press("r")
    page.keyboard.type("Who is an arrow?")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Claim 3 of 3").wait_for()
    page.keyboard.press("n")
    page.get_by_text("What you skipped still waits").wait_for()

    states = {claim.pk: claim.state for claim in Claim.objects.all()}
    assert [states[claim.pk] for claim in (first, second, third)] == ["accepted", "returned", "submitted"]
    assert second.decisions.first().note == "Who is an arrow?"
    assert complaints == []


def test_one_can_do_without_keys(project, visit, page):
    claim = make_claim(make_text(project=project), coder=make_member(project), state=State.SUBMITTED)
    complaints = visit(f"/p/{project.slug}/admin/review/")

    page.get_by_role("button", name="Do without single keys").click()
    page.locator("h1").click()
    page.keyboard.press("a")
    page.reload()
    page.get_by_role("button", name="Use single keys").wait_for()

    assert [Claim.objects.get(pk=claim.pk).state, complaints] == [State.SUBMITTED, []]


@pytest.mark.parametrize("width", [1280, 360])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_queue_fits_and_is_accessible(project, visit, page, width, scheme):
    make_claim(make_text(project=project), coder=make_member(project), state=State.SUBMITTED)
    page.set_viewport_size({"width": width, "height": 900})
    page.emulate_media(color_scheme=scheme)

    visit(f"/p/{project.slug}/admin/review/")

    wide = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    violations = Axe().run(page, context="#content").response["violations"]
    assert [wide, [found["id"] for found in violations]] == [0, []]


def test_the_citation_is_copied(project, visit, page, live_server):
    claim = make_claim(make_text(project=project), coder=make_member(project), state=State.ACCEPTED)
    page.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=live_server.url)
    visit(at(project, f"{claim.pk}/change/"))

    page.get_by_role("button", name="Copy quote with citation").click()
    page.get_by_role("button", name="Copied").wait_for()

    copied = page.evaluate("navigator.clipboard.readText()")
    assert (
        copied
        == f"“{QUOTE}” – Qian Depei. A report. {live_server.url}/p/{project.slug}/claims/{claim.record}/"
    )
