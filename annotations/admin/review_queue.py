"""The review queue: one claim at a time, as a page to read; a decision brings the next one at once.

The queue stands in its address: the questions of ``annotations.filters`` narrow it, ``claim`` names the claim that
is open or ``after`` the one that was passed, ``done`` is how many were decided on in this sitting.
"""

from dataclasses import dataclass

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.db.models import QuerySet
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import waiting
from annotations.access import Role
from annotations.admin.claim_page import evidence_of
from annotations.admin.claim_steps import STEPS, UNSEEN, may_correct
from annotations.filters import ClaimFilter
from annotations.models import Claim
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, number, rows_of
from annotations.versions import Conflict

DECISIONS = ("accept", "return", "reject", "correct")
PLACE = ("claim", "after", "done")
MOST_COUNTED = 1000


@dataclass(frozen=True)
class Queue:
    """The claims that await a decision of this person, as far as they asked for them."""

    claims: QuerySet
    asked: ClaimFilter
    questions: str
    done: int

    def address(self, **place) -> str:
        """The address of a place in this queue, with its questions."""
        words = "&".join(
            [*filter(None, [self.questions]), *(f"{name}={value}" for name, value in place.items())]
        )
        return f"{reverse('admin:review_queue')}?{words}"


@dataclass(frozen=True)
class Position:
    """“3 of 17”: what was decided on in this sitting counts, so that the number goes up with the work."""

    place: int
    total: int
    more: bool


def queue_of(request) -> Queue:
    questions = request.GET.copy()
    for name in (*PLACE, "state"):
        questions.pop(name, None)
    asked = ClaimFilter(questions, rows_of(request, Claim), project=request.project, user=request.user)
    claims = waiting.narrow("review", asked.qs, request.user).order_by("pk")
    return Queue(claims, asked, questions.urlencode(), number(request.GET.get("done")))


def position(queue: Queue, claim: Claim) -> Position:
    before = capped(queue.claims.filter(pk__lt=claim.pk))
    ahead = capped(queue.claims.filter(pk__gte=claim.pk))
    more = MOST_COUNTED in (before, ahead)
    return Position(queue.done + before + 1, queue.done + before + ahead, more)


def capped(claims: QuerySet) -> int:
    """How many there are, counted no further than somebody would read in a sitting."""
    return claims[:MOST_COUNTED].count()


def review_queue(request):
    """The claim that is open; else the one after the one that was passed; else the first."""
    if not holds(request, Role.REVIEWER):
        raise PermissionDenied
    queue = queue_of(request)
    if request.method == "POST":
        return decide(request, queue)
    claims = queue.claims
    if "claim" in request.GET:
        claims = claims.filter(pk=number(request.GET["claim"]))
    elif "after" in request.GET:
        claims = claims.filter(pk__gt=number(request.GET["after"]))
    claim = claims.first()
    return claim_page(request, queue, claim, DecisionForm()) if claim else end_page(request, queue)


class DecisionForm(forms.Form):
    """The version that was read, and the note that goes with the decision."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)
    note = PlainCharField(
        required=False,
        label=gettext_lazy("Note"),
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto", "data-note": ""}),
    )

    def written(self, step):
        """What the verb of a step takes besides; a correction says for itself what is changed."""
        return {} if step.name == "correct" else {"note": self.cleaned_data["note"]}


def decide(request, queue):
    """Take the claim one step on and go to the next; what was refused comes back with all that was typed."""
    if request.POST.get("decision") not in DECISIONS:
        raise BadRequest
    step = STEPS[request.POST["decision"]]
    claim = get_object_or_404(rows_of(request, Claim), pk=number(request.POST.get("claim")))
    form, status = DecisionForm(request.POST), 200
    if form.is_valid():
        try:
            made = step.verb(claim, by=request.user, seen=form.cleaned_data["version"], **form.written(step))
            return decided(request, queue, claim, step, made)
        except Refused as refusal:
            form.add_error(None, str(refusal))
            status = 409 if isinstance(refusal, Conflict) else 200
    elif "version" in form.errors:
        del form.errors["version"]
        form.add_error(None, UNSEEN)
    now = rows_of(request, Claim).filter(pk=claim.pk).first() or claim
    return claim_page(request, queue, now, form, status=status)


def decided(request, queue, claim, step, made):
    messages.success(request, step.done)
    on = queue.address(after=claim.pk, done=queue.done + 1)
    if isinstance(made, Claim):
        draft = reverse("admin:annotations_claim_change", args=[made.pk])
        return HttpResponseRedirect(f"{draft}?{urlencode({'next': on})}")
    return HttpResponseRedirect(on)


def claim_page(request, queue, claim, form, *, status=200):
    awaits = claim.state == Claim.State.SUBMITTED
    context = {
        **admin.site.each_context(request),
        **evidence_of(request, claim),
        "title": _("Review"),
        "original": claim,
        "form": form,
        "awaits": awaits,
        "may_correct": may_correct(request, claim),
        "position": position(queue, claim),
        "queue": queue,
        "next": queue.address(after=claim.pk, done=queue.done),
        "narrowed": narrowed(queue),
        "stay_with": stay_with(claim),
        "here": queue.address(claim=claim.pk, done=queue.done),
    }
    return TemplateResponse(request, "admin/review_queue.html", context, status=status)


def stay_with(claim) -> list[tuple[str, str]]:
    """Narrower queues that this claim is in: of its source, of each of its themes, of its coder; words and address."""
    anchor = claim.coded_anchor
    found = [(_("this source"), {"source": anchor.text.source.key})] if anchor else []
    found += [
        (str(coding.theme), {"theme": coding.theme.code}) for coding in claim.codings.select_related("theme")
    ]
    if claim.coder_id:
        found.append((str(claim.coder), {"coder": claim.coder.username}))
    address = reverse("admin:review_queue")
    return [(words, f"{address}?{urlencode(asked)}") for words, asked in found]


def end_page(request, queue):
    """Nothing waits here; or what waits was skipped."""
    context = {
        **admin.site.each_context(request),
        "title": _("Review"),
        "queue": queue,
        "skipped": queue.claims.exists() if queue.asked.is_valid() else False,
        "again": queue.address(done=queue.done),
        "narrowed": narrowed(queue),
    }
    return TemplateResponse(request, "admin/review_queue_end.html", context)


def narrowed(queue) -> list[tuple[str, str]]:
    """What was asked, as pairs of a question and its answer in words, or of what cannot be read and why."""
    form, pairs = queue.asked.form, []
    for name in [name for name in form.fields if form.data.get(name)]:
        words = " ".join(form.errors.get(name, [])) or worded(form, name)
        pairs.append((str(form.fields[name].label), words))
    return pairs


def worded(form, name) -> str:
    answer = form.cleaned_data[name]
    choices = getattr(form.fields[name], "choices", None)
    if isinstance(answer, bool):
        return _("yes")
    if isinstance(answer, str) and choices:
        return str(dict(choices).get(answer, answer))
    return form.data[name] if isinstance(answer, tuple) else str(answer)
