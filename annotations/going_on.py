"""What to read next, and how far a coder has come in a project's texts."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, QuerySet

from annotations import waiting
from annotations.access import visible_to
from annotations.models import Claim, Project, Reading, Text, User


@dataclass(frozen=True)
class Progress:
    """How many of the texts to read the coder has read to the end."""

    done: int
    of: int


def next_text(user: User, project: Project, *, after: Text | None = None) -> int | None:
    """Return the id of the text that a coder should read next, or None where all is read.

    First what they have begun (with drafts first, then the last one begun), then what nobody has read, oldest first.
    ``after`` is where they come from: it is not offered again.
    """
    left = after.pk if after else None
    begun = _begun(user, project).exclude(text=left).values_list("text", flat=True).first()
    if begun:
        return begun
    texts = visible_to(user, Text.objects.filter(project=project, takedown=None)).exclude(pk=left)
    return waiting.narrow("unread", texts, user).order_by("pk").values_list("pk", flat=True).first()


def _begun(user: User, project: Project) -> QuerySet[Reading]:
    readings = visible_to(user, Reading.objects.filter(project=project, coder=user, submitted=None))
    drafts = Claim.objects.filter(reading=OuterRef("pk"), state=Claim.State.DRAFT)
    return readings.filter(text__takedown=None).order_by(Exists(drafts).desc(), "-pk")


def progress(user: User, project: Project) -> Progress:
    """Return how many of the project's current texts the coder has read to the end."""
    texts = visible_to(user, Text.objects.filter(project=project, replaced_by=None, takedown=None))
    texts = texts.exclude(kind=Text.Kind.EXCERPT)
    read = Reading.objects.filter(text=OuterRef("pk"), coder=user, submitted__isnull=False)
    return Progress(done=texts.filter(Exists(read)).count(), of=texts.count())
