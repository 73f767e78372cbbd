"""What the pages of claims offer to choose from while somebody types: texts, themes, speakers, sources."""

from copy import copy

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.db.models import Exists, OuterRef
from django.forms import Select
from django.forms.utils import flatatt
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _

from annotations.admin.fields import RowSelect
from annotations.models import Text, Theme


class Choices(AutocompleteJsonView):
    """The admin's own answer, with what an editor of claims needs besides: propositions, and which texts stand.

    ``?by=key`` answers with public identities, as the questions to the list of claims are asked.
    """

    def process_request(self, request):
        term, model_admin, field, name = super().process_request(request)
        by_key = request.GET.get("by") == "key" and hasattr(model_admin.model, "key")
        return term, model_admin, field, "key" if by_key else name

    def get_queryset(self):
        rows = super().get_queryset()
        if rows.model is not Text:
            return rows
        replaced = Exists(Text.objects.filter(replaces=OuterRef("pk")))
        return rows.annotate(is_replaced=replaced).order_by("is_replaced", "-pk")

    def serialize_result(self, obj, to_field_name):
        result = super().serialize_result(obj, to_field_name)
        if isinstance(obj, Theme):
            result["proposition"] = obj.proposition
        if isinstance(obj, Text) and obj.is_replaced:
            result["text"] = _("%(text)s – corrected since") % {"text": result["text"]}
        return result


class LightSelect(Select):
    """A plain list of choices, written without a template for each: a hundred themes stand above every list."""

    def render(self, name, value, attrs=None, renderer=None):
        chosen = {str(one) for one in self.format_value(value)}
        options = [("selected" if str(key) in chosen else "", key, label) for key, label in self.choices]
        return format_html(
            "<select{}>{}</select>",
            flatatt({**self.build_attrs(self.attrs, attrs), "name": name}),
            format_html_join("", '<option {} value="{}">{}</option>', options),
        )


class ChoiceSelect(RowSelect):
    """A choice of claims' own, which is offered while somebody types."""

    def get_url(self):
        return reverse(f"{self.admin_site.name}:claim_choices")


class KeySelect(ChoiceSelect):
    """The same, by public identity."""

    def __init__(self, field, admin_site, **options):
        by_key = copy(field)
        by_key.remote_field = copy(field.remote_field)
        by_key.remote_field.field_name = "key"
        super().__init__(by_key, admin_site, **options)

    def may_name_a_row(self, written):
        return True

    def get_url(self):
        return f"{super().get_url()}?by=key"
