"""Marking claims: the only code that writes what a claim says, and only while it is a draft.

``mark`` makes a draft, ``rewrite`` changes one, ``supersede`` starts a new draft from claims that are frozen,
``confirm_anchor`` gives any claim, frozen ones too, its place in a translation or a corrected text.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext as _

from annotations import anchoring, codebook, search, versions
from annotations.access import Role, require
from annotations.models import (
    Anchor,
    Attribution,
    Claim,
    Coding,
    Project,
    Speaker,
    Stance,
    Text,
    Theme,
    User,
)
from annotations.models.base import history_of
from annotations.readings import open_reading, take_back_nothing_here
from annotations.refusal import Refused

SUPERSEDABLE = (Claim.State.SUBMITTED, Claim.State.RETURNED, Claim.State.ACCEPTED)


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a claim stands: code points into ``text.body``, start inclusive, end exclusive."""

    text: Text
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Voice:
    """Who speaks, in the text's words; for which organisation; relayed by whom."""

    speaker: Speaker
    named_as: str = ""
    organisation: Speaker | None = None
    via: Speaker | None = None


@dataclass(frozen=True, kw_only=True)
class Code:
    """A theme, and the stance on its proposition; None until one is chosen."""

    theme: Theme
    stance: Stance | None = None
    certainty: str = ""
    note: str = ""


@dataclass(frozen=True, kw_only=True)
class Content:
    """All that a coder says of one passage. Voices and codes keep the order given."""

    place: Place
    voices: Sequence[Voice] = ()
    codes: Sequence[Code] = ()
    reporting: str = Claim.Reporting.INDIRECT
    said: str = ""
    paraphrase: str = ""


@transaction.atomic
def mark(content: Content, *, coder: User) -> Claim:
    """Mark a passage as a new draft in the coder's reading of its text.

    Raises ``NotAllowed`` to who may not code here, and ``Refused`` with a sentence where the content is at fault.
    """
    text = content.place.text
    require(coder, text.project, Role.CODER)
    check(content, project=text.project)
    reading = open_reading(text, coder=coder)
    take_back_nothing_here(reading, by=coder)
    return _write_new(Claim(project=text.project, reading=reading, coder=coder), content)


@transaction.atomic
def rewrite(claim: Claim, content: Content, *, by: User, seen: int) -> None:
    """Replace what a draft says. ``seen`` is the version that was read; raises ``versions.Conflict`` if it has moved."""
    require(by, claim.project, Role.CODER)
    check(content, project=claim.project)
    versions.bump(claim, seen=seen)
    claim.refresh_from_db()
    if claim.state != Claim.State.DRAFT:
        raise Refused(
            _("Only drafts can be changed. Correct this claim: that makes a new one which supersedes it.")
        )
    if claim.coder_id not in (None, by.pk):
        raise Refused(_("This draft is somebody else's: only who made it can change it."))
    claim.coder = claim.coder or by
    _move_to_text(claim, content.place.text)
    _fill(claim, content, by=by)


@transaction.atomic
def supersede(*claims: Claim, by: User, seen: dict[int, int]) -> Claim:
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
    new = Claim(project=first.project, record=first.record, coder=by, reading=first.reading if own else None)
    new = _write_new(new, content_of(first))
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


def content_of(claim: Claim) -> Content:
    """Return what a claim says, as ``mark`` and ``rewrite`` take it."""
    anchor = claim.coded_anchor
    if anchor is None:
        raise Refused(_("This claim has no place in a text."))
    return Content(
        place=Place(text=anchor.text, start=anchor.start, end=anchor.end),
        voices=[
            Voice(speaker=row.speaker, named_as=row.named_as, organisation=row.organisation, via=row.via)
            for row in claim.attributions.all()
        ],
        codes=[
            Code(theme=row.theme, stance=row.stance, certainty=row.certainty, note=row.note)
            for row in claim.codings.all()
        ],
        reporting=claim.reporting,
        said=claim.said,
        paraphrase=claim.paraphrase,
    )


def check(content: Content, *, project: Project) -> None:
    """Raise ``Refused`` with a sentence unless the content holds together and is all of one project."""
    if content.place.text.project_id != project.pk:
        raise Refused(_("The text belongs to another project."))
    anchoring.cut(content.place.text.body, content.place.start, content.place.end)
    for voice in content.voices:
        _check_voice(voice, project)
    for code in content.codes:
        _check_code(code, project)
    if len({code.theme.pk for code in content.codes}) < len(content.codes):
        raise Refused(_("A claim has each theme once: one of these stands twice."))
    _check_fields(Claim(reporting=content.reporting, said=content.said, paraphrase=content.paraphrase))


def _check_voice(voice: Voice, project: Project) -> None:
    for speaker in filter(None, (voice.speaker, voice.organisation, voice.via)):
        if speaker.project_id != project.pk:
            raise Refused(_("“%(speaker)s” belongs to another project.") % {"speaker": speaker})
    if voice.organisation and voice.organisation.kind != Speaker.Kind.ORGANISATION:
        raise Refused(
            _("“%(organisation)s” is not an organisation: a speaker speaks for an organisation.")
            % {"organisation": voice.organisation}
        )
    if voice.via and voice.via.pk == voice.speaker.pk:
        raise Refused(_("“%(speaker)s” cannot be relayed by themselves.") % {"speaker": voice.speaker})
    _check_fields(Attribution(named_as=voice.named_as))


def _check_code(code: Code, project: Project) -> None:
    if code.theme.project_id != project.pk:
        raise Refused(_("The theme “%(theme)s” belongs to another project.") % {"theme": code.theme})
    if code.stance and code.stance.scale_id != code.theme.scale_id:
        raise Refused(
            _("“%(stance)s” is not on the scale of the theme “%(theme)s”.")
            % {"stance": code.stance, "theme": code.theme}
        )
    _check_fields(Coding(certainty=code.certainty, note=code.note))


WRITTEN = {
    Claim: ("reporting", "said", "paraphrase"),
    Attribution: ("named_as",),
    Coding: ("certainty", "note"),
}


def _check_fields(row: Claim | Attribution | Coding) -> None:
    """What the fields themselves refuse (a date that is none, a null character), as one sentence."""
    for field in (field for field in row._meta.fields if field.name in WRITTEN[type(row)]):
        try:
            field.clean(getattr(row, field.name), row)
        except ValidationError as error:
            raise Refused(
                _("%(field)s: %(problem)s")
                % {"field": str(field.verbose_name).capitalize(), "problem": " ".join(error.messages)}
            ) from error


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
