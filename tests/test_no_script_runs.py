"""Nothing that anybody wrote ever runs in another one's browser: with our policy, and were there none.

Every field of every row, user names and names of files hold strings of ``tests.naughty.payloads``, each another
stretch of them in each round; then every page is opened in Chromium. The strings would call ``stolen``.
"""

import pytest
from django.conf import settings
from django.db import models
from django.test import Client

from annotations import access
from annotations.imports import speaker_table, table
from annotations.models import Anchor, Note, Text
from annotations.models.fields import LineField, ProseField
from annotations.models.source import sha256_of
from tests.annotations.admin.editing import make_study
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
from tests.naughty import payloads
from tests.rounds import rounds

pytestmark = [pytest.mark.browser, pytest.mark.soak, pytest.mark.django_db(transaction=True)]
PLAIN = {"username", "first_name", "last_name", "email", "name", "file_name", "upload", "reason", "note"}
LISTS = "project membership source text reading speaker theme scale codebookversion claim decision note batch user"
HOOK = "window.ran = []; window.stolen = place => { window.ran.push(place) }"
MORE = [
    "",
    "review/",
    "annotations/theme/book/",
    "annotations/speaker/duplicates/",
    "annotations/claim/add/",
    "annotations/source/add/",
    "annotations/claim/?q=<script>stolen(0)</script>",
    "annotations/claim/?theme=<img src=x onerror=stolen(0)>",
    "annotations/<script>stolen(0)</script>/",
]


def stretch(start, room):
    """As many payloads, from that one on and around, as there is room for."""
    found, all_of_them = "", payloads()
    for number in range(len(all_of_them)):
        more = all_of_them[(start + number) % len(all_of_them)].replace("\x00", "")
        if len(found) + len(more) > room:
            break
        found += more
    return found


def poisoned(model):
    """The fields of a model that take words of a person."""
    fields = [field for field in model._meta.concrete_fields if not field.choices]
    return [field for field in fields if isinstance(field, LineField | ProseField) or field.name in PLAIN]


def poison(number):
    """Fill every such field of every row, each with another stretch."""
    place = number * 7
    for model in access.RULES.keys() - {Anchor}:
        for row in model._base_manager.order_by("pk"):
            changes = {}
            for field in poisoned(model):
                place += 13
                changes[field.name] = stretch(place, min(field.max_length or 20_000, 20_000))
            if hasattr(row, "labels"):
                changes["labels"] = {"en": stretch(place, 200)}
            if model is Text:
                del changes["body"]
            if changes:
                models.QuerySet(model).filter(pk=row.pk).update(**changes)


def make_poisoned_study(number):
    """A study with rows of every kind; returns its manager and the addresses of its pages."""
    project = make_project("study")
    rows = make_study(project)
    boss = make_member(project, Role.MANAGER, "boss")
    body = stretch(number * 7, 20_000)
    text = make_text(make_source(project), body=body, sha256=sha256_of(body))
    for state in (State.SUBMITTED, State.RETURNED, State.ACCEPTED, State.DRAFT):
        content = make_content(text, start=0, end=len(body) if state == State.DRAFT else 300)
        claim = make_claim(content=content, state=state, coder=boss if state == State.DRAFT else None)
        Note.objects.create(project=project, record=claim.record, body="x", by=boss)
    type(boss).objects.filter(pk=boss.pk).update(is_superuser=True)
    poison(number)
    models_of = {name: type(row) for name, row in rows.items()}
    models_of["user"] = type(boss)
    pages = [f"annotations/{name}/" for name in LISTS.split()]
    for name, model in models_of.items():
        last = model._base_manager.order_by("-pk").first()
        pages += [f"annotations/{name}/{last.pk}/change/", f"annotations/{name}/{last.pk}/history/"]
    claims = type(claim).objects.values_list("pk", flat=True)
    pages += [f"annotations/claim/{pk}/change/" for pk in claims] + MORE
    return boss, [f"/p/study/admin/{page}" for page in pages] + ["/", "/account/", "/p/study/none/<b>/"]


@pytest.mark.parametrize("number", range(rounds(100, few=1)))
@pytest.mark.parametrize("without_policy", [False, True], ids=["with the policy", "without any"])
def test_no_payload_runs_on_any_page(live_server, browser, without_policy, number):
    boss, pages = make_poisoned_study(number)
    with browser.new_context(bypass_csp=without_policy) as context:
        ran, opened = opened_in(context, live_server.url, boss, pages)

    assert ran == {}
    assert opened > len(pages) / 2


@pytest.mark.parametrize("without_policy", [False, True], ids=["with the policy", "without any"])
def test_no_payload_in_a_table_runs(live_server, browser, without_policy):
    """In what is refused, in what would come in, and in what came in; the file's name is one, too."""
    project = make_project("study")
    boss = make_member(project, Role.MANAGER, "boss")
    names = list(dict.fromkeys(payload.replace("\x00", "").strip() for payload in payloads()))
    problems = speaker_table.plan(project, table.read(table_of(names))).problems
    refused = {names[problem.row - 2] for problem in problems}
    ran = []

    with browser.new_context(bypass_csp=without_policy) as context:
        page = page_of(context, live_server.url, boss)
        for written in (names, [name for name in names if name not in refused]):
            page.goto(f"{live_server.url}/p/study/admin/annotations/speaker/table/")
            file = {"name": "<img src=x onerror=stolen(0)>.csv", "mimeType": "text/csv"}
            page.set_input_files("input[type=file]", file | {"buffer": table_of(written)})
            ran += ran_after_sending(page)
        ran += ran_after_sending(page)
        came_in = page.locator("#result_list tbody tr").count()

    assert [ran, came_in > 10] == [[], True]


def ran_after_sending(page):
    with page.expect_navigation():
        page.click("#content button.primary")
    return page.evaluate("window.ran")


def table_of(names):
    return table.as_csv(["name"], [[name] for name in names])


def page_of(context, site, boss):
    """A page of somebody who is signed in, which notices what runs."""
    client = Client()
    client.force_login(boss)
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    context.add_cookies([{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": site}])
    context.add_init_script(HOOK)
    page = context.new_page()
    page.on("dialog", lambda dialog: dialog.dismiss())
    return page


def opened_in(context, site, boss, pages):
    """Open each page; returns what ran on which, and how many opened."""
    page, ran, opened = page_of(context, site, boss), {}, 0
    for address in pages:
        answer = page.goto(site + address)
        opened += answer.status == 200
        if found := page.evaluate("window.ran"):
            ran[address] = found
    return ran, opened


def test_a_payload_that_is_let_through_is_noticed(browser):
    with browser.new_context() as context:
        context.add_init_script(HOOK)
        page = context.new_page()
        page.goto("about:blank")
        page.evaluate("document.body.innerHTML = '<img src=x onerror=stolen(1)>'")
        page.wait_for_function("window.ran.length > 0")

        assert page.evaluate("window.ran") == [1]
