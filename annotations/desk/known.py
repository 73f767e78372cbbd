"""What helps the eye: known names and keywords in a text, and what a speaker said elsewhere."""

from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import ngettext

from annotations import mentions as known
from annotations import neighbours as near
from annotations.desk.answers import text_of, to_get
from annotations.desk.shown import speakers_as_shown
from annotations.models import Speaker, Theme
from annotations.scope import number, rows_of
from annotations.speakers import groups


@to_get
def mentions(request, text_id):
    """Where known names and keywords stand; ``same`` tells merged speakers who stands for them."""
    text = text_of(request, text_id)
    found = known.in_text(text, user=request.user)
    speakers = {speaker for *_, speaker in found.names}
    return {
        "names": found.names,
        "keywords": found.keywords,
        "speakers": speakers_as_shown(request, speakers),
        "same": {one: head for one, head in groups(request.project).items() if one != head},
    }


@to_get
def neighbours(request, text_id):
    """What a speaker said elsewhere, on a theme where one is given, as markup; ``record`` is the claim that is read."""
    text_of(request, text_id)
    asked = {name: number(request.GET.get(name)) for name in ("speaker", "theme")}
    speaker = rows_of(request, Speaker).with_names().filter(pk=asked["speaker"]).first()
    theme = rows_of(request, Theme).filter(pk=asked["theme"]).first()
    record = request.GET.get("record", "").replace("\0", "")
    found = near.of(speaker, theme=theme, record=record, user=request.user) if speaker else []
    rows = [
        {"claim": one, "address": f"{reverse('desk_text', args=[one.text])}#claim-{one.key}"} for one in found
    ]
    context = {"speaker": speaker, "theme": theme, "rows": rows, "most": near.MOST}
    said = ngettext("%(count)d claim elsewhere", "%(count)d claims elsewhere", len(found))
    return {
        "html": render_to_string("desk/neighbours.html", context),
        "said": said % {"count": len(found)},
    }
