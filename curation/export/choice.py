"""What an export holds: of which project, which claims, how much of them, and with them which speakers and sources.

What everything else points to is held by its number: ids of speakers, sources and texts, codes of the codebook.
``curation.export.rows`` fetches the rows of a choice.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from django.db.models import Model, QuerySet

from annotations import rights
from annotations.models import (
    Affiliation,
    Anchor,
    Attribution,
    Claim,
    CodebookVersion,
    Membership,
    Name,
    Project,
    Source,
    Speaker,
    Stance,
    Text,
    Theme,
)


@dataclass(frozen=True)
class Choice:
    """Which project, as read through which database, which claims, how much of them.

    ``claims`` are the ids of those chosen (None is all), ``longest_quote`` is in code points (None is no limit).
    Of a narrower choice only the sources and speakers of its claims are in the export.
    """

    project: Project
    database: str
    states: frozenset[str]
    rights: str
    coders: bool
    claims: QuerySet | None = None
    longest_quote: int | None = None

    def rows(self, model: Any, **conditions: Any) -> QuerySet:
        return model.objects.using(self.database).filter(**conditions)

    @cached_property
    def speaker_keys(self) -> dict[int, str]:
        return dict(self.rows(Speaker, project=self.project).values_list("pk", "key"))

    @cached_property
    def speakers(self) -> set[int] | None:
        """Numbers of the speakers that are in the export; None is all."""
        return None if self.claims is None else set(_with_all_they_need(self, _speaking(self)))

    @cached_property
    def sources_of_names(self) -> dict[int | None, tuple[str | None, str]]:
        """Id and rights of each source that a name is from, where it is in the export; names of none are the coders' own words."""
        named = self.rows(Name, speaker__project=self.project, source__isnull=False).order_by()
        found = sources_of(self).filter(pk__in=named.values("source")).values_list("pk", "key", "rights")
        return {None: (None, rights.FULL)} | {
            pk: (key, rights.narrower(given, self.rights)) for pk, key, given in found
        }

    @cached_property
    def texts(self) -> dict[int, str]:
        """Ids of the texts that are in the export."""
        return dict(of_sources(self, Text, "source__").order_by().values_list("pk", "key"))

    @cached_property
    def less_than_full(self) -> dict[int, str]:
        """Rights of the texts that are in the export with less than all of their words."""
        texts = of_sources(self, Text, "source__").order_by()
        if self.rights == rights.FULL:
            texts = texts.exclude(source__rights=rights.FULL)
        given = texts.values_list("pk", "source__rights")
        return {pk: rights.narrower(of_source, self.rights) for pk, of_source in given}

    @cached_property
    def keeps_back(self) -> bool:
        """Whether there are sources of which nothing may leave; where there are none, nobody needs to look again."""
        return self.rows(Source, project=self.project, rights=rights.NONE).exists()

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


def choose(
    project: Project,
    *,
    database: str,
    states: Iterable[str],
    rights: str,
    coders: bool,
    claims: QuerySet | None = None,
    longest_quote: int | None = None,
) -> Choice:
    """Return what to export, with the project as it stands in that database."""
    now = Project.objects.using(database).get(pk=project.pk)
    return Choice(now, database, frozenset(states), rights, coders, claims, longest_quote)


def sources_of(choice: Choice) -> QuerySet[Source]:
    """Return the sources of which anything may leave the project, of a narrower choice those of its claims."""
    return of_sources(choice, Source, "")


def of_sources(choice: Choice, model: type[Model], source: str) -> QuerySet:
    """Return the rows whose source, found along a path such as ``source__``, is in the export."""
    rows = choice.rows(model, **{f"{source}project": choice.project})
    rows = rows.exclude(**{f"{source}rights": rights.NONE})
    if choice.claims is None:
        return rows
    marked = choice.rows(Anchor, claim__in=claims_of(choice), kind=Anchor.Kind.CODED)
    return rows.filter(**{f"{source}pk__in": marked.order_by().values("text__source")})


def claims_of(choice: Choice) -> QuerySet[Claim]:
    """Return the claims in the chosen states, but for those that are coded in a source that stays out."""
    return of_chosen_claims(choice, Claim, "")


def of_chosen_claims(choice: Choice, model: type[Model], claim: str) -> QuerySet:
    """Return the rows whose claim, found along a path such as ``claim__``, is in the export."""
    chosen = {f"{claim}project": choice.project, f"{claim}state__in": choice.states}
    if choice.claims is not None:
        chosen[f"{claim}pk__in"] = choice.claims
    rows = choice.rows(model, **chosen)
    return rows.exclude(**{f"{claim}pk__in": coded_in_kept_back(choice)}) if choice.keeps_back else rows


def coded_in_kept_back(choice: Choice) -> QuerySet:
    """Return the ids of the claims that are coded in sources of which nothing may leave."""
    sources = choice.rows(Source, project=choice.project, rights=rights.NONE)
    anchors = choice.rows(Anchor, text__source__in=sources, kind=Anchor.Kind.CODED)
    return anchors.order_by().values_list("claim", flat=True)


def _speaking(choice: Choice) -> Iterator[int]:
    """Numbers of all who speak, are spoken for, or relay in the chosen claims."""
    voices = of_chosen_claims(choice, Attribution, "claim__").order_by()
    for three in voices.values_list("speaker", "organisation", "via").distinct().iterator():
        yield from (pk for pk in three if pk)


def _with_all_they_need(choice: Choice, found: Iterable[int]) -> Iterator[int]:
    """Add those they are merged into, the organisations they belong to, and what these need in turn."""
    of_project = choice.rows(Speaker, project=choice.project, merged_into__isnull=False)
    needs = list(of_project.values_list("pk", "merged_into"))
    belonging = choice.rows(Affiliation, speaker__project=choice.project).order_by()
    needs += belonging.values_list("speaker", "organisation")
    of_each: dict[int, list[int]] = {}
    for speaker, needed in needs:
        of_each.setdefault(speaker, []).append(needed)
    seen: set[int] = set()
    waiting = list(set(found))
    while waiting:
        speaker = waiting.pop()
        if speaker not in seen:
            seen.add(speaker)
            waiting += of_each.get(speaker, [])
            yield speaker
