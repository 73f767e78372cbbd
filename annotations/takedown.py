"""Taking a source down, by law or for privacy: its words go for good, everywhere that we keep them.

The one exception to the rule that texts and what was submitted never change. Bodies, quotes, what stands around
them, the words for speakers, names that are this source's own, their history, coders' steps, the index and the kept files
are blanked; the sums of the bodies, the reason, who and when, and a Decision for each claim stay. Nothing of the source
leaves the project any more (its rights are ``none``). There is no way back.
"""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from functools import partial

from django.db import OperationalError, connection, transaction
from django.db.models import Q, QuerySet, Sum
from django.db.models.functions import Length
from django.utils.translation import gettext as _

from annotations import finding, review, search, versions
from annotations.access import Role, require
from annotations.models import Act, Anchor, Attribution, Claim, Name, Source, Takedown, Text, User
from annotations.models.base import history_of
from annotations.refusal import Refused

NO_WORDS = {"quote": "", "prefix": "", "suffix": ""}


@dataclass(frozen=True)
class Extent:
    """What goes with a source: how many texts and characters, kept files, claims, and names of its own."""

    texts: int
    characters: int
    files: int
    claims: int
    names: int


def extent(source: Source) -> Extent:
    """Return what taking a source down would blank."""
    texts = Text.objects.filter(source=source)
    return Extent(
        texts=texts.count(),
        characters=texts.aggregate(sum=Sum(Length("body")))["sum"] or 0,
        files=len(_files(texts)),
        claims=_claims(source).count(),
        names=_names(source).count(),
    )


@transaction.atomic
def take_down(source: Source, *, by: User, seen: int, reason: str, title: str) -> Takedown:
    """Blank all words of a source for good; ``title`` is typed again, so that nobody hits the wrong one.

    Raises ``NotAllowed`` below manager, ``Refused`` without a reason, for another title and where it was done before,
    ``versions.Conflict`` if the source is no longer at version ``seen``.
    """
    require(by, source.project, Role.MANAGER)
    _may_go(source, reason=reason, title=title)
    _overwrite_what_goes()
    versions.bump(source, seen=seen, rights=Source.Rights.NONE)
    versions.record_change(source, by=by, reason="taken down")
    takedown = Takedown.objects.create(project=source.project, source=source, reason=reason, by=by)
    claims = list(_claims(source).order_by("pk"))
    for claim in claims:
        review.end_with_its_words(claim, by=by, note=_("The source was taken down."))
    files = _files(Text.objects.filter(source=source))
    _blank_passages(source, claims)
    _blank_acts(source, claims)
    _blank_names(source, by=by)
    _blank_texts(source, takedown, by=by)
    search.index(Claim.objects.filter(pk__in=[claim.pk for claim in claims]))
    finding.index_sources(Source.objects.filter(pk=source.pk))
    search.forget_dropped_words()
    transaction.on_commit(partial(_let_go_of_files, files))
    return takedown


def _may_go(source: Source, *, reason: str, title: str) -> None:
    if not reason.strip():
        raise Refused(_("Give the reason: it is what stays."))
    if title.strip() != source.title.strip():
        raise Refused(_("This is not the title of the source. Type it as it stands above."))
    if Takedown.objects.filter(source=source).exists():
        raise Refused(_("This source was taken down before."))


def _claims(source: Source) -> QuerySet[Claim]:
    """The claims that stand in a text of the source; all places of a claim are in one source."""
    return Claim.objects.filter(pk__in=Anchor.objects.filter(text__source=source).values("claim"))


def _names(source: Source) -> QuerySet[Name]:
    """Names that hold in this source only are its words; a main name is ours."""
    return Name.objects.filter(source=source).exclude(kind=Name.Kind.MAIN)


def _files(texts: QuerySet[Text]) -> set[str]:
    return {name for name in texts.values_list("upload", flat=True) if name}


def _blank_passages(source: Source, claims: Iterable[Claim]) -> None:
    """Also in the history, with that of claims which stood here before they were moved elsewhere."""
    Anchor.objects.filter(text__source=source).update(**NO_WORDS)
    Attribution.objects.filter(claim__in=[claim.pk for claim in claims]).update(named_as="")
    texts = list(Text.objects.filter(source=source).values_list("pk", flat=True))
    stood_here = history_of(Anchor).filter(text_id__in=texts)
    history_of(Attribution).filter(claim_id__in=stood_here.values("claim_id")).update(named_as="")
    history_of(Attribution).filter(claim_id__in=[claim.pk for claim in claims]).update(named_as="")
    stood_here.update(**NO_WORDS)


def _blank_acts(source: Source, claims: Iterable[Claim]) -> None:
    """What coders wrote step by step goes, and with it the way back to it; that they did something stays."""
    about = Q(text__source=source) | Q(claim__in=[claim.pk for claim in claims])
    Act.objects.filter(about).update(before=None, after=None, state=Act.State.SETTLED)


def _blank_names(source: Source, *, by: User) -> None:
    """Take names that are the source's own from their speakers, with what their history says."""
    held = list(_names(source).select_related("speaker").order_by("pk"))
    for speaker in {name.speaker_id: name.speaker for name in held}.values():
        versions.bump(speaker, seen=speaker.version)
        versions.record_change(speaker, by=by, reason="names went with their source")
    search.forget(search.NAMES, [name.pk for name in held])
    _names(source).delete()
    finding.follow_names([name.speaker_id for name in held])
    history = history_of(Name)
    history.filter(id__in=[name.pk for name in held]).update(text="")
    history.filter(source_id=source.pk).exclude(kind=Name.Kind.MAIN).update(text="")


def _blank_texts(source: Source, takedown: Takedown, *, by: User) -> None:
    texts = Text.objects.filter(source=source)
    texts.remember()
    texts.blank(takedown)
    history_of(Text).filter(source_id=source.pk).update(upload=None)
    history_of(Text).bulk_history_create(
        list(texts), update=True, default_user=by, default_change_reason="taken down"
    )


def _overwrite_what_goes() -> None:
    """SQLite would only mark the pages of its file as free."""
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA secure_delete = ON")


def _let_go_of_files(names: set[str]) -> None:
    """Delete files that no text has any more; and let SQLite write over its log, where the old words still stand."""
    storage = Text._meta.get_field("upload").storage
    for name in names - _files(Text.objects.filter(upload__in=names)):
        storage.delete(name)
    if connection.vendor == "sqlite":
        # Whoever reads at this moment keeps the log in use; it is then written over at its next turn.
        with suppress(OperationalError), connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
