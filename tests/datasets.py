"""Datasets for tests, as they stand in a file: a small one that has everything, and its bytes as published.

``make_dataset`` returns it as plain data, to be changed and written by ``write_dataset``. What it says was made up.
"""

import hashlib
import json

CONTEXT = 32
ORIGINAL = "  算力网络把中心连成一体。👩‍🔬 说：“先建网络！”\u2028قال الخبير: نعم — cafe\u0301. \n"
TRANSLATION = "\tThe network joins the centres. The scientist said: “Network first!”  "
REPORT = "An expert of the institute said, according to the agency, that small models are enough."
CORRECTED = REPORT.replace("expert", "Expert")


def make_dataset(**changes):
    """Return a project with every kind of record, in the order in which it is published; no claim awaits anything."""
    return {
        "format": "standpoint-dataset",
        "version": 1,
        "project": {"slug": "networks", "title": "Networks — 网络", "language": "en"},
        "scales": [
            make_scale("importance", ["high", "low"]),
            make_scale("stance", ["support", "oppose", "unclear"]),
        ],
        "themes": [
            make_theme(
                "networks", labels={"en": "Networks", "zh": "网络"}, examples=["先建网络", " as written "]
            ),
            make_theme("joining", parent="networks"),
            make_theme("before", scale="importance"),
        ],
        "codebook": 3,
        "speakers": _speakers(),
        "sources": _sources(),
        "claims": _claims(),
        "notes": _notes(),
        **changes,
    }


def make_scale(code, stances):
    positions = [1, -1, None]
    return {
        "code": code,
        "label": code.title(),
        "stances": [
            {"code": stance, "label": stance.title(), "position": position}
            for stance, position in zip(stances, positions, strict=False)
        ],
    }


def make_theme(code, **fields):
    return {
        "code": code,
        "parent": None,
        "scale": "stance",
        "labels": {"en": code},
        "proposition": "This is so",
        "definition": "",
        "use_when": "",
        "avoid_when": "",
        "examples": [],
        **fields,
    }


def make_name(text, kind="main", language="", script="", source=None):
    return {"text": text, "kind": kind, "language": language, "script": script, "source": source}


def make_speaker(key, *names, kind="person", **fields):
    return {
        "id": key,
        "kind": kind,
        "merged_into": None,
        "names": list(names) or [make_name(key)],
        "identifiers": {},
        "affiliations": [],
        **fields,
    }


def make_affiliation(organisation, role="", since=None, until=None):
    return {"organisation": organisation, "role": role, "from": since, "until": until}


def make_text(key, body, kind="original", language="en", of=None, replaces=None):
    return {
        "id": key,
        "kind": kind,
        "language": language,
        "title": "",
        "of": of,
        "made_by": "a machine" if of else "",
        "replaces": replaces,
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
        "body": body,
    }


def make_source(key, *texts, **fields):
    return {
        "id": key,
        "title": "A report",
        "publisher": "",
        "byline": "",
        "published": None,
        "url": "",
        "retrieved": None,
        "event": "",
        "language": "en",
        "rights": "full",
        "texts": list(texts),
        **fields,
    }


def make_anchor(text, body, quote, kind="coded"):
    start = body.index(quote)
    end = start + len(quote)
    return {
        "text": text,
        "kind": kind,
        "start": start,
        "end": end,
        "quote": quote,
        "prefix": body[max(0, start - CONTEXT) : start],
        "suffix": body[end : end + CONTEXT],
    }


def make_attribution(speaker, named_as="", organisation=None, via=None):
    return {"speaker": speaker, "named_as": named_as, "organisation": organisation, "via": via}


def make_coding(theme, stance="support", certainty=None, note="", codebook=1):
    return {"theme": theme, "stance": stance, "certainty": certainty, "note": note, "codebook": codebook}


def make_claim(key, anchors, **fields):
    return {
        "id": key,
        "record": key,
        "state": "accepted",
        "supersedes": [],
        "coder": None,
        "reporting": "indirect",
        "said": None,
        "paraphrase": "",
        "anchors": anchors,
        "speakers": [make_attribution("expert")],
        "codings": [make_coding("joining")],
        **fields,
    }


def _speakers():
    return [
        make_speaker("Agency", make_name("The agency"), kind="organisation"),
        make_speaker("Institute", make_name("Institute", language="en"), kind="organisation"),
        make_speaker(
            "expert",
            make_name("Lin Mu", language="zh-Latn", script="Latn"),
            make_name("林木", "alias", "zh", "Hans"),
            make_name("Lynn Mou", "mistranslation", "en", "Latn", source="a-source"),
            identifiers={"viaf": "1", "wikidata": "Q0"},
            affiliations=[
                make_affiliation("Agency", "adviser", "2019-05"),
                make_affiliation("Institute", "director", "2003", "2021-12-31"),
            ],
        ),
        make_speaker("lynn", merged_into="expert"),
        make_speaker("others", make_name("experts at the meeting"), kind="collective"),
    ]


def _sources():
    return [
        make_source(
            "a-source",
            make_text("z-original", ORIGINAL, language="zh"),
            make_text("a-translation", TRANSLATION, "machine-translation", of="z-original"),
            title="网络 🌐",
            published="2024-07",
            retrieved="2024-08-01",
            event="seminar",
            language="zh",
        ),
        make_source(
            "b-source",
            make_text("r1", REPORT),
            make_text("r2", CORRECTED, replaces="r1"),
            published="2023",
            url="https://example.org/?a=1&b=2",
        ),
    ]


def _claims():
    network = [
        make_anchor("a-translation", TRANSLATION, "“Network first!”", "parallel"),
        make_anchor("z-original", ORIGINAL, "👩‍🔬 说：“先建网络！”"),
    ]
    yes = [make_anchor("z-original", ORIGINAL, "نعم — cafe\u0301")]
    small = [
        make_anchor("r1", REPORT, "small models are enough"),
        make_anchor("r2", CORRECTED, "Expert", "carried"),
    ]
    relayed = [make_attribution("expert", "an expert", "Institute", "Agency"), make_attribution("others")]
    two = [
        make_coding("networks", "oppose", "high", "as “said”", 3),
        make_coding("before", "low", codebook=2),
    ]
    return [
        make_claim("c1", network, state="superseded", coder="coder-1", reporting="direct", said="2024"),
        make_claim(
            "c2", network, record="c1", supersedes=["c1"], coder="coder-2", paraphrase="先建 the network"
        ),
        make_claim("c3", yes, state="draft", speakers=[], codings=[]),
        make_claim("c4", small, speakers=relayed, codings=two, said="2023-02"),
        *(
            make_claim(f"d-{state}", yes, state=state, codings=[make_coding("joining", None)])
            for state in ("discarded", "rejected", "returned", "submitted", "withdrawn")
        ),
    ]


def _notes():
    return [
        make_note("n1", {"claim": "c1"}, "question", "which network?"),
        make_note(
            "n2", {"text": "a-translation", "start": 0, "end": 4}, "translation-suspect", "“join”?", True
        ),
        make_note("n3", {"theme": "before"}, "memo"),
        make_note("n4", {"speaker": "others"}, "comment"),
    ]


def make_note(key, on, kind="comment", body="", resolved=False):
    return {"id": key, "on": on, "kind": kind, "body": body, "resolved": resolved}


def published(dataset):
    """Return a dataset's bytes as they are published: a record on each line."""
    head = {key: dataset[key] for key in ("format", "version", "project") if key in dataset}
    parts = [compact(head)[:-1]]
    for key in [key for key in dataset if key not in head]:
        value = dataset[key]
        is_list = isinstance(value, list) and value
        written = (
            "[\n" + ",\n".join(compact(record) for record in value) + "\n]" if is_list else compact(value)
        )
        parts.append(f'"{key}":{written}')
    return (",\n".join(parts) + "}\n").encode()


def compact(value):
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


def write_dataset(folder, dataset):
    """Write a dataset, or the very bytes of a file, into a folder and return the path."""
    path = folder / "dataset.json"
    path.write_bytes(dataset if isinstance(dataset, bytes) else published(dataset))
    return path
