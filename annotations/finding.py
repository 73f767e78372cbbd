"""Names and titles of any script to speakers and sources, by the same words as in ``annotations.search``.

Whoever writes names calls ``index_names``, whoever writes a source or the title of a text ``index_sources``;
``manage.py reindex`` builds both anew.
"""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import QuerySet
from django.db.models.expressions import RawSQL

from annotations import search
from annotations.models import Affiliation, Claim, Name, Project, Source, Speaker, Text

MOST_OFFERED = 20
MOST_LOOKED_AT = 400


@dataclass(frozen=True)
class Offer:
    """A speaker as offered to choose from: the main name, the name that matched where that is another, and what
    tells namesakes apart: an affiliation, or else what they are."""

    speaker: Speaker
    name: str
    matched: str
    beside: str


def speakers_with(words: str, *, project: Project) -> QuerySet[Speaker]:
    """Return the speakers of a project one of whose names holds each of the words; all where none is given."""
    speakers = Speaker.objects.filter(project=project)
    found = search.matching(search.NAMES, words, project=project)
    if found is None:
        return speakers
    return speakers.filter(pk__in=Name.objects.filter(pk__in=found).order_by().values("speaker"))


def sources_with(words: str, *, project: Project) -> QuerySet[Source]:
    """Return the sources whose titles, publisher, byline or event hold each of the words; all where none is given."""
    sources = Source.objects.filter(project=project)
    found = search.matching(search.SOURCES, words, project=project)
    return sources if found is None else sources.filter(pk__in=found)


def offers(words: str, speakers: QuerySet[Speaker], *, project: Project) -> list[Offer]:
    """Return the speakers among ``speakers`` to offer while somebody types, the likeliest first, in four queries.

    A name that begins with what was typed goes before one that holds it, and a main name before others.
    """
    names = Name.objects.filter(pk__in=_some(words, project)).order_by()
    typed = " ".join(search.WORD.findall(search.fold(words)))
    best: dict[int, tuple] = {}
    for speaker, text, kind in names.values_list("speaker", "text", "kind"):
        rank = (not search.fold(text).startswith(typed), kind != Name.Kind.MAIN, len(text), speaker)
        if speaker not in best or rank < best[speaker][0]:
            best[speaker] = (rank, text)
    likeliest = sorted(best, key=lambda speaker: best[speaker][0])
    found = speakers.in_bulk(likeliest[:MOST_LOOKED_AT])
    return described(
        [found[pk] for pk in likeliest if pk in found][:MOST_OFFERED], {pk: best[pk][1] for pk in best}
    )


def _some(words: str, project: Project) -> RawSQL | QuerySet:
    """Names to look at: not all, where a letter begins tens of thousands."""
    found = search.matching(search.NAMES, words, project=project)
    if found is None:
        newest = Speaker.objects.filter(project=project).order_by("-pk").values("pk")[:MOST_OFFERED]
        return Name.objects.filter(speaker__in=newest).order_by().values("pk")
    return RawSQL(f"{found.sql} LIMIT {MOST_LOOKED_AT}", found.params)


def described(speakers: list[Speaker], matched: Mapping[int, str]) -> list[Offer]:
    """Return speakers as they are offered, in two queries: ``matched`` is the name of each that was found.

    Where they belong is always said; what they are, where another one is offered under the same name.
    """
    ids = [speaker.pk for speaker in speakers]
    names, belongs = main_names(ids), _affiliations_of(ids)
    often = Counter(search.fold(name) for name in names.values())
    found = []
    for speaker in speakers:
        name = names.get(speaker.pk, speaker.key)
        kind = str(speaker.get_kind_display()).partition(",")[0] if often[search.fold(name)] > 1 else ""
        beside = belongs.get(speaker.pk) or kind
        found.append(Offer(speaker, name, _other(matched.get(speaker.pk, ""), name), beside))
    return found


def _other(matched: str, name: str) -> str:
    return "" if search.fold(matched) == search.fold(name) else matched


def main_names(speakers: list[int]) -> dict[int, str]:
    """Return speaker id → the main name; one query."""
    names = Name.objects.filter(speaker__in=speakers, kind=Name.Kind.MAIN).order_by()
    return dict(names.values_list("speaker", "text"))


def _affiliations_of(speakers: list[int]) -> dict[int, str]:
    """Return speaker id → the name of the organisation where they belong, the last one written."""
    rows = Affiliation.objects.filter(
        speaker__in=speakers, organisation__names__kind=Name.Kind.MAIN
    ).order_by("pk")
    return dict(rows.values_list("speaker", "organisation__names__text"))


# Keeping the index


def index_names(names: QuerySet[Name]) -> None:
    """Write the words of these names anew."""
    rows = list(names.order_by().values_list("pk", "speaker__project", "text"))
    for start in range(0, len(rows), search.BATCH):
        some = rows[start : start + search.BATCH]
        search.rewrite(search.NAMES, {pk: _marked(project, [text]) for pk, project, text in some})


def index_sources(sources: QuerySet[Source]) -> None:
    """Write the words of these sources anew: their titles, publisher, byline and event, and the titles of their texts."""
    rows = list(sources.order_by().values_list("pk", "project", "title", "publisher", "byline", "event"))
    for start in range(0, len(rows), search.BATCH):
        some = rows[start : start + search.BATCH]
        titles = _titles_of([pk for pk, *_ in some])
        words = {pk: _marked(project, [*texts, *titles[pk]]) for pk, project, *texts in some}
        search.rewrite(search.SOURCES, words)


def _titles_of(sources: list[int]) -> dict[int, list[str]]:
    titles = defaultdict(list)
    texts = Text.objects.filter(source__in=search.among(sources)).exclude(title="").order_by("pk")
    for source, title in texts.values_list("source", "title"):
        titles[source].append(title)
    return titles


def _marked(project: int, texts: list[str]) -> str:
    return f"{search.OF_PROJECT.format(project)} {search.words_of(texts)}".rstrip()


def follow_names(speakers: list[int]) -> None:
    """Write anew by which words the claims of these speakers are found, after their names or who they are changed."""
    search.index(Claim.objects.filter(attributions__speaker__in=speakers).distinct())
