"""Saying that a text is read to its end."""

from django.http import JsonResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from annotations import going_on, handing_in
from annotations.acts import check_still_there
from annotations.desk.answers import key, listed, require_coder, sent, text_of, to_post, whole


@to_post
def submit(request, text_id):
    """Hand in the drafts that the page names, and the reading: all of it or nothing."""
    text = text_of(request, text_id)
    require_coder(request)
    told = sent(request)
    check_still_there(text)
    drafts = {key(one, "key", needed=True): whole(one, "seen") for one in listed(told, "claims")}
    try:
        handing_in.hand_in(
            text,
            by=request.user,
            drafts=drafts,
            nothing_here=told.get("nothing_here") is True,
            seconds=whole(told, "seconds"),
        )
    except handing_in.NotReady as refusal:
        return JsonResponse({"sentence": str(refusal), "claim": refusal.key}, status=400)
    following = going_on.next_text(request.user, request.project, after=text)
    return {
        "sentence": _("The reading is submitted."),
        "next": reverse("desk_text", args=[following]) if following else None,
    }
