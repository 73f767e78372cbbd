"""What the site says when it cannot give what was asked: one page a status, in the same voice.

These pages ask nothing of the database, the session or the list of static files: any of them may be what failed.
"""

from django.conf import settings
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from annotations.access import NotAllowed
from annotations.refusal import Refused
from annotations.versions import Conflict

TOO_MUCH = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)
_TOO_OLD = _(
    "You have signed in again since this page was opened, so this was not saved yet. It can be sent again."
)
SENTENCES = {
    400: _("What was sent cannot be understood, so nothing was saved. Load the page again."),
    403: _("You may not do this: ask a manager of the project."),
    404: _("This is not there, or not open to you."),
    413: _("This is too much at once, so nothing was saved. Send it in parts."),
    429: _("This was tried too often within a short time. Wait a few minutes."),
    500: _("Something broke here, and this was not saved. Try it again."),
}


def page(request: HttpRequest, status: int, *, name: str = "", sentence: str = "") -> HttpResponse:
    """Answer with the page of this status, inside the project of the request where it is known.

    ``name`` is the template's, where it is not the status; ``sentence`` is what a verb said.
    """
    if asks_for_json(request):
        return JsonResponse({"sentence": sentence or str(SENTENCES[status])}, status=status)
    project = getattr(request, "project", None)
    known = {
        "status": status,
        "path": request.path,
        "sentence": sentence,
        "project": project,
        "home": f"{request.META['SCRIPT_NAME']}/" if project else "/",
        "most": settings.DATA_UPLOAD_MAX_MEMORY_SIZE,
    }
    return HttpResponse(render_to_string(f"{name or status}.html", known), status=status)


def asks_for_json(request: HttpRequest) -> bool:
    """Say whether a script asks, and not somebody who will see the answer."""
    return request.get_preferred_type(["text/html", "application/json"]) == "application/json"


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer a request that cannot be understood, or is too much at once."""
    return page(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def form_too_old(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a form whose token is not, or no longer, the one of this session."""
    if asks_for_json(request):
        # Only our own pages can read this answer, and every one of them holds such a token already.
        told = {"sentence": _TOO_OLD, "csrf": get_token(request)}
        return JsonResponse({name: str(value) for name, value in told.items()}, status=403)
    return page(request, 403, name="403_csrf")


def not_allowed(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer who may not do this."""
    return page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer for an address where nothing stands."""
    return page(request, 404)


def too_often(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer who tried more often than the limits allow."""
    return page(request, 429)


def broken(request: HttpRequest) -> HttpResponse:
    """Answer for a failure of our own."""
    return page(request, 500)


class RefusalMiddleware:
    """The net below every page: what a verb refuses, and the page forgot to tell, is told here."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, Refused):
            return None
        statuses = {Conflict: 409, NotAllowed: 403}
        status = next((status for kind, status in statuses.items() if isinstance(exception, kind)), 400)
        return page(request, status, sentence=str(exception))
