"""Who speaks, asked while a claim is being written: a speaker nobody has named before, and for whom one speaks at a date."""

import datetime
from collections.abc import Sequence

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotations import dates, finding
from annotations.access import Role, require
from annotations.models import Affiliation, Name, Project, Speaker, Text, User
from annotations.refusal import Refused


class NamedAlready(Refused):
    """Somebody has this name; ``speakers`` are who. The same words may name several, so one may insist."""

    def __init__(self, name: str, speakers: Sequence[Speaker]):
        self.speakers = list(speakers)
        super().__init__(_("“%(name)s” is a name of a speaker already. Is it the same one?") % {"name": name})


@transaction.atomic
def introduce(
    project: Project, *, name: str, kind: str, language: str = "", by: User, another: bool = False
) -> Speaker:
    """Add a speaker under one main name, as a text has it.

    Raises ``NamedAlready`` where somebody has that name, unless ``another`` says that this is somebody else;
    ``Refused`` for a name that is none.
    """
    require(by, project, Role.CODER)
    if not name.strip():
        raise Refused(_("Write the name first."))
    speaker = Speaker(project=project, kind=kind)
    main = Name(speaker=speaker, text=name, kind=Name.Kind.MAIN, language=language)
    _check(speaker, main)
    known = named(project, name)
    if known and not another:
        raise NamedAlready(name, known)
    speaker._history_user = main._history_user = by
    speaker.save()
    main.save()
    finding.index_names(Name.objects.filter(pk=main.pk))
    return speaker


def named(project: Project, name: str) -> list[Speaker]:
    """Return the speakers of a project one of whose names is this one, whatever its capitals."""
    words = name.strip()
    names = Name.objects.filter(Q(text=words) | Q(text__iexact=words), speaker__project=project)
    return list(Speaker.objects.filter(pk__in=names.values("speaker")).with_names().order_by("pk"))


def speaks_for(speaker: Speaker, *, said: str, text: Text | None = None) -> Speaker | None:
    """Return the organisation to which a speaker belonged when it was said, if there is exactly one.

    ``said`` is a partial date; where it is empty or none, the day on which the text's source was published counts.
    """
    first, last = _days(said) or _days(text.source.published if text else "") or (None, None)
    began = Q(since_first=None) | Q(since_first__lte=last) if last else Q()
    goes_on = Q(until_last=None) | Q(until_last__gte=first) if first else Q()
    rows = Affiliation.objects.filter(began, goes_on, speaker=speaker).order_by("pk")
    found = {row.organisation_id: row.organisation for row in rows.select_related("organisation")}
    return next(iter(found.values())) if len(found) == 1 else None


def _days(written: str) -> tuple[datetime.date, datetime.date] | None:
    try:
        return dates.span(written)
    except ValueError:
        return None


def _check(speaker: Speaker, name: Name) -> None:
    """What the fields themselves refuse, as one sentence."""
    try:
        speaker.clean_fields(exclude=["merged_into", "batch"])
        name.clean_fields(exclude=["speaker", "source"])
    except ValidationError as error:
        raise Refused(" ".join(error.messages)) from error
