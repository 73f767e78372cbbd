"""The rows of a dataset, fetched for one export and put into records; ``curation.export.dataset`` writes them.

What everything else points to is held by its number: ids of speakers, sources and texts, codes of the codebook.
What hangs on claims, speakers and sources comes in the same order as these do, and is taken row by row as they
pass: a fixed number of queries, whatever their number, and never more than a few rows in memory.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
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
    CodebookVersion,
    Coding,
    Membership,
    Name,
    Note,
    Project,
    Source,
    Speaker,
    Stance,
    Text,
    Theme,
)

CHUNK = 2000
TEXTS_AT_ONCE = 20  # they may be long
PLACE = ("kind", "start", "end", "quote", "prefix", "suffix")
BY_TEXT = itemgetter("text")
BY_CODE_POINT = {"sqlite": "BINARY", "postgresql": "C"}


@dataclass(frozen=True)
class Choice:
    """What an export holds: which project, as read through which database, which claims, how much of them."""

    project: Project
    database: str
    states: frozenset[str]
    rights: str
    coders: bool

    def rows(self, model, **conditions) -> QuerySet:
        return model.objects.using(self.database).filter(**conditions)

    @cached_property
    def speaker_keys(self) -> dict[int, str]:
        return dict(self.rows(Speaker, project=self.project).values_list("pk", "key"))

    @cached_property
    def source_keys(self) -> dict[int, str]:
        """Ids of the sources that are in the export."""
        return dict(sources_of(self).values_list("pk", "key"))

    @cached_property
    def source_rights(self) -> dict[int | None, str]:
        """What holds for the words of each source of the project; names of no source are the coders' own words."""
        given = self.rows(Source, project=self.project).values_list("pk", "rights")
        return {None: rights.FULL} | {pk: rights.narrower(of_source, self.rights) for pk, of_source in given}

    @cached_property
    def texts(self) -> dict[int, tuple[str, str]]:
        """Id and rights of each text that is in the export."""
        texts = self.rows(Text, project=self.project).exclude(source__rights=rights.NONE)
        return {
            pk: (key, rights.narrower(given, self.rights))
            for pk, key, given in texts.values_list("pk", "key", "source__rights")
        }

    @cached_property
    def claims_kept_back(self) -> set[int]:
        return set(coded_in_kept_back(self))

    @cached_property
    def themes(self) -> dict[int, str]:
        return dict(self.rows(Theme, project=self.project).values_list("pk", "code"))

    @cached_property
    def stances(self) -> dict[int, str]:
        return dict(self.rows(Stance, scale__project=self.project).values_list("pk", "code"))

    @cached_property
    def codebooks(self) -> dict[int, int]:
        return dict(self.rows(CodebookVersion, project=self.project).values_list("pk", "number"))

    @cached_property
    def pseudonyms(self) -> dict[int, str]:
        return dict(self.rows(Membership, project=self.project).values_list("user_id", "pseudonym"))


def choose(project: Project, *, database: str, states: Iterable[str], rights: str, coders: bool) -> Choice:
    """Return what to export, with the project as it stands in that database."""
    now = Project.objects.using(database).get(pk=project.pk)
    return Choice(now, database, frozenset(states), rights, coders)


def sources_of(choice: Choice) -> QuerySet[Source]:
    """The sources of which anything may leave the project."""
    return choice.rows(Source, project=choice.project).exclude(rights=rights.NONE)


def claims_of(choice: Choice) -> QuerySet[Claim]:
    """The claims in the chosen states, but for those that are coded in a source that stays out."""
    return _of_chosen_claims(choice, Claim, "")


def _of_chosen_claims(choice: Choice, model: type[Model], claim: str) -> QuerySet:
    """The rows whose claim, found along a path such as ``claim__``, is in the export."""
    chosen = {f"{claim}project": choice.project, f"{claim}state__in": choice.states}
    return choice.rows(model, **chosen).exclude(**{f"{claim}pk__in": coded_in_kept_back(choice)})


def coded_in_kept_back(choice: Choice) -> QuerySet:
    """The ids of the claims that are coded in sources of which nothing may leave."""
    sources = choice.rows(Source, project=choice.project, rights=rights.NONE)
    anchors = choice.rows(Anchor, text__source__in=sources, kind=Anchor.Kind.CODED)
    return anchors.order_by().values_list("claim", flat=True)


# The project and its codebook


def project(choice: Choice) -> shape.ProjectRecord:
    return {"slug": choice.project.slug, "title": choice.project.title, "language": choice.project.language}


def codebook_number(choice: Choice) -> int:
    return codebook.number_now(choice.project, using=choice.database)


def codebook_now(choice: Choice) -> dict:
    """Return scales and themes; a codebook is small."""
    return codebook.as_it_stands(choice.project, using=choice.database)


# Speakers and sources


def speakers(choice: Choice) -> Iterator[shape.SpeakerRecord]:
    """Yield all speakers by id, the merged ones too."""
    rows = choice.rows(Speaker, project=choice.project).order_by(by_code_point("key", choice))
    names = _names(choice)
    affiliations = follow(
        _of_speakers(choice, Affiliation).values_list("speaker", "organisation", "since", "until", "role")
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
    return follow(
        _of_speakers(choice, Name).values_list("speaker", "text", "kind", "language", "script", "source")
    )


def _name_records(choice: Choice, rows: list[tuple]) -> list[shape.NameRecord]:
    return [
        records.name_record(text, kind, language, script, choice.source_keys.get(source))
        for _, text, kind, language, script, source in rows
        if rights.name_leaving(kind, choice.source_rights[source])
    ]


def _of_speakers(choice: Choice, model: type[Model]) -> QuerySet:
    return choice.rows(model, speaker__project=choice.project).order_by(
        by_code_point("speaker__key", choice), "pk"
    )


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
    for pk, key, given, *values in rows.iterator(CHUNK):
        leaving = rights.narrower(given, choice.rights)
        wordings = [_text_record(choice, *row) for _, *row in texts(pk)]
        yield records.source_record(*(key, *values, leaving, wordings))


def _texts(choice: Choice) -> "Take":
    rows = choice.rows(Text, source__in=sources_of(choice)).order_by(
        by_code_point("source__key", choice), "pk"
    )
    fields = ("pk", "kind", "language", "title", "of", "made_by", "replaces", "sha256", "body")
    return follow(rows.values_list("source", *fields), TEXTS_AT_ONCE)


def _text_record(
    choice: Choice, pk, kind, language, title, of, made_by, replaces, *content
) -> shape.TextRecord:
    key, leaving = choice.texts[pk]
    original, faulty = (choice.texts[other][0] if other else None for other in (of, replaces))
    record = records.text_record(key, kind, language, title, original, made_by, faulty, *content)
    return rights.text_leaving(record, leaving)


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
    ).iterator(CHUNK):
        named = (choice.pseudonyms.get(coder) or pseudonym or None) if choice.coders else None
        supersedes = _keys_here(choice, older(pk))
        places, speaking = _evidence(choice, anchors(pk), voices(pk))
        coded = _coding_records(choice, codings(pk))
        yield records.claim_record(
            key, record, state, supersedes, named, reporting, said, paraphrase, places, speaking, coded
        )


def _parts(choice: Choice, model: type[Model], *fields: str) -> "Take":
    rows = _of_chosen_claims(choice, model, "claim__").order_by(by_code_point("claim__key", choice), "pk")
    return follow(rows.values_list("claim", *fields))


def _superseded(choice: Choice) -> "Take":
    links = _of_chosen_claims(choice, Claim.supersedes.through, "from_claim__")
    in_order = [by_code_point("from_claim__key", choice), by_code_point("to_claim__key", choice)]
    return follow(
        links.order_by(*in_order).values_list("from_claim", "to_claim__key", "to_claim__state", "to_claim")
    )


def _keys_here(choice: Choice, links: list[tuple]) -> list[str]:
    """The ids of the superseded claims that are in the export, too."""
    return [
        key for _, key, state, pk in links if state in choice.states and pk not in choice.claims_kept_back
    ]


def _evidence(choice: Choice, anchors: list[tuple], voices: list[tuple]):
    """Return a claim's places by text, and who speaks in no more words than any of these texts lets go."""
    texts, keys, narrowest = choice.texts, choice.speaker_keys, choice.rights
    places = []
    for _, text, kind, start, end, quote, prefix, suffix in anchors:
        if text in texts:
            key, leaving = texts[text]
            place = records.anchor_record(key, kind, start, end, quote, prefix, suffix)
            if leaving != rights.FULL:
                narrowest = rights.narrower(leaving, narrowest)
                place = rights.anchor_leaving(place, leaving)
            places.append(place)
    speaking = [
        records.attribution_record(keys[speaker], named_as, keys.get(organisation), keys.get(via))
        for _, speaker, named_as, organisation, via in voices
    ]
    if narrowest != rights.FULL:
        speaking = [rights.attribution_leaving(voice, narrowest) for voice in speaking]
    places.sort(key=BY_TEXT)
    return places, speaking


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
        rows.order_by(by_code_point("key", choice)).values_list(*fields).iterator(CHUNK)
    ):
        yield records.note_record(key, _what_a_note_is_on(choice, *on), kind, body, resolved)


def _on_what_is_here(choice: Choice) -> Q:
    return Q(record="") & (Q(text=None) | Q(text__source__in=sources_of(choice))) | Q(
        record__in=claims_of(choice).values("record")
    )


def _what_a_note_is_on(choice: Choice, record: str, text, start, end, theme, speaker) -> shape.On:
    if record:
        return {"claim": record}
    if text:
        return {"text": choice.texts[text][0], "start": start, "end": end}
    return {"theme": choice.themes[theme]} if theme else {"speaker": choice.speaker_keys[speaker]}


# Rows in order


Take = Callable[[int], list[tuple]]


def by_code_point(field: str, choice: Choice) -> Collate:
    """Order by the code points of a column, whatever collation the database is set to."""
    return Collate(F(field), BY_CODE_POINT[connections[choice.database].vendor])


def follow(rows: QuerySet, at_once: int = CHUNK) -> Take:
    """Return a function that takes the next rows as long as their first value is the given one."""
    groups = groupby(rows.iterator(at_once), itemgetter(0))
    nobody = (None, ())
    ahead, its_rows = next(groups, nobody)

    def take(whole: int) -> list[tuple]:
        nonlocal ahead, its_rows
        if ahead != whole:
            return []
        taken = list(its_rows)
        ahead, its_rows = next(groups, nobody)
        return taken

    return take
