"""What the publishing side adds to the editors' site: a project's dataset can be downloaded from its page."""

from django.contrib import admin

from annotations.access import Role
from annotations.admin.project import ProjectAdmin
from annotations.models import Project
from annotations.scope import holds

admin.site.unregister(Project)


@admin.register(Project)
class PublishedProjectAdmin(ProjectAdmin):
    change_form_template = "admin/project_with_dataset.html"

    def render_change_form(self, request, context, *args, **options):
        context["may_download_all"] = holds(request, Role.MANAGER)
        return super().render_change_form(request, context, *args, **options)
