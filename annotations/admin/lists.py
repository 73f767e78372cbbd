"""What a list of the admin counts, offers to choose and says it showed; which rows it reaches, ``annotations.scope`` says."""

from django.contrib import admin
from django.core.paginator import Paginator
from django.utils.formats import number_format
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from annotations.scope import number, rows_of

MOST_COUNTED = 10_000


def seen_versions(request) -> dict[int, int]:
    """Return row id → the version that the list showed, as its hidden inputs say."""
    pairs = [pair.partition(":") for pair in request.POST.getlist("version")]
    return {number(row): number(version) for row, _colon, version in pairs}


class CappedPaginator(Paginator):
    """Counts no further than an editor would page."""

    @cached_property
    def count(self):
        return self.object_list.order_by().values("pk")[: MOST_COUNTED + 1].count()

    @property
    def shown_count(self):
        """In the reader's way of writing numbers."""
        shown = number_format(min(self.count, MOST_COUNTED), force_grouping=True)
        return _("over %(count)s") % {"count": shown} if self.count > MOST_COUNTED else shown


class RelatedFilter(admin.RelatedFieldListFilter):
    """A list filter that offers only what the person may see of this project."""

    def field_choices(self, field, request, model_admin):
        return [(row.pk, str(row)) for row in rows_of(request, field.related_model)]
