"""Doubts about a translation: where it is suspect in a text, said and settled at the desk."""

from django.shortcuts import get_object_or_404

from annotations import notes
from annotations.acts import check_still_there
from annotations.desk.answers import key, require_coder, sent, text_of, to_get, to_post, whole, word
from annotations.models import Anchor, Claim, Note, Text
from annotations.scope import rows_of


@to_get
def doubts(request, text_id):
    """The doubts about passages of a text, and about the claims in it."""
    return {"doubts": doubts_in(request, text_of(request, text_id))}


@to_post
def doubt(request, text_id):
    """Say that the translation is suspect in a passage, or in a claim; a doubt sent twice is kept once."""
    text = text_of(request, text_id)
    require_coder(request)
    check_still_there(text)
    told = sent(request)
    place = _claim(request, told) if told.get("claim") else _passage(text, told)
    own_key = key(told, "act", needed=True)
    notes.doubt(place, fault=word(told, "fault"), words=word(told, "words"), by=request.user, key=own_key)
    return {"doubts": doubts_in(request, text)}


def _claim(request, told):
    return get_object_or_404(rows_of(request, Claim), key=key(told, "claim"))


def _passage(text, told):
    return notes.Passage(text, whole(told, "start"), whole(told, "end"))


@to_post
def settle(request, text_id, note_id):
    """Settle a doubt, or raise it again, in the version that was read."""
    text = text_of(request, text_id)
    require_coder(request)
    told = sent(request)
    note = get_object_or_404(rows_of(request, Note), pk=note_id)
    act = notes.resolve if told.get("resolved") is True else notes.reopen
    act(note, by=request.user, seen=whole(told, "seen"))
    return {"doubts": doubts_in(request, text)}


def doubts_in(request, text: Text) -> list[dict]:
    """Return the doubts that a person sees about passages of a text and about claims in it, in two queries."""
    standing = Anchor.objects.filter(text=text).order_by().values("claim__record")
    rows = rows_of(request, Note).filter(kind=Note.Kind.TRANSLATION_SUSPECT).select_related("by")
    here = rows.filter(text=text).order_by() | rows.filter(record__in=standing).order_by()
    return [_one(request, note) for note in here.order_by("start", "pk")]


def _one(request, note: Note) -> dict:
    fault = note.fault
    return {
        "id": note.pk,
        "version": note.version,
        "record": note.record,
        "start": note.start,
        "end": note.end,
        "fault": str(fault.label) if fault else "",
        "words": note.words,
        "mine": note.by_id == request.user.pk,
        "resolved": note.resolved,
    }
