"""Which rows a request may reach: those of its project that its person may see, and no others."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.db.models import Model, QuerySet
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from annotations import access, models

# Where the project of a row is found, for models that do not name it themselves.
PATHS = {
    models.Project: "pk",
    models.Stance: "scale__project",
    models.Name: "speaker__project",
    models.Affiliation: "speaker__project",
    models.Anchor: "claim__project",
    models.Attribution: "claim__project",
    models.Coding: "claim__project",
    models.Decision: "claim__project",
}
MOST_COUNTED = 10_000


def rows_of(request, model: type[Model]) -> QuerySet:
    """Return the rows of a model in the request's project that the person may see."""
    path = PATHS.get(model, "project")
    return access.visible_to(request.user, model._default_manager.all()).filter(**{path: request.project.pk})


def history_of(request, model: type[Model]) -> QuerySet:
    """Return the history of the rows that ``rows_of`` returns, as far as the person may see it."""
    history = access.visible_to(request.user, model.history.all())
    return history.filter(id__in=rows_of(request, model).values("pk"))


def holds(request, role: str | None) -> bool:
    """Say whether the person holds a role, or a higher one, in the request's project; nobody holds None."""
    if role is None or request.membership is None:
        return False
    return access.RANKS.index(request.membership.role) >= access.RANKS.index(role)


def seen_versions(request) -> dict[int, int]:
    """Return row id → the version that the list showed, as its hidden inputs say."""
    pairs = [pair.partition(":") for pair in request.POST.getlist("version")]
    return {number(row): number(version) for row, _colon, version in pairs}


def number(written: str | None) -> int:
    """Return the number that somebody wrote, as in an address; 0, which no row and no version has, where it is none."""
    return int(written) if (written or "").isdecimal() and len(written) < 19 else 0


class CappedPaginator(Paginator):
    """Counts no further than an editor would page."""

    @cached_property
    def count(self):
        return self.object_list.order_by()[: MOST_COUNTED + 1].count()

    @property
    def shown_count(self):
        """In the reader's way of writing numbers."""
        shown = number_format(min(self.count, MOST_COUNTED), force_grouping=True)
        return _("over %(count)s") % {"count": shown} if self.count > MOST_COUNTED else shown


class RelatedFilter(admin.RelatedFieldListFilter):
    """A list filter that offers only what the person may see of this project."""

    def field_choices(self, field, request, model_admin):
        return [(row.pk, str(row)) for row in rows_of(request, field.related_model)]
