"""Notes beside a claim: written, resolved and reopened where one reads it."""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import get_script_prefix, path, reverse
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from annotations import notes
from annotations.access import Role
from annotations.admin.scope import holds, number, rows_of
from annotations.models import Note
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.versions import Conflict

SETTLE = {"resolve": notes.resolve, "reopen": notes.reopen}
TITLES = {"resolve": gettext_lazy("Resolve this note"), "reopen": gettext_lazy("Reopen this note")}


class BackForm(forms.Form):
    """Where the person was reading."""

    back = forms.CharField(required=False, widget=forms.HiddenInput)


class NoteForm(BackForm):
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind"), choices=Note.Kind, widget=forms.RadioSelect, initial=Note.Kind.QUESTION
    )
    body = PlainCharField(
        label=gettext_lazy("Note"), widget=forms.Textarea(attrs={"rows": 3, "cols": 60, "dir": "auto"})
    )


class NotePages:
    """The addresses of notes, for the admin of claims."""

    def get_urls(self):
        page = self.admin_site.admin_view
        return [
            path("<int:claim_id>/note/", page(self.note_view), name="claim_note"),
            path(
                "<int:claim_id>/note/<int:note_id>/<str:act>/",
                page(require_POST(self.settle_view)),
                name="claim_note_settled",
            ),
            *super().get_urls(),
        ]

    def note_view(self, request, claim_id):
        """Write a note on a claim, and go back to where one was reading."""
        claim = self.get_object(request, str(claim_id))
        if not holds(request, Role.CODER):
            raise PermissionDenied
        form = NoteForm(request.POST or None)
        if form.is_valid():
            typed = form.cleaned_data
            try:
                notes.write(claim, kind=typed["kind"], body=typed["body"], by=request.user)
                return HttpResponseRedirect(way_back(request, claim))
            except Refused as refusal:
                form.add_error("body", str(refusal))
        return self.step_page(request, claim, form, _("Add a note"), status=200)

    def settle_view(self, request, claim_id, note_id, act):
        """Resolve a note or reopen it, in the version that was read."""
        claim = self.get_object(request, str(claim_id))
        if act not in SETTLE:
            raise Http404
        if not holds(request, Role.CODER):
            raise PermissionDenied
        note = get_object_or_404(rows_of(request, Note), pk=note_id, record=claim.record)
        try:
            SETTLE[act](note, by=request.user, seen=number(request.POST.get("version")))
        except Conflict as conflict:
            form = BackForm(request.POST)
            form.add_error(None, str(conflict))
            return self.step_page(request, claim, form, TITLES[act], status=409, version=conflict.row.version)
        return HttpResponseRedirect(way_back(request, claim))


def way_back(request, claim):
    """The page on which the note was written, if it is one of this project; else the claim's."""
    back = request.POST.get("back", "")
    here = url_has_allowed_host_and_scheme(back, allowed_hosts=None) and back.startswith(get_script_prefix())
    return f"{back if here else reverse('admin:annotations_claim_change', args=[claim.pk])}#notes"
