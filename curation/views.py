"""The dataset of a project as a file to keep; and the editor's guide."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import FileResponse, Http404, StreamingHttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
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


# The editor's guide: pages and pictures of docs/guide, for everybody who is signed in

GUIDE = settings.BASE_DIR / "docs" / "guide"
PAGES = {
    "start": _("Start"),
    "sources": _("Sources and texts"),
    "desk": _("The desk"),
    "claims": _("Coding a claim"),
    "review": _("Review"),
    "codebook": _("The codebook"),
    "speakers": _("Speakers"),
    "people": _("People"),
    "exports": _("Out of Standpoint"),
    "safe": _("Keeping it safe"),
}
# What the "?" of a page asks for: the kind of rows that the page is about.
ABOUT = {
    "source": "sources",
    "text": "sources",
    "reading": "sources",
    "claim": "claims",
    "decision": "review",
}
ABOUT |= {"note": "review", "theme": "codebook", "scale": "codebook", "codebookversion": "codebook"}
ABOUT |= {"speaker": "speakers", "speakerdecision": "speakers", "membership": "people", "user": "people"}
ABOUT |= {"invitation": "people", "project": "exports", "batch": "exports"}
ABOUT |= {"dataset": "exports", "release": "exports"}


@require_safe
@login_required
def guide(request, page="start"):
    """A page of the guide; on the last one, who runs the site reads where the data lies."""
    page = ABOUT.get(page, page)
    if page not in PAGES:
        page = "start"
    body = (GUIDE / f"{page}.html").read_text(encoding="utf-8")
    pictures = reverse("help_picture", args=["x.png"]).removesuffix("x.png")
    context = {
        "body": body.replace('src="pictures/', f'src="{pictures}'),
        "page": page,
        "title": PAGES[page],
        "pages": [{"name": name, "title": title} for name, title in PAGES.items()],
        "where": where_the_data_lies() if page == "safe" and request.user.is_superuser else None,
    }
    return render(request, "guide.html", context)


def where_the_data_lies():
    """For who runs the site: the folder, the database, and the last backup."""
    kept = sorted((settings.DATA_DIR / "backups").glob("standpoint-*.tar.gz"))
    database = settings.DATABASES["default"]["NAME"]
    return {"folder": settings.DATA_DIR, "database": database, "last": kept[-1].name if kept else None}


@require_safe
@login_required
def guide_picture(request, name):
    """A picture of the guide."""
    if name not in {path.name for path in (GUIDE / "pictures").glob("*.png")}:
        raise Http404
    return FileResponse((GUIDE / "pictures" / name).open("rb"), content_type="image/png")
