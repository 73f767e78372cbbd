"""The pages of the desk: where to go on, and a text with its claims."""

from django.contrib import messages
from django.http import Http404
from django.middleware.csrf import get_token
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from annotations import going_on, undoing
from annotations.access import Role
from annotations.desk.answers import text_of, to_get
from annotations.desk.beside import beside_of, wordings_of
from annotations.desk.codebook import scales_of, themes_of
from annotations.desk.frame import frame_of
from annotations.desk.shown import claims_in, speakers_of
from annotations.desk.words import words
from annotations.models import Anchor, Claim, Reading, Takedown, Text
from annotations.models.review import Fault
from annotations.scope import holds, rows_of


@require_safe
def go_on(request):
    """Open the text that the person should read next, or the list of sources where all is read."""
    if holds(request, Role.CODER):
        text = going_on.next_text(request.user, request.project)
        if text:
            return redirect("desk_text", text)
        messages.info(request, _("No text waits to be read: open any source to read on, or add one."))
    return redirect("admin:annotations_source_changelist")


@require_safe
def claim(request, record):
    """Open the text of a claim at the claim; it is named by its own key, or by its record."""
    claims = rows_of(request, Claim)
    found = claims.filter(key=record).first() or claims.standing_for(record).first()
    place = found and Anchor.objects.filter(claim=found, kind=Anchor.Kind.CODED).first()
    if not place:
        raise Http404
    return redirect(f"{reverse('desk_text', args=[place.text_id])}#claim-{found.key}")


@require_safe
def text(request, text_id):
    """A text to read, and for coders to code in; a text that was taken down says so."""
    shown = text_of(request, text_id)
    found = claims_in(request, shown)
    data = data_of(request, shown, found)
    may_code = holds(request, Role.CODER) and not shown.takedown_id
    beside = beside_of(request, shown, data)
    context = frame_of(request, shown, data, may_code=may_code)
    context |= {
        "source": shown.source,
        "reading": rows_of(request, Reading).filter(text=shown, coder=request.user).first(),
        "progress": going_on.progress(request.user, request.project),
        "takedown": shown.takedown_id and Takedown.objects.get(pk=shown.takedown_id),
        "replaced_by": rows_of(request, Text).filter(replaces=shown).defer("body").first(),
        "beside": beside,
        "faults": Fault.choices,
        "wordings": wordings_of(request, shown),
    }
    return TemplateResponse(request, "desk/text.html", context)


@to_get
def claims(request, text_id):
    """The claims of a text as they are now, and a fresh token for whoever signed in again beside an open page."""
    shown = text_of(request, text_id)
    found = claims_in(request, shown)
    return {
        "claims": found,
        "speakers": speakers_of(request, found),
        "steps": undoing.steps(shown, by=request.user),
        "csrf": get_token(request),
    }


def data_of(request, text, claims) -> dict:
    """All that the scripts of the page begin with."""
    return {
        "text": {"id": text.pk, "language": text.language, "length": len(text.body)},
        "me": {"id": request.user.pk, "role": request.membership.role},
        "claims": claims,
        "speakers": speakers_of(request, claims),
        "themes": themes_of(request),
        "scales": scales_of(request),
        "steps": undoing.steps(text, by=request.user),
        "settings": {"time": request.project.coding_time},
        "addresses": addresses_of(text),
        "words": words(),
    }


def addresses_of(text) -> dict[str, str]:
    """Name → address, of everything that the scripts ask."""
    named = ("claims", "acts", "undo", "redo", "new_speaker", "speaks_for", "reading")
    named += ("mentions", "neighbours", "doubts", "doubt")
    return {name: reverse(f"desk_{name}", args=[text.pk]) for name in named} | {
        "text": reverse("desk_text", args=[text.pk]),
        "speakers": reverse("desk_speakers"),
        "go_on": reverse("desk"),
        "sign_in": reverse("account_login"),
    }
