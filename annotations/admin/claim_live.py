"""What the form of a claim asks while somebody types: where the quote stands, for whom one speaks, who is new.

Each answer is a look or one verb; the form itself works without any of them.
"""

from django import forms
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.template.response import TemplateResponse
from django.urls import path
from django.views.decorators.http import require_POST, require_safe

from annotations import anchoring, voices
from annotations.access import Role
from annotations.admin.claim_forms import LABELS, in_context
from annotations.models import Speaker, Text
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, number, rows_of


class QuoteForm(forms.Form):
    """A quote as it stands in the form just now."""

    text = forms.IntegerField(max_value=2**63 - 1)
    quote = PlainCharField()
    place = forms.CharField(required=False)


class NewSpeakerForm(forms.Form):
    """Somebody whom a text names; ``another`` insists that it is none of those who have that name."""

    name = PlainCharField()
    kind = forms.ChoiceField(choices=Speaker.Kind)
    text = forms.IntegerField(required=False, max_value=2**63 - 1)
    another = forms.BooleanField(required=False)


class LivePages:
    """The addresses that the scripts of the form ask, for the admin of claims."""

    def get_urls(self):
        page = self.admin_site.admin_view
        return [
            path("find/", page(require_POST(find_quote)), name="claim_find"),
            path("speaker/", page(require_POST(new_speaker)), name="claim_new_speaker"),
            path("speaks-for/", page(require_safe(speaks_for)), name="claim_speaks_for"),
            *super().get_urls(),
        ]


def for_coders(request):
    if not holds(request, Role.CODER):
        raise PermissionDenied


def find_quote(request):
    """Say where a quote stands in a text: a piece of the form, with the passages to choose from."""
    for_coders(request)
    form = QuoteForm(request.POST)
    text = form.is_valid() and text_of(request, form.cleaned_data["text"])
    if not text:
        return TemplateResponse(request, "admin/annotations/claim/found.html", {}, status=400)
    finding = anchoring.find(text.body, form.cleaned_data["quote"])
    passages = [(f"{cut.start}:{cut.end}", in_context(cut, text)) for cut in finding.cuts]
    context = {
        "finding": finding,
        "passages": passages,
        "chosen": form.cleaned_data["place"],
        "legend": LABELS.get(finding.kind, ""),
    }
    return TemplateResponse(request, "admin/annotations/claim/found.html", context)


def new_speaker(request):
    """Add somebody whom the text names; where somebody has that name, say who, and add nobody."""
    for_coders(request)
    form = NewSpeakerForm(request.POST)
    if not form.is_valid():
        sentences = [sentence for listed in form.errors.values() for sentence in listed]
        return JsonResponse({"sentence": " ".join(sentences)}, status=400)
    typed = form.cleaned_data
    text = text_of(request, typed["text"])
    try:
        speaker = voices.introduce(
            request.project,
            name=typed["name"],
            kind=typed["kind"],
            language=text.language if text else "",
            by=request.user,
            another=typed["another"],
        )
    except voices.NamedAlready as known:
        same = [named(one) | {"about": one.get_kind_display()} for one in known.speakers]
        return JsonResponse({"sentence": str(known), "same": same})
    except Refused as refusal:
        return JsonResponse({"sentence": str(refusal)}, status=400)
    return JsonResponse(named(speaker))


def speaks_for(request):
    """The organisation that a speaker spoke for at that time, or null."""
    for_coders(request)
    speaker = rows_of(request, Speaker).filter(pk=number(request.GET.get("speaker"))).first()
    text = text_of(request, number(request.GET.get("text")))
    found = speaker and voices.speaks_for(speaker, said=request.GET.get("said", ""), text=text)
    return JsonResponse({"organisation": named(found) if found else None})


def named(speaker):
    return {"id": speaker.pk, "text": str(speaker)}


def text_of(request, pk):
    return rows_of(request, Text).select_related("source").filter(pk=pk).first() if pk else None
