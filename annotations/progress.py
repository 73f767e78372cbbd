"""Where a project stands, for its front page: texts to go on with, themes with their stances, and how much there is."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field

from django.core.cache import cache
from django.db.models import Count, Max, OuterRef, Q, QuerySet, Subquery, Sum, TextChoices
from django.utils.translation import gettext_lazy as _

from annotations.access import visible_to
from annotations.counting import claims_in_texts
from annotations.dates import in_words
from annotations.models import (
    Anchor,
    Batch,
    Claim,
    Coding,
    Decision,
    Project,
    Reading,
    Source,
    Speaker,
    Stance,
    Text,
    Theme,
    User,
)
from annotations.models.codebook import SIGNS, tone_of
from annotations.waiting import Waiting

TEXTS_SHOWN = 8
THEMES_SHOWN = 10
RETURNED_SHOWN = 3
KEPT_FOR = 600  # seconds
NOT_ACCEPTED = [state for state in Claim.State if state != Claim.State.ACCEPTED]
TONES = ("oppose", "mixed", "neutral", "unclear", "support")


class Progress(TextChoices):
    """How far a text is read."""

    NOT_READ = "not-read", _("not read")
    BEGUN = "begun", _("in progress")
    SUBMITTED = "submitted", _("submitted")


@dataclass(frozen=True)
class TextAhead:
    """A text to go on with: its source's title and date, what it is, its claims, and how far its reading is."""

    pk: int
    title: str
    published: str
    language: str
    kind: str
    claims: int
    reading: Progress


@dataclass
class Share:
    """How many codings of a theme take stances of one tone, and where they stand in a bar of 100 units."""

    tone: str
    count: int
    start: str = ""
    width: str = ""

    @property
    def sign(self) -> str:
        return SIGNS[self.tone]


@dataclass
class ThemeStanding:
    theme: Theme
    count: int
    shares: list[Share] = field(default_factory=list)


@dataclass(frozen=True)
class CameBack:
    """A claim that was returned, with what the reviewer says about it."""

    pk: int
    quote: str
    language: str
    note: str


def texts_ahead(user: User, project: Project, waits: Mapping[str, Waiting]) -> list[TextAhead]:
    """Return the texts to go on with: those begun, then those nobody has read, then the newest of all."""
    begun = Reading.objects.filter(pk__in=waits["readings"].ids[:TEXTS_SHOWN]).values_list("text", flat=True)
    texts = visible_to(user, Text.objects.filter(project=project, replaced_by=None))
    texts = texts.exclude(kind=Text.Kind.EXCERPT)
    newest = texts.order_by("-pk").values_list("pk", flat=True)[:TEXTS_SHOWN]
    wanted = list(dict.fromkeys([*begun, *waits["unread"].ids[:TEXTS_SHOWN], *newest]))[:TEXTS_SHOWN]
    columns = ("pk", "title", "source__title", "source__published", "language", "kind")
    found = {row[0]: row[1:] for row in texts.filter(pk__in=wanted).values_list(*columns)}
    claims, readings = claims_in_texts(user, wanted), _readings_of(user, wanted)
    return [
        TextAhead(
            pk,
            title or of_source,
            in_words(published),
            language,
            str(Text.Kind(kind).label),
            claims[pk],
            readings[pk],
        )
        for pk in wanted
        if pk in found
        for title, of_source, published, language, kind in [found[pk]]
    ]


def _readings_of(user: User, texts: list[int]) -> dict[int, Progress]:
    """How far each text is read: by the person, else by others as far as they see it."""
    readings = visible_to(user, Reading.objects.filter(text__in=texts))
    states: dict[int, Progress] = defaultdict(lambda: Progress.NOT_READ)
    own_last = sorted(readings.values_list("coder", "text", "submitted"), key=lambda row: row[0] == user.pk)
    for _coder, text, submitted in own_last:
        states[text] = Progress.SUBMITTED if submitted else Progress.BEGUN
    return states


def came_back(user: User, waits: Mapping[str, Waiting]) -> list[CameBack]:
    """Return the newest of the claims that were returned to a person, with the notes."""
    returned = visible_to(user, Claim.objects.filter(pk__in=waits["returned"].ids[:RETURNED_SHOWN]))
    notes = Decision.objects.filter(claim=OuterRef("pk"), after=Claim.State.RETURNED).order_by("-pk")
    marked = Anchor.objects.filter(claim=OuterRef("pk"), kind=Anchor.Kind.CODED)
    rows = returned.annotate(
        quote=Subquery(marked.values("quote")[:1]),
        language=Subquery(marked.values("text__language")[:1]),
        why=Subquery(notes.values("note")[:1]),
    ).values_list("pk", "quote", "language", "why")
    return [CameBack(pk, quote or "", language or "", why or "") for pk, quote, language, why in rows]


def claims_by_state(user: User, project: Project) -> dict[str, int]:
    """Return state → how many claims a person sees in it; states without any are left out."""
    claims = visible_to(user, Claim.objects.filter(project=project)).order_by()
    return dict(claims.values_list("state").annotate(count=Count("*")))


def holdings(user: User, project: Project) -> dict[str, int]:
    """Return how many sources, texts, speakers (who stand for themselves) and themes a project holds."""
    speakers = Speaker.objects.unmerged().filter(project=project)
    rows: dict[str, QuerySet] = {
        "sources": Source.objects.filter(project=project),
        "texts": Text.objects.filter(project=project),
        "speakers": speakers,
        "themes": Theme.objects.filter(project=project),
    }
    return {name: visible_to(user, found).count() for name, found in rows.items()}


def coding_seconds(user: User, project: Project) -> int:
    """Return the active seconds of the readings of a project that a person sees: a coder's own, a reviewer's all."""
    readings = visible_to(user, Reading.objects.filter(project=project))
    return readings.aggregate(sum=Sum("active_seconds"))["sum"] or 0


def standing_of_themes(user: User, project: Project, states: Mapping[str, int]) -> list[ThemeStanding]:
    """Return the themes that most accepted claims are coded with, and the stances that these take.

    ``states`` is what ``claims_by_state`` returned.
    """
    themes = visible_to(user, Theme.objects.filter(project=project))
    counts = _kept_codings(project, themes, states)
    totals: Counter[int] = Counter()
    for (theme, _stance), count in counts.items():
        totals[theme] += count
    most = totals.most_common(THEMES_SHOWN)
    shown, tones = themes.in_bulk([theme for theme, _count in most]), _tones(user, project)
    return [
        ThemeStanding(shown[theme], count, _shares(counts, theme, tones)) for theme, count in most if count
    ]


def _tones(user: User, project: Project) -> dict[int | None, str]:
    stances = visible_to(user, Stance.objects.filter(scale__project=project)).order_by()
    return {
        pk: tone_of(code, position) for pk, code, position in stances.values_list("pk", "code", "position")
    }


def _shares(
    counts: Mapping[tuple[int, int | None], int], theme: int, tones: Mapping[int | None, str]
) -> list[Share]:
    """The tones of a theme in their order; what has no stance is unclear."""
    found: Counter[str] = Counter()
    for (of_theme, stance), count in counts.items():
        if of_theme == theme:
            found[tones.get(stance, "unclear")] += count
    return _placed([Share(tone, found[tone]) for tone in TONES if found[tone]])


def _placed(shares: list[Share]) -> list[Share]:
    total, before = sum(share.count for share in shares), 0
    for share in shares:
        share.start, share.width = f"{100 * before / total:.2f}", f"{100 * share.count / total:.2f}"
        before += share.count
    return shares


def _kept_codings(
    project: Project, themes: QuerySet[Theme], states: Mapping[str, int]
) -> Counter[tuple[int, int | None]]:
    """What was counted last, until a claim is decided on or comes in: nothing else changes accepted codings."""
    decided, came_in = (rows.aggregate(last=Max("pk"))["last"] for rows in (Decision.objects, Batch.objects))
    key = f"accepted-codings:{project.pk}:{decided}:{came_in}:{states.get(Claim.State.ACCEPTED, 0)}"
    counts = cache.get(key)
    if counts is None:
        counts = _accepted_codings(project, themes, states)
        cache.set(key, counts, timeout=KEPT_FOR)
    return counts


def _accepted_codings(
    project: Project, themes: QuerySet[Theme], states: Mapping[str, int]
) -> Counter[tuple[int, int | None]]:
    """Count codings of accepted claims by theme and stance.

    To look up the claim of each coding takes ten times as long as to count them all by their index, so the smaller
    part is looked up: the accepted ones, or the others to be taken off.
    """
    accepted = states.get(Claim.State.ACCEPTED, 0)
    if not accepted:
        return Counter()
    if 2 * accepted < sum(states.values()):
        return _codings_of_claims(project, Q(state=Claim.State.ACCEPTED))
    # All the others by name: “not accepted” would read the index of all claims.
    others = _codings_of_claims(project, Q(state__in=NOT_ACCEPTED))
    every = Coding.objects.filter(theme__in=themes.order_by().values("pk"))
    return _by_theme_and_stance(every) - others


def _codings_of_claims(project: Project, which: Q) -> Counter[tuple[int, int | None]]:
    """By the claims alone: were the themes named too, SQLite would go through all codings of each."""
    claims = Claim.objects.filter(which, project=project).order_by().values("pk")
    return _by_theme_and_stance(Coding.objects.filter(claim__in=claims))


def _by_theme_and_stance(codings: QuerySet) -> Counter[tuple[int, int | None]]:
    counted = codings.order_by().values_list("theme", "stance").annotate(count=Count("*"))
    return Counter({(theme, stance): count for theme, stance, count in counted})
