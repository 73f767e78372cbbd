"""What waits for a person: the one place that says so, for the front page, the choice of projects and the lists.

Each kind narrows rows that the person may see to those that wait for them, so that a card's number and the list
that it opens cannot differ. A question waits for whoever coded what it is about, and for those who review.
"""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Exists, Model, OuterRef, Q, QuerySet
from django.utils.translation import ngettext_lazy

from annotations import access
from annotations.access import Role, Standing
from annotations.models import Anchor, Batch, Claim, Note, Project, Reading, Text, User

State = Claim.State
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Waiting:
    """What waits of one kind; ``ids`` are those of the rows, one more than ``MOST_COUNTED`` where there are more."""

    name: str
    ids: tuple[int, ...]

    @property
    def count(self) -> int:
        return min(len(self.ids), MOST_COUNTED)

    @property
    def is_more(self) -> bool:
        """Whether there are more than are counted."""
        return len(self.ids) > MOST_COUNTED

    @property
    def words(self) -> str:
        """What it is, to stand behind the number."""
        return words_for(self.name, self.count)


def words_for(name: str, count: int) -> str:
    """Return what waits, in words that stand behind a number: “claims await your review”."""
    return str(WORDS[name] % count)


def narrow(name: str, rows: QuerySet, user: User) -> QuerySet:
    """Narrow rows that ``user`` may see to those that wait for them; raises ``KeyError`` for an unknown kind."""
    return KINDS[name].narrow(rows, access.standing(user))


def in_project(user: User, project: Project) -> dict[str, Waiting]:
    """Return what waits for a person in a project, every kind by its name, in a fixed number of queries."""
    return {name: Waiting(name, _ids(name, user, project)) for name in KINDS}


def in_projects(user: User) -> dict[int, dict[str, int]]:
    """Return project id → how much of each kind waits for a person there, in a fixed number of queries."""
    counts: dict[int, dict[str, int]] = defaultdict(dict)
    for name, kind in KINDS.items():
        rows = narrow(name, access.visible_to(user, kind.model._default_manager.all()), user)
        for project, count in rows.order_by().values_list("project_id").annotate(count=Count("pk")):
            counts[project][name] = count
    return counts


def _ids(name: str, user: User, project: Project) -> tuple[int, ...]:
    here = KINDS[name].model._default_manager.filter(project=project)
    rows = narrow(name, access.visible_to(user, here), user)
    return tuple(rows.order_by("-pk").values_list("pk", flat=True)[: MOST_COUNTED + 1])


# The kinds


def _to_review(claims: QuerySet, who: Standing) -> QuerySet:
    others = ~Q(coder_id=who.user.pk) | Q(project__own_review=True)
    return claims.filter(others, state=State.SUBMITTED, project_id__in=who.at_least(Role.REVIEWER))


def _returned(claims: QuerySet, who: Standing) -> QuerySet:
    """Until a correction is begun: that is a draft to finish."""
    here = {"coder": who.user, "project_id__in": who.at_least(Role.CODER)}
    drafts = Claim.objects.filter(state=State.DRAFT, **here).order_by()
    # All of them at once: asked for each claim by itself, a coder's claims would be gone through for each.
    begun = Claim.supersedes.through.objects.filter(from_claim__in=drafts.values("pk"))
    return claims.filter(~Q(pk__in=begun.values("to_claim")), state=State.RETURNED, **here)


def _drafts(claims: QuerySet, who: Standing) -> QuerySet:
    return claims.filter(state=State.DRAFT, coder=who.user, project_id__in=who.at_least(Role.CODER))


def _open_readings(readings: QuerySet, who: Standing) -> QuerySet:
    return readings.filter(coder=who.user, submitted=None, project_id__in=who.at_least(Role.CODER))


def _questions(notes: QuerySet, who: Standing) -> QuerySet:
    coded = Claim.objects.filter(project=OuterRef("project"), record=OuterRef("record"), coder=who.user)
    mine = ~Q(record="") & Q(Exists(coded), project_id__in=who.at_least(Role.CODER))
    asked = notes.filter(kind=Note.Kind.QUESTION, resolved=False).filter(~Q(by_id=who.user.pk))
    return asked.filter(Q(project_id__in=who.at_least(Role.REVIEWER)) | mine)


def _unread(texts: QuerySet, who: Standing) -> QuerySet:
    """Texts to read in which nobody has begun; where coding is blind, a coder is told of their own readings alone."""
    known = Q(project__blind=False) | Q(coder=who.user) | Q(project_id__in=who.at_least(Role.REVIEWER))
    begun = Reading.objects.filter(known, text=OuterRef("pk"))
    marked = Anchor.objects.filter(text=OuterRef("pk"), kind=Anchor.Kind.CODED)
    came_coded = Exists(marked.filter(claim__batch__isnull=False))
    untouched = ~Exists(marked) | Q(project__blind=True) & ~came_coded
    coded_in = who.at_least(Role.CODER)
    # Named by an index of their own: to look at the kind of each text, its row would be read, and the body with it.
    excerpts = Text.objects.filter(kind=Text.Kind.EXCERPT, project_id__in=coded_in).order_by()
    to_read = texts.filter(~Q(pk__in=excerpts.values("pk")), replaced_by=None, project_id__in=coded_in)
    return to_read.filter(~Exists(begun), untouched)


def _unfinished_imports(batches: QuerySet, who: Standing) -> QuerySet:
    """Imports that left drafts, or claims to be revised, which nobody has taken on."""
    nobodys = Claim.objects.filter(state__in=[State.DRAFT, State.RETURNED], coder=None, batch__isnull=False)
    managed = who.at_least(Role.MANAGER)
    left = nobodys.filter(project_id__in=managed).order_by()
    return batches.filter(project_id__in=managed, pk__in=left.values("batch"))


@dataclass(frozen=True)
class Kind:
    model: type[Model]
    narrow: Callable[[QuerySet, Standing], QuerySet]


KINDS = {
    "review": Kind(Claim, _to_review),
    "returned": Kind(Claim, _returned),
    "drafts": Kind(Claim, _drafts),
    "questions": Kind(Note, _questions),
    "readings": Kind(Reading, _open_readings),
    "unread": Kind(Text, _unread),
    "imports": Kind(Batch, _unfinished_imports),
}
WORDS = {
    "review": ngettext_lazy("claim awaits your review", "claims await your review"),
    "returned": ngettext_lazy("claim came back to you with a note", "claims came back to you with a note"),
    "drafts": ngettext_lazy("draft to finish", "drafts to finish"),
    "questions": ngettext_lazy("question to answer", "questions to answer"),
    "readings": ngettext_lazy("text that you have begun to read", "texts that you have begun to read"),
    "unread": ngettext_lazy("text that nobody has read", "texts that nobody has read"),
    "imports": ngettext_lazy("import with claims to take on", "imports with claims to take on"),
}
