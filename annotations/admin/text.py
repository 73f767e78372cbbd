"""The wordings of a source: pages to read, and forms for translations and corrections. No text ever changes."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext_lazy as _

from annotations import readings, sources
from annotations.access import Role
from annotations.admin.base import ScopedAdmin
from annotations.admin.columns import TextColumns
from annotations.admin.forms import VersionedForm
from annotations.admin.marked import marked_text
from annotations.admin.source import facts_of
from annotations.admin.takedown import taken_down
from annotations.admin.wording import NewTextForm
from annotations.models import Source, Text
from annotations.scope import holds, number, rows_of

FACTS = ("title", "kind", "language", "of", "made_by", "replaces", "created", "sha256")
VERBATIM = ("seen", "kind", "language", "title", "of", "replaces", "made_by")
ASKED = ("source", *VERBATIM, "body", "file")


@admin.register(Text)
class TextAdmin(TextColumns, ScopedAdmin):
    add_role = Role.CODER
    list_select_related = ("source",)
    search_fields = ("title", "source__title")
    change_form_template = "admin/text.html"

    def get_queryset(self, request):
        rows = super().get_queryset(request).select_related("source", "of__source", "replaces__source")
        return rows.defer("body", "of__body", "replaces__body")

    def has_add_permission(self, request):
        """Texts are added on the page of their source."""
        return super().has_add_permission(request) and "source" in request.GET | request.POST

    def get_form(self, request, obj=None, change=False, **options):
        options["form"] = VersionedForm if obj else NewTextForm
        return super().get_form(request, obj, change=change, **options)

    def get_fields(self, request, obj=None):
        return ("source",) if obj else ASKED

    def formfield_for_dbfield(self, db_field, request, **options):
        if db_field.name in ("of", "replaces"):
            # The form narrows these to the texts of the source; nothing is added or opened from there.
            return db_field.formfield(queryset=Text.objects.none())
        return super().formfield_for_dbfield(db_field, request, **options)

    def add_view(self, request, form_url="", extra_context=None):
        source = rows_of(request, Source).filter(pk=number(request.GET.get("source")))
        if request.method == "GET" and holds(request, self.add_role) and not source:
            messages.info(request, _("Open the source first: texts are added on its page."))
            return HttpResponseRedirect(reverse("admin:annotations_source_changelist"))
        return super().add_view(request, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        asked = {name: form.cleaned_data[name] for name in VERBATIM}
        text = sources.add_text(obj.source, by=request.user, **asked, **form.words())
        obj.pk = text.pk

    def get_urls(self):
        read = self.admin_site.admin_view(self.read_view)
        return [path("<int:text_id>/read/", read, name="open_reading"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **options):
        context["may_code"] = holds(request, Role.CODER)
        if obj:
            context |= {
                "text": obj,
                "facts": facts_of(obj, FACTS),
                "marked": "" if obj.takedown_id else marked_text(request, obj),
                "takedown": taken_down(request, obj.source),
                "corrected_by": rows_of(request, Text).filter(replaces=obj).defer("body").first(),
            }
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def read_view(self, request, text_id):
        """Open the person's own reading of the text."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not holds(request, Role.CODER):
            raise Http404
        reading = readings.open_reading(self.get_object(request, str(text_id)), coder=request.user)
        return HttpResponseRedirect(reverse("admin:annotations_reading_change", args=[reading.pk]))

    @admin.display(description=_("text"), ordering="title")
    def shown_title(self, text):
        return text.title or text.source.title
