"""What a coder says of one passage: where it stands, who speaks, and how it is coded; and what holds of it.

``annotations.drafting`` writes it, ``annotations.written`` knows it as plain JSON.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from annotations import anchoring
from annotations.models import Attribution, Claim, Coding, Project, Speaker, Stance, Text, Theme, User
from annotations.refusal import Refused


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a claim stands: code points into ``text.body``, start inclusive, end exclusive."""

    text: Text
    start: int
    end: int


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """Where a claim stands besides: ``parallel`` in a translation, ``carried`` in a corrected text."""

    place: Place
    kind: str
    confirmed_by: User | None


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
