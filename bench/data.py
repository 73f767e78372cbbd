"""Made-up studies of any size, as datasets: documents of 900 words, ten claims each, two codings a claim."""

import hashlib
import random
from collections.abc import Iterator
from pathlib import Path

import orjson

CLAIMS_A_DOCUMENT = 10
WORDS_A_DOCUMENT = 900
NAMES_A_SPEAKER = 2
THEMES = 60
STANCES = [("support", 1), ("oppose", -1), ("mixed", 0), ("neutral", 0), ("unclear", None)]
SYLLABLES = "ba be bi bo da de di do fa fe ga go ka ke la le li lo ma me mi mo na ne no pa pe ra re ri sa se so ta te".split()


def write_dataset(path: Path, *, claims: int, names: int = 0) -> None:
    """Write a dataset of that many accepted claims, and of so many names, if not a number that fits the claims.

    The same numbers give the same bytes.
    """
    draw = random.Random(claims)
    words = vocabulary(draw)
    documents = max(1, claims // CLAIMS_A_DOCUMENT)
    speakers = names // NAMES_A_SPEAKER or max(10, min(3000, claims // 30))
    with path.open("wb") as out:
        head = {"format": "standpoint-dataset", "version": 1}
        head["project"] = {"slug": "bench", "title": "Bench", "language": "en"}
        out.write(orjson.dumps(head)[:-1])
        write_list(out, "scales", [scale()])
        write_list(out, "themes", (theme(number) for number in range(THEMES)))
        out.write(b',\n"codebook":1')
        write_list(out, "speakers", (speaker(number, words, draw) for number in range(speakers)))
        bodies = random.Random(claims + 1)
        write_list(out, "sources", (source(number, words, bodies) for number in range(documents)))
        bodies = random.Random(claims + 1)
        write_list(out, "claims", all_claims(documents, speakers, words, bodies, draw))
        out.write(b',\n"notes":[]}\n')


def write_list(out, key: str, records) -> None:
    out.write(b',\n"' + key.encode() + b'":[')
    for number, record in enumerate(records):
        out.write((b",\n" if number else b"\n") + orjson.dumps(record))
    out.write(b"\n]")


def vocabulary(draw: random.Random) -> list[str]:
    return ["".join(draw.choices(SYLLABLES, k=draw.randint(1, 4))) for _ in range(4000)]


def scale() -> dict:
    stances = [{"code": code, "label": code.title(), "position": position} for code, position in STANCES]
    return {"code": "stance", "label": "Stance", "stances": stances}


def theme(number: int) -> dict:
    return {
        "code": f"theme-{number:03}",
        "parent": None,
        "scale": "stance",
        "labels": {"en": f"Theme {number}"},
        "proposition": f"Proposition {number} holds",
        "definition": "",
        "use_when": "",
        "avoid_when": "",
        "examples": [],
    }


def speaker(number: int, words: list[str], draw: random.Random) -> dict:
    name = " ".join(word.title() for word in draw.sample(words, 2))
    names = [
        {"text": name, "kind": "main", "language": "en", "script": "Latn", "source": None},
        {"text": f"{name} {number}", "kind": "alias", "language": "en", "script": "Latn", "source": None},
    ]
    return {
        "id": f"speaker-{number:06}",
        "kind": "person",
        "merged_into": None,
        "names": names,
        "identifiers": {},
        "affiliations": [],
    }


def body(words: list[str], bodies: random.Random) -> str:
    return " ".join(bodies.choices(words, k=WORDS_A_DOCUMENT))


def source(number: int, words: list[str], bodies: random.Random) -> dict:
    return source_of(number, body(words, bodies))


def source_of(number: int, text: str) -> dict:
    wording = {
        "id": f"text-{number:06}",
        "kind": "original",
        "language": "en",
        "title": "",
        "of": None,
        "made_by": "",
        "replaces": None,
        "sha256": hashlib.sha256(text.encode()).hexdigest(),
        "body": text,
    }
    return {
        "id": f"source-{number:06}",
        "title": f"Report {number} {text[:40]}",
        "publisher": "Bench",
        "byline": "",
        "published": f"{2000 + number % 25}-{1 + number % 12:02}",
        "url": "",
        "retrieved": None,
        "event": "",
        "language": "en",
        "rights": "full",
        "texts": [wording],
    }


def all_claims(
    documents: int, speakers: int, words: list[str], bodies: random.Random, draw: random.Random
) -> Iterator[dict]:
    for document in range(documents):
        text = body(words, bodies)
        for place in range(CLAIMS_A_DOCUMENT):
            yield claim(document, place, text, draw.randrange(speakers), draw)


def claim(document: int, place: int, text: str, who: int, draw: random.Random) -> dict:
    start = place * len(text) // CLAIMS_A_DOCUMENT
    return claim_at(document, place, text, (start, start + draw.randint(60, 240)), who, draw)


def claim_at(
    document: int, place: int, text: str, stretch: tuple[int, int], who: int, draw: random.Random
) -> dict:
    start, end = stretch
    key = f"claim-{document:06}-{place:02}"
    first, second = draw.sample(range(THEMES), 2)
    return {
        "id": key,
        "record": key,
        "state": "accepted",
        "supersedes": [],
        "coder": None,
        "reporting": draw.choice(["direct", "indirect", "reported"]),
        "said": str(2000 + document % 25),
        "paraphrase": "",
        "anchors": [
            {
                "text": f"text-{document:06}",
                "kind": "coded",
                "start": start,
                "end": end,
                "quote": text[start:end],
                "prefix": text[max(0, start - 32) : start],
                "suffix": text[end : end + 32],
            }
        ],
        "speakers": [{"speaker": f"speaker-{who:06}", "named_as": "", "organisation": None, "via": None}],
        "codings": [coding(first, draw), coding(second, draw)],
    }


def coding(theme: int, draw: random.Random) -> dict:
    stance = draw.choice(STANCES)[0]
    return {"theme": f"theme-{theme:03}", "stance": stance, "certainty": None, "note": "", "codebook": 1}
