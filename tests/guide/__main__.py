"""Serve the demo, open its pages in Chromium, and take the pictures of docs/guide: `python -m tests.guide`."""

import sys
import tempfile
from pathlib import Path

from playwright.sync_api import sync_playwright

from tests.chromium import CHROMIUM
from tests.server import ROOT, Server

PICTURES = ROOT / "docs" / "guide" / "pictures"
SIZE = {"width": 1000, "height": 720}
PASSWORD = "of this run only"
PREPARE = f"""
from annotations import projects
from annotations.models import Claim, Membership, Project, Source, Speaker, Text, User
boss = User.objects.create_user("ana", first_name="Ana", password={PASSWORD!r})
projects.join(Project.objects.get(), boss, role=Membership.Role.MANAGER)
claim = Claim.objects.filter(state="accepted").order_by("pk").first()
text = Text.objects.filter(kind="machine-translation").order_by("pk").first()
print(text.pk, text.of_id or text.source.texts.exclude(pk=text.pk).first().pk)
print(claim.pk, claim.coded_anchor.text.source_id, claim.attributions.first().speaker_id, Project.objects.get().pk)
"""


def pages(text, other, claim, source, speaker, project):
    """What is shown of which address."""
    at = "/p/demo/admin/annotations"
    return {
        "front": "/p/demo/admin/",
        "desk": f"/p/demo/desk/{text}/",
        "desk-beside": f"/p/demo/desk/{text}/?beside={other}",
        "source-form": f"{at}/source/add/",
        "source": f"{at}/source/{source}/change/",
        "claim-form": f"{at}/claim/add/",
        "claim": f"{at}/claim/{claim}/change/",
        "review": "/p/demo/admin/review/",
        "book": f"{at}/theme/book/",
        "speaker": f"{at}/speaker/{speaker}/change/",
        "people": f"{at}/membership/",
        "project": f"{at}/project/{project}/change/",
    }


def take_pictures(server, wanted, folder):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        page = browser.new_page(viewport=SIZE, color_scheme="light", locale="en")
        page.goto(f"{server.url}/login/")
        page.fill("[name=login]", "ana")
        page.fill("[name=password]", PASSWORD)
        page.click("#content [type=submit]")
        for name, address in wanted.items():
            page.set_viewport_size(SIZE)
            answer = page.goto(server.url + address)
            if answer.status != 200:
                raise SystemExit(f"{address} answers {answer.status}, so there is no picture “{name}”.")
            if name.startswith("desk"):
                open_a_claim(page)
            page.screenshot(path=folder / f"{name}.png")
        browser.close()


def open_a_claim(page):
    """Go to the second claim of the text by its keys; two wordings and the margin need a wider window."""
    page.set_viewport_size({"width": 1280, "height": 800})
    page.wait_for_load_state("networkidle")
    page.focus("#text")
    page.keyboard.press("n")
    page.keyboard.press("n")
    page.locator("[data-panel]").wait_for()
    page.wait_for_load_state("networkidle")


def main(folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="standpoint-guide-") as data:
        server = Server(data)
        server.manage("migrate")
        server.manage("load_demo")
        rows = server.manage("shell", "-v0", "-c", PREPARE).stdout.split()
        with server:
            take_pictures(server, pages(*rows), folder)
    print(f"{len(list(folder.glob('*.png')))} pictures are in {folder}.")


if __name__ == "__main__":
    main(Path(sys.argv[1]) if len(sys.argv) > 1 else PICTURES)
