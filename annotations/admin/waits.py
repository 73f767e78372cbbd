"""The list filter that shows what waits for the person who looks."""

from django.contrib import admin
from django.utils.translation import gettext_lazy as _

from annotations import waiting
from annotations.filters import WAITS


class WaitsFilter(admin.SimpleListFilter):
    title = _("what waits for me")
    parameter_name = "waits"

    def lookups(self, request, model_admin):
        return [
            (name, WAITS[name]) for name, kind in waiting.KINDS.items() if kind.model is model_admin.model
        ]

    def queryset(self, request, queryset):
        known = [name for name, _label in self.lookup_choices]
        return waiting.narrow(self.value(), queryset, request.user) if self.value() in known else queryset
