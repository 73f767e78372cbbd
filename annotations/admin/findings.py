"""Two speakers are one, or are two: choose the other, look at both, say why, and decide."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpResponseRedirect, QueryDict
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import speakers
from annotations.access import Role
from annotations.admin.fields import RowSelect
from annotations.admin.lists import seen_versions
from annotations.models import Speaker
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, rows_of
from annotations.versions import Conflict


def merge(speaker, other, *, by, seen, note):
    speakers.merge(speaker, into=other, by=by, seen=seen, note=note)


def unmerge(speaker, other, *, by, seen, note):
    speakers.unmerge(speaker, by=by, seen=seen, note=note)


def not_same(speaker, other, *, by, seen, note):
    speakers.not_same(speaker, other, by=by, note=note)


@dataclass(frozen=True)
class Finding:
    """What an editor may find: the words for it, whether it takes a second speaker, and the verb."""

    title: str
    sentence: str
    about_two: bool
    verb: Callable


FINDINGS = {
    "merge": Finding(
        gettext_lazy("Merge into another speaker"),
        gettext_lazy(
            "The other one stands for both from then on. No row moves, and it can be undone at any time."
        ),
        True,
        merge,
    ),
    "unmerge": Finding(
        gettext_lazy("Undo a merge"),
        gettext_lazy("The speaker stands for themselves again, with all that was written for them."),
        False,
        unmerge,
    ),
    "not-same": Finding(
        gettext_lazy("Not the same"),
        gettext_lazy("The two are never proposed as one again."),
        True,
        not_same,
    ),
}


class OtherForm(forms.Form):
    """Which speaker is the other one."""

    def __init__(self, *args, request, site, **options):
        super().__init__(*args, **options)
        widget = RowSelect(Speaker._meta.get_field("merged_into"), site)
        self.fields["other"] = forms.ModelChoiceField(
            rows_of(request, Speaker).prefetch_related("names"),
            label=gettext_lazy("The other speaker"),
            widget=widget,
        )
        widget.choices = self.fields["other"].choices


class ReasonForm(forms.Form):
    note = PlainCharField(
        label=gettext_lazy("Why"), required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 80})
    )


class FindingPages:
    """The actions and pages of findings, for the list of speakers."""

    actions = ("merge_them", "unmerge_them", "tell_them_apart")

    def get_urls(self):
        page = self.admin_site.admin_view(self.finding_view)
        return [path("finding/<str:name>/", page, name="speaker_finding"), *super().get_urls()]

    def has_find_permission(self, request):
        return holds(request, Role.REVIEWER)

    @admin.action(description=FINDINGS["merge"].title, permissions=["find"])
    def merge_them(self, request, queryset):
        return to_page("merge", queryset)

    @admin.action(description=FINDINGS["unmerge"].title, permissions=["find"])
    def unmerge_them(self, request, queryset):
        return to_page("unmerge", queryset)

    @admin.action(description=FINDINGS["not-same"].title, permissions=["find"])
    def tell_them_apart(self, request, queryset):
        return to_page("not-same", queryset)

    def finding_view(self, request, name):
        """Ask for the other speaker first, where there is one; then show all of them and ask why."""
        if name not in FINDINGS or not self.has_find_permission(request):
            raise Http404
        finding = FINDINGS[name]
        chosen = self.chosen(request, request.GET.getlist("speaker"))
        other = self.chosen(request, request.GET.getlist("other"))
        if not chosen:
            raise Http404
        if finding.about_two and not other:
            return self.ask_for_other(request, finding, chosen)
        return self.ask_for_reason(request, finding, chosen, next(iter(other), None))

    def chosen(self, request, ids):
        rows = self.get_queryset(request).filter(
            pk__in=[one for one in ids if one.isdecimal()][: self.list_per_page]
        )
        return list(rows.prefetch_related("affiliations__organisation__names"))

    def ask_for_other(self, request, finding, chosen):
        typed = request.GET if "other" in request.GET else None
        form = OtherForm(typed, request=request, site=self.admin_site)
        context = {"method": "get", "button": _("Go on"), "speakers": chosen}
        return self.finding_page(request, finding, form, context)

    def ask_for_reason(self, request, finding, chosen, other):
        form = ReasonForm(request.POST or None)
        status = 200
        if request.method == "POST" and form.is_valid():
            status = self.find(request, finding, chosen, other, form)
        if status == 302:
            return HttpResponseRedirect(reverse("admin:annotations_speaker_changelist"))
        speakers_now = self.chosen(request, [str(one.pk) for one in chosen])
        context = {"button": finding.title, "speakers": speakers_now, "other": other}
        return self.finding_page(request, finding, form, context, status=status)

    def find(self, request, finding, chosen, other, form):
        """Apply the verb to each; return 302 when all went well, else the status of the page that says what did not."""
        seen, status = seen_versions(request), 302
        for speaker in chosen:
            try:
                finding.verb(
                    speaker,
                    other,
                    by=request.user,
                    seen=seen_of(seen, speaker, other),
                    note=form.cleaned_data["note"],
                )
                messages.success(request, f"{finding.title}: “{speaker}”.")
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409 if isinstance(refusal, Conflict) else 200
        return status

    def finding_page(self, request, finding, form, context, *, status=200):
        context |= {
            **self.admin_site.each_context(request),
            "title": finding.title,
            "finding": finding,
            "opts": self.opts,
            "form": form,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/finding.html", context, status=status)


def seen_of(seen, *found):
    """The versions that the page showed; 0, which no row has, where it showed none."""
    return {row.pk: seen.get(row.pk, 0) for row in found if row}


def to_page(name, queryset):
    address = QueryDict(mutable=True)
    address.setlist("speaker", list(queryset.values_list("pk", flat=True)))
    return HttpResponseRedirect(f"{reverse('admin:speaker_finding', args=[name])}?{address.urlencode()}")
