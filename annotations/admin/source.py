"""Sources: what was published, with all its wordings."""

from django.contrib import admin, messages
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import search, sources
from annotations.access import Role
from annotations.admin.base import ScopedAdmin, ScopedInline
from annotations.admin.forms import VersionedForm
from annotations.admin.scope import holds, rows_of
from annotations.admin.wording import NewSourceForm
from annotations.models import Claim, Source, Text

DESCRIBED = ("title", "publisher", "byline", "published", "event", "url", "retrieved", "language", "rights")
WORDS = ("kind", "text_language", "made_by", "body", "file")


class TextInline(ScopedInline, admin.TabularInline):
    """The wordings of a source, each to go to."""

    model = Text
    fields = readonly_fields = ("wording", "kind", "language", "of", "made_by", "replaces")

    def get_queryset(self, request):
        texts = super().get_queryset(request).select_related("source", "of__source", "replaces__source")
        return texts.defer("body", "of__body", "replaces__body")

    @admin.display(description=gettext_lazy("text"))
    def wording(self, text):
        address = reverse("admin:annotations_text_change", args=[text.pk])
        return format_html('<a href="{}">{}</a>', address, text.title or text.source.title)


@admin.register(Source)
class SourceAdmin(ScopedAdmin):
    add_role = change_role = Role.CODER
    list_display = ("title", "publisher", "published", "language", "event", "rights")
    list_filter = ("language", "rights")
    search_fields = ("title", "publisher", "byline", "event")
    change_form_template = "admin/source.html"
    history_parts = (Text,)

    def get_form(self, request, obj=None, change=False, **options):
        options["form"] = VersionedForm if obj else NewSourceForm
        return super().get_form(request, obj, change=change, **options)

    def get_fieldsets(self, request, obj=None):
        described = (None, {"fields": DESCRIBED})
        return [described] if obj else [described, (_("The text"), {"fields": WORDS})]

    def get_inlines(self, request, obj):
        return [TextInline] if obj else []

    def render_change_form(self, request, context, *args, **options):
        context["may_code"] = holds(request, Role.CODER)
        return super().render_change_form(request, context, *args, **options)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        described = {name: form.cleaned_data[name] for name in DESCRIBED}
        source = sources.add_source(request.project, by=request.user, **described, **form.words())
        obj.pk, obj.title = source.pk, source.title
        warn_of_twins(request, source)

    def save_related(self, request, form, formsets, change):
        """Claims are found by the title of their source, so their words follow."""
        super().save_related(request, form, formsets, change)
        if change and "title" in form.changed_data:
            search.index(Claim.objects.filter(anchors__text__source=form.instance))


def warn_of_twins(request, source):
    """Say so where the same words are held already."""
    same = rows_of(request, Text).filter(sha256__in=source.texts.values("sha256")).exclude(source=source)
    for title in same.values_list("source__title", flat=True)[:3]:
        messages.warning(request, _("The same text is there already, in “%(source)s”.") % {"source": title})
