"""The claims in schema.org's words, as JSON-LD: ``Claim``, with who said it, where it appeared and what it is about.

Not ``ClaimReview``: a stance is no judgement of truth. Everything stands in one graph, a thing on each line; the
context is in the file, so that nobody has to fetch it.
"""

from collections import Counter
from collections.abc import Iterator
from typing import Any, BinaryIO

import orjson
from django.utils.translation import gettext_noop

from annotations.shape import ClaimRecord, SourceRecord, SpeakerRecord, ThemeRecord
from curation.export.linked import address, is_address, known, licence, of_release
from curation.export.records import About, Loss, Records, coded_anchor

FILE = "claims.jsonld"
LINKS = (
    "about appearance author claimInterpreter inDefinedTermSet isPartOf memberOf publisher sameAs url".split()
)
CONTEXT: dict[str, Any] = {"@vocab": "https://schema.org/", **{term: {"@type": "@id"} for term in LINKS}}
KINDS = {"person": "Person", "organisation": "Organization", "collective": "Organization"}
REGISTERS = {
    "wikidata": "http://www.wikidata.org/entity/",
    "viaf": "https://viaf.org/viaf/",
    "orcid": "https://orcid.org/",
}
STANCES = gettext_noop("A stance and its certainty have no word in schema.org and are left out.")
PLACES = gettext_noop("Where in the text a claim stands is left out.")
SAYING = gettext_noop(
    "How it is reported, the words for speakers, organisations, relays and notes are left out."
)


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the release and all that it describes."""
    out.write(b'{"@context":' + orjson.dumps(CONTEXT) + b',"@graph":[')
    before = b"\n"
    loss: Counter[str] = Counter()
    for thing in _things(dataset, loss):
        out.write(before + orjson.dumps(known(thing)))
        before = b",\n"
    out.write(b"\n]}\n")
    return dict(loss)


def _things(dataset: Records, loss: Counter[str]) -> Iterator[dict]:
    about = dataset.about
    yield {"@id": of_release(about), "@type": "Dataset", **of_dataset(about)}
    yield _codebook(dataset)
    for theme in dataset.themes:
        yield _theme(theme, dataset)
    for speaker in dataset.speakers():
        yield _speaker(speaker, about)
    for source in dataset.sources():
        yield _source(source, about)
    for claim in dataset.claims():
        loss[STANCES] += sum(bool(coding["stance"] or coding["certainty"]) for coding in claim["codings"])
        loss[PLACES] += 1
        loss[SAYING] += 1
        yield _claim(claim, dataset)


def of_dataset(about: About) -> dict[str, Any]:
    """Return what schema.org says of a release, but for what stands in it."""
    return known(
        {
            "name": about.title,
            "description": about.abstract or about.title,
            "creator": [_author(author) for author in about.authors],
            "publisher": {"@type": "Organization", "name": about.publisher} if about.publisher else None,
            "license": licence(about) if about.licence else None,
            "version": about.version,
            "datePublished": about.date,
            "inLanguage": list(about.languages),
            "keywords": list(about.keywords),
            "url": about.address,
            "creditText": about.citation,
        }
    )


def _author(author: Any) -> dict:
    person = {"@type": "Person", "name": author.name}
    if author.orcid:
        person["@id"] = f"https://orcid.org/{author.orcid}"
    if author.affiliation:
        person["affiliation"] = {"@type": "Organization", "name": author.affiliation}
    return person


def _codebook(dataset: Records) -> dict:
    about = dataset.about
    whole = {"@id": address(about, "codebook", str(dataset.codebook)), "@type": "DefinedTermSet"}
    return {**whole, "name": about.title, "isPartOf": of_release(about)}


def _theme(theme: ThemeRecord, dataset: Records) -> dict:
    about = dataset.about
    return {
        "@id": address(about, "theme", theme["code"]),
        "@type": "DefinedTerm",
        "termCode": theme["code"],
        "name": dataset.theme_labels[theme["code"]],
        "description": theme["definition"] or theme["proposition"],
        "inDefinedTermSet": address(about, "codebook", str(dataset.codebook)),
    }


def _speaker(speaker: SpeakerRecord, about: About) -> dict:
    names = [name["text"] for name in speaker["names"] if name["kind"] == "main"]
    others = [name["text"] for name in speaker["names"] if name["kind"] != "main"]
    known = [f"{REGISTERS[key]}{entry}" for key, entry in speaker["identifiers"].items() if key in REGISTERS]
    same = [address(about, "speaker", speaker["merged_into"])] if speaker["merged_into"] else []
    groups = {address(about, "speaker", one["organisation"]): None for one in speaker["affiliations"]}
    return {
        "@id": address(about, "speaker", speaker["id"]),
        "@type": KINDS[speaker["kind"]],
        "name": names[0],
        "alternateName": others,
        "sameAs": same + [one for one in known if is_address(one)],
        "memberOf": list(groups),
    }


def _source(source: SourceRecord, about: About) -> dict:
    return {
        "@id": address(about, "source", source["id"]),
        "@type": "Article",
        "headline": source["title"],
        "publisher": {"@type": "Organization", "name": source["publisher"]} if source["publisher"] else None,
        "author": {"@type": "Person", "name": source["byline"]} if source["byline"] else None,
        "datePublished": source["published"],
        "url": source["url"] if is_address(source["url"]) else None,
        "inLanguage": source["language"],
    }


def _claim(claim: ClaimRecord, dataset: Records) -> dict:
    about, anchor = dataset.about, coded_anchor(claim)
    speakers = {address(about, "speaker", voice["speaker"]): None for voice in claim["speakers"]}
    thing: dict[str, Any] = {
        "@id": address(about, "claim", claim["id"]),
        "@type": "Claim",
        "identifier": claim["record"],
        "text": anchor["quote"] if anchor else "",
        "abstract": claim["paraphrase"],
        "author": list(speakers),
        "dateCreated": claim["said"],
        "about": [address(about, "theme", coding["theme"]) for coding in claim["codings"]],
        "isPartOf": of_release(about),
    }
    if anchor:
        thing["appearance"] = address(about, "source", dataset.origins[anchor["text"]].source)
    if about.publisher:
        thing["claimInterpreter"] = {"@type": "Organization", "name": about.publisher}
    return thing
