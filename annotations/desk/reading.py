"""Saying that a text is read to its end."""

from django.urls import reverse
from django.utils.translation import gettext as _

from annotations import going_on, readings
from annotations.acts import check_still_there
from annotations.desk.answers import require_coder, sent, text_of, to_post, whole


@to_post
def submit(request, text_id):
    text = text_of(request, text_id)
    require_coder(request)
    told = sent(request)
    check_still_there(text)
    readings.read_to_the_end(
        text,
        by=request.user,
        nothing_here=told.get("nothing_here") is True,
        seconds=whole(told, "seconds"),
    )
    following = going_on.next_text(request.user, request.project, after=text)
    return {
        "sentence": _("The reading is submitted."),
        "next": reverse("desk_text", args=[following]) if following else None,
    }
