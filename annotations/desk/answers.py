"""How the desk answers: in JSON, refusals too, each with a sentence for the person at the screen."""

import json
from functools import wraps

from django.core.exceptions import RequestDataTooBig
from django.http import Http404, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from annotations.access import NotAllowed, Role
from annotations.acts import Gone
from annotations.models import Text
from annotations.models.fields import validate_key
from annotations.refusal import Refused
from annotations.scope import holds, rows_of
from annotations.undoing import CannotUndo
from annotations.versions import Conflict
from annotations.written import NotUnderstood

STATUSES = {NotAllowed: 403, Conflict: 409, Gone: 409, CannotUndo: 409}


def to_get(view):
    """A question of the page's scripts."""
    return _inside_a_project(require_safe(_in_json(view)))


def to_post(view):
    """Something that they do."""
    return _inside_a_project(require_POST(_in_json(view)))


def _inside_a_project(view):
    @wraps(view)
    def answer(request, *args, **options):
        if request.project is None:
            raise Http404
        return view(request, *args, **options)

    return answer


def _in_json(view):
    """Answer with what the view returns, and a refusal with its sentence under the status that it has."""

    @wraps(view)
    def answer(request, *args, **options):
        try:
            told = view(request, *args, **options)
            return told if isinstance(told, HttpResponse) else JsonResponse(told, safe=False)
        except Refused as refusal:
            status = next((STATUSES[kind] for kind in STATUSES if isinstance(refusal, kind)), 400)
            return JsonResponse({"sentence": str(refusal)}, status=status)
        except RequestDataTooBig:
            return JsonResponse(
                {"sentence": _("This is too much at once, so nothing was saved.")}, status=413
            )
        except Http404:
            return JsonResponse({"sentence": _("This is not there, or not any more.")}, status=404)

    return answer


def text_of(request, text_id, *columns):
    """The text that an address names, with its source, or only these columns of both; 404 where the person sees none such."""
    texts = rows_of(request, Text).select_related("source")
    texts = texts.only(*columns) if columns else texts
    text = texts.filter(pk=text_id).first() if text_id < 2**63 else None
    if text is None:
        raise Http404
    text.project = text.source.project = request.project
    return text


def require_coder(request):
    if not holds(request, Role.CODER):
        raise NotAllowed(_("Only coders of this project, and those above, may do this."))


def sent(request):
    """What the browser sent, as a mapping; raises ``Refused`` where that is no JSON."""
    try:
        told = json.loads(request.body)
    except (ValueError, RecursionError) as error:
        raise NotUnderstood from error
    if not isinstance(told, dict):
        raise NotUnderstood
    return told


def word(told, name):
    found = told.get(name, "")
    if not isinstance(found, str):
        raise NotUnderstood
    return found


def key(told, name, *, needed=False):
    """A key that the browser made, such as a UUID; empty where none was sent and none is needed."""
    found = word(told, name)
    if (needed or found) and not validate_key.regex.fullmatch(found):
        raise NotUnderstood
    return found


def listed(told, name):
    found = told.get(name, [])
    if not isinstance(found, list) or not all(isinstance(one, dict) for one in found):
        raise NotUnderstood
    return found


def whole(told, name, default=0):
    found = told.get(name, default)
    if type(found) is not int or not 0 <= found < 2**31:
        raise NotUnderstood
    return found


def ids(told, name):
    found = told.get(name, [])
    if not isinstance(found, list) or not all(type(one) is int for one in found):
        raise NotUnderstood
    return found
