"""The steps of a claim's life on its page: each is a POST that says which version was read, through its verb."""

from collections.abc import Callable
from dataclasses import dataclass

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import drafting, review
from annotations.access import Role
from annotations.admin.claim_forms import PlaceForm
from annotations.models import Anchor, Claim, Text, User
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, rows_of
from annotations.versions import Conflict

State = Claim.State


@dataclass(frozen=True)
class Step:
    """What somebody may do next: the word on the button, the verb, and what it asks to be written."""

    name: str
    title: str
    verb: Callable
    done: str
    says: str
    asks: str = ""


def correct(claim: Claim, *, by: User, seen: int) -> Claim:
    """Start the draft that will take this claim's place, and return it."""
    return drafting.supersede(claim, by=by, seen={claim.pk: seen})


STEPS = {
    step.name: step
    for step in (
        Step(
            "submit",
            gettext_lazy("Submit"),
            review.submit,
            gettext_lazy("Submitted: it awaits review."),
            gettext_lazy("Hands it to a reviewer. From then on its words stay as they are."),
        ),
        Step(
            "discard",
            gettext_lazy("Discard"),
            review.discard,
            gettext_lazy("Discarded: it can be restored."),
            gettext_lazy("Puts the draft away. You can take it up again at any time."),
        ),
        Step(
            "restore",
            gettext_lazy("Restore"),
            review.restore,
            gettext_lazy("Restored: it is a draft again."),
            gettext_lazy("Takes the draft up again, with all it said."),
        ),
        Step(
            "accept",
            gettext_lazy("Accept"),
            review.accept,
            gettext_lazy("Accepted."),
            gettext_lazy("Lets it into datasets as it stands."),
        ),
        Step(
            "return",
            gettext_lazy("Return"),
            review.return_claim,
            gettext_lazy("Returned to its coder."),
            gettext_lazy("Sends it back to its coder, who sees your note and can correct it."),
            gettext_lazy("What should be changed"),
        ),
        Step(
            "reject",
            gettext_lazy("Reject"),
            review.reject,
            gettext_lazy("Rejected."),
            gettext_lazy("Keeps it out of datasets for good. The reason stays with it."),
            gettext_lazy("The reason"),
        ),
        Step(
            "withdraw",
            gettext_lazy("Withdraw"),
            review.withdraw,
            gettext_lazy("Withdrawn: it is in no dataset from now on."),
            gettext_lazy("Takes it out of datasets. Releases that hold it stay as they are."),
            gettext_lazy("The reason"),
        ),
        Step(
            "correct",
            gettext_lazy("Correct"),
            correct,
            gettext_lazy("This draft will take the place of the claim that it corrects."),
            gettext_lazy(
                "Starts a draft with the same words. Once it is submitted and accepted it takes this claim's "
                "place, under the same permanent address."
            ),
        ),
    )
}


def steps_open_to(request, claim) -> list[Step]:
    """Return what this person may do next with a claim; the verbs have the last word."""
    own = claim.coder_id in (None, request.user.pk)
    decides = claim.coder_id != request.user.pk or request.project.own_review
    names = {
        State.DRAFT: ["submit", "discard"] if own and holds(request, Role.CODER) else [],
        State.DISCARDED: ["restore"] if own and holds(request, Role.CODER) else [],
        State.SUBMITTED: ["accept", "return", "reject"] if decides and holds(request, Role.REVIEWER) else [],
        State.ACCEPTED: ["withdraw"] if holds(request, Role.REVIEWER) else [],
    }
    found = names.get(claim.state, []) + (["correct"] if may_correct(request, claim) else [])
    return [STEPS[name] for name in found]


def may_correct(request, claim) -> bool:
    role = Role.CODER if claim.coder_id == request.user.pk else Role.REVIEWER
    return claim.state in drafting.SUPERSEDABLE and holds(request, role)


class StepForm(forms.Form):
    """The version that was read, and the words that a step asks for."""

    version = forms.IntegerField(widget=forms.HiddenInput, max_value=2**31 - 1)
    note = PlainCharField(required=False, widget=forms.Textarea(attrs={"rows": 3, "cols": 80, "dir": "auto"}))

    def __init__(self, *args, step, **options):
        super().__init__(*args, **options)
        self.step = step
        if step.asks:
            self.fields["note"].label = step.asks
        else:
            del self.fields["note"]

    def written(self):
        return {"note": self.cleaned_data["note"]} if self.step.asks else {}


UNSEEN = gettext_lazy("This page does not say which version it shows. Look at the claim again, then decide.")


class StepPages:
    """The addresses of the steps, for the admin of claims."""

    def get_urls(self):
        page = self.admin_site.admin_view
        return [
            path("<int:claim_id>/place/", page(self.place_view), name="claim_place"),
            path("<int:claim_id>/step/<str:name>/", page(self.step_view), name="claim_step"),
            *super().get_urls(),
        ]

    def step_view(self, request, claim_id, name):
        """Take a claim one step on; what was refused comes back with its sentence and all that was typed."""
        if name not in STEPS:
            raise Http404
        claim, step = self.get_object(request, str(claim_id)), STEPS[name]
        form = StepForm(request.POST if request.method == "POST" else None, step=step)

        def act():
            made = step.verb(claim, by=request.user, seen=form.cleaned_data["version"], **form.written())
            messages.success(request, step.done)
            return made if isinstance(made, Claim) else claim

        return self.answer(request, claim, form, act, title=step.title)

    def place_view(self, request, claim_id):
        """Say where a claim stands in another text of its source."""
        claim = self.get_object(request, str(claim_id))
        texts = other_texts(request, claim)
        form = PlaceForm(request.POST if request.method == "POST" else None, texts=texts)

        def act():
            text = form.passage.text
            kind = (
                Anchor.Kind.CARRIED
                if text.replaces_id == claim.coded_anchor.text_id
                else Anchor.Kind.PARALLEL
            )
            drafting.confirm_anchor(
                claim, form.passage, kind=kind, by=request.user, seen=form.cleaned_data["version"]
            )
            messages.success(request, _("The claim has its place in “%(text)s”.") % {"text": text})
            return claim

        return self.answer(request, claim, form, act, title=_("The same passage in another text"))

    def answer(self, request, claim, form, act, *, title):
        """Act on a valid form and go to the claim it returns; else show the form with what stands against it."""
        status = 200
        if form.is_valid():
            try:
                return HttpResponseRedirect(reverse("admin:annotations_claim_change", args=[act().pk]))
            except Refused as refusal:
                form.add_error(None, str(refusal))
                status = 409 if isinstance(refusal, Conflict) else 200
        elif "version" in form.errors:
            del form.errors["version"]
            form.add_error(None, UNSEEN)
        return self.step_page(request, self.get_object(request, str(claim.pk)), form, title, status=status)

    def step_page(self, request, claim, form, title, *, status):
        context = {
            **self.admin_site.each_context(request),
            "title": title,
            "opts": self.opts,
            "original": claim,
            "form": form,
            "version": claim.version,
            "media": self.media + form.media,
        }
        return TemplateResponse(request, "admin/annotations/claim/step.html", context, status=status)


def other_texts(request, claim):
    """The texts of the claim's source in which it has no place yet."""
    coded = claim.coded_anchor
    wordings = coded.text.source.texts.values_list("pk", flat=True) if coded else []
    elsewhere = set(wordings) - set(claim.anchors.values_list("text", flat=True))
    return rows_of(request, Text).filter(pk__in=elsewhere).select_related("source").order_by("pk")
