"""Pairs of speakers that may be the same: one page to merge them or to tell them apart, and to take either back."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import namesakes, speakers
from annotations.access import Role
from annotations.admin.findings import seen_of
from annotations.admin.lists import seen_versions
from annotations.models import Attribution, Speaker, SpeakerDecision
from annotations.refusal import Refused
from annotations.scope import holds, number, rows_of
from annotations.versions import Conflict

PER_PAGE = 20
LATELY = 10
Outcome = SpeakerDecision.Outcome


def merge(one, other, *, by, seen, note):
    speakers.merge(one, into=other, by=by, seen=seen, note=note)


def merge_back(one, other, *, by, seen, note):
    speakers.merge(other, into=one, by=by, seen=seen, note=note)


def not_same(one, other, *, by, seen, note):
    speakers.not_same(one, other, by=by, note=note)


def undo_not_same(one, other, *, by, seen, note):
    speakers.undo_not_same(one, other, by=by, note=note)


VERBS = {
    "merge": (merge, gettext_lazy("“%(one)s” and “%(other)s” are the same from now on.")),
    "merge-back": (merge_back, gettext_lazy("“%(one)s” and “%(other)s” are the same from now on.")),
    "not-same": (not_same, gettext_lazy("“%(one)s” and “%(other)s” are two; they are not proposed again.")),
    "undo": (undo_not_same, gettext_lazy("“%(one)s” and “%(other)s” may be proposed or merged again.")),
}


class DuplicatesPage:
    """The page of proposals, for the list of speakers."""

    def get_urls(self):
        page = self.admin_site.admin_view(self.duplicates_view)
        return [path("duplicates/", page, name="speaker_duplicates"), *super().get_urls()]

    def duplicates_view(self, request):
        """Show the likeliest pairs first; decide on one of them."""
        if not holds(request, Role.REVIEWER):
            raise Http404
        refusal = self.decide(request) if request.method == "POST" else None
        if request.method == "POST" and refusal is None:
            return HttpResponseRedirect(reverse("admin:speaker_duplicates"))
        found = Paginator(speakers.candidates(request.project), PER_PAGE).get_page(request.GET.get("p"))
        context = {
            **self.admin_site.each_context(request),
            "title": _("Possible duplicates"),
            "opts": self.opts,
            "page": found,
            "most": namesakes.MOST,
            "pairs": pairs_of(request, found),
            "lately": decided_lately(request),
            "refusal": refusal,
            "typed": request.POST.get("note", ""),
        }
        status = 409 if isinstance(refusal, Conflict) else 200
        return TemplateResponse(request, "admin/duplicates.html", context, status=status)

    def decide(self, request):
        """Apply what was decided on two speakers; return the refusal, if it was refused."""
        rows = rows_of(request, Speaker).with_names()
        one, other = (rows.filter(pk=number(request.POST.get(name))).first() for name in ("one", "other"))
        if not one or not other or request.POST.get("act") not in VERBS:
            return Refused(_("Choose one of the pairs below: this one is not there."))
        verb, sentence = VERBS[request.POST["act"]]
        seen = seen_of(seen_versions(request), one, other)
        try:
            verb(one, other, by=request.user, seen=seen, note=request.POST.get("note", ""))
        except Refused as refusal:
            return refusal
        messages.success(request, sentence % {"one": one, "other": other})
        return None


def pairs_of(request, candidates):
    """Both speakers of each candidate with their names, and how many claims each stands in."""
    ids = {pk for found in candidates for pk in (found.one, found.other)}
    rows = rows_of(request, Speaker).filter(pk__in=ids)
    there = {row.pk: row for row in rows.prefetch_related("names", "affiliations__organisation__names")}
    for pk in Attribution.objects.filter(speaker__in=ids).values_list("speaker_id", flat=True):
        there[pk].claims_count = getattr(there[pk], "claims_count", 0) + 1
    return [(found, there[found.one], there[found.other]) for found in candidates]


def decided_lately(request):
    """The last decisions that still stand, those taken back left out."""
    rows = rows_of(request, SpeakerDecision).order_by("-pk")[: LATELY * 3]
    decisions, seen = [], set()
    for decision in rows.select_related("by").prefetch_related("one__names", "other__names"):
        pair = frozenset((decision.one_id, decision.other_id))
        if pair not in seen and decision.outcome != Outcome.UNDONE:
            decisions.append(decision)
        seen.add(pair)
    return decisions[:LATELY]
