"""The form of a claim: a quote is sought in its text, and what was typed becomes the ``Content`` that a verb writes.

The forms write nothing themselves. A quote that stands in several places, or only nearly, comes back with the
passages to choose from; ``place`` carries the choice, as “start:end”.
"""

import dataclasses

from django import forms
from django.contrib import admin
from django.forms.models import construct_instance
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy

from annotations import anchoring, drafting
from annotations.admin.claim_choices import ChoiceSelect
from annotations.admin.forms import RowForm, VersionedForm
from annotations.models import Anchor, Attribution, Claim, Coding, Text
from annotations.models.fields import PlainCharField
from annotations.scope import rows_of

QUOTE_ATTRIBUTES = {"rows": 4, "cols": 80, "dir": "auto"}


LABELS = {
    anchoring.Kind.SEVERAL: gettext_lazy("Which of these passages"),
    anchoring.Kind.NEAREST: gettext_lazy("Use the passage as the text has it"),
}
REPORTING = [
    (Claim.Reporting.DIRECT.value, gettext_lazy("Direct")),
    (Claim.Reporting.INDIRECT.value, gettext_lazy("Indirect")),
    (Claim.Reporting.REPORTED.value, gettext_lazy("Reported")),
]


class PassageFields(forms.Form):
    """A text and a quote from it. ``place``, once cleaned, is where the quote stands."""

    text = forms.ModelChoiceField(Text.objects.none(), label=gettext_lazy("Text"))
    quote = PlainCharField(
        label=gettext_lazy("Quote"),
        widget=forms.Textarea(attrs=QUOTE_ATTRIBUTES),
        help_text=gettext_lazy("The passage, copied from the text letter by letter."),
    )
    place = forms.CharField(required=False, widget=forms.HiddenInput)

    def offer_texts(self, texts):
        self.fields["text"].queryset = texts
        self.fields["text"].widget = ChoiceSelect(
            Anchor._meta.get_field("text"), admin.site, choices=self.fields["text"].choices
        )

    def find_place(self, cleaned, *, standing=None):
        """Return the ``Place`` of what was typed, or None with an error on the quote.

        ``standing`` is an anchor that keeps its place as long as text and quote are as they were.
        """
        text, quote, chosen = cleaned.get("text"), cleaned.get("quote"), cleaned.get("place")
        if text is None or not quote:
            return None
        if standing and not chosen and (standing.text_id, standing.quote) == (text.pk, quote):
            return drafting.Place(text=text, start=standing.start, end=standing.end)
        finding = anchoring.find(text.body, quote)
        found = {f"{cut.start}:{cut.end}": cut for cut in finding.cuts}
        if finding.kind == anchoring.Kind.EXACT:
            chosen = next(iter(found))
        if chosen not in found:
            self.offer_passages(finding, found, text)
            return None
        return drafting.Place(text=text, start=found[chosen].start, end=found[chosen].end)

    def offer_passages(self, finding, found, text):
        """Come back with the passages that may be meant, and why each differs."""
        self.add_error("quote", finding.sentence)
        if found:
            passages = [(value, in_context(cut, text)) for value, cut in found.items()]
            self.fields["place"].widget = forms.RadioSelect(choices=passages)
            self["place"].label = LABELS[finding.kind]


def in_context(cut, text):
    """A passage as an editor tells it from others: with what stands around it, and how it differs from the quote."""
    return format_html(
        '<span class="as-written" dir="auto" lang="{}">{}{}<mark>{}</mark>{}{}</span>{}',
        text.language,
        "…" if cut.start > len(cut.prefix) else "",
        cut.prefix,
        cut.quote,
        cut.suffix,
        "…" if cut.end + len(cut.suffix) < len(text.body) else "",
        format_html_join("", '<span class="why">{}</span>', ((sentence,) for sentence in cut.why)),
    )


class ClaimForm(PassageFields, VersionedForm):
    """What a coder says of one passage. ``content`` is what the verbs of ``annotations.drafting`` take."""

    field_order = ("text", "quote", "place", "reporting", "said", "paraphrase")
    reporting = forms.ChoiceField(
        label=gettext_lazy("Reporting"),
        choices=REPORTING,
        initial=Claim.Reporting.INDIRECT,
        widget=forms.RadioSelect,
        help_text=gettext_lazy(
            "Direct: in their own words, quoted. Indirect: said that … Reported: told in the author's words."
        ),
    )

    class Meta:
        model = Claim
        fields = ("reporting", "said", "paraphrase")
        widgets = {"paraphrase": forms.Textarea(attrs={"rows": 3, "cols": 80, "dir": "auto"})}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        self.anchor = None if self.instance._state.adding else self.instance.coded_anchor
        if self.anchor:
            self.initial |= {"text": self.anchor.text_id, "quote": self.anchor.quote}
        if self.request:
            self.offer_texts(rows_of(self.request, Text).select_related("source"))

    def initial_as_read(self, read):
        """The passage is the anchor's, which has a history of its own."""
        anchors = [row for row in read.parts.get(Anchor, []) if row.kind == Anchor.Kind.CODED]
        passage = {"text": anchors[-1].text_id, "quote": anchors[-1].quote} if anchors else {}
        return super().initial_as_read(read) | passage

    def clean(self):
        cleaned = super().clean()
        self.passage = self.find_place(cleaned, standing=self.anchor)
        return cleaned

    def content(self, formsets):
        """Return all that was typed, in its order; ``formsets`` are those of who speaks and of the codes."""
        rows = {formset.model: formset for formset in formsets}
        return drafting.Content(
            place=self.passage,
            voices=typed_rows(rows[Attribution], drafting.Voice),
            codes=typed_rows(rows[Coding], drafting.Code),
            reporting=self.cleaned_data["reporting"],
            said=self.cleaned_data["said"],
            paraphrase=self.cleaned_data["paraphrase"],
        )


def typed_rows(formset, part):
    """Each row as a ``part`` of content, without those that are empty or to be removed."""
    names = [field.name for field in dataclasses.fields(part)]
    kept = [form for form in formset.forms if form not in formset.deleted_forms]
    return [
        part(**{name: form.cleaned_data[name] for name in names})
        for form in kept
        if form.instance.pk or form.has_changed()
    ]


class PartForm(RowForm):
    """One row of a claim. Rows are written all together, so what they must not hold is the verb's to say."""

    def _post_clean(self):
        construct_instance(self, self.instance, self._meta.fields)


class CodingForm(PartForm):
    """A theme with the stance on its proposition."""

    certainty = forms.ChoiceField(
        label=gettext_lazy("Certainty"),
        choices=[("", gettext_lazy("not said")), *Coding.Certainty.choices],
        required=False,
        widget=forms.RadioSelect,
    )

    @property
    def chosen(self):
        """The theme whose proposition and stances are to be shown, or None."""
        if self.is_bound:
            return getattr(self, "cleaned_data", {}).get("theme")
        return self.instance.theme if self.instance.theme_id else None


class PartFormSet(forms.BaseInlineFormSet):
    def validate_unique(self):
        return None


class VoiceFormSet(PartFormSet):
    same_by = ("speaker",)  # saving a draft writes its rows anew, so ids say little


class CodeFormSet(PartFormSet):
    same_by = ("theme",)


class PlaceForm(PassageFields):
    """Where the same claim stands in another text of its source."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)

    def __init__(self, *args, texts, **options):
        super().__init__(*args, **options)
        self.fields["text"].queryset = texts
        self.fields["text"].empty_label = None
        self.has_nowhere = not texts

    def clean(self):
        cleaned = super().clean()
        self.passage = self.find_place(cleaned)
        return cleaned
