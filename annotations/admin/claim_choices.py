"""What the pages of claims offer to choose from while somebody types: texts, themes, speakers, sources."""

from copy import copy

from django.db.models import Exists, OuterRef
from django.forms import Select
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from annotations.admin.fields import RowSelect
from annotations.admin.offering import Offering
from annotations.models import Source, Speaker, Text, Theme

# By what a row is known outside of this database.
IDENTITIES = {Theme: "code", Speaker: "key", Source: "key"}


class Choices(Offering):
    """The admin's own answer, with what an editor of claims needs besides: propositions with their scale, and which texts stand.

    ``?by=key`` answers with public identities, as the questions to the list of claims are asked.
    """

    def process_request(self, request):
        term, model_admin, field, name = super().process_request(request)
        if request.GET.get("by") == "key" and model_admin.model in IDENTITIES:
            name = IDENTITIES[model_admin.model]
        return term, model_admin, field, name

    def get_queryset(self):
        rows = super().get_queryset()
        if rows.model is not Text:
            return rows
        replaced = Exists(Text.objects.filter(replaces=OuterRef("pk")))
        return rows.annotate(is_replaced=replaced).order_by("is_replaced", "-pk")

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Theme):
            result |= {"proposition": obj.proposition, "scale": obj.scale_id}
        if isinstance(obj, Text) and obj.is_replaced:
            result["text"] = _("%(text)s – corrected since") % {"text": result["text"]}
        return result


class Light:
    """A list of choices that is written without a template for each: a dozen stand above every list of claims."""

    def render(self, name, value, attrs=None, renderer=None):
        groups = self.optgroups(name, self.format_value(value), attrs)
        options = [
            (option["value"], flatatt(option["attrs"]), option["label"])
            for _name, options, _index in groups
            for option in options
        ]
        return format_html(
            "<select{}>{}</select>",
            flatatt({**self.build_attrs(self.attrs, attrs), "name": name}),
            format_html_join("", '<option value="{}"{}>{}</option>', options),
        )


class LightSelect(Light, Select):
    """All choices at once."""


class ChoiceSelect(RowSelect):
    """A choice of claims' own, which is offered while somebody types."""

    def get_url(self):
        return reverse(f"{self.admin_site.name}:claim_choices")


class KeySelect(Light, ChoiceSelect):
    """The same, by public identity."""

    def __init__(self, field, admin_site, **options):
        by_key = copy(field)
        by_key.remote_field = copy(field.remote_field)
        by_key.remote_field.field_name = IDENTITIES[field.remote_field.model]
        super().__init__(by_key, admin_site, **options)

    def may_name_a_row(self, written):
        return True

    def get_url(self):
        return f"{super().get_url()}?by=key"
