"""Where a source stands among those of its project, in the order in which they came."""

from annotations.models import Source, Text
from annotations.scope import rows_of


def standing_of(request, source: Source) -> dict:
    """Return which of how many sources it is, and a text of the one before and of the one after, by id or None."""
    sources = rows_of(request, Source)
    texts = rows_of(request, Text).filter(replaced_by=None, takedown=None).exclude(kind=Text.Kind.EXCERPT)
    before = texts.filter(source__lt=source.pk).order_by("-source", "pk")
    after = texts.filter(source__gt=source.pk).order_by("source", "pk")
    return {
        "number": sources.filter(pk__lte=source.pk).count(),
        "count": sources.count(),
        "previous": before.values_list("pk", flat=True).first(),
        "next": after.values_list("pk", flat=True).first(),
    }
