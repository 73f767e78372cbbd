"""Words of any script to claims: an inverted index kept by the database itself.

A text is folded to tokens: case and accents go, words stay whole, and Han, Kana and Hangul run on as pairs of
characters, so that two characters are found wherever they stand. SQLite keeps the tokens in an FTS5 table,
PostgreSQL in a ``tsvector`` under a GIN index; both find the same rows. Verbs and imports call ``index``
when words change; ``manage.py reindex`` builds it all anew.
"""

import json
import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import lru_cache

from django.db import connection
from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from annotations.models import Anchor, Attribution, Claim, Name, Project

WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
BATCH = 1000
# A private-use character begins the token that keeps the words of one project apart from all others.
OF_PROJECT = "\ue000{}"


class Bare(dict):
    """For ``str.translate``: what becomes of a character, looked up once; those that only combine go."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


BARE = Bare()


def fold(text: str) -> str:
    """Return a text without case, accents and width: what a reader would call the same letters."""
    return unicodedata.normalize("NFKD", text.casefold()).translate(BARE)


def tokens(text: str) -> Iterator[str]:
    """Yield the folded words of a text; unspaced scripts as overlapping pairs and the last character alone."""
    folded = fold(text)
    words = WORD.findall(folded)
    if not UNSPACED.search(folded):
        yield from words
        return
    for word in words:
        place = 0
        for run in UNSPACED.finditer(word):
            if run.start() > place:
                yield word[place : run.start()]
            yield from _pairs(run.group())
            place = run.end()
        if place < len(word):
            yield word[place:]


def _pairs(run: str) -> Iterator[str]:
    for position in range(len(run)):
        yield run[position : position + 2]


def claims_with(words: str, *, project: Project) -> QuerySet[Claim]:
    """Return the claims of a project in which each of the words begins some word; all where none is given."""
    claims = Claim.objects.filter(project=project)
    wanted = _wanted(words)
    if not wanted:
        return claims
    wanted = [OF_PROJECT.format(project.pk), *wanted]
    return claims.filter(pk__in=RawSQL(*_QUERY[connection.vendor](wanted)))


def _wanted(words: str) -> list[str]:
    """The tokens to ask for: without the single last characters that only pairs of one need."""
    wanted = []
    for word in WORD.findall(fold(words)):
        found = list(tokens(word))
        lone_end = len(found) > 1 and len(found[-1]) == 1 and UNSPACED.fullmatch(found[-1])
        wanted += found[:-1] if lone_end else found
    return wanted


def _sqlite_query(wanted: list[str]) -> tuple[str, list[str]]:
    first, *rest = wanted
    query = " ".join([f'"{first}"', *(f'"{token}"*' for token in rest)])
    return "SELECT rowid FROM claim_words WHERE claim_words MATCH %s", [query]


def _postgresql_query(wanted: list[str]) -> tuple[str, list[str]]:
    first, *rest = wanted
    query = " & ".join([f"'{first}'", *(f"'{token}':*" for token in rest)])
    return "SELECT claim_id FROM claim_words WHERE words @@ %s::tsquery", [query]


_QUERY = {"sqlite": _sqlite_query, "postgresql": _postgresql_query}


def index(claims: QuerySet[Claim]) -> None:
    """Write the words of these claims anew: quotes, paraphrase, titles, and all names of who speaks."""
    ids = list(claims.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        _write(_words_of(ids[start : start + BATCH]))


def index_new(claim: Claim, texts: Iterable[str]) -> None:
    """Write the words of a claim that was never indexed, from the texts at hand."""
    words = _joined([OF_PROJECT.format(claim.project_id), *texts])
    with connection.cursor() as cursor:
        _insert(cursor, {claim.pk: words})


def index_words(project: Project, words: Mapping[int, str]) -> None:
    """Write the words of claims of a project that were never indexed: claim id → what ``words_of`` returned."""
    mark = OF_PROJECT.format(project.pk)
    with connection.cursor() as cursor:
        _insert(cursor, {claim: f"{mark} {found}" if found else mark for claim, found in words.items()})


def forget_dropped_words() -> None:
    """Let the index itself forget what no claim has any more: SQLite marks dropped words, and keeps them until it merges.

    PostgreSQL forgets dropped rows by its own vacuum.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("INSERT INTO claim_words (claim_words) VALUES ('optimize')")


def words_of(texts: Iterable[str]) -> str:
    """Return the tokens of some texts, each once; names and titles come again and again, so theirs are kept."""
    found: dict[str, None] = {}
    for text in texts:
        found.update(_tokens_once(text))
    return " ".join(found)


def _words_of(ids: list[int]) -> dict[int, str]:
    """Return claim id → its tokens, in a fixed number of queries."""
    texts: dict[int, list[str]] = defaultdict(list)
    these = among(ids)
    for claim, project, paraphrase in Claim.objects.filter(pk__in=these).values_list(
        "pk", "project_id", "paraphrase"
    ):
        texts[claim] += [OF_PROJECT.format(project), paraphrase]
    said = Anchor.objects.filter(claim__in=these).values_list("claim_id", "quote", "text__source__title")
    named = Attribution.objects.filter(claim__in=these).values_list("claim_id", "speaker_id", "named_as")
    names = _names_of({speaker for _, speaker, _ in named})
    for claim, *found in said:
        texts[claim] += found
    for claim, speaker, named_as in named:
        texts[claim] += [named_as, *names[speaker]]
    return {claim: _joined(found) for claim, found in texts.items()}


def among(ids: list[int]) -> RawSQL:
    """These ids as one parameter: a thousand single ones take Django longer than the query."""
    return RawSQL(*_AMONG[connection.vendor](ids))


_AMONG = {
    "sqlite": lambda ids: ("SELECT value FROM json_each(%s)", [json.dumps(ids)]),
    "postgresql": lambda ids: ("SELECT unnest(%s::bigint[])", [ids]),
}


def _names_of(speakers: Iterable[int]) -> dict[int, list[str]]:
    names = defaultdict(list)
    for speaker, text in Name.objects.filter(speaker__in=among(list(speakers))).values_list(
        "speaker_id", "text"
    ):
        names[speaker].append(text)
    return names


def _joined(texts: list[str]) -> str:
    project, *rest = texts
    return f"{project} {words_of(rest)}".rstrip()


@lru_cache(maxsize=4096)
def _tokens_once(text: str) -> dict[str, None]:
    return dict.fromkeys(tokens(text))


def _write(words: dict[int, str]) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(_DELETE[connection.vendor], [[claim] for claim in words])
        _insert(cursor, words)


def _insert(cursor, words: dict[int, str]) -> None:
    if connection.vendor == "sqlite":
        cursor.executemany("INSERT INTO claim_words (rowid, words) VALUES (%s, %s)", list(words.items()))
    else:
        rows = [[claim, text.split(" ")] for claim, text in words.items()]
        cursor.executemany(
            "INSERT INTO claim_words (claim_id, words) VALUES (%s, array_to_tsvector(%s::text[]))", rows
        )


_DELETE = {
    "sqlite": "DELETE FROM claim_words WHERE rowid = %s",
    "postgresql": "DELETE FROM claim_words WHERE claim_id = %s",
}
