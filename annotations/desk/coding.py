"""What is done at the desk: acts, and going back and forth along them."""

from django.http import JsonResponse

from annotations import acts, undoing
from annotations.acts import Asked
from annotations.desk.answers import ids, key, require_coder, sent, text_of, to_post, whole, word
from annotations.desk.shown import claim_after, claims_as_shown, speakers_of
from annotations.models import Act, Claim
from annotations.scope import rows_of
from annotations.versions import Conflict

ASKED_OF_A_TEXT = ("project", "body", "kind", "language", "takedown", "source__project", "source__title")
"""Writing down an act asks no more of it; a text and its source have forty columns."""


@to_post
def act(request, text_id):
    text = text_of(request, text_id, *ASKED_OF_A_TEXT)
    require_coder(request)
    told = sent(request)
    known = ids(told, "known")
    asked = Asked(
        key=key(told, "act", needed=True),
        kind=word(told, "kind"),
        claim=key(told, "claim"),
        new=key(told, "key"),
        seen=whole(told, "seen"),
        content=told.get("content"),
        sitting=key(told, "sitting"),
        seconds=whole(told, "seconds"),
    )
    try:
        done = acts.do(text, asked, by=request.user)
    except Conflict as conflict:
        return _both_readings(request, text, conflict)
    # As the act left it, also where it is sent again: a later change is for a conflict to tell.
    is_new = done.act.kind == Act.Kind.MARK and not done.again
    claim = claim_after(request, text, done.act.claim, done.act.after, is_new=is_new)
    return {
        "claim": claim,
        "speakers": speakers_of(request, [claim], but=known),
        "steps": undoing.steps(text, by=request.user) if done.again else undoing.steps_after(done.act),
    }


def _both_readings(request, text, conflict):
    """Somebody was faster: the claim as it is now, beside what was typed, which the page still has."""
    claims = claims_as_shown(request, text, rows_of(request, Claim).filter(pk=conflict.row.pk))
    told = {"sentence": str(conflict), "claim": claims[0] if claims else None}
    return JsonResponse(told | {"speakers": speakers_of(request, claims)}, status=409)


@to_post
def undo(request, text_id):
    return _turn(request, text_id, undoing.undo)


@to_post
def redo(request, text_id):
    return _turn(request, text_id, undoing.redo)


def _turn(request, text_id, verb):
    text = text_of(request, text_id)
    require_coder(request)
    turn = verb(text, key=key(sent(request), "act", needed=True), by=request.user)
    claims = claims_as_shown(request, text, rows_of(request, Claim).filter(pk__in=turn.claims))
    return {
        "claims": claims,
        "speakers": speakers_of(request, claims),
        "steps": undoing.steps(text, by=request.user),
        "said": turn.said,
    }
