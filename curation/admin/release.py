"""A release's page: what it holds, its files, what has changed since any other, and the one thing that can happen to it."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponseRedirect, JsonResponse
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from annotations.access import Role
from annotations.admin.base import ScopedAdmin
from annotations.book import chapters
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, number, rows_of
from curation import changelog, difference, difference_page, release, release_facts, release_files
from curation.models import Release


class WithdrawForm(forms.Form):
    reason = PlainCharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=gettext_lazy("It stays on the release's page for good, with the checksums."),
    )


@admin.register(Release)
class ReleaseAdmin(ScopedAdmin):
    change_form_template = "admin/release.html"
    list_display = ("dataset", "number", "made", "withdrawn")
    list_select_related = ("dataset__project",)
    exclude = ()
    fields = ()

    @admin.display(description=gettext_lazy("version"))
    def number(self, made):
        return made.version

    def has_module_permission(self, request):
        """Releases are found through their datasets."""
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("dataset__project", "made_by", "withdrawn_by")

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("<int:release_id>/withdraw/", wrap(self.withdraw_view), name="release_withdraw"),
            path("<int:release_id>/difference/", wrap(self.difference_view), name="release_difference"),
            path("<int:release_id>/codebook/", wrap(self.codebook_view), name="release_codebook"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **options):
        if obj:
            others = rows_of(request, Release).filter(dataset=obj.dataset).exclude(pk=obj.pk)
            context |= release_facts.shown(obj)
            context |= {"others": others.newest_first(), "may_withdraw": holds(request, Role.MANAGER)}
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def found(self, request, release_id):
        rows = rows_of(request, Release).select_related("dataset__project")
        return get_object_or_404(rows, pk=release_id)

    def page(self, request, template, made, title, **context):
        """A page of a release, below its own."""
        shared = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "original": made,
            "title": title,
        }
        return TemplateResponse(request, template, shared | {"release": made} | context)

    def withdraw_view(self, request, release_id):
        if not holds(request, Role.MANAGER):
            raise PermissionDenied
        made = self.found(request, release_id)
        form = WithdrawForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            try:
                release.withdraw(made, by=request.user, reason=form.cleaned_data["reason"])
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(
                    request, _("The release is withdrawn: nobody can download its files any more.")
                )
                return HttpResponseRedirect(reverse("admin:curation_release_change", args=[made.pk]))
        title = _("Withdraw this release")
        return self.page(request, "admin/withdraw.html", made, title, form=form, button=_("Withdraw it"))

    def difference_view(self, request, release_id):
        """What has changed from another release of the dataset to this one; ``?as=json`` is each change as data."""
        return require_safe(self.compared)(request, self.found(request, release_id))

    def compared(self, request, made):
        others = rows_of(request, Release).filter(dataset=made.dataset).exclude(pk=made.pk).newest_first()
        other = get_object_or_404(others, pk=number(request.GET.get("with")))
        files = [release_files.folder_of(one) / release_files.DATASET for one in (other, made)]
        if made.withdrawn or other.withdrawn or not all(file.is_file() for file in files):
            raise Http404
        found = difference.between(*files)
        if request.GET.get("as") == "json":
            return JsonResponse({"from": other.version, "to": made.version, **found})
        sentences = changelog.sentences(difference.summary(found))
        title = _("From %(old)s to %(new)s") % {"old": other.version, "new": made.version}
        parts = difference_page.parts(found, *files)
        return self.page(
            request,
            "admin/release_difference.html",
            made,
            title,
            other=other,
            sentences=sentences,
            parts=parts,
        )

    def codebook_view(self, request, release_id):
        made = self.found(request, release_id)
        title = _("The codebook of version %(version)s") % {"version": made.version}
        return self.page(
            request, "admin/release_codebook.html", made, title, chapters=chapters(made.codebook)
        )
