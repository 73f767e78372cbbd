"""Who speaks: speakers offered while somebody types, new ones, and for whom one speaks at a date."""

from django.utils.translation import gettext as _

from annotations import finding, recently, voices
from annotations.desk.answers import require_coder, sent, text_of, to_get, to_post, word
from annotations.desk.shown import speakers_as_shown
from annotations.models import Speaker
from annotations.refusal import Refused
from annotations.scope import number, rows_of


@to_get
def speakers(request):
    """Speakers to choose from; where nothing is typed, those whom the person chose last, in this text first."""
    rows = rows_of(request, Speaker)
    require_coder(request)
    typed, kind = request.GET.get("q", "").replace("\0", ""), request.GET.get("kind")
    rows = rows.filter(kind=kind) if kind else rows
    if typed.strip():
        offered = finding.offers(typed, rows, project=request.project)
    else:
        offered = finding.described(
            recently.speakers(request.user, rows, text=number(request.GET.get("text"))), {}
        )
    return [_offered(offer) for offer in offered]


def _offered(offer):
    return {
        "id": offer.speaker.pk,
        "name": offer.name,
        "kind": offer.speaker.kind,
        "as": offer.matched,
        "about": offer.beside,
    }


@to_post
def new_speaker(request, text_id):
    """Add somebody whom the text names; where somebody has that name, say who, and add nobody."""
    text = text_of(request, text_id)
    require_coder(request)
    told = sent(request)
    kind = word(told, "kind") or Speaker.Kind.PERSON
    if kind not in Speaker.Kind.values:
        raise Refused(_("Choose whether this is a person, an organisation or a collective."))
    try:
        speaker = voices.introduce(
            request.project,
            name=word(told, "name"),
            kind=kind,
            language=text.language,
            by=request.user,
            another=told.get("another") is True,
        )
    except voices.NamedAlready as known:
        same = finding.described(known.speakers, {})
        return {"sentence": str(known), "same": [_offered(offer) for offer in same]}
    return {"speaker": {"id": speaker.pk, "name": speaker.name, "kind": speaker.kind}}


@to_get
def speaks_for(request, text_id):
    """The organisation for which a speaker spoke at that time, or null."""
    text = text_of(request, text_id)
    speaker = rows_of(request, Speaker).filter(pk=number(request.GET.get("speaker"))).first()
    found = speaker and voices.speaks_for(speaker, said=request.GET.get("said", ""), text=text)
    told = found and speakers_as_shown(request, [found.pk])[found.pk] | {"id": found.pk}
    return {"organisation": told}
