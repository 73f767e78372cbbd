"""The rows of a dataset, fetched for one export and put into records; ``curation.export.dataset`` writes them.

Read ``curation.export.choice`` first: it says which rows these are. What hangs on claims, speakers and sources comes
in the same order as these do, and is taken row by row as they pass: a fixed number of queries, whatever their number,
and never more than a few rows in memory.
"""

from collections.abc import Callable, Iterator
from itertools import groupby
from operator import itemgetter

from django.db import connections
from django.db.models import F, Model, Q, QuerySet
from django.db.models.functions import Collate

from annotations import codebook, records, rights, shape
from annotations.models import (
    Affiliation,
    Anchor,
    Attribution,
    Claim,
    Coding,
    Name,
    Note,
    Speaker,
    Text,
)
from curation.export.choice import Choice, choose, claims_of, of_chosen_claims, of_sources, sources_of

__all__ = ["Choice", "choose"]

# Few rows at once stay in the processor's cache until they are written; a server costs a journey for each lot.
ROWS_AT_ONCE = {"sqlite": 100, "postgresql": 1000}
TEXTS_AT_ONCE = 20  # they may be long
PLACE = ("kind", "start", "end", "quote", "prefix", "suffix")
KEPT_BACK = (None, rights.NONE)
BY_TEXT = itemgetter("text")
FIRST = itemgetter(0)
BY_CODE_POINT = {"sqlite": "BINARY", "postgresql": "C"}


# The project and its codebook


def project(choice: Choice) -> shape.ProjectRecord:
    return {"slug": choice.project.slug, "title": choice.project.title, "language": choice.project.language}


def codebook_number(choice: Choice) -> int:
    return codebook.number_now(choice.project, using=choice.database)


def codebook_now(choice: Choice) -> dict:
    """Return scales and themes; a codebook is small. Examples are words of the sources, and leave as quotes do."""
    now = codebook.as_it_stands(choice.project, using=choice.database)
    if not rights.quotes_leave(choice.rights):
        now["themes"] = [{**theme, "examples": []} for theme in now["themes"]]
    return now


# Speakers and sources


def speakers(choice: Choice) -> Iterator[shape.SpeakerRecord]:
    """Yield the speakers of the export by id, the merged ones too."""
    rows = choice.rows(Speaker, project=choice.project).order_by(by_code_point("key", choice))
    if choice.speakers is not None:
        rows = rows.filter(pk__in=choice.speakers)
    names = _names(choice)
    belonging = _of_speakers(choice, Affiliation)
    affiliations = follow(
        belonging.values_list("speaker", "organisation", "since", "until", "role"), at_once(choice)
    )
    for pk, key, kind, same, identifiers in rows.values_list(
        "pk", "key", "kind", "merged_into", "identifiers"
    ):
        yield records.speaker_record(
            key,
            kind,
            choice.speaker_keys.get(same),
            _name_records(choice, names(pk)),
            identifiers,
            _affiliation_records(choice, affiliations(pk)),
        )


def _names(choice: Choice) -> "Take":
    rows = _of_speakers(choice, Name).values_list("speaker", "text", "kind", "language", "script", "source")
    return follow(rows, at_once(choice))


def _name_records(choice: Choice, rows: list[tuple]) -> list[shape.NameRecord]:
    found = []
    for _, text, kind, language, script, source in rows:
        key, leaving = choice.sources_of_names.get(source, KEPT_BACK)
        if rights.name_leaving(kind, leaving):
            found.append(records.name_record(text, kind, language, script, key))
    return found


def _of_speakers(choice: Choice, model: type[Model]) -> QuerySet:
    rows = choice.rows(model, speaker__project=choice.project)
    if choice.speakers is not None:
        rows = rows.filter(speaker__in=choice.speakers)
    return rows.order_by(by_code_point("speaker__key", choice), "pk")


def _affiliation_records(choice: Choice, rows: list[tuple]) -> list[shape.AffiliationRecord]:
    named = sorted((choice.speaker_keys[organisation], *rest) for _, organisation, *rest in rows)
    return [
        records.affiliation_record(organisation, role, since, until)
        for organisation, since, until, role in named
    ]


def sources(choice: Choice) -> Iterator[shape.SourceRecord]:
    """Yield by id the sources of which anything may leave, each with its texts."""
    described = ("title", "publisher", "byline", "published", "url", "retrieved", "event", "language")
    rows = (
        sources_of(choice)
        .order_by(by_code_point("key", choice))
        .values_list("pk", "key", "rights", *described)
    )
    texts = _texts(choice)
    for pk, key, given, *values in rows.iterator(TEXTS_AT_ONCE):
        leaving = rights.narrower(given, choice.rights)
        wordings = [_text_record(choice, *row) for _, *row in texts(pk)]
        yield records.source_record(*(key, *values, leaving, wordings))


def _texts(choice: Choice) -> "Take":
    rows = of_sources(choice, Text, "source__").order_by(by_code_point("source__key", choice), "pk")
    fields = ("pk", "kind", "language", "title", "of", "made_by", "replaces", "sha256", "body")
    return follow(rows.values_list("source", *fields), TEXTS_AT_ONCE)


def _text_record(
    choice: Choice, pk, kind, language, title, of, made_by, replaces, *content
) -> shape.TextRecord:
    original, faulty = (choice.texts[other] if other else None for other in (of, replaces))
    record = records.text_record(choice.texts[pk], kind, language, title, original, made_by, faulty, *content)
    return rights.text_leaving(record, choice.less_than_full.get(pk, rights.FULL))


# Claims, with all that hangs on them


def claims(choice: Choice) -> Iterator[shape.ClaimRecord]:
    """Yield by id the claims of the chosen states."""
    rows = claims_of(choice).order_by(by_code_point("key", choice))
    fields = ("pk", "key", "record", "state", "coder", "pseudonym", "reporting", "said", "paraphrase")
    older, anchors = _superseded(choice), _parts(choice, Anchor, "text", *PLACE)
    voices = _parts(choice, Attribution, "speaker", "named_as", "organisation", "via")
    codings = _parts(choice, Coding, "theme", "stance", "certainty", "note", "codebook")
    for pk, key, record, state, coder, pseudonym, reporting, said, paraphrase in rows.values_list(
        *fields
    ).iterator(at_once(choice)):
        named = (choice.pseudonyms.get(coder) or pseudonym or None) if choice.coders else None
        links = older(pk)
        supersedes = _keys_here(choice, links) if links else []
        places, speaking = _evidence(choice, anchors(pk), voices(pk))
        coded = _coding_records(choice, codings(pk))
        yield records.claim_record(
            key, record, state, supersedes, named, reporting, said, paraphrase, places, speaking, coded
        )


def _parts(choice: Choice, model: type[Model], *fields: str) -> "Take":
    rows = of_chosen_claims(choice, model, "claim__").order_by(by_code_point("claim__key", choice), "pk")
    return follow(rows.values_list("claim", *fields), at_once(choice))


def _superseded(choice: Choice) -> "Take":
    links = of_chosen_claims(choice, Claim.supersedes.through, "from_claim__")
    in_order = [by_code_point("from_claim__key", choice), by_code_point("to_claim__key", choice)]
    fields = ("from_claim", "to_claim__key", "to_claim__state", "to_claim")
    return follow(links.order_by(*in_order).values_list(*fields), at_once(choice))


def _keys_here(choice: Choice, links: list[tuple]) -> list[str]:
    """The ids of the superseded claims that are in the export, too."""
    return [
        key for _, key, state, pk in links if state in choice.states and pk not in choice.claims_kept_back
    ]


def _evidence(choice: Choice, anchors: list[tuple], voices: list[tuple]):
    """Return a claim's places by text, and who speaks in no more words than any of these texts lets go."""
    texts, less, keys = choice.texts, choice.less_than_full, choice.speaker_keys
    narrowest, longest = choice.rights, choice.longest_quote
    places = []
    for _, text, kind, start, end, quote, prefix, suffix in anchors:
        if text in texts:
            place = records.anchor_record(texts[text], kind, start, end, quote, prefix, suffix)
            if text in less:
                narrowest = rights.narrower(less[text], narrowest)
                place = rights.anchor_leaving(place, less[text])
            if longest:
                place = _within(longest, place)
            places.append(place)
    speaking = [
        records.attribution_record(keys[speaker], named_as, keys.get(organisation), keys.get(via))
        for _, speaker, named_as, organisation, via in voices
    ]
    if narrowest != rights.FULL:
        speaking = [rights.attribution_leaving(voice, narrowest) for voice in speaking]
    if len(places) > 1:
        places.sort(key=BY_TEXT)
    return places, speaking


def _within(longest: int, place: shape.AnchorRecord) -> shape.AnchorRecord:
    """A place without its quote, where that is longer than what the export gives."""
    return {**place, "quote": ""} if len(place["quote"]) > longest else place


def _coding_records(choice: Choice, rows: list[tuple]) -> list[shape.CodingRecord]:
    themes, stances, codebooks = choice.themes, choice.stances, choice.codebooks
    return [
        records.coding_record(themes[theme], stances.get(stance), certainty, note, codebooks[version])
        for _, theme, stance, certainty, note, version in rows
    ]


# Notes


def notes(choice: Choice) -> Iterator[shape.NoteRecord]:
    """Yield by id the notes on what is in the export: all with claims of every state, else doubts about translations."""
    rows = choice.rows(Note, project=choice.project).filter(_on_what_is_here(choice))
    if choice.states < set(Claim.State.values):
        rows = rows.filter(kind=Note.Kind.TRANSLATION_SUSPECT)
        # Where coding is blind, what a coder doubts elsewhere than in an accepted claim is still their own.
        rows = rows.exclude(project__blind=True, record="")
    fields = ("key", "kind", "body", "resolved", "record", "text", "start", "end", "theme", "speaker")
    for key, kind, body, resolved, *on in (
        rows.order_by(by_code_point("key", choice)).values_list(*fields).iterator(at_once(choice))
    ):
        yield records.note_record(key, _what_a_note_is_on(choice, *on), kind, body, resolved)


def _on_what_is_here(choice: Choice) -> Q:
    of_speakers = Q() if choice.speakers is None else Q(speaker=None) | Q(speaker__in=choice.speakers)
    of_sources = Q(text=None) | Q(text__source__in=sources_of(choice))
    return Q(record="") & of_sources & of_speakers | Q(record__in=claims_of(choice).values("record"))


def _what_a_note_is_on(choice: Choice, record: str, text, start, end, theme, speaker) -> shape.On:
    if record:
        return {"claim": record}
    if text:
        return {"text": choice.texts[text], "start": start, "end": end}
    return {"theme": choice.themes[theme]} if theme else {"speaker": choice.speaker_keys[speaker]}


# Rows in order


Take = Callable[[int], list[tuple]]


def by_code_point(field: str, choice: Choice) -> Collate:
    """Order by the code points of a column, whatever collation the database is set to."""
    return Collate(F(field), BY_CODE_POINT[connections[choice.database].vendor])


def at_once(choice: Choice) -> int:
    """Return how many rows are fetched at a time."""
    return ROWS_AT_ONCE[connections[choice.database].vendor]


def follow(rows: QuerySet, at_once: int) -> Take:
    """Return a function that takes the next rows as long as their first value is the given one."""
    together = groupby(rows.iterator(at_once), FIRST)
    nothing = (None, ())
    ahead = next(together, nothing)

    def take(whole: int) -> list[tuple]:
        nonlocal ahead
        if ahead[0] != whole:
            return []
        taken = list(ahead[1])
        ahead = next(together, nothing)
        return taken

    return take
