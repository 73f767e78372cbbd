"""A dataset's page: what is said of it, which claims it asks for, what it would hold now, and its releases."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied, ValidationError
from django.db.models import OuterRef, Subquery
from django.forms import Media
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from annotations.access import Role
from annotations.admin.base import ScopedAdmin
from annotations.admin.claim_choices import ChoiceSelect
from annotations.admin.fields import LinesField
from annotations.admin.forms import VersionedForm
from annotations.admin.questions import TYPED_TO_CHOOSE, dress
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, number, rows_of
from curation import authors, changelog, datasets, licences, release, release_facts, tasks, work
from curation.models import Dataset, Release, Work


class AuthorsField(LinesField):
    """Authors, one a line."""

    def lines(self, value):
        return [authors.written(author) for author in value]

    def read(self, lines):
        return [authors.read(line) for line in lines]


class DatasetForm(VersionedForm):
    authors = AuthorsField(
        label=gettext_lazy("Authors"),
        required=False,
        help_text=gettext_lazy("One a line: “Ana Reis; 0000-0002-1825-0097; University of Lisbon”."),
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("Licence"),
        required=False,
        help_text=gettext_lazy("Under which others may use it. A release needs one."),
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "licence" in self.fields:
            own = {self.instance.licence: self.instance.licence} if self.instance.licence else {}
            named = {key: f"{name} ({key})" for key, name in licences.NAMES.items()}
            self.fields["licence"].choices = [("", _("None yet")), *(own | named).items()]

    def clean(self):
        cleaned = super().clean()
        self.instance.query = datasets.query_of(self.data, self.request.project)
        faults = datasets.faults_of(self.request.project, self.instance.query)
        if faults:
            raise ValidationError(faults)
        if cleaned.get("longest_quote") and cleaned.get("rights") != Dataset.Rights.QUOTES:
            self.add_error(
                "longest_quote", _("Only the rights “quotes” have a longest quote. Leave this empty.")
            )
        return cleaned


class FreezeForm(forms.Form):
    version = PlainCharField(label=gettext_lazy("Version"), max_length=20)
    notes = PlainCharField(
        label=gettext_lazy("Notes"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "cols": 80}),
        help_text=gettext_lazy("What readers of this version should know. They stay with it for good."),
    )


@admin.register(Dataset)
class DatasetAdmin(ScopedAdmin):
    form = DatasetForm
    add_role = change_role = Role.MANAGER
    change_form_template = "admin/dataset.html"
    list_display = ("title", "licence", "rights", "latest", "public")
    fieldsets = (
        (None, {"fields": ("title", "slug", "abstract", "authors")}),
        (gettext_lazy("How it may be used"), {"fields": ("licence", "citation", "languages", "public")}),
        (gettext_lazy("How much of it leaves"), {"fields": ("rights", "longest_quote", "coders")}),
    )

    def get_queryset(self, request):
        newest = Release.objects.filter(dataset=OuterRef("pk")).newest_first()
        parts = {f"latest_{part}": Subquery(newest.values(part)[:1]) for part in ("major", "minor", "patch")}
        return super().get_queryset(request).select_related("project").annotate(**parts)

    @admin.display(description=gettext_lazy("last release"))
    def latest(self, dataset):
        if dataset.latest_major is None:
            return _("none yet")
        return f"{dataset.latest_major}.{dataset.latest_minor}.{dataset.latest_patch}"

    def get_readonly_fields(self, request, obj=None):
        return ("slug",) if obj else ()

    def written_fields(self, form, obj):
        return super().written_fields(form, obj) | {"query"}

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("preview/", wrap(self.preview_view), name="dataset_preview"),
            path("<int:dataset_id>/freeze/", wrap(self.freeze_view), name="dataset_freeze"),
            path("<int:dataset_id>/progress/", wrap(self.progress_view), name="dataset_progress"),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **options):
        changes = self.has_change_permission(request, obj)
        dataset = obj or Dataset(project=request.project, title="")
        if request.method == "POST":
            dataset.query = datasets.query_of(request.POST, request.project)
        if changes:
            context |= asked_of(dataset, self.admin_site)
            context["media"] += context["asked_media"]
        if obj:
            context |= releases_of(request, obj)
        context |= {"preview": datasets.preview(dataset), "may_freeze": changes, "dataset": dataset}
        context |= {
            "choice": datasets.in_words(dataset),
            "author_lines": map(authors.written, dataset.authors),
        }
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def preview_view(self, request):
        """What the dataset would hold as it is being typed: a fragment of its page."""
        return require_POST(preview)(request, holds(request, Role.MANAGER))

    def progress_view(self, request, dataset_id):
        """How far its release is: a fragment of its page."""
        return require_safe(progress)(request, dataset_id)

    def freeze_view(self, request, dataset_id):
        """Ask for version and notes, and let a worker freeze the dataset as it stands."""
        if not holds(request, Role.MANAGER):
            raise PermissionDenied
        dataset = get_object_or_404(rows_of(request, Dataset).select_related("project"), pk=dataset_id)
        proposal = release.propose(dataset)
        form = FreezeForm(request.POST or None, initial={"version": str(proposal.version)})
        if request.method == "POST" and form.is_valid() and self.freeze(request, dataset, form):
            return HttpResponseRedirect(reverse("admin:curation_dataset_change", args=[dataset.pk]))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Freeze a release"),
            "opts": self.opts,
            "original": dataset,
            "form": form,
            "seen": number(request.POST.get("seen")) or dataset.version,
            "button": _("Freeze it for good"),
            "refusals": release.refusals(dataset),
            "preview": datasets.preview(dataset),
            "since": proposal.since,
            "changes": changelog.sentences(proposal.counts),
        }
        return TemplateResponse(
            request, "admin/freeze.html", context, status=409 if form.non_field_errors() else 200
        )

    def freeze(self, request, dataset, form):
        said, seen = form.cleaned_data, number(request.POST.get("seen"))
        try:
            tasks.ask_for_release(
                dataset, version=said["version"], notes=said["notes"], by=request.user, seen=seen
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return False
        messages.success(request, _("Version %(version)s is being made.") % {"version": said["version"]})
        return True


def asked_of(dataset, site):
    """The questions of a dataset as fields, with what they need in the browser."""
    form = datasets.asked(dataset.project, dataset.query).form
    for name, field in form.fields.items():
        dress(name, field, site)
    media = ChoiceSelect(TYPED_TO_CHOOSE["speaker"], site).media if form.fields else Media()
    return {"asked": form, "asked_media": media}


def releases_of(request, dataset):
    """The releases of a dataset, and the work on the next one."""
    rows = rows_of(request, Release).filter(dataset=dataset).newest_first().select_related("dataset__project")
    last = rows_of(request, Work).filter(kind=release.KIND, about=release.about(dataset)).first()
    shown = last if last and last.state != Work.State.DONE else None
    return {"releases": list(rows), **progress_of(shown)}


def progress_of(asked):
    """What the fragment of the work shows; nothing where there is none."""
    if asked is None:
        return {"work": None}
    return {
        "work": asked,
        "heading": _("Version %(version)s") % {"version": asked.given["version"]},
        "told": release_facts.told(asked),
        "under_way": asked.state in Work.OPEN,
    }


def preview(request, may):
    if not may:
        raise PermissionDenied
    project = request.project
    query = datasets.query_of(request.POST, project)
    rights, longest = request.POST.get("rights"), number(request.POST.get("longest_quote"))
    dataset = Dataset(project=project, query=query)
    dataset.rights = rights if rights in Dataset.Rights.values else Dataset.Rights.QUOTES
    dataset.longest_quote = longest or None
    context = {"preview": datasets.preview(dataset), "faults": datasets.faults_of(project, query)}
    return TemplateResponse(request, "admin/dataset_preview.html", context)


def progress(request, dataset_id):
    dataset = get_object_or_404(rows_of(request, Dataset), pk=dataset_id)
    asked = work.under_way(release.KIND, release.about(dataset)) if holds(request, Role.MANAGER) else None
    if asked is None:
        return HttpResponse(status=204)
    return TemplateResponse(request, "admin/work_progress.html", progress_of(asked) | {"dataset": dataset})
