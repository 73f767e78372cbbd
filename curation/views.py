"""The dataset of a project as a file to keep."""

from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import Http404, StreamingHttpResponse
from django.views.decorators.http import require_safe

from annotations import access, rights
from annotations.models import Claim
from curation.export import dataset

ACCEPTED = "accepted"
STATES = {ACCEPTED: dataset.ACCEPTED, "all": tuple(Claim.State.values)}


@require_safe
@login_required
def download(request):
    """Any member has what is accepted; a manager also every claim, with ``?state=all``."""
    if request.project is None:
        raise Http404
    state, most = request.GET.get("state", ACCEPTED), request.GET.get("rights", rights.FULL)
    if state not in STATES or most not in rights.EXPORTED:
        raise BadRequest("There is no such state, or no such rights.")
    if state != ACCEPTED and not access.may(request.user, request.project, access.Role.MANAGER):
        raise PermissionDenied
    blocks = dataset.stream(request.project, states=STATES[state], rights=most)
    answer = StreamingHttpResponse(blocks, content_type="application/json")
    answer["Content-Disposition"] = f'attachment; filename="{request.project.slug}-{state}.json"'
    answer["Cache-Control"] = "private, no-store"
    return answer
