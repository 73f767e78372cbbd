"""Notes beside a claim: written, resolved and reopened where one reads it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import get_script_prefix, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from annotations import notes
from annotations.access import Role
from annotations.models import Note
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, number, rows_of
from annotations.versions import Conflict

SETTLE = {"resolve": notes.resolve, "reopen": notes.reopen}
TITLES = {"resolve": gettext_lazy("Resolve this note"), "reopen": gettext_lazy("Reopen this note")}


class BackForm(forms.Form):
    """Where the person was reading."""

    back = forms.CharField(required=False, widget=forms.HiddenInput)


class WriteForm(BackForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Note.Kind, widget=forms.RadioSelect, initial=Note.Kind.QUESTION
    )
    body = PlainCharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"})
    )


class WritePages:
    """Where a note is written, for the admin of claims."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.note_view)
        return [path("<int:claim_id>/note/", page, name="claim_note"), *super().get_urls()]

    def note_view(self, request, claim_id):
        """Write a note on a claim, and go back to where one was reading."""
        claim = self.get_object(request, str(claim_id))
        if not holds(request, Role.CODER):
            raise PermissionDenied
        form = WriteForm(request.POST or None)
        if form.is_valid():
            typed = form.cleaned_data
            try:
                notes.write(claim, kind=typed["kind"], body=typed["body"], by=request.user)
                return way_back(request, reverse("admin:annotations_claim_change", args=[claim.pk]))
            except Refused as refusal:
                form.add_error("body", str(refusal))
        return self.step_page(request, claim, form, _("Add a note"), status=200)


class SettlePages:
    """Where a note is resolved and reopened, for the admin of notes."""

    def get_urls(self):
        page = self.admin_site.admin_view(require_POST(self.settle_view))
        acts = [path(f"<int:note_id>/{act}/", page, {"act": act}, name=f"note_{act}") for act in SETTLE]
        return [*acts, *super().get_urls()]

    def settle_view(self, request, note_id, act):
        """Resolve a note or reopen it, in the version that was read."""
        note = get_object_or_404(rows_of(request, Note), pk=note_id)
        if not holds(request, Role.CODER):
            raise PermissionDenied
        try:
            SETTLE[act](note, by=request.user, seen=number(request.POST.get("version")))
        except Conflict as conflict:
            return self.stale_page(request, conflict, act)
        return way_back(request, reverse("admin:annotations_note_change", args=[note.pk]))

    def stale_page(self, request, conflict, act):
        """Ask again, in the version of now."""
        form = BackForm(request.POST)
        form.add_error(None, str(conflict))
        context = {
            **self.admin_site.each_context(request),
            "title": TITLES[act],
            "button": TITLES[act],
            "opts": self.opts,
            "original": conflict.row,
            "form": form,
            "version": conflict.row.version,
        }
        return TemplateResponse(request, "admin/note_again.html", context, status=409)


def way_back(request, otherwise):
    """Go to the page on which the person was reading, if it is one of this project; else to another."""
    back = request.POST.get("back", "")
    return HttpResponseRedirect(f"{back}#notes" if is_here(back) else otherwise)


def is_here(address):
    """Whether an address that came with a request is one of this project's pages."""
    safe = url_has_allowed_host_and_scheme(address, allowed_hosts=None)
    return safe and address.startswith(get_script_prefix())
