"""Taking a source down: a page that says what will go, and a page that asks for the reason and for the title, typed."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import takedown
from annotations.access import Role
from annotations.models import Note, Takedown
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, rows_of
from annotations.versions import Conflict

SURE = "sure"


class TakedownForm(forms.Form):
    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)
    reason = PlainCharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "dir": "auto"}),
        help_text=gettext_lazy("It stays, with your name and the day. Do not repeat what has to go."),
    )
    title = PlainCharField(
        label=gettext_lazy("Title of the source"),
        widget=forms.TextInput(attrs={"class": "vTextField", "dir": "auto", "autocomplete": "off"}),
        help_text=gettext_lazy("Type it as it stands above, so that no other source is meant."),
    )


class TakedownPage:
    """The page of a takedown, for the admin of sources."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.takedown_view)
        return [path("<int:source_id>/takedown/", page, name="source_takedown"), *super().get_urls()]

    def may_take_down(self, request, source):
        return holds(request, Role.MANAGER) and not taken_down(request, source)

    def takedown_view(self, request, source_id):
        """Say first what will go; ask then. Nothing is done by opening the page."""
        source = self.get_object(request, str(source_id))
        if not self.may_take_down(request, source):
            raise Http404
        form, status = TakedownForm(request.POST or None, initial={"version": source.version}), 200
        if request.method == "POST" and form.is_valid():
            status = self.take_down(request, source, form)
        if status == 302:
            return HttpResponseRedirect(reverse("admin:annotations_source_change", args=[source.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Take this source down"),
            "opts": self.opts,
            "original": source,
            "form": form,
            "extent": takedown.extent(source),
            "notes": rows_of(request, Note).filter(text__source=source).count(),
            "asks": SURE in request.GET or request.method == "POST",
        }
        return TemplateResponse(request, "admin/takedown.html", context, status=status)

    def take_down(self, request, source, form):
        """Return 302 when it is done, else the status of the page that says why not."""
        given = form.cleaned_data
        try:
            takedown.take_down(
                source,
                by=request.user,
                seen=given["version"],
                reason=given["reason"],
                title=given["title"],
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            form.data = form.data.copy()
            source.refresh_from_db()
            form.data["version"] = source.version
            return 409 if isinstance(refusal, Conflict) else 200
        messages.success(request, _("The words of this source are gone for good."))
        return 302


def taken_down(request, source):
    """The takedown of a source, or None; who may not know the reason is told that it happened, no more."""
    found = Takedown.objects.filter(source=source, project=request.project).select_related("by").first()
    if found and not rows_of(request, Takedown).filter(pk=found.pk).exists():
        found.reason, found.by = "", None
    return found
