"""The audit: what no row constraint can say, looked for in every row; each fault is named, none is mended.

Read ``evidence_rules`` first: what one query can find, a sentence each. ``CHECKS`` find what needs rows side by side:
words against their text, decisions in their order, trees without circles. Memory stays constant: rows stream
by, texts one after the other.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from operator import itemgetter

from django.db import connections
from django.db.models import Count, F, Model, OuterRef, Q, QuerySet, Subquery
from django.db.models.expressions import RawSQL

from annotations import dates, models
from annotations.evidence_rules import RULES, Rule
from annotations.models import Anchor, Claim, Decision, Project, Source, Speaker, Text, Theme
from annotations.models.source import sha256_of
from annotations.review import MOVES

ROWS_AT_ONCE = 2000
TEXTS_AT_ONCE = 8
BYTES_AT_ONCE = 1 << 20
State = Claim.State
STEPS = {(before, after) for after, starts in MOVES.items() for before in starts}


@dataclass(frozen=True)
class Fault:
    """What is wrong with one row: the project's address, what kind of row, its public key, and a sentence."""

    project: str
    kind: str
    key: str
    what: str

    def __str__(self) -> str:
        return f"{self.project}: {self.kind} {self.key}: {self.what}"


@dataclass(frozen=True)
class Rows:
    """The rows of one project, read through one alias of the database."""

    project: Project
    using: str

    def of(self, model: type[Model], owner: str = "") -> QuerySet:
        """Return the rows of a model; ``owner`` is the path to the row that says the project."""
        path = f"{owner}__project" if owner else "project"
        return model._default_manager.using(self.using).filter(**{path: self.project}).order_by()

    def faults(self, kind: str, keys: Iterable[str], what: str) -> Iterator[Fault]:
        return (Fault(self.project.slug, kind, key, what) for key in keys)


def faults(project: Project | None = None, *, using: str = "default") -> Iterator[Fault]:
    """Yield every fault of a project, or of all of them, read through the alias ``using``."""
    projects = Project.objects.using(using).order_by("slug") if project is None else [project]
    for one in projects:
        rows = Rows(one, using)
        for rule in RULES:
            yield from _broken(rule, rows)
        for check in CHECKS:
            yield from check(rows)


def _kind(model: type[Model]) -> str:
    return str(model._meta.model_name)


def _broken(rule: Rule, rows: Rows) -> Iterator[Fault]:
    kind = rule.owner or _kind(rule.model)
    key = "code" if kind == "theme" else "key"
    path = f"{rule.owner}__{key}" if rule.owner else key
    keys = rows.of(rule.model, rule.owner).filter(rule.wrong).values_list(path, flat=True)
    return rows.faults(kind, keys.iterator(ROWS_AT_ONCE), rule.what)


# What needs rows side by side


def words_and_their_texts(rows: Rows) -> Iterator[Fault]:
    """The sum of each text, and each quote with what stands around it."""
    texts = (
        rows.of(Text)
        .order_by("pk")
        .values_list("pk", "key", "sha256", "body", "takedown")
        .iterator(TEXTS_AT_ONCE)
    )
    fields = ("text_id", "claim__key", "start", "end", "quote", "prefix", "suffix")
    anchors = rows.of(Anchor, "claim").order_by("text_id", "pk").values_list(*fields).iterator(ROWS_AT_ONCE)
    for (_, key, sha256, body, takedown), stand_here in _beside(texts, anchors):
        if takedown:
            kept = [claim for _, claim, _, _, *words in stand_here if any(words)]
            yield from rows.faults(
                "claim", kept, "its source was taken down, and words of it are still there"
            )
            continue
        if sha256_of(body) != sha256:
            yield from rows.faults("text", [key], "its words are not those whose SHA-256 it has")
        for _, claim, *anchor in stand_here:
            yield from (Fault(rows.project.slug, "claim", claim, what) for what in _misplaced(body, *anchor))


def _beside(texts: Iterator[tuple], anchors: Iterator[tuple]) -> Iterator[tuple[tuple, Iterable[tuple]]]:
    """Yield each text with its anchors; both come in the order of the texts' ids."""
    groups = groupby(anchors, key=itemgetter(0))
    waiting, found = next(groups, (None, ()))
    for text in texts:
        while waiting is not None and waiting < text[0]:
            waiting, found = next(groups, (None, ()))
        yield text, found if waiting == text[0] else ()


def _misplaced(body: str, start: int, end: int, quote: str, prefix: str, suffix: str) -> Iterator[str]:
    if body[start:end] != quote:
        yield f"its quote is not what stands from {start} to {end}"
    if not body.endswith(prefix, 0, start):
        yield f"what it says stands before {start} does not"
    if not body.startswith(suffix, end):
        yield f"what it says stands after {end} does not"


def coded_in_one_place(rows: Rows) -> Iterator[Fault]:
    coded = Count("anchors", filter=Q(anchors__kind=Anchor.Kind.CODED))
    wrong = rows.of(Claim).annotate(coded=coded).exclude(coded=1).values_list("key", "coded")
    for key, count in wrong.iterator(ROWS_AT_ONCE):
        yield from rows.faults("claim", [key], f"it is coded in {count} places instead of one")


def trees_without_circles(rows: Rows) -> Iterator[Fault]:
    for model, key, above, what in (
        (Theme, "code", "parent_id", "it is part of itself, at some distance"),
        (Speaker, "key", "merged_into_id", "it is merged into itself, at some distance"),
    ):
        known = list(rows.of(model).values_list("pk", key, above))
        parents = {pk: parent for pk, _, parent in known}
        yield from rows.faults(_kind(model), [key for pk, key, _ in known if _in_circle(pk, parents)], what)


def _in_circle(start: int, parents: Mapping[int, int | None]) -> bool:
    seen, above = set(), parents[start]
    while above is not None and above not in seen and above != start:
        seen.add(above)
        above = parents.get(above)
    return above == start


def one_accepted_a_record(rows: Rows) -> Iterator[Fault]:
    counted = rows.of(Claim).filter(state=State.ACCEPTED).values("record").annotate(count=Count("pk"))
    for record in counted.filter(count__gt=1).values_list("record", flat=True):
        yield from rows.faults("record", [record], "it has more than one accepted claim")


def decisions_in_their_order(rows: Rows) -> Iterator[Fault]:
    last = Decision.objects.filter(claim=OuterRef("pk")).order_by("-pk").values("after")[:1]
    decided = rows.of(Claim).annotate(last=Subquery(last)).filter(last__isnull=False)
    ended = decided.exclude(last=F("state")).values_list("key", "state", "last")
    for key, state, after in ended.iterator(ROWS_AT_ONCE):
        yield from rows.faults("claim", [key], f"it is {state}, but its last decision made it {after}")
    moves = rows.of(Decision, "claim").order_by("claim_id", "pk").values_list("claim__key", "before", "after")
    for key, decisions in groupby(moves.iterator(ROWS_AT_ONCE), key=itemgetter(0)):
        yield from rows.faults(
            "claim", [key for _ in _broken_off(decisions)], "its decisions do not follow each other"
        )


def _broken_off(decisions: Iterable[tuple[str, str, str]]) -> Iterator[str]:
    reached = None
    for _, before, after in decisions:
        if reached not in (None, before) or (before, after) not in STEPS:
            yield after
        reached = after


def partial_dates(rows: Rows) -> Iterator[Fault]:
    for model, owner, field in (
        (Source, "", "published"),
        (Claim, "", "said"),
        (models.Affiliation, "speaker", "since"),
        (models.Affiliation, "speaker", "until"),
    ):
        key = f"{owner}__key" if owner else "key"
        days = (f"{field}_first", f"{field}_last")
        empty = Q(**{field: "", f"{field}_first": None, f"{field}_last": None})
        dated = rows.of(model, owner).exclude(empty).values_list(key, field, *days)
        wrong = [
            name for name, written, *span in dated.iterator(ROWS_AT_ONCE) if _span(written) != tuple(span)
        ]
        yield from rows.faults(
            owner or _kind(model), wrong, f"the days beside “{field}” are not those of the date written"
        )


def _span(written: str) -> tuple | None:
    try:
        return dates.span(written)
    except ValueError:
        return None


def uploaded_bytes(rows: Rows) -> Iterator[Fault]:
    storage = Text._meta.get_field("upload").storage
    uploaded = rows.of(Text).exclude(upload=None).exclude(upload="").order_by("pk")
    for key, name, sha256 in uploaded.values_list("key", "upload", "upload_sha256").iterator(ROWS_AT_ONCE):
        if not storage.exists(name):
            yield from rows.faults("text", [key], f"its file {name} is not there")
        elif _sha256_of_file(storage, name) != sha256:
            yield from rows.faults("text", [key], f"its file {name} is not the one that was uploaded")


def _sha256_of_file(storage, name: str) -> str:
    found = hashlib.sha256()
    with storage.open(name, "rb") as file:
        while block := file.read(BYTES_AT_ONCE):
            found.update(block)
    return found.hexdigest()


def words_to_search(rows: Rows) -> Iterator[Fault]:
    indexed = {
        "sqlite": "SELECT rowid FROM claim_words",
        "postgresql": "SELECT claim_id FROM claim_words",
    }[connections[rows.using].vendor]
    missing = rows.of(Claim).exclude(pk__in=RawSQL(indexed, ())).values_list("key", flat=True)
    return rows.faults("claim", missing.iterator(ROWS_AT_ONCE), "search does not know its words: run reindex")


CHECKS = [
    words_and_their_texts,
    coded_in_one_place,
    trees_without_circles,
    one_accepted_a_record,
    decisions_in_their_order,
    partial_dates,
    uploaded_bytes,
    words_to_search,
]
