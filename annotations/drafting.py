"""Marking claims: the only code that writes what a claim says, and only while it is a draft.

``mark`` makes a draft, ``rewrite`` changes one, ``supersede`` starts a new draft from claims that are frozen,
``confirm_anchor`` gives any claim, frozen ones too, its place in a translation or a corrected text, and
``remove_anchor`` takes that away from a draft again.
"""

from collections.abc import Sequence
from typing import NoReturn

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from annotations import anchoring, codebook, search, versions
from annotations.access import Role, require
from annotations.content import Code, Content, Elsewhere, Place, Voice, check
from annotations.models import (
    Anchor,
    Attribution,
    Claim,
    Coding,
    Project,
    Reading,
    Text,
    User,
)
from annotations.models.base import history_of
from annotations.models.fields import validate_key
from annotations.readings import open_reading, take_back_nothing_here
from annotations.refusal import Refused

SUPERSEDABLE = (Claim.State.SUBMITTED, Claim.State.RETURNED, Claim.State.ACCEPTED)


def mark(
    content: Content, *, coder: User, key: str = "", seconds: int = 0, reading: Reading | None = None
) -> Claim:
    """Mark a passage as a new draft in the coder's reading of its text, under ``key`` where the browser gave one.

    ``seconds`` are what it took; ``reading`` is the coder's, where it is at hand, and else opened here. Raises ``NotAllowed`` to who may not code here, and ``Refused`` with a sentence where
    the content is at fault, or the key is one of another claim.
    """
    text = content.place.text
    require(coder, text.project, Role.CODER)
    check(content, project=text.project)
    claim = Claim(project=text.project, coder=coder, active_seconds=seconds, **_own_key(key))
    try:
        with transaction.atomic():
            claim.reading = reading or open_reading(text, coder=coder)
            take_back_nothing_here(claim.reading, by=coder)
            return _write_new(claim, content)
    except IntegrityError as error:
        _refuse_used_key(claim, error)


@transaction.atomic
def rewrite(
    claim: Claim, content: Content, *, by: User, seen: int, elsewhere: Sequence[Elsewhere] | None = None
) -> None:
    """Replace what a draft says. ``seen`` is the version that was read; raises ``versions.Conflict`` if it has moved.

    ``elsewhere`` is where it stands besides from now on; where that is not said, what was confirmed stays as long as
    the passage does.
    """
    require(by, claim.project, Role.CODER)
    check(content, project=claim.project)
    versions.bump(claim, seen=seen)
    claim.refresh_from_db()
    _may_change(claim, by)
    if claim.coder_id is None:
        claim.coder = by
    _move_to_text(claim, content.place.text)
    _fill(claim, content, by=by)
    if elsewhere is not None:
        _stand(claim, elsewhere, by=by)


@transaction.atomic
def supersede(*claims: Claim, by: User, seen: dict[int, int], key: str = "") -> Claim:
    """Start a draft that will take the place of these claims, beginning with what the first one says.

    The new claim inherits the first one's record. The older ones change only when it is submitted or accepted
    (see ``annotations.review``). ``seen`` maps each claim's id to the version that was read. Raises ``Refused``
    for claims that nothing can supersede, ``NotAllowed`` to a coder who would correct somebody else.
    """
    first = claims[0]
    for claim in claims:
        _may_supersede(claim, by=by, project=first.project)
        if claim.version != seen[claim.pk]:
            raise versions.Conflict(claim, seen[claim.pk])
    own = first.coder_id == by.pk
    new = Claim(
        project=first.project,
        record=first.record,
        coder=by,
        reading=first.reading if own else None,
        **_own_key(key),
    )
    try:
        with transaction.atomic():
            new = _write_new(new, content_of(first))
    except IntegrityError as error:
        _refuse_used_key(new, error)
    new.supersedes.set(claims)
    others = first.anchors.exclude(kind=Anchor.Kind.CODED)
    _create(Anchor, [_copy(anchor, claim=new) for anchor in others], by=by)
    return new


@transaction.atomic
def confirm_anchor(claim: Claim, place: Place, *, kind: str, by: User, seen: int) -> Anchor:
    """Give a claim its place in another text: ``parallel`` in a translation, ``carried`` in a corrected text.

    Raises ``Refused`` where the claim stands in that text already or the text is of another source.
    """
    require(by, claim.project, Role.CODER)
    coded = claim.coded_anchor
    if kind not in (Anchor.Kind.PARALLEL, Anchor.Kind.CARRIED):
        raise Refused(_("A claim is marked in one place only; others are parallel or carried over."))
    if not coded or coded.text.source_id != place.text.source_id:
        raise Refused(_("A claim can only be found again in another text of the same source."))
    versions.bump(claim, seen=seen)
    if Anchor.objects.filter(claim=claim, text=place.text).exists():
        raise Refused(_("This claim has its place in that text already."))
    versions.record_change(claim, by=by, reason=f"{kind} anchor confirmed")
    anchor = _anchor(claim, place, kind=kind, confirmed_by=by)
    _create(Anchor, [anchor], by=by)
    search.index(Claim.objects.filter(pk=claim.pk))
    return anchor


@transaction.atomic
def remove_anchor(claim: Claim, text: Text, *, by: User, seen: int) -> None:
    """Take a draft's place in another text away again; a frozen claim keeps what was confirmed.

    Raises ``Refused`` where there is no such place, ``versions.Conflict`` if the claim is no longer at ``seen``.
    """
    require(by, claim.project, Role.CODER)
    versions.bump(claim, seen=seen)
    claim.refresh_from_db()
    _may_change(claim, by)
    places = Anchor.objects.filter(claim=claim, text=text).exclude(kind=Anchor.Kind.CODED)
    if not places.exists():
        raise Refused(_("This claim has no place in that text."))
    versions.record_change(claim, by=by, reason="anchor removed")
    places.delete()
    search.index(Claim.objects.filter(pk=claim.pk))


def content_of(claim: Claim) -> Content:
    """Return what a claim says, as ``mark`` and ``rewrite`` take it, in three queries."""
    anchor = claim.anchors.filter(kind=Anchor.Kind.CODED).select_related("text").first()
    if anchor is None:
        raise Refused(_("This claim has no place in a text."))
    return Content(
        place=Place(text=anchor.text, start=anchor.start, end=anchor.end),
        voices=[
            Voice(speaker=row.speaker, named_as=row.named_as, organisation=row.organisation, via=row.via)
            for row in claim.attributions.select_related("speaker", "organisation", "via")
        ],
        codes=[
            Code(theme=row.theme, stance=row.stance, certainty=row.certainty, note=row.note)
            for row in claim.codings.select_related("theme", "stance")
        ],
        reporting=claim.reporting,
        said=claim.said,
        paraphrase=claim.paraphrase,
    )


def _may_change(claim: Claim, by: User) -> None:
    if claim.state != Claim.State.DRAFT:
        raise Refused(
            _("Only drafts can be changed. Correct this claim: that makes a new one which supersedes it.")
        )
    if claim.coder_id not in (None, by.pk):
        raise Refused(_("This draft is somebody else's: only who made it can change it."))


def _own_key(key: str) -> dict[str, str]:
    """A new claim's identity where somebody gave one."""
    if not key:
        return {}
    try:
        validate_key(key)
    except ValidationError as error:
        raise Refused(_("This is no identity for a claim: %(key)s") % {"key": ascii(key[:80])}) from error
    return {"key": key}


def _refuse_used_key(claim: Claim, error: IntegrityError) -> NoReturn:
    """The database says whether a key is used; asking it before would let two ask at once."""
    if Claim.objects.filter(project=claim.project, key=claim.key).exists():
        raise Refused(_("There is a claim with this identity already.")) from error
    raise error


def _may_supersede(claim: Claim, *, by: User, project: Project) -> None:
    if claim.project_id != project.pk:
        raise Refused(_("Claims of different projects cannot supersede each other."))
    require(by, project, Role.CODER if claim.coder_id == by.pk else Role.REVIEWER)
    claim.refresh_from_db()
    if claim.state not in SUPERSEDABLE:
        raise Refused(
            _("A claim that is %(state)s cannot be superseded.")
            % {"state": claim.get_state_display().lower()}
        )


def _write_new(claim: Claim, content: Content) -> Claim:
    claim._history_user = claim.coder
    claim.reporting, claim.said, claim.paraphrase = content.reporting, content.said, content.paraphrase
    claim.save()
    anchor = _anchor(claim, content.place, kind=Anchor.Kind.CODED)
    _create(Anchor, [anchor], by=claim.coder)
    _write_parts(claim, content, by=claim.coder)
    names = search.names_of({voice.speaker.pk for voice in content.voices})
    named = [name for found in names.values() for name in found]
    named_as = [voice.named_as for voice in content.voices]
    search.index_new(claim, [anchor.quote, content.paraphrase, anchor.text.source.title, *named_as, *named])
    return claim


def _fill(claim: Claim, content: Content, *, by: User) -> None:
    """Write what a draft says now; parts that stay the same are left alone."""
    claim._history_user = by
    claim.reporting, claim.said, claim.paraphrase = content.reporting, content.said, content.paraphrase
    claim.save()
    before = content_of(claim)
    if before.place != content.place:
        # What was confirmed elsewhere was confirmed for the passage as it was: it goes, and history keeps it.
        claim.anchors.all().delete()
        _create(Anchor, [_anchor(claim, content.place, kind=Anchor.Kind.CODED)], by=by)
    if list(before.voices) != list(content.voices) or list(before.codes) != list(content.codes):
        claim.attributions.all().delete()
        claim.codings.all().delete()
        _write_parts(claim, content, by=by)
    search.index(Claim.objects.filter(pk=claim.pk))


def _stand(claim: Claim, elsewhere: Sequence[Elsewhere], *, by: User) -> None:
    """Let a draft stand in these texts besides its own, and in no others; each as it was once confirmed."""
    others = Anchor.objects.filter(claim=claim).exclude(kind=Anchor.Kind.CODED)
    wanted = [_anchor(claim, one.place, kind=one.kind, confirmed_by=one.confirmed_by) for one in elsewhere]
    if [_column(row) for row in others.order_by("pk")] == [_column(row) for row in wanted]:
        return
    others.delete()
    _create(Anchor, wanted, by=by)
    search.index(Claim.objects.filter(pk=claim.pk))


def _column(anchor: Anchor) -> tuple:
    return anchor.text_id, anchor.start, anchor.end, anchor.kind, anchor.confirmed_by_id


def _write_parts(claim: Claim, content: Content, *, by: User | None) -> None:
    _create(
        Attribution,
        [
            Attribution(
                claim=claim,
                speaker=voice.speaker,
                named_as=voice.named_as,
                organisation=voice.organisation,
                via=voice.via,
            )
            for voice in content.voices
        ],
        by=by,
    )
    if not content.codes:
        return
    made_under = codebook.current(claim.project, by=by)
    _create(
        Coding,
        [
            Coding(
                claim=claim,
                theme=code.theme,
                stance=code.stance,
                certainty=code.certainty,
                note=code.note,
                codebook=made_under,
            )
            for code in content.codes
        ],
        by=by,
    )


def _move_to_text(claim: Claim, text: Text) -> None:
    """A draft marked in another text belongs to the reading of that text."""
    if claim.reading and claim.reading.text_id != text.pk:
        claim.reading = open_reading(text, coder=claim.reading.coder, number=claim.reading.round)
        take_back_nothing_here(claim.reading, by=claim.reading.coder)


def _anchor(claim: Claim, place: Place, *, kind: str, confirmed_by: User | None = None) -> Anchor:
    cut = anchoring.cut(place.text.body, place.start, place.end)
    if place.text.kind == Text.Kind.EXCERPT and cut.quote != place.text.body:
        raise Refused(_("This text is an excerpt: all of it is the quote."))
    return Anchor(
        claim=claim,
        text=place.text,
        start=place.start,
        end=place.end,
        quote=cut.quote,
        prefix=cut.prefix,
        suffix=cut.suffix,
        kind=kind,
        confirmed_by=confirmed_by,
    )


def _copy(anchor: Anchor, *, claim: Claim) -> Anchor:
    place = Place(text=anchor.text, start=anchor.start, end=anchor.end)
    return _anchor(claim, place, kind=anchor.kind, confirmed_by=anchor.confirmed_by)


def _create(model, rows: list, *, by: User | None) -> None:
    """Insert rows and the first page of their history."""
    if rows:
        model.objects.bulk_create(rows)
        history_of(model).bulk_history_create(rows, default_user=by)
