"""The same articles, and texts of other scripts, coded at the desk in Chromium by keyboard alone; the keys are counted.

What comes out is compared with what was meant: passages in code points, speakers, themes, stances, modes.
"""

import json
import time
from statistics import median

from playwright.sync_api import Page, sync_playwright

from tests.chromium import CHROMIUM
from tests.main_job import plan, scripts
from tests.main_job.keyboard import Keyboard
from tests.main_job.people import Coder, Manager
from tests.main_job.plan import Article
from tests.main_job.site import PASSWORD, SLUG, audit, told
from tests.server import Server

MOST = 22
AT_LEAST = 20
BY_HAND = 5
"""Each so many claims the date is typed, too."""


def code_by_keyboard(server: Server, articles: list[Article], dataset: bytes) -> None:
    """Take the codebook, the speakers and the articles of a dataset into a new site, and code there."""
    begun = time.monotonic()
    document = without_claims(json.loads(dataset))
    file = server.data_dir / "prepared.json"
    file.write_text(json.dumps(document, ensure_ascii=False), encoding="utf-8")
    server.manage("import_dataset", str(file), "--project", SLUG)
    texts = articles + scripts.articles(document["themes"][0]["code"])
    with server:
        meant, coded = told(server, do_the_job, texts, names_in(document))
    check(json.loads(coded), meant)
    audit(server)
    print(f"All of it by keyboard alone, and as it was meant, in {time.monotonic() - begun:.0f} s.")


def without_claims(document: dict) -> dict:
    """The dataset as it is before anybody codes, with the texts of other scripts and who speaks in them."""
    speakers = sorted(document["speakers"] + scripts.speaker_records(), key=lambda one: one["id"])
    sources = sorted(document["sources"] + scripts.source_records(), key=lambda one: one["id"])
    return document | {"speakers": speakers, "sources": sources, "claims": [], "notes": []}


def names_in(document: dict) -> dict[str, str]:
    """What speakers and themes are called at the desk, by the plan's names for them."""
    themes = {theme["code"]: theme["labels"]["en"] for theme in document["themes"]}
    planned = plan.KNOWN["speakers"] + plan.RULED_SPEAKERS + scripts.SPEAKERS
    return themes | {speaker["id"]: speaker["names"][0]["text"] for speaker in planned}


def do_the_job(server: Server, articles: list[Article], names: dict[str, str]) -> tuple[list, bytes]:
    """Code each article at the desk; returns what was meant, and the dataset."""
    coder = Coder(server, SLUG, "cora", PASSWORD)
    texts = [(article, coder.choose("anchor", "text", article.about["title"])) for article in articles]
    meant = in_chromium(server, [(article, text, some_of(article)) for article, text in texts], names)
    return meant, Manager(server, SLUG, "mara", PASSWORD).download()


def some_of(article: Article) -> list[dict]:
    """The claims to code, in the order of the text; what stands at the edge of a passage is no space."""
    claims = [trimmed(claim, article.body) for claim in article.claims[:MOST]]
    for claim in claims[::BY_HAND]:
        claim["by_hand"] = claim.get("said") or "2025"
    return sorted(claims, key=lambda claim: (claim["start"], claim["end"]))


def trimmed(claim: dict, body: str) -> dict:
    words = body[claim["start"] : claim["end"]]
    start = claim["start"] + len(words) - len(words.lstrip())
    return claim | {"start": start, "end": start + len(words.strip())}


def in_chromium(server: Server, work: list, names: dict[str, str]) -> list:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1280, "height": 900}, locale="en")
        sign_in(page, server)
        meant = [code_text(page, server, article, text, claims, names) for article, text, claims in work]
        browser.close()
    return meant


def sign_in(page: Page, server: Server) -> None:
    page.goto(f"{server.url}/login/")
    page.fill("[name=login]", "cora")
    page.fill("[name=password]", PASSWORD)
    page.click("#content [type=submit]")


def code_text(page: Page, server: Server, article: Article, text: int, claims: list, names: dict) -> tuple:
    """Code a text and say how many keys it took; returns its body and what each claim should say."""
    keyboard = Keyboard(page, f"{server.url}/p/{SLUG}/desk/{text}/")
    counted = [keyboard.code(claim, names) for claim in claims]
    keyboard.wait_until_saved()
    selecting, coding = zip(*counted, strict=True)
    print(
        f"{article.about['title']}: {len(claims)} claims at the desk by {keyboard.keys} keys. A claim takes "
        f"{median(map(sum, counted)):.0f} at the median: {median(selecting):.0f} to get there and select, "
        f"{median(coding):.0f} to code and save ({min(coding)} to {max(coding)})."
    )
    print("  " + " ".join(f"{there}+{then}" for there, then in counted))
    return article, [(claim, names) for claim in claims]


def check(dataset: dict, meant: list) -> None:
    """Each claim that was meant is in the dataset, as it was meant, and no other."""
    bodies = {text["id"]: text["body"] for source in dataset["sources"] for text in source["texts"]}
    speakers = {one["id"]: one["names"][0]["text"] for one in dataset["speakers"]}
    found = sorted(as_exported(claim, bodies, speakers) for claim in dataset["claims"])
    wanted = [as_meant(claim, article, names) for article, claims in meant for claim, names in claims]
    assert found == sorted(wanted), difference(found, sorted(wanted))
    for article, claims in meant:
        known = len(article.claims) >= AT_LEAST
        assert not known or len(claims) >= AT_LEAST, f"{article.path.name} has too few claims"


def as_exported(claim: dict, bodies: dict, speakers: dict) -> tuple:
    (anchor,) = claim["anchors"]
    body = bodies[anchor["text"]]
    assert body[anchor["start"] : anchor["end"]] == anchor["quote"], claim["id"]
    return (
        body,
        anchor["start"],
        anchor["end"],
        claim["reporting"],
        sorted(speakers[voice["speaker"]] for voice in claim["speakers"]),
        sorted((code["theme"], code["stance"]) for code in claim["codings"]),
    )


def as_meant(claim: dict, article: Article, names: dict) -> tuple:
    return (
        article.body,
        claim["start"],
        claim["end"],
        claim["reporting"],
        sorted(names[voice["speaker"]] for voice in claim["speakers"]),
        sorted((code["theme"], code["stance"]) for code in claim["codings"]),
    )


def difference(found: list, wanted: list) -> str:
    lines = [f"only found: {row[1:]}" for row in found if row not in wanted]
    return "\n".join(lines + [f"only meant: {row[1:]}" for row in wanted if row not in found])
