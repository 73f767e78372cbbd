"""Which rows a request may reach, whatever page asks: those of its project that its person may see, and no others."""

from django.db.models import Exists, Model, OuterRef, QuerySet
from django.http import Http404, HttpRequest

from annotations import access, models
from annotations.models import Membership, Project, User
from annotations.models.base import history_of as history

# Where the project of a row is found, for models that do not name it themselves.
PATHS: dict[type[Model], str] = {
    models.Project: "pk",
    models.Stance: "scale__project",
    models.Name: "speaker__project",
    models.Affiliation: "speaker__project",
}
PARTS_OF_CLAIMS: set[type[Model]] = {models.Anchor, models.Attribution, models.Coding, models.Decision}


class ProjectRequest(HttpRequest):
    """A request as ``annotations.middleware`` hands it on to a page of a project."""

    user: User
    project: Project | None
    membership: Membership | None


def rows_of(request: ProjectRequest, model: type[Model]) -> QuerySet:
    """Return the rows of a model in the request's project that the person may see; outside any project nothing is there."""
    if request.project is None:
        raise Http404
    rows = access.visible_to(request.user, model._default_manager.all())
    if model in PARTS_OF_CLAIMS:
        # Not by a join: a database would begin with all claims of the project, and sort what hangs on them.
        claims = models.Claim.objects.filter(pk=OuterRef("claim_id"), project=request.project.pk)
        return rows.filter(Exists(claims))
    return rows.filter(**{PATHS.get(model, "project"): request.project.pk})


def history_of(request: ProjectRequest, model: type[Model]) -> QuerySet:
    """Return the history of the rows that ``rows_of`` returns, as far as the person may see it."""
    seen = access.visible_to(request.user, history(model).all())
    return seen.filter(id__in=rows_of(request, model).values("pk"))


def holds(request: ProjectRequest, role: str | None) -> bool:
    """Say whether the person holds a role, or a higher one, in the request's project; nobody holds None."""
    if role is None or request.membership is None:
        return False
    return access.RANKS.index(request.membership.role) >= access.RANKS.index(role)


def number(written: str | None) -> int:
    """Return the number that somebody wrote, as in an address; 0, which no row and no version has, where it is none."""
    return int(written) if written and written.isdecimal() and len(written) < 19 else 0
