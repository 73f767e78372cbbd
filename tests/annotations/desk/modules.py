"""The desk's modules in a browser, without a site around them: the text of an article, and what its scripts make of it."""

import json
from pathlib import Path

from django.contrib.staticfiles import finders

from annotations.desk.marked import Card, paragraphs

ADDRESS = "http://desk.test/"
STATIC = f"{ADDRESS}static/"
PAGE = """<!doctype html><meta charset="utf-8"><title>Desk</title>
<script type="application/json" id="desk-data">{}</script><main></main>"""
# Builds the text anew and hands its page to the function that follows.
WITH_TEXT = """async ([markup, given]) => {
  const main = document.querySelector("main");
  main.innerHTML = `<article data-text="1" lang="en" dir="auto">${markup}</article>`;
  const { pageOf } = await import("/static/annotations/desk/page.js");
  const { flatten } = await import("/static/annotations/desk/paint.js");
  const boundaries = await import("/static/annotations/desk/boundaries.js");
  const offsets = await import("/static/annotations/desk/offsets.js");
  const page = pageOf(main.firstChild);
  return (%s)({ page, flatten, boundaries, offsets, given });
}"""


def open_modules(page):
    """Let the page find our static files, and nothing else."""

    def answer(route):
        path = route.request.url.removeprefix(STATIC)
        found = finders.find(path) if route.request.url.startswith(STATIC) else None
        if found:
            route.fulfill(body=Path(found).read_bytes(), content_type="text/javascript")
        else:
            route.fulfill(body=PAGE, content_type="text/html; charset=utf-8")

    page.route(f"{ADDRESS}**", answer)
    page.goto(ADDRESS)
    return page


def ask(page, body: str, script: str, given=None, *, marked=()):
    """Return what a script says of a text, with these stretches of it marked by the server."""
    claims = [{"key": f"c{number}", "start": start, "end": end} for number, (start, end) in enumerate(marked)]
    cards = [Card(claim["key"], "oppose", "−", "Ana", "", "", "/") for claim in claims]
    return page.evaluate(WITH_TEXT % script, [paragraphs(body, claims, cards), json.loads(json.dumps(given))])
