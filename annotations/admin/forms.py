"""The form of one row: it says which version it shows, and refuses in sentences."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from annotations.admin.refusals import InSentences
from annotations.versions import Conflict


class RowForm(InSentences, forms.ModelForm):
    """A form in a project. ``request`` is set on the class that the admin makes for each request."""

    request = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance._state.adding and hasattr(self.instance, "project_id") and self.request:
            self.instance.project = self.request.project


class VersionedForm(RowForm):
    """A form of the head of an aggregate. What a verb refused on saving is shown like any other fault."""

    version = forms.IntegerField(widget=forms.HiddenInput, required=False, max_value=2**31 - 1)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if not self.instance._state.adding and hasattr(self.instance, "version"):
            self.initial["version"] = self.instance.version

    def initial_as_read(self, read):
        """What stood in each field when the form was opened, from the row as it was then (``as_read``)."""
        return type(self)(instance=read.row).initial

    def clean(self):
        """Raise ``Conflict`` as soon as the row has moved: its parts may not even be there any more."""
        cleaned = super().clean()
        refusal = getattr(self.request, "refusal", None)
        if refusal:
            raise ValidationError(refusal)
        if self.instance._state.adding:
            return cleaned
        if cleaned.get("version") is None:
            raise ValidationError(_("This page does not say which version it shows. Open it again."))
        if cleaned["version"] != self.instance.version:
            raise Conflict(self.instance, cleaned["version"])
        return cleaned


class NamedFormSet(forms.BaseInlineFormSet):
    """Rows of a table: only the column says what a field is, so each field is told its name for those who listen."""

    def add_fields(self, form, index):
        super().add_fields(form, index)
        for name, field in form.fields.items():
            widget = getattr(field.widget, "widget", field.widget)
            if not widget.is_hidden:
                widget.attrs.setdefault("aria-label", form[name].label)
