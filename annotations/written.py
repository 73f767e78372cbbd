"""What a claim says as plain JSON, and back: the one place that knows both, for acts and for who sends them.

Places are code points; speakers, themes, stances and texts go by their ids.
"""

from collections.abc import Iterable, Mapping

from django.utils.translation import gettext as _

from annotations.content import Code, Content, Elsewhere, Place, Voice
from annotations.models import Anchor, Attribution, Claim, Coding, Speaker, Stance, Text, Theme, User
from annotations.refusal import Refused

MOST_PARTS = 100
PLACE = ("text_id", "start", "end", "kind", "confirmed_by_id")


class NotUnderstood(Refused):
    """What came is nothing that the desk sends: a script of another version, or somebody's own."""

    def __init__(self) -> None:
        super().__init__(_("What was sent cannot be understood, so nothing was saved. Load the page again."))


def as_json(content: Content, *, state: str, version: int, elsewhere: Iterable[dict] = ()) -> dict:
    """Return what a claim says, in which state and at which version."""
    return {
        "state": str(state),
        "version": version,
        "text": content.place.text.pk,
        "start": content.place.start,
        "end": content.place.end,
        "reporting": str(content.reporting),
        "said": content.said,
        "paraphrase": content.paraphrase,
        "voices": [_voice(voice) for voice in content.voices],
        "codes": [_code(code) for code in content.codes],
        "elsewhere": list(elsewhere),
    }


def _voice(voice: Voice) -> dict:
    return {
        "speaker": voice.speaker.pk,
        "named_as": voice.named_as,
        "organisation": voice.organisation and voice.organisation.pk,
        "via": voice.via and voice.via.pk,
    }


def _code(code: Code) -> dict:
    return {
        "theme": code.theme.pk,
        "stance": code.stance and code.stance.pk,
        "certainty": code.certainty,
        "note": code.note,
    }


def now(claim: Claim) -> dict:
    """Return what the database says of a claim whose state and version were just read; three queries."""
    anchors = Anchor.objects.filter(claim=claim).order_by("pk").values(*PLACE)
    coded = next((row for row in anchors if row["kind"] == Anchor.Kind.CODED), None)
    voices = Attribution.objects.filter(claim=claim).order_by("pk")
    codes = Coding.objects.filter(claim=claim).order_by("pk")
    return {
        "state": claim.state,
        "version": claim.version,
        "text": coded and coded["text_id"],
        "start": coded and coded["start"],
        "end": coded and coded["end"],
        "reporting": claim.reporting,
        "said": claim.said,
        "paraphrase": claim.paraphrase,
        "voices": [
            {"speaker": speaker, "named_as": named_as, "organisation": organisation, "via": via}
            for speaker, named_as, organisation, via in voices.values_list(
                "speaker_id", "named_as", "organisation_id", "via_id"
            )
        ],
        "codes": list(codes.values("theme", "stance", "certainty", "note")),
        "elsewhere": [place_json(row) for row in anchors if row is not coded],
    }


def place_json(row: Mapping) -> dict:
    """Return where a claim stands in another text, from the columns ``PLACE``."""
    return {
        "text": row["text_id"],
        "start": row["start"],
        "end": row["end"],
        "kind": row["kind"],
        "confirmed_by": row["confirmed_by_id"],
    }


def same(one: Mapping, other: Mapping) -> bool:
    """Say whether two readings of a claim say the same, whatever their versions."""
    return {**one, "version": 0} == {**other, "version": 0}


def content_from(written: object, *, text: Text) -> Content:
    """Return the content that plain JSON tells of a passage of this text, all of it found in the text's project.

    Raises ``Refused`` with a sentence where something is not there or is nothing that a claim could say. A ``quote``,
    where one is given, must be what stands at the place. ``drafting`` checks the rest.
    """
    told = _mapping(written)
    voices, codes = _list_of(told, "voices"), _list_of(told, "codes")
    place = Place(text=text, start=_whole(told, "start"), end=_whole(told, "end"))
    if "quote" in told and text.body[place.start : place.end] != told["quote"]:
        raise Refused(_("The passage reads differently in the text: mark it again."))
    return Content(
        place=place,
        voices=_voices_from(voices, text),
        codes=_codes_from(codes, text),
        reporting=_word(told, "reporting", Claim.Reporting.INDIRECT),
        said=_word(told, "said"),
        paraphrase=_word(told, "paraphrase"),
    )


def text_from(written: object, *, beside: Text) -> Text:
    """Return the other wording that plain JSON names; raises ``Refused`` where the source has no such text."""
    pk = _id(_mapping(written), "text")
    other = Text.objects.filter(source=beside.source_id, pk=pk).exclude(pk=beside.pk).first() if pk else None
    if other is None:
        raise Refused(_("This source has no such wording. Load the page again."))
    return other


def place_from(written: object, *, beside: Text) -> Place:
    """Return the passage of another wording of the same source that plain JSON tells of."""
    told = _mapping(written)
    other = text_from(told, beside=beside)
    return Place(text=other, start=_whole(told, "start"), end=_whole(told, "end"))


def kind_of_place(written: object) -> str:
    """Return how a claim stands there: in a translation, unless it was carried over to a corrected text."""
    return _word(_mapping(written), "kind", Anchor.Kind.PARALLEL)


def elsewhere_from(places: Iterable[Mapping]) -> list[Elsewhere]:
    """Return the places in other texts that ``now`` told of; those of texts that are gone are left out."""
    texts = Text.objects.in_bulk({place["text"] for place in places})
    people = User.objects.in_bulk({place["confirmed_by"] for place in places} - {None})
    return [
        Elsewhere(
            place=Place(text=texts[place["text"]], start=place["start"], end=place["end"]),
            kind=place["kind"],
            confirmed_by=people.get(place["confirmed_by"]),
        )
        for place in places
    ]


def _voices_from(voices: list[Mapping], text: Text) -> list[Voice]:
    named = {_id(voice, part) for voice in voices for part in ("speaker", "organisation", "via")} - {None}
    speakers = Speaker.objects.filter(project=text.project_id).only("project", "kind").order_by()
    found = speakers.in_bulk(named) if named else {}
    if None in (_id(voice, "speaker") for voice in voices):
        raise Refused(_("Say who speaks first."))
    if named - found.keys():
        raise Refused(_("A speaker chosen here is not in this project. Choose the speaker again."))
    return [
        Voice(
            speaker=found[_id(voice, "speaker")],
            named_as=_word(voice, "named_as"),
            organisation=found.get(_id(voice, "organisation")),
            via=found.get(_id(voice, "via")),
        )
        for voice in voices
    ]


def _codes_from(codes: list[Mapping], text: Text) -> list[Code]:
    wanted = {_id(code, "theme") for code in codes}
    chosen = {_id(code, "stance") for code in codes} - {None}
    themes, stances = _on_scales(wanted - {None}, text)
    if wanted - themes.keys():
        raise Refused(
            _("A theme chosen here is not in the codebook of this project. Choose the theme again.")
        )
    if chosen - stances.keys():
        raise Refused(_("A stance chosen here is not on the scale of its theme. Choose the stance again."))
    return [
        Code(
            theme=themes[_id(code, "theme")],
            stance=stances.get(_id(code, "stance")),
            certainty=_word(code, "certainty"),
            note=_word(code, "note"),
        )
        for code in codes
    ]


def _on_scales(themes: set, text: Text) -> tuple[dict[int | None, Theme], dict[int | None, Stance]]:
    """By their ids, these themes of the text's project and all stances on their scales: one question, asked at each save."""
    of_project = Theme.objects.filter(project=text.project_id, pk__in=themes).order_by()
    found: dict[int | None, Theme] = {}
    stances: dict[int | None, Stance] = {}
    for theme, scale, stance in of_project.values_list("pk", "scale", "scale__stances"):
        found[theme] = Theme.from_db(None, ("id", "project_id", "scale_id"), (theme, text.project_id, scale))
        if stance:
            stances[stance] = Stance.from_db(None, ("id", "scale_id"), (stance, scale))
    return found, stances


# Plain JSON may hold anything where something else was expected


def _mapping(told: object) -> Mapping:
    if not isinstance(told, dict):
        raise NotUnderstood
    return told


def _list_of(told: Mapping, name: str) -> list[Mapping]:
    found = told.get(name, [])
    if not isinstance(found, list) or len(found) > MOST_PARTS:
        raise NotUnderstood
    return [_mapping(one) for one in found]


def _whole(told: Mapping, name: str) -> int:
    found = told.get(name)
    if type(found) is not int:
        raise NotUnderstood
    return found


def _id(told: Mapping, name: str) -> int | None:
    """An id, or None; no database has one beyond 63 bits."""
    found = told.get(name)
    if found is not None and (type(found) is not int or not 0 < found < 2**63):
        raise NotUnderstood
    return found


def _word(told: Mapping, name: str, default: str = "") -> str:
    found = told.get(name, default)
    if not isinstance(found, str):
        raise NotUnderstood
    return found
