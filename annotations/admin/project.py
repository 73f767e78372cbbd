"""The project itself: what a manager may change about it."""

from django.contrib import admin

from annotations.access import Role
from annotations.admin.base import ScopedAdmin
from annotations.models import Project


@admin.register(Project)
class ProjectAdmin(ScopedAdmin):
    change_role = Role.MANAGER
    fields = ("slug", "title", "language", "blind", "own_review", "coding_time")
    readonly_fields = ("slug",)
    list_display = ("title", "slug", "language", "blind")
