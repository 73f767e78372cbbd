"""Words of any script to claims: an inverted index kept by the database itself.

A text is folded to tokens: case and accents go, words stay whole, and Han, Kana and Hangul run on as pairs of
characters, so that two characters are found wherever they stand. Arabic and Hebrew words are kept with and without
what is written as one with them: the article, prepositions, conjunctions. SQLite keeps the tokens in an FTS5 table,
PostgreSQL in a ``tsvector`` under a GIN index; both find the same rows. Verbs and imports call ``index`` when words
change; ``manage.py reindex`` builds it all anew. ``annotations.finding`` does the same for names and sources.
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

from annotations.models import Anchor, Attribution, Claim, Project

WORD = re.compile(r"[^\W_]+")
UNSPACED = re.compile(
    "[\u2e80-\u2fdf\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff]+"
)
ARABIC_OR_HEBREW = re.compile("[\u0590-\u06ff]")
ARABIC_ARTICLE = re.compile("[وف]?(?:[بك]?ال|لل)(?=..)")
ARABIC_PARTICLE = re.compile("[وفبلك](?=...)")
HEBREW_PARTICLES = re.compile("[משהוכלב]{1,3}(?=..)")
BATCH = 1000
# A private-use character begins the token that keeps the words of one project apart from all others.
OF_PROJECT = "\ue000{}"


class Bare(dict):
    """For ``str.translate``: what becomes of a character, looked up once; those that only combine go."""

    def __missing__(self, code: int) -> int | None:
        self[code] = None if unicodedata.combining(chr(code)) else code
        return self[code]


BARE = Bare({0x0640: None})  # the stroke that makes an Arabic word longer


def fold(text: str) -> str:
    """Return a text without case, accents and width: what a reader would call the same letters."""
    if text.isascii():
        return text.lower()
    return unicodedata.normalize("NFKD", text.casefold()).translate(BARE)


def tokens(text: str) -> Iterator[str]:
    """Yield the folded words of a text; unspaced scripts as overlapping pairs and the last character alone."""
    return pieces(WORD.findall(fold(text)))


def pieces(words: Iterable[str]) -> Iterator[str]:
    """Yield the tokens of folded words."""
    for word in words:
        if word.isascii() or not UNSPACED.search(word):
            yield word
        else:
            yield from _runs(word)


def _runs(word: str) -> Iterator[str]:
    place = 0
    for run in UNSPACED.finditer(word):
        if run.start() > place:
            yield word[place : run.start()]
        yield from _pairs(run.group())
        place = run.end()
    if place < len(word):
        yield word[place:]


def _without_prefixes(word: str) -> Iterator[str]:
    """Yield what an Arabic or a Hebrew word may be without what is written as one with it."""
    prefix = ARABIC_ARTICLE.match(word) or ARABIC_PARTICLE.match(word)
    if prefix:
        yield word[prefix.end() :]
    letters = HEBREW_PARTICLES.match(word)
    for end in range(1, letters.end() + 1 if letters else 0):
        yield word[end:]


def _pairs(run: str) -> Iterator[str]:
    for position in range(len(run)):
        yield run[position : position + 2]


def claims_with(words: str, *, project: Project) -> QuerySet[Claim]:
    """Return the claims of a project in which each of the words begins some word; all where none is given."""
    claims = Claim.objects.filter(project=project)
    found = matching(CLAIMS, words, project=project)
    return claims if found is None else claims.filter(pk__in=found)


def _wanted(words: str) -> list[str]:
    """The tokens to ask for: without the single last characters that only pairs of one need."""
    wanted = []
    for word in WORD.findall(fold(words)):
        word = ARABIC_ARTICLE.sub("", word, count=1) if ARABIC_ARTICLE.match(word) else word
        found = list(tokens(word))
        lone_end = len(found) > 1 and len(found[-1]) == 1 and UNSPACED.fullmatch(found[-1])
        wanted += found[:-1] if lone_end else found
    return wanted


def matching(table: str, words: str, *, project: Project) -> RawSQL | None:
    """Return the ids in an index of words in which each of the words begins some word; None where none is given."""
    wanted = _wanted(words)
    if not wanted:
        return None
    wanted = [OF_PROJECT.format(project.pk), *wanted]
    return RawSQL(*_QUERY[connection.vendor](table, wanted))


def _sqlite_query(table: str, wanted: list[str]) -> tuple[str, list[str]]:
    first, *rest = wanted
    query = " ".join([f'"{first}"', *(f'"{token}"*' for token in rest)])
    return f"SELECT rowid FROM {table} WHERE {table} MATCH %s", [query]


def _postgresql_query(table: str, wanted: list[str]) -> tuple[str, list[str]]:
    first, *rest = wanted
    query = " & ".join([f"'{first}'", *(f"'{token}':*" for token in rest)])
    return f"SELECT {ROW[table]} FROM {table} WHERE words @@ %s::tsquery", [query]


_QUERY = {"sqlite": _sqlite_query, "postgresql": _postgresql_query}
CLAIMS, NAMES, SOURCES = "claim_words", "name_words", "source_words"
ROW = {CLAIMS: "claim_id", NAMES: "name_id", SOURCES: "source_id"}


def index(claims: QuerySet[Claim]) -> None:
    """Write the words of these claims anew: quotes, paraphrase, titles, and all names of who speaks."""
    ids = list(claims.values_list("pk", flat=True))
    for start in range(0, len(ids), BATCH):
        rewrite(CLAIMS, _words_of(ids[start : start + BATCH]))


def index_new(claim: Claim, texts: Iterable[str]) -> None:
    """Write the words of a claim that was never indexed, from the texts at hand."""
    words = _joined([OF_PROJECT.format(claim.project_id), *texts])
    insert(CLAIMS, {claim.pk: words})


def index_words(project: Project, words: Mapping[int, str]) -> None:
    """Write the words of claims of a project that were never indexed: claim id → what ``words_of`` returned."""
    mark = OF_PROJECT.format(project.pk)
    insert(CLAIMS, {claim: f"{mark} {found}" if found else mark for claim, found in words.items()})


def forget_dropped_words() -> None:
    """Let the indexes themselves forget what no row has any more: SQLite marks dropped words, and keeps them until it merges.

    PostgreSQL forgets dropped rows by its own vacuum.
    """
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            for table in ROW:
                cursor.execute(f"INSERT INTO {table} ({table}) VALUES ('optimize')")


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
    names = names_of({speaker for _, speaker, _ in named})
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


def names_of(speakers: Iterable[int]) -> dict[int, list[str]]:
    """Return speaker id → all names of all who are found to be the same; one query, however long the way between them."""
    names = defaultdict(list)
    ids, given = _AMONG[connection.vendor](list(speakers))
    with connection.cursor() as cursor:
        cursor.execute(_NAMES_OF_THE_SAME.format(ids=ids), given)
        for speaker, text in cursor.fetchall():
            names[speaker].append(text)
    return names


# From each speaker up to who stands for them, and from there down to all for whom that one stands.
_NAMES_OF_THE_SAME = """
WITH RECURSIVE given (id) AS ({ids}),
up (asked, id) AS (
    SELECT id, id FROM given
    UNION
    SELECT up.asked, speaker.merged_into_id FROM up JOIN annotations_speaker speaker ON speaker.id = up.id
    WHERE speaker.merged_into_id IS NOT NULL
),
same (asked, id) AS (
    SELECT asked, id FROM up
    UNION
    SELECT same.asked, speaker.id FROM same JOIN annotations_speaker speaker ON speaker.merged_into_id = same.id
)
SELECT same.asked, name.text FROM same JOIN annotations_name name ON name.speaker_id = same.id ORDER BY name.id
"""


def _joined(texts: list[str]) -> str:
    project, *rest = texts
    return f"{project} {words_of(rest)}".rstrip()


@lru_cache(maxsize=4096)
def _tokens_once(text: str) -> dict[str, None]:
    found = dict.fromkeys(tokens(text))
    if ARABIC_OR_HEBREW.search(text):
        found |= dict.fromkeys(bare for word in list(found) for bare in _without_prefixes(word))
    return found


def forget(table: str, rows: Iterable[int]) -> None:
    """Take rows out of one of the indexes."""
    with connection.cursor() as cursor:
        cursor.executemany(_delete(table), [[row] for row in rows])


def rewrite(table: str, words: Mapping[int, str]) -> None:
    """Write the words of rows anew, in one of the indexes: row id → its words."""
    forget(table, words)
    insert(table, words)


def insert(table: str, words: Mapping[int, str]) -> None:
    """Write the words of rows that were never indexed, in one of the indexes."""
    with connection.cursor() as cursor:
        if connection.vendor == "sqlite":
            cursor.executemany(f"INSERT INTO {table} (rowid, words) VALUES (%s, %s)", list(words.items()))
        else:
            cursor.executemany(
                f"INSERT INTO {table} ({ROW[table]}, words) VALUES (%s, array_to_tsvector(%s::text[]))",
                [[row, text.split(" ")] for row, text in words.items()],
            )


def _delete(table: str) -> str:
    row = "rowid" if connection.vendor == "sqlite" else ROW[table]
    return f"DELETE FROM {table} WHERE {row} = %s"
