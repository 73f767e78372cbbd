"""What the publishing side adds to the editors' site: a project's dataset goes out on its page, and comes in."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_safe

from annotations.access import Role
from annotations.admin.project import ProjectAdmin
from annotations.imports import dataset
from annotations.models import Batch, Project
from annotations.refusal import Refused
from annotations.scope import holds, rows_of
from curation import incoming, tasks
from curation.models import Work

admin.site.unregister(Project)


class ImportForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File"),
        widget=forms.FileInput(attrs={"accept": ".json"}),
        help_text=gettext_lazy("A dataset that Standpoint wrote, as JSON."),
    )


@admin.register(Project)
class PublishedProjectAdmin(ProjectAdmin):
    change_form_template = "admin/project_with_dataset.html"

    def get_urls(self):
        wrap = self.admin_site.admin_view
        own = [
            path("<int:project_id>/import/", wrap(self.import_view), name="project_import"),
            path(
                "<int:project_id>/import/progress/", wrap(self.progress_view), name="project_import_progress"
            ),
        ]
        return [*own, *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **options):
        manages = holds(request, Role.MANAGER)
        context["may_download_all"] = manages
        context["may_bring_in"] = manages and not refusal_of(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def import_view(self, request, project_id):
        """Ask for a dataset's file, let a worker bring it in, and tell how far that is."""
        project = managed(request, project_id)
        form = ImportForm()
        if request.method == "POST":
            form = ImportForm(request.POST, request.FILES)
            if form.is_valid() and bring_in(request, project, form):
                return HttpResponseRedirect(request.path)
        context = {
            **self.admin_site.each_context(request),
            "title": _("Bring in a dataset"),
            "opts": self.opts,
            "original": project,
            "form": form,
            "button": _("Bring it in"),
            "refusal": refusal_of(request, project),
            **last_import(request, project),
        }
        status = 409 if form.non_field_errors() else 200
        return TemplateResponse(request, "admin/import.html", context, status=status)

    def progress_view(self, request, project_id):
        """How far it is: a fragment of its page."""
        return require_safe(progress)(request, managed(request, project_id))


def managed(request, project_id):
    """The project, for its managers."""
    if not holds(request, Role.MANAGER):
        raise PermissionDenied
    return get_object_or_404(rows_of(request, Project), pk=project_id)


def refusal_of(request, project):
    """Why no dataset can come in, or nothing."""
    try:
        dataset.may_come_in(project, request.user)
    except Refused as refusal:
        return str(refusal)
    return ""


def bring_in(request, project, form):
    try:
        tasks.ask_for_import(project, form.cleaned_data["file"], by=request.user)
    except Refused as refusal:
        form.add_error(None, str(refusal))
        return False
    return True


def last_import(request, project):
    """How the last import stands, with what came of it."""
    rows = rows_of(request, Work).filter(kind=incoming.KIND, about=incoming.about(project))
    last = rows.first()
    if last is None:
        return {"work": None}
    done = last.state == Work.State.DONE
    batch = rows_of(request, Batch).filter(project=project).order_by("-pk").first() if done else None
    return {**shown(last), "batch": batch}


def shown(asked):
    return {
        "work": asked,
        "heading": asked.given["name"],
        "told": incoming.told(asked),
        "under_way": asked.state in Work.OPEN,
    }


def progress(request, project):
    last = last_import(request, project)
    if not last["work"] or not last["under_way"]:
        return HttpResponse(status=204)
    return TemplateResponse(request, "admin/work_progress.html", last)
