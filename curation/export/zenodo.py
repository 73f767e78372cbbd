"""What Zenodo reads when the release is deposited there: ``.zenodo.json``, in the words of its deposition metadata."""

from html import escape
from typing import Any, BinaryIO

import orjson

from curation.export.linked import is_address
from curation.export.records import Author, Loss, Records
from curation.licences import NAMES

FILE = ".zenodo.json"
# ISO 639-1 to 639-3, which Zenodo asks for; another language goes unsaid.
LANGUAGES = {"ar": "ara", "de": "deu", "en": "eng", "es": "spa", "fr": "fra", "hi": "hin", "it": "ita"}
LANGUAGES |= {"ja": "jpn", "ko": "kor", "nl": "nld", "pl": "pol", "pt": "por", "ru": "rus", "zh": "zho"}


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the metadata of a deposition."""
    about = dataset.about
    nobody = (Author(about.publisher or dataset.project["title"]),)
    main = LANGUAGES.get(about.languages[0].split("-")[0]) if about.languages else None
    same = {"identifier": about.address, "relation": "isIdenticalTo", "resource_type": "dataset"}
    values: dict[str, Any] = {
        "title": about.title,
        "upload_type": "dataset",
        "description": _paragraphs(about.abstract or about.title),
        "creators": [_creator(author) for author in about.authors or nobody],
        "access_right": "open",
        "license": about.licence.lower() if about.licence in NAMES else None,
        "publication_date": about.date,
        "version": about.version,
        "language": main,
        "keywords": list(about.keywords),
        "related_identifiers": [same] if is_address(about.address) else [],
    }
    known = {key: value for key, value in values.items() if value}
    out.write(orjson.dumps(known, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE))
    return {}


def _creator(author: Author) -> dict[str, str]:
    values = {"name": author.name, "affiliation": author.affiliation, "orcid": author.orcid}
    return {key: value for key, value in values.items() if value}


def _paragraphs(text: str) -> str:
    return "".join(f"<p>{escape(line, quote=False)}</p>" for line in text.split("\n") if line.strip())
