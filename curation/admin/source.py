"""What the publishing side adds to a source's pages: the releases that a takedown does not reach."""

from django.contrib import admin
from django.template.response import TemplateResponse

from annotations.access import Role
from annotations.admin.source import SourceAdmin
from annotations.models import Source
from annotations.scope import holds
from curation import released

admin.site.unregister(Source)


@admin.register(Source)
class PublishedSourceAdmin(SourceAdmin):
    def render_change_form(self, request, context, *args, obj=None, **options):
        answer = super().render_change_form(request, context, *args, obj=obj, **options)
        if obj and answer.context_data["takedown"] and holds(request, Role.MANAGER):
            answer.context_data["releases"] = released.holding(obj)
        return answer

    def takedown_view(self, request, source_id):
        answer = super().takedown_view(request, source_id)
        if isinstance(answer, TemplateResponse):
            answer.context_data["releases"] = released.holding(answer.context_data["original"])
        return answer
