"""What a manager, a coder and a reviewer do with the site: each act opens a page, fills in its form and sends it."""

import json
import re

from tests.editor import Editor, Page

CLAIMS = "/p/{slug}/admin/annotations/claim/"
LABELS = {
    "support": "Support",
    "oppose": "Oppose",
    "mixed": "Mixed",
    "neutral": "Neutral",
    "unclear": "Unclear",
}


class Person:
    """Somebody signed in, at work in one project."""

    def __init__(self, server, slug, username, password):
        self.editor = Editor(server.url, username, password)
        self.admin = f"/p/{slug}/admin/annotations/"
        self.slug = slug

    def add(self, kind: str, values: dict, *, having: str, press="_continue", files=None) -> int:
        """Add a row by its form and return its id."""
        page = self.editor.open(f"{self.admin}{kind}/add/")
        page = self.editor.send(page.form(having=having), page, press=press, files=files, **values)
        return row_of(page, f"adding a {kind}")

    def choose(self, model: str, field: str, term: str) -> int:
        """Type a term where a claim's form asks for a text, a theme or a speaker, and take the first that is offered."""
        asked = {"app_label": "annotations", "model_name": model, "field_name": field, "term": term}
        answer = self.editor.open(f"{self.admin}claim/choices/", **asked)
        offered = json.loads(answer.text)["results"]
        if not offered:
            raise LookupError(f"Nothing is offered for “{term}” as {field}.")
        return int(offered[0]["id"])


class Manager(Person):
    def add_theme(self, theme: dict) -> int:
        page = self.editor.open(f"{self.admin}theme/add/")
        scale = page.document.xpath("//select[@name='scale']/option[@value != '']/@value")[0]
        values = {
            "code": theme["code"],
            "labels": f"en: {theme['label']}",
            "scale": scale,
            "proposition": theme["proposition"],
            "definition": theme["definition"],
        }
        return self.add("theme", values, having="proposition")

    def add_speaker(self, speaker: dict, known: dict[str, int]) -> int:
        values = {"kind": speaker["kind"], "names-TOTAL_FORMS": len(speaker["names"])}
        for number, name in enumerate(speaker["names"]):
            values |= {f"names-{number}-{key}": name[key] for key in ("text", "kind", "language")}
        if speaker.get("organisation"):
            values |= {
                "affiliations-TOTAL_FORMS": 1,
                "affiliations-0-organisation": known[speaker["organisation"]],
                "affiliations-0-role": speaker.get("role", ""),
            }
        return self.add("speaker", values, having="names-TOTAL_FORMS")

    def download(self) -> bytes:
        answer = self.editor.client.get(f"/p/{self.slug}/dataset.json?state=all")
        answer.raise_for_status()
        return answer.content


class Coder(Person):
    def add_source(self, article) -> int:
        """Add an article by its file, and return the id of its text."""
        about = article.about
        values = {
            name: about[name] for name in ("title", "publisher", "byline", "published", "event", "kind")
        }
        values |= {"language": about.get("original", about["language"]), "text_language": about["language"]}
        values |= {"rights": "full", "body": ""}
        files = {"file": (article.path.name, article.path.read_bytes(), "text/plain")}
        self.add("source", values, having="title", press="_save", files=files)
        return self.choose("anchor", "text", about["title"])

    def code(self, claim: dict, article, text: int, known: dict) -> int:
        """Mark and code a passage, and submit it; returns the claim's id."""
        page = self.editor.open(f"{self.admin}claim/add/")
        page = self.fill(page, claim, article, text, known)
        return row_of(page, "coding")

    def revise(self, claim_id: int, claim: dict, article, text: int, known: dict) -> int:
        """Correct a claim that came back, as its note says, and submit the new one."""
        page = take_step(self, claim_id, "correct")
        page = self.fill(page, claim | claim["revision"], article, text, known)
        return row_of(page, "revising")

    def fill(self, page: Page, claim: dict, article, text: int, known: dict) -> Page:
        form = page.form(having="quote")
        values = {"text": text, "quote": article.body[claim["start"] : claim["end"]]}
        values |= {name: claim[name] for name in ("reporting", "said", "paraphrase")}
        values |= rows("attributions", form, [voice(row, article, known) for row in claim["speakers"]])
        values |= rows("codings", form, [code(row, form, known) for row in claim["codings"]])
        page = self.editor.send(form, page, press="_submit", **values)
        again = [one for one in page.document.forms if one.xpath(".//input[@name='place'][@type='radio']")]
        if not again:
            return page
        place = f"{claim['start']}:{claim['end']}"
        return self.editor.send(again[0], page, press="_submit", place=place)


class Reviewer(Person):
    def decide(self, claim_id: int, claim: dict) -> None:
        step = claim["review"]
        take_step(self, claim_id, step, note=claim["return_note"] if step != "accept" else None)

    def accept(self, claim_id: int) -> None:
        take_step(self, claim_id, "accept")


def take_step(person: Person, claim_id: int, step: str, note: str | None = None) -> Page:
    """Press a button of a claim's page, with its note where it asks for one."""
    page = person.editor.open(f"{person.admin}claim/{claim_id}/change/")
    form = next(one for one in page.document.forms if (one.get("action") or "").endswith(f"/step/{step}/"))
    page = person.editor.send(form, page, **({} if note is None else {"note": note}))
    row_of(page, step)
    return page


def row_of(page: Page, act: str) -> int:
    """The id in the address of the page that a successful act leads to."""
    found = re.search(r"/(\d+)/change/", page.url)
    if page.status != 200 or not found or page.errors:
        raise RuntimeError(f"While {act}, at {page.url} ({page.status}): {page.errors or page.text[:3000]}")
    return int(found[1])


def rows(prefix: str, form, wanted: list[dict]) -> dict:
    """The fields of an inline list that holds these rows and no others."""
    first = int(form.fields[f"{prefix}-INITIAL_FORMS"])
    values = {f"{prefix}-{number}-DELETE": "on" for number in range(first)}
    for number, row in enumerate(wanted, start=first):
        values |= {f"{prefix}-{number}-{name}": value for name, value in row.items()}
    return values | {f"{prefix}-TOTAL_FORMS": first + len(wanted)}


def voice(row: dict, article, known: dict) -> dict:
    named = row.get("named_start")
    return {
        "speaker": known[row["speaker"]],
        "named_as": "" if named is None else article.body[named : row["named_end"]],
        "organisation": known.get(row.get("organisation"), ""),
        "via": known.get(row.get("via"), ""),
    }


def code(row: dict, form, known: dict) -> dict:
    return {
        "theme": known[row["theme"]],
        "stance": stance_in(form, row["stance"]),
        "certainty": row.get("certainty") or "",
        "note": row.get("note") or "",
    }


def stance_in(form, stance: str) -> str:
    """The value of the button with this stance's label."""
    buttons = form.xpath(".//label[input[@name='codings-0-stance' or @name='codings-__prefix__-stance']]")
    return next(
        button.find("input").get("value")
        for button in buttons
        if button.text_content().strip().endswith(LABELS[stance])
    )
