"""How many claims stand on the rows of a page, as far as a person sees them: numbers beside rows in a list."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence

from django.db.models import Count, Exists, OuterRef, QuerySet

from annotations.access import visible_to
from annotations.models import Anchor, Attribution, Claim, Reading, Source, Speaker, Text, User

State = Claim.State
PUT_ASIDE = (State.DISCARDED, State.SUPERSEDED)


def claims_of_sources(user: User, sources: Sequence[int]) -> Counter[int]:
    """Return source id → how many claims are marked in its texts; one query."""
    return _as_counter(_marked(user).filter(text__source__in=sources), "text__source")


def claims_in_texts(user: User, texts: Sequence[int]) -> Counter[int]:
    """Return text id → how many claims are marked in it; one query."""
    return _as_counter(_marked(user).filter(text__in=texts), "text")


def _marked(user: User) -> QuerySet[Anchor]:
    """Where claims that a person sees are marked. Each claim is looked up by itself: the rows of a page have few."""
    return Anchor.objects.filter(_seen(user), kind=Anchor.Kind.CODED).order_by()


def _seen(user: User) -> Exists:
    claims = visible_to(user, Claim.objects.filter(pk=OuterRef("claim_id")))
    return Exists(claims.exclude(state__in=PUT_ASIDE))


def texts_of_sources(user: User, sources: Sequence[int]) -> Counter[int]:
    """Return source id → how many texts it has; one query."""
    seen = Exists(visible_to(user, Source.objects.filter(pk=OuterRef("source_id"))))
    return _as_counter(Text.objects.filter(seen, source__in=sources).order_by(), "source")


def readings_of_texts(user: User, texts: Sequence[int]) -> Counter[int]:
    """Return text id → how many readings of it are submitted; one query."""
    submitted = Reading.objects.filter(text__in=texts, submitted__isnull=False)
    return _as_counter(visible_to(user, submitted).order_by(), "text")


def claims_of_speakers(user: User, speakers: Iterable[Speaker]) -> Counter[int]:
    """Return speaker id → in how many claims they speak, or anybody found to be the same; two queries or three."""
    heads = {speaker.pk: speaker.merged_into_id or speaker.pk for speaker in speakers}
    same = _same_as(set(heads.values()))
    who = [speaker for family in same.values() for speaker in family]
    voices = Attribution.objects.filter(_seen(user), speaker__in=who).order_by()
    # A claim in which both of two who are one speak counts once.
    spoken = defaultdict(set)
    head_of = {speaker: head for head, family in same.items() for speaker in family}
    for speaker, claim in voices.values_list("speaker", "claim"):
        spoken[head_of[speaker]].add(claim)
    return Counter({pk: len(spoken[head]) for pk, head in heads.items()})


def _same_as(heads: set[int]) -> dict[int, set[int]]:
    """Head → all who are merged into them, at whatever distance."""
    families = {head: {head} for head in heads}
    newest = {head: head for head in heads}
    while newest:
        merged = Speaker.objects.filter(merged_into__in=newest).order_by().values_list("pk", "merged_into")
        newest = {pk: newest[into] for pk, into in merged if into and pk not in families[newest[into]]}
        for pk, head in newest.items():
            families[head].add(pk)
    return families


def _as_counter(rows: QuerySet, by: str) -> Counter[int]:
    return Counter(dict(rows.values_list(by).annotate(count=Count("pk"))))
