"""What the audit finds by one query for each rule: rows at fault, and a sentence that says what is wrong with them."""

from dataclasses import dataclass

from django.db.models import Exists, F, Model, OuterRef, Q
from django.db.models.functions import Length

from annotations import models
from annotations.models import Anchor, Claim, Coding, Name, Source, Speaker, Text, Theme


@dataclass(frozen=True)
class Rule:
    """Rows at fault, as one query; ``owner`` is the path to the row whose public key names them."""

    model: type[Model]
    owner: str
    wrong: Q
    what: str


def _other(path: str, than: str) -> Q:
    """Rows where both are there and differ; an empty reference is no fault."""
    return Q(**{f"{path}__lt": F(than)}) | Q(**{f"{path}__gt": F(than)})


def _has(model: type[Model], **conditions) -> Q:
    return Q(Exists(model._default_manager.order_by().filter(**conditions)))


FROZEN = ~Q(state__in=Claim.PRIVATE_STATES)
HERE = Q(batch=None)
OF_CLAIM = {"claim": OuterRef("pk")}
OLDER = {"superseded_by": OuterRef("pk")}
CODED = Anchor.objects.order_by().filter(kind=Anchor.Kind.CODED)

RULES = [
    Rule(Text, "", _other("source__project", "project"), "its source belongs to another project"),
    Rule(Text, "", _other("of__source", "source"), "it is a translation of a text of another source"),
    Rule(Text, "", _other("replaces__source", "source"), "it corrects a text of another source"),
    Rule(models.Reading, "text", _other("project", "text__project"), "a reading of it is in another project"),
    Rule(
        models.Reading,
        "text",
        Q(
            Exists(Claim.objects.filter(reading=OuterRef("pk")).exclude(state=Claim.State.DISCARDED)),
            nothing_here=True,
        ),
        "a reading of it says “nothing here” and holds a claim",
    ),
    Rule(models.Act, "text", _other("project", "text__project"), "an act in it is in another project"),
    Rule(models.Act, "claim", _other("project", "claim__project"), "an act on it is in another project"),
    Rule(
        models.Act,
        "text",
        Q(text__takedown__isnull=False) & (Q(before__isnull=False) | Q(after__isnull=False)),
        "it was taken down, and an act in it still tells what was coded",
    ),
    Rule(
        models.Affiliation,
        "speaker",
        _other("organisation__project", "speaker__project"),
        "it is affiliated to an organisation of another project",
    ),
    Rule(
        models.Affiliation,
        "speaker",
        ~Q(organisation__kind=Speaker.Kind.ORGANISATION),
        "it is affiliated to what is no organisation",
    ),
    Rule(
        Name,
        "speaker",
        _other("source__project", "speaker__project"),
        "one of its names holds in a source of another project",
    ),
    Rule(
        Name,
        "speaker",
        Q(source__takedown__isnull=False) & ~Q(kind=Name.Kind.MAIN),
        "one of its names is the word of a source that was taken down",
    ),
    Rule(
        Source,
        "",
        Q(takedown__isnull=False)
        & (~Q(rights=Source.Rights.NONE) | _has(Text, source=OuterRef("pk"), takedown=None)),
        "it was taken down, and yet something of it may leave or still has its words",
    ),
    Rule(Speaker, "", ~_has(Name, speaker=OuterRef("pk"), kind=Name.Kind.MAIN), "it has no main name"),
    Rule(Speaker, "", _other("merged_into__project", "project"), "it is merged into one of another project"),
    Rule(Speaker, "", _other("merged_into__kind", "kind"), "it is merged into one of another kind"),
    Rule(Theme, "", _other("parent__project", "project"), "it is part of a theme of another project"),
    Rule(Theme, "", _other("scale__project", "project"), "its scale belongs to another project"),
    Rule(
        Anchor, "claim", _other("text__project", "claim__project"), "it stands in a text of another project"
    ),
    Rule(
        Anchor,
        "claim",
        Q(Exists(CODED.filter(claim=OuterRef("claim")).exclude(text__source=OuterRef("text__source")))),
        "it stands in a text of another source than where it was coded",
    ),
    Rule(
        Anchor,
        "claim",
        Q(text__kind=Text.Kind.EXCERPT, text__takedown=None) & (~Q(start=0) | ~Q(end=Length("text__body"))),
        "it is only a part of the excerpt that it stands in",
    ),
    Rule(
        models.Attribution,
        "claim",
        _other("speaker__project", "claim__project")
        | _other("organisation__project", "claim__project")
        | _other("via__project", "claim__project"),
        "who speaks, for whom or through whom belongs to another project",
    ),
    Rule(
        models.Attribution,
        "claim",
        Q(organisation__isnull=False) & ~Q(organisation__kind=Speaker.Kind.ORGANISATION),
        "somebody speaks for what is no organisation",
    ),
    Rule(Coding, "claim", _other("theme__project", "claim__project"), "its theme belongs to another project"),
    Rule(Coding, "claim", _other("stance__scale", "theme__scale"), "its stance is not on the theme's scale"),
    Rule(
        Coding,
        "claim",
        _other("codebook__project", "claim__project"),
        "it is coded under a codebook of another project",
    ),
    Rule(
        Coding,
        "claim",
        ~_has(models.CodebookVersion, pk=OuterRef("codebook_id")),
        "it is coded under a codebook that does not exist",
    ),
    Rule(
        Claim,
        "",
        _other("reading__coder", "coder") | Q(reading__isnull=False, coder=None),
        "its reading is another coder's",
    ),
    Rule(
        Claim,
        "",
        Q(Exists(CODED.filter(**OF_CLAIM).exclude(text=OuterRef("reading__text"))), reading__isnull=False),
        "its reading is of another text than it was coded in",
    ),
    Rule(Claim, "", FROZEN & ~_has(models.Attribution, **OF_CLAIM), "it was submitted, but nobody speaks"),
    Rule(Claim, "", FROZEN & ~_has(Coding, **OF_CLAIM), "it was submitted, but has no theme"),
    # What an imported claim supersedes may have been left out of its file: its record stands as published.
    Rule(
        Claim,
        "",
        HERE & ~_has(Claim, **OLDER) & ~Q(record=F("key")),
        "it supersedes nothing, and yet its record is not its own key",
    ),
    Rule(
        Claim,
        "",
        HERE & _has(Claim, **OLDER) & ~_has(Claim, **OLDER, record=OuterRef("record")),
        "its record is not that of a claim it supersedes",
    ),
    Rule(
        Claim,
        "",
        Q(Exists(Claim.objects.order_by().filter(**OLDER).exclude(project=OuterRef("project")))),
        "it supersedes a claim of another project",
    ),
    Rule(models.Note, "", _other("text__project", "project"), "it is on a text of another project"),
    Rule(
        models.Note,
        "",
        Q(end__gt=Length("text__body"), text__takedown=None),
        "its passage ends after the text does",
    ),
    Rule(models.Note, "", _other("theme__project", "project"), "it is on a theme of another project"),
    Rule(models.Note, "", _other("speaker__project", "project"), "it is on a speaker of another project"),
]
