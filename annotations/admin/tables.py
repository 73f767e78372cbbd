"""Themes and speakers as tables: a file is shown first, row by row, and comes in whole or not at all; and out again.

The verbs are modules of ``annotations.imports`` with ``plan``, ``apply`` and ``table_of``.
"""

from django import forms
from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpResponse, HttpResponseNotAllowed, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.imports import table as tables
from annotations.imports.codebook_table import Changed
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused

MOST_SHOWN = 200
KINDS = {
    "csv": (tables.as_csv, "text/csv; charset=utf-8"),
    "xlsx": (tables.as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("Table"),
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,.xlsx"}),
        help_text=gettext_lazy(
            "CSV in UTF-8, or XLSX: up to 5,000 rows and 2 MB. Nothing comes in before you have seen it."
        ),
    )

    def clean_file(self):
        try:
            self.table = tables.read(self.cleaned_data["file"].read(tables.MOST_BYTES + 1))
        except Refused as refusal:
            raise forms.ValidationError(str(refusal)) from refusal
        return self.cleaned_data["file"]


class ShownForm(forms.Form):
    """The table as it was shown, to bring it in: a browser does not keep a chosen file."""

    table = PlainCharField(widget=forms.HiddenInput)
    mark = forms.CharField(widget=forms.HiddenInput, max_length=64)


class TablePages:
    """Pages for the admin of what ``table`` is about; ``table_name`` is its name in addresses and files."""

    table = None
    table_name = ""

    def get_urls(self):
        page = self.admin_site.admin_view(self.table_view)
        out = self.admin_site.admin_view(self.table_out)
        return [
            path("table/", page, name=f"{self.table_name}_table"),
            path("table/<str:kind>/", out, name=f"{self.table_name}_table_as"),
            *super().get_urls(),
        ]

    def table_out(self, request, kind):
        """The rows as they stand, as a file."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        if kind not in KINDS or not self.has_view_permission(request):
            raise Http404
        write, content_type = KINDS[kind]
        try:
            content = write(*self.table.table_of(request.project))
        except Refused as refusal:
            messages.error(request, str(refusal))
            return HttpResponseRedirect(reverse(f"admin:annotations_{self.opts.model_name}_changelist"))
        name = f"{request.project.slug}-{self.table_name}.{kind}"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return HttpResponse(content, content_type=content_type, headers=headers)

    def table_view(self, request):
        """Ask for a file, show what it would do, and do that when it is confirmed."""
        if not self.has_add_permission(request):
            raise PermissionDenied
        if request.method == "POST" and "mark" in request.POST:
            return self.bring_in(request)
        form = FileForm(request.POST or None, request.FILES or None)
        if request.method == "POST" and form.is_valid():
            return self.table_page(request, form=FileForm(), table=form.table)
        return self.table_page(request, form=form)

    def bring_in(self, request):
        """What was shown comes in, if it is still the same that would come in."""
        shown = ShownForm(request.POST)
        try:
            if not shown.is_valid():
                raise Refused(_("This page is not whole any more. Choose the file again."))
            table = tables.read_csv(shown.cleaned_data["table"])
            mark = shown.cleaned_data["mark"]
            done = self.table.apply(request.project, table, by=request.user, mark=mark)
        except Changed as changed:
            return self.table_page(request, form=FileForm(), table=table, refusal=changed, status=409)
        except Refused as refusal:
            return self.table_page(request, form=FileForm(), refusal=refusal)
        sentence = _("Came in: %(new)d new, %(changed)d changed, %(unchanged)d as they were.")
        counts = {"new": len(done.new), "changed": len(done.changed), "unchanged": done.unchanged}
        messages.success(request, sentence % counts)
        return HttpResponseRedirect(reverse(f"admin:annotations_{self.opts.model_name}_changelist"))

    def table_page(self, request, *, form, table=None, refusal=None, status=200):
        plan = table and self.table.plan(request.project, table)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring in a table: %(name)s") % {"name": self.opts.verbose_name_plural},
            "section": capfirst(self.opts.verbose_name_plural),
            "opts": self.opts,
            "form": form,
            "refusal": refusal,
            "plan": plan,
            "sections": plan and shown_of(plan),
            "problems": plan and plan.problems[:MOST_SHOWN],
            "shown": plan and not plan.problems and ShownForm(initial=as_shown(table, plan)),
            "columns": self.table.table_of(request.project)[0],
            "as_csv": reverse(f"admin:{self.table_name}_table_as", args=["csv"]),
        }
        return TemplateResponse(request, "admin/table.html", context, status=status)


def as_shown(table, plan):
    rows = [[row.cells[column] for column in table.columns] for row in table.rows]
    return {"table": tables.as_csv(table.columns, rows).decode("utf-8-sig"), "mark": plan.mark}


def shown_of(plan):
    """Heading, how many, and the first of them, for what is new and for what would change."""
    found = [(_("New"), plan.new), (_("Changed"), plan.changed)]
    return [(heading, len(changes), changes[:MOST_SHOWN]) for heading, changes in found if changes]
