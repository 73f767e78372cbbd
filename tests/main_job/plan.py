"""What to code: read from ``plan.json`` for the articles it knows, by rule for any other."""

import hashlib
import json
import re
from dataclasses import dataclass
from pathlib import Path

KNOWN = json.loads((Path(__file__).parent / "plan.json").read_text(encoding="utf-8"))
SENTENCE = re.compile(r"[^.!?。！？\n]{20,}[.!?。！？]")
BY_RULE = 18
RULED_THEMES = [
    {
        "code": f"by-rule-{name}",
        "label": f"By rule, {name}",
        "proposition": f"This is {name}",
        "definition": "",
    }
    for name in ("first", "second", "third")
]
RULED_SPEAKERS = [
    {
        "id": f"by-rule-{number}",
        "kind": kind,
        "names": [{"text": f"{kind.title()} {number}", "kind": "main", "language": "en"}],
    }
    for number, kind in enumerate(["organisation", "collective"] + ["person"] * 6)
]


@dataclass(frozen=True)
class Article:
    """A file, and what an editor makes of it. Offsets are code points of ``body``."""

    path: Path
    body: str
    about: dict
    claims: list[dict]


def articles(folder: Path) -> list[Article]:
    """Return the articles of a folder with what to code in each; raises ``SystemExit`` where there is none."""
    found = [article(path) for path in sorted(folder.glob("*.txt"))]
    if not found:
        raise SystemExit(f"There is no .txt file in {folder}.")
    return found


def article(path: Path) -> Article:
    data = path.read_bytes()
    body = data.decode("utf-8-sig").replace("\r\n", "\n").replace("\r", "\n")
    known = {about["sha256"]: about for about in KNOWN["articles"]}.get(hashlib.sha256(data).hexdigest())
    if known:
        return Article(path, body, known, known["claims"])
    about = {
        "title": path.stem,
        "publisher": "",
        "byline": "",
        "published": "",
        "language": "en",
        "kind": "original",
    }
    return Article(path, body, about | {"event": ""}, by_rule(body))


def by_rule(body: str) -> list[dict]:
    """Sentences in their order, dealt out to speakers, themes, stances and verdicts in turn."""
    stances = ("support", "oppose", "mixed", "neutral", "unclear")
    verdicts = ("accept", "accept", "return", "accept", "reject", "accept")
    return [
        {
            "start": found.start(),
            "end": found.end(),
            "reporting": "indirect",
            "said": "",
            "paraphrase": f"Sentence {number}",
            "speakers": [{"speaker": RULED_SPEAKERS[number % len(RULED_SPEAKERS)]["id"]}],
            "codings": [{"theme": RULED_THEMES[number % 3]["code"], "stance": stances[number % 5]}],
            "review": verdicts[number % 6],
            "return_note": "Look again at where it ends.",
            "revision": {"paraphrase": f"Sentence {number}, revised"},
        }
        for number, found in enumerate(list(SENTENCE.finditer(body))[:BY_RULE])
    ]


def wanted_themes(found: list[Article]) -> list[dict]:
    return used(found, "codings", "theme", KNOWN["themes"] + RULED_THEMES, "code")


def wanted_speakers(found: list[Article]) -> list[dict]:
    """The speakers of the articles, organisations first, so that others can belong to them."""
    everyone = KNOWN["speakers"] + RULED_SPEAKERS
    speaking = used(found, "speakers", "speaker", everyone, "id")
    named = {
        row.get(role)
        for one in found
        for claim in one.claims
        for row in claim["speakers"]
        for role in ("organisation", "via")
    }
    named |= {speaker.get("organisation") for speaker in speaking}
    more = [speaker for speaker in everyone if speaker["id"] in named and speaker not in speaking]
    return sorted(speaking + more, key=lambda speaker: speaker["kind"] != "organisation")


def used(found, rows, name, everything, key):
    asked = {row[name] for one in found for claim in revisions_too(one.claims) for row in claim.get(rows, [])}
    return [entry for entry in everything if entry[key] in asked]


def revisions_too(claims):
    return [*claims, *(claim["revision"] for claim in claims if claim.get("revision"))]
