"""A first hour, as a new user has it: from the first start to a dataset, in a real browser, with a picture of each step."""

import csv
import json
import re
import shutil

import jsonschema
import pytest

from tests.main_job import plan
from tests.server import ROOT, Server

SEEDS = ROOT.parent / "shared" / "seeds"
PICTURES = ROOT / "test-results" / "first-hour"
EACH = 10
BACK = 2
OWN = "three words of mine"
LABELS = {
    "support": "Support",
    "oppose": "Oppose",
    "mixed": "Mixed",
    "neutral": "Neutral",
    "unclear": "Unclear",
}
MOST_PATIENCE = 60_000


class Person:
    """Somebody at a browser, who takes a picture of each step."""

    taken = 0

    def __init__(self, page, site):
        self.page, self.site = page, site
        page.set_default_timeout(MOST_PATIENCE)

    def go(self, address):
        self.page.goto(address if address.startswith("http") else self.site.url + address)

    def press(self, name, role="button"):
        self.page.get_by_role(role, name=name, exact=True).first.click()
        self.page.wait_for_load_state()

    def picture(self, name):
        Person.taken += 1
        self.page.screenshot(path=PICTURES / f"{Person.taken:02} {name}.png", full_page=True)

    def choose(self, field, words):
        """Type into a field that proposes, and take what it proposes first for these words."""
        box = self.page.locator(f"select[name='{field}'] + .select2")
        box.click()
        with self.page.expect_response(lambda answer: "term=" in answer.url):
            self.page.locator(".select2-search__field").last.fill(words)
        self.page.locator(".select2-results__option[role=option]", has_text=words).first.click()
        box.locator(".select2-selection__rendered", has_text=words).wait_for()

    def sign_in(self, name, password):
        self.go("/login/")
        self.page.fill("[name=login]", name)
        self.page.fill("[name=password]", password)
        self.press("Sign in")


@pytest.fixture
def site(started, tmp_path):
    PICTURES.mkdir(parents=True, exist_ok=True)
    with Server(shutil.copytree(started, tmp_path / "data")) as server:
        yield server


@pytest.fixture
def articles():
    if not SEEDS.is_dir():
        pytest.skip(f"The seed articles are not at {SEEDS}.")
    return plan.articles(SEEDS)


def test_a_first_hour(site, articles, page, browser, tmp_path):
    editor = Person(page, site)
    sign_in_first(editor, site)
    link = start_a_project(editor)
    bring_in_tables(editor, articles, tmp_path)
    for article in articles:
        add_source(editor, article)
    with browser.new_context() as context:
        reviewer = Person(context.new_page(), site)
        join(reviewer, link)
        for article in articles:
            for number, claim in enumerate(article.claims[:EACH]):
                code(editor, article, claim, number)
        review(reviewer, count=EACH * len(articles), back=BACK)
        for number in range(BACK):
            revise(editor, number)
        review(reviewer, count=BACK, back=0)
        reviewer.go("/p/first-hour/admin/")
        reviewer.picture("the reviewer has nothing left")

    dataset = download(editor, tmp_path)

    schema = json.loads((ROOT / "docs" / "dataset.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(dataset)
    assert [len(dataset["sources"]), len(dataset["claims"])] == [len(articles), EACH * len(articles)]
    assert {claim["state"] for claim in dataset["claims"]} == {"accepted"}
    assert sorted(text["body"] for source in dataset["sources"] for text in source["texts"]) == sorted(
        article.body for article in articles
    )


def sign_in_first(editor, site):
    password = re.search(r"One-time password: (\S+)", site.log())[1]
    editor.go("/")
    editor.picture("the way in")
    editor.sign_in("editor", password)
    editor.picture("a password of one's own")
    for field in editor.page.locator("#content input[type=password]").all():
        field.fill(OWN)
    editor.page.locator("#content form [type=submit]").first.click()
    editor.page.wait_for_url(lambda url: "/password/" not in url)
    editor.picture("the demo's front page")


def start_a_project(editor):
    """Title and language, no themes yet, and a link for the second user, which is returned."""
    editor.go("/start/")
    editor.page.fill("[name=title]", "First hour")
    editor.page.fill("[name=language]", "en")
    editor.picture("starting a project")
    editor.press("Start the project")
    editor.picture("where the themes come from")
    editor.press("Go on")
    editor.picture("whom do you work with")
    editor.page.locator("[name=role][value=reviewer]").check()
    editor.press("Make the link")
    editor.picture("the link is ready")
    return editor.page.locator("#invitation-link").inner_text().strip()


def bring_in_tables(editor, articles, folder):
    """The codebook and the speakers of these articles, each from a CSV that is shown before it comes in."""
    themes = [
        {
            "code": one["code"],
            "label:en": one["label"],
            "proposition": one["proposition"],
            "definition": one["definition"],
        }
        for one in plan.wanted_themes(articles)
    ]
    speakers = [{"kind": one["kind"], "name": main_name(one)} for one in plan.wanted_speakers(articles)]
    for kind, rows in (("theme", themes), ("speaker", speakers)):
        path = folder / f"{kind}.csv"
        with path.open("w", newline="", encoding="utf-8") as file:
            writer = csv.DictWriter(file, rows[0])
            writer.writeheader()
            writer.writerows(rows)
        editor.go(f"/p/first-hour/admin/annotations/{kind}/table/")
        editor.page.set_input_files("[name=file]", path)
        editor.page.locator("form:has([name=file]) [type=submit]").click()
        editor.picture(f"the {kind}s as they would come in")
        editor.press("Bring it in")
        editor.picture(f"the {kind}s are there")


def main_name(speaker):
    return next(name["text"] for name in speaker["names"] if name["kind"] == "main")


def add_source(editor, article):
    about = article.about
    editor.go("/p/first-hour/admin/annotations/source/add/")
    for name in ("title", "publisher", "published"):
        editor.page.fill(f"[name={name}]", about[name])
    editor.page.fill("[name=language]", about["language"])
    editor.page.set_input_files("[name=file]", article.path)
    editor.picture("adding an article")
    editor.press("Add this source")
    editor.picture("the article is there")


def join(reviewer, link):
    reviewer.go(link)
    reviewer.picture("the second user follows the link")
    reviewer.page.fill("[name=username]", "rita")
    reviewer.page.fill("[name=first_name]", "Rita")
    reviewer.page.fill("[name=password]", OWN)
    reviewer.press("Make the account and join")
    reviewer.picture("the second user is in")


def code(editor, article, claim, number):
    """Mark and code a passage through the form: its first speaker, its first theme."""
    page = editor.page
    editor.go("/p/first-hour/admin/annotations/claim/add/")
    editor.choose("text", article.about["title"])
    page.get_by_label("Quote").fill(article.body[claim["start"] : claim["end"]])
    wanted = {one["id"]: one for one in plan.wanted_speakers([article])}
    editor.choose("attributions-0-speaker", main_name(wanted[claim["speakers"][0]["speaker"]]))
    coding = claim["codings"][0]
    labels = {one["code"]: one["label"] for one in plan.wanted_themes([article])}
    editor.choose("codings-0-theme", labels[coding["theme"]])
    page.locator("#codings-0 .seg label", has_text=LABELS[coding["stance"]]).click()
    page.locator("[name=paraphrase]").evaluate("(area, words) => { area.value = words }", claim["paraphrase"])
    if number == 0:
        editor.picture("coding a claim")
    editor.press("Save and submit")
    place = page.locator(f"input[name=place][type=radio][value='{claim['start']}:{claim['end']}']")
    if place.count():
        place.check()
        editor.press("Save and submit")
    assert "/change/" in page.url, page.locator("#content").inner_text()[:600]
    if number == 0:
        editor.picture("the claim is submitted")


def review(reviewer, *, count, back):
    """Go through the queue by keys: the first ones go back with a note, all others are accepted."""
    page = reviewer.page
    reviewer.go("/p/first-hour/admin/review/")
    for number in range(count):
        if number < 3:
            reviewer.picture("the queue")
        shown = page.locator("input[name=claim]").first.get_attribute("value")
        if number < back:
            page.get_by_label("Note needed to return or to reject").fill("Say it in one sentence.")
            page.locator("button[value=return]").click()
        else:
            page.locator("body").press("a")
        page.wait_for_function(
            "shown => document.querySelector('input[name=claim]')?.value !== shown", arg=shown
        )
    reviewer.picture("the end of the queue")


def revise(editor, number):
    """Open a claim that came back, correct it, and submit the correction."""
    page = editor.page
    editor.go("/p/first-hour/admin/")
    if number == 0:
        editor.picture("two claims came back")
    page.get_by_text("came back to you with a note").click()
    page.locator("#result_list tbody th a, #result_list tbody td a").first.click()
    if number == 0:
        editor.picture("a claim that came back")
    editor.press("Correct")
    page.locator("[name=paraphrase]").evaluate("area => { area.value = 'Said in one sentence.' }")
    editor.picture("its correction")
    editor.press("Save and submit")


def download(editor, folder):
    editor.go("/p/first-hour/admin/")
    editor.picture("where the project stands after an hour")
    with editor.page.expect_download() as coming:
        editor.page.locator("a[href$='dataset.json']").first.click()
    coming.value.save_as(folder / "dataset.json")
    return json.loads((folder / "dataset.json").read_text(encoding="utf-8"))
