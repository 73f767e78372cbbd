"""Who has read which text, and saying so."""

from django.contrib import admin, messages
from django.http import Http404, HttpResponseNotAllowed, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.translation import gettext as _

from annotations import readings
from annotations.access import Role
from annotations.admin.base import ScopedAdmin
from annotations.admin.columns import ReadingColumns
from annotations.models import Reading
from annotations.refusal import Refused


@admin.register(Reading)
class ReadingAdmin(ReadingColumns, ScopedAdmin):
    view_role = Role.CODER
    fields = ("text", "coder", "round", "blind", "opened", "submitted", "nothing_here")
    list_display = ("text", "coder", "round", "opened", "submitted", "nothing_here")
    list_select_related = ("text__source", "coder")
    change_form_template = "admin/reading.html"

    def get_queryset(self, request):
        return super().get_queryset(request).defer("text__body")

    def get_urls(self):
        submit = self.admin_site.admin_view(self.submit_view)
        return [path("<int:reading_id>/submit/", submit, name="submit_reading"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **options):
        context["may_submit"] = obj and obj.coder_id == request.user.pk and not obj.submitted
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def submit_view(self, request, reading_id):
        """Say that the text is read to its end, or that nothing in it is a claim."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_view_permission(request):
            raise Http404
        reading = self.get_object(request, str(reading_id))
        try:
            readings.submit_reading(reading, by=request.user, nothing_here="nothing_here" in request.POST)
            messages.success(request, _("The reading is submitted."))
        except Refused as refusal:
            messages.error(request, str(refusal))
        return HttpResponseRedirect(reverse("admin:annotations_reading_change", args=[reading.pk]))
