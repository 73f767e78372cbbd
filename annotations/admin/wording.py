"""Forms that bring words in: pasted, or as a plain text file."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from annotations import sources
from annotations.admin.forms import RowForm, VersionedForm
from annotations.ingest import plain
from annotations.models import Source, Text
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import number, rows_of


class WordsForm(forms.ModelForm):
    """Asks for the words, in one of two ways. A browser forgets a chosen file: what was in it is kept as pasted."""

    body = PlainCharField(
        label=_("Text"),
        required=False,
        widget=forms.Textarea(
            attrs={"rows": 14, "cols": 80, "dir": "auto", "class": "vLargeTextField words"}
        ),
        help_text=_(
            "Paste it exactly as it was published; it can never be changed here, only corrected by another text."
        ),
    )
    file = forms.FileField(
        label=_("or a text file"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
        help_text=_("A plain text file (.txt). The file itself is kept, too."),
    )
    from_file = ""

    def full_clean(self):
        super().full_clean()
        if self.is_bound and self.errors and self.from_file:
            self.data = self.data.copy()
            self.data[self.add_prefix("body")] = self.from_file

    def clean_file(self):
        """Read the file at once, so that what is wrong with it is said beside it."""
        file = self.cleaned_data["file"]
        if file:
            try:
                self.from_file = plain.read_text(self.bytes_of(file))
            except Refused as refusal:
                raise ValidationError(str(refusal)) from refusal
        return file

    def clean(self):
        cleaned = super().clean()
        if "body" in cleaned and "file" in cleaned and bool(cleaned["body"]) == bool(cleaned["file"]):
            self.add_error("body", _("Paste the text here or choose a file: one of the two."))
            if cleaned.get("body"):
                self.from_file = ""  # both were given: neither takes the place of the other
        return cleaned

    def bytes_of(self, file):
        file.seek(0)  # a form that was refused reads it again
        return file.read()

    def words(self):
        """The words as the verbs in ``annotations.sources`` take them."""
        file = self.cleaned_data["file"]
        return {"body": self.cleaned_data["body"], "data": self.bytes_of(file) if file else None}


class NewSourceForm(WordsForm, VersionedForm):
    """A source is described and its first text given in one go. ``twin`` is a source that has the same text."""

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
    all_the_same = forms.BooleanField(label=_("Add it all the same"), required=False)
    twin = None

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.fields["title"].required = False
        self.fields["title"].help_text = _("Left empty, it is the first line of the text.")

    def clean(self):
        """The same words again are mostly a slip: who adds them says that they mean it."""
        cleaned = super().clean()
        words = self.from_file or cleaned.get("body")
        self.twin = words and sources.same_text(self.request.project, words)
        if self.twin and not cleaned.get("all_the_same"):
            self.add_error(
                None,
                ValidationError(
                    _("The same text is there already, in “%(source)s”."), params={"source": self.twin}
                ),
            )
        return cleaned

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
