"""Datasets: what a standing choice asks, what it would hold now, and how a dataset is written down.

The choice is kept as the questions of the claim list's own filter, in the form of an address: it is asked anew for each
release. Only questions that mean the same whoever asks, and whenever, can be part of it.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import Count, QuerySet
from django.db.models.functions import Length
from django.http import QueryDict
from django.utils.translation import gettext as _

from annotations import rights
from annotations.access import Role, require
from annotations.filters import ClaimFilter
from annotations.models import Anchor, Attribution, Claim, Coding, Project, Source, User
from annotations.models.codebook import stance_in_words
from annotations.refusal import Refused
from curation.export.choice import Choice, choose, claims_of, of_chosen_claims, sources_of
from curation.export.dataset import ACCEPTED
from curation.models import Dataset

PASSING = ("q", "state", "coder", "notes", "waits")  # questions of the claim list that no dataset asks
SHOWN = 5  # claims of a preview


class Asked(ClaimFilter):
    """The questions of a dataset. It belongs to the project, not to a person: nobody's sight narrows it."""

    @staticmethod
    def kept_from(user: User, project: Project) -> tuple[str, ...]:
        return PASSING

    def all_of(self, model: Any, path: str = "project") -> QuerySet:
        return model._default_manager.filter(**{path: self.project})


def asked(project: Project, query: str) -> Asked:
    """Return the filter of a project's claims that a dataset's query asks."""
    return Asked(QueryDict(query), Claim.objects.filter(project=project), project=project, user=User())


def query_of(data: Mapping[str, str], project: Project) -> str:
    """Return the questions among what a form sent, as a dataset keeps them: in the order of the filter, none empty."""
    kept = QueryDict(mutable=True)
    for name in asked(project, "").filters:
        if data.get(name):
            kept[name] = data[name]
    return kept.urlencode()


def faults_of(project: Project, query: str) -> list[str]:
    """Return what cannot be read in a dataset's questions, as sentences: a theme that is gone, a date that is none."""
    questions = asked(project, query)
    faults = [
        f"{questions.form.fields[name].label}: {error}"
        for name, errors in questions.form.errors.items()
        for error in errors
    ]
    return faults + [
        _("“%(name)s” is no question that a dataset can ask.") % {"name": name}
        for name in questions.unknown()
    ]


def in_words(dataset: Dataset) -> list[tuple[str, str]]:
    """Return each question of the choice with its answer, as people read them."""
    form = asked(dataset.project, dataset.query).form
    return [
        (str(form.fields[name].label), _answer(form, name)) for name in form.fields if form.data.get(name)
    ]


def _answer(form: Any, name: str) -> str:
    field = form.fields[name]
    value = form.cleaned_data.get(name) if form.is_valid() else None
    named = dict(getattr(field, "choices", ())).get(value) if isinstance(value, str) else value
    return form.data[name] if named is None or isinstance(named, tuple) else str(named)


def chosen(dataset: Dataset, *, using: str) -> Choice:
    """Return what a release of the dataset would hold, as read through that database."""
    questions = asked(dataset.project, dataset.query)
    return choose(
        dataset.project,
        database=using,
        states=ACCEPTED,
        rights=dataset.rights,
        coders=dataset.coders,
        claims=questions.qs.order_by().values("pk") if dataset.query else None,
        longest_quote=dataset.longest_quote,
    )


# What it would hold


@dataclass(frozen=True)
class Preview:
    """What a release made now would hold, in numbers, with its newest claims.

    ``kept_back`` counts claims whose sources let nothing leave, ``without_quote`` those that go without their quote.
    """

    claims: int
    sources: int
    speakers: int
    themes: int
    kept_back: int
    without_quote: int
    stances: list[tuple[str, int]]
    first: list[Claim]


def preview(dataset: Dataset) -> Preview:
    """Return what the dataset, saved or as it was just typed, would hold now."""
    choice = chosen(dataset, using="default")
    claims = claims_of(choice)
    codings = of_chosen_claims(choice, Coding, "claim__").order_by()
    voices = of_chosen_claims(choice, Attribution, "claim__").order_by()
    newest = claims.order_by("-pk").prefetch_related(
        "anchors__text__source", "attributions__speaker__names", "codings__theme", "codings__stance"
    )
    return Preview(
        claims=claims.count(),
        sources=sources_of(choice).count(),
        speakers=voices.values("speaker").distinct().count(),
        themes=codings.values("theme").distinct().count(),
        kept_back=kept_back(choice),
        without_quote=without_quote(choice),
        stances=_counted(codings),
        first=list(newest[:SHOWN]),
    )


def _counted(codings: QuerySet) -> list[tuple[str, int]]:
    """How many codings take each stance, in the reader's words, the most first."""
    counts: Counter[str] = Counter()
    for label, count in codings.values_list("stance__label").annotate(count=Count("pk")):
        counts[stance_in_words(label) if label else _("not coded")] += count
    return counts.most_common()


def kept_back(choice: Choice) -> int:
    """Return how many of the claims that were asked for are coded in sources of which nothing may leave."""
    asked_for = choice.rows(Claim, project=choice.project, state__in=choice.states)
    if choice.claims is not None:
        asked_for = asked_for.filter(pk__in=choice.claims)
    return asked_for.count() - claims_of(choice).count()


def without_quote(choice: Choice) -> int:
    """Return how many claims go without the quote that was coded."""
    anchors = of_chosen_claims(choice, Anchor, "claim__").filter(kind=Anchor.Kind.CODED).order_by()
    if not rights.quotes_leave(choice.rights):
        return anchors.count()
    withheld = anchors.filter(text__source__rights=rights.POSITIONS)
    if choice.longest_quote:
        withheld |= anchors.annotate(length=Length("quote")).filter(length__gt=choice.longest_quote)
    return withheld.count()


def source_that_stays(dataset: Dataset) -> Source | None:
    """Return the source that the choice names although nothing of it may leave the project, if that is so."""
    key = QueryDict(dataset.query).get("source")
    return (
        Source.objects.filter(project=dataset.project, key=key, rights=rights.NONE).first() if key else None
    )


def citation(dataset: Dataset, *, version: str, year: str, address: str) -> str:
    """Return how to cite a version: as the dataset says, or authors, year, title, version, publisher and address."""
    if dataset.citation:
        return dataset.citation
    authors = "; ".join(author["name"] for author in dataset.authors) or dataset.project.title
    parts = [f"{authors} ({year}). {dataset.title} (version {version}) [Data set]."]
    if dataset.authors:
        parts.append(f"{dataset.project.title}.")
    return " ".join(filter(None, [*parts, address]))


# Writing it down


def begin(project: Project, *, slug: str, title: str, by: User | None, **fields: Any) -> Dataset:
    """Write down a new dataset; ``by`` None is whoever runs the site.

    Raises ``NotAllowed`` below manager, ``Refused`` with a sentence for what cannot be kept.
    """
    if by:
        require(by, project, Role.MANAGER)
    dataset = Dataset(project=project, slug=slug, title=title, **fields)
    faults = faults_of(project, dataset.query)
    if faults:
        raise Refused(" ".join(faults))
    dataset._history_user = by
    try:
        dataset.full_clean(validate_unique=False, validate_constraints=False)
        with transaction.atomic():
            dataset.save()
    except ValidationError as error:
        raise Refused(_sentences(error)) from None
    except IntegrityError:
        raise Refused(
            _(
                "There is a dataset at “%(slug)s” already, or its rights and its longest quote exclude each other."
            )
            % {"slug": slug}
        ) from None
    return dataset


def _sentences(error: ValidationError) -> str:
    """What is wrong, field by field, in one line."""
    if not hasattr(error, "error_dict"):
        return " ".join(error.messages)
    named = {name: " ".join(messages) for name, messages in error.message_dict.items()}
    return " ".join(f"{name}: {said}" for name, said in named.items())
