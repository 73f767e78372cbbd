"""Forms that bring words in: pasted, or as a plain text file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from annotations.admin.forms import RowForm, VersionedForm
from annotations.admin.scope import number, rows_of
from annotations.models import Source, Text
from annotations.models.fields import PlainCharField


class WordsForm(forms.ModelForm):
    """Asks for the words, in one of two ways."""

    body = PlainCharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 16, "cols": 80, "dir": "auto"}),
        help_text=_(
            "Paste it exactly as it was published; it can never be changed here, only corrected by another text."
        ),
    )
    file = forms.FileField(
        label=_("or a text file"), required=False, help_text=_("A plain text file (.txt).")
    )

    def clean(self):
        cleaned = super().clean()
        if "body" in cleaned and "file" in cleaned and bool(cleaned["body"]) == bool(cleaned["file"]):
            self.add_error("body", _("Paste the text here or choose a file: one of the two."))
        return cleaned

    def words(self):
        """The words as the verbs in ``annotations.sources`` take them."""
        file = self.cleaned_data["file"]
        return {"body": self.cleaned_data["body"], "data": file.read() if file else None}


class NewSourceForm(WordsForm, VersionedForm):
    """A source is described and its first text given in one go."""

    kind = forms.ChoiceField(
        label=_("What the text is"), choices=Text.Kind.choices, initial=Text.Kind.ORIGINAL
    )
    text_language = forms.CharField(
        label=_("Language of the text"),
        max_length=35,
        required=False,
        help_text=_(
            "Where it is another than the one the source was first written in: a translation, for example."
        ),
    )
    made_by = PlainCharField(
        label=_("Made by"), max_length=500, required=False, help_text=_("The translator, or the machine.")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, it is the first line of the text.")

    def words(self):
        file = self.cleaned_data["file"]
        asked = {name: self.cleaned_data[name] for name in ("kind", "text_language", "made_by")}
        return super().words() | asked | {"file_name": file.name if file else ""}


class NewTextForm(WordsForm, RowForm):
    """A translation or a correction of a source whose version ``seen`` was on the page."""

    source = forms.ModelChoiceField(Source.objects.none(), widget=forms.HiddenInput)
    seen = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["source"].queryset = rows_of(self.request, Source)
        source = self.source_given()
        texts = rows_of(self.request, Text).filter(source=source).select_related("source").defer("body")
        self.fields["of"].queryset = self.fields["replaces"].queryset = texts
        self.initial.setdefault("seen", source and source.version)

    def source_given(self):
        given = self.data.get("source") if self.is_bound else self.initial.get("source")
        return rows_of(self.request, Source).filter(pk=number(given)).first()

    def clean(self):
        cleaned = super().clean()
        refusal = getattr(self.request, "refusal", None)
        if refusal:
            # Whoever sends the form again has read the refusal, and with it that the source has moved.
            self.data = self.data.copy()
            self.data["seen"] = self.source_given().version
            raise ValidationError(refusal)
        return cleaned
