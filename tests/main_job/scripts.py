"""Texts of other scripts, written for this: Han, Arabic and Hebrew, with emoji and combining marks; ⟦ ⟧ stand around claims."""

import hashlib
from pathlib import Path

from tests.main_job.plan import Article

SPEAKERS = [
    {"id": "li-ming", "kind": "person", "names": [{"text": "李明", "kind": "main", "language": "zh"}]},
    {"id": "salma", "kind": "person", "names": [{"text": "سلمى", "kind": "main", "language": "ar"}]},
    {"id": "dina", "kind": "person", "names": [{"text": "דינה", "kind": "main", "language": "he"}]},
]
WRITTEN = {
    "zh": (
        "li-ming",
        "算力小记",
        "🧪 会上的三句话\n\n李明说：⟦“算力不够用，𠮷野的中心也一样。”⟧他还认为，⟦小模型👩‍🔬更省电⟧。\n\n"
        "⟦电价比芯片更要紧⟧，李明最后说。",
    ),
    "ar": (
        "salma",
        "ملاحظة قصيرة",
        "قالت سلمى في اللقاء: ⟦«الشبكة أهم من النماذج»⟧.\n\nوأضافت أن ⟦الكُلفة سترتفع بنسبة 20% عام 2025⟧، "
        "ثم ختمت: ⟦نحتاج إلى خطة GPU واحدة⟧ 🙂.",
    ),
    "he": (
        "dina",
        "הערה קצרה",
        "דינה אמרה: ⟦”הרשת חשובה יותר מן המודלים“⟧. ⟦שָׁלוֹם לענן אחד⟧, הוסיפה.\n\nלדבריה ⟦המחיר יעלה ב־15%⟧ בשנה הבאה.",
    ),
}
STANCES = ("support", "oppose", "mixed")


def articles(theme: str) -> list[Article]:
    """Return the texts as articles, all coded with one theme."""
    return [
        Article(Path(f"{language}.txt"), plain(marked), {"title": title}, _claims(marked, speaker, theme))
        for language, (speaker, title, marked) in WRITTEN.items()
    ]


def speaker_records() -> list[dict]:
    """Return who speaks in them, as a dataset has it."""
    empty = {"merged_into": None, "identifiers": {}, "affiliations": []}
    more = {"script": "", "source": None}
    return [speaker | empty | {"names": [name | more for name in speaker["names"]]} for speaker in SPEAKERS]


def source_records() -> list[dict]:
    """Return the texts with their sources, as a dataset has them."""
    return [
        {
            "id": f"note-{language}",
            "title": title,
            "publisher": "",
            "byline": "",
            "published": "2025",
            "url": "",
            "retrieved": None,
            "event": "",
            "language": language,
            "rights": "full",
            "texts": [_text_record(language, plain(marked))],
        }
        for language, (_speaker, title, marked) in WRITTEN.items()
    ]


def _text_record(language: str, body: str) -> dict:
    return {
        "id": f"note-{language}-text",
        "kind": "original",
        "language": language,
        "title": "",
        "of": None,
        "made_by": "",
        "replaces": None,
        "sha256": hashlib.sha256(body.encode()).hexdigest(),
        "body": body,
    }


def plain(marked: str) -> str:
    return marked.replace("⟦", "").replace("⟧", "")


def _claims(marked: str, speaker: str, theme: str) -> list[dict]:
    return [
        {
            "start": start,
            "end": end,
            "reporting": "indirect",
            "speakers": [{"speaker": speaker}],
            "codings": [{"theme": theme, "stance": stance}],
        }
        for (start, end), stance in zip(_places(marked), STANCES, strict=True)
    ]


def _places(marked: str) -> list[tuple[int, int]]:
    """Where the passages stand once the brackets are gone."""
    opens = [place for place, letter in enumerate(marked) if letter == "⟦"]
    closes = [place for place, letter in enumerate(marked) if letter == "⟧"]
    return [
        (start - 2 * number, end - 2 * number - 1)
        for number, (start, end) in enumerate(zip(opens, closes, strict=True))
    ]
