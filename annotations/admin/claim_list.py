"""The list of claims: its questions are those of ``annotations.filters``, its columns fit on a line, its actions ask verbs."""

from typing import NamedTuple

from django.contrib import admin
from django.db.models import OuterRef, Subquery
from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext_lazy

from annotations import review
from annotations.access import Role
from annotations.admin.lists import seen_versions
from annotations.admin.plain_rows import PlainRows, shortened
from annotations.admin.who import knows_coders
from annotations.filters import ClaimFilter
from annotations.models import Anchor, Attribution, Claim, Coding, Name, Theme
from annotations.models.codebook import SIGNS, stance_in_words, tone_of
from annotations.models.fields import PlainCharField
from annotations.scope import holds

LABELS = dict(Claim.State.choices)


class Place(NamedTuple):
    """Where a claim is marked, as far as a line shows it."""

    quote: str = ""
    language: str = ""
    title: str = ""


class Code(NamedTuple):
    theme: Theme
    stance: str | None
    tone: str


MAIN_NAME = Name.objects.filter(speaker=OuterRef("speaker"), kind=Name.Kind.MAIN).values("text")[:1]


def with_parts(claims):
    """Return the claims with the few words of their parts that a line shows: ``place``, ``voices`` and ``codes``.

    Plain values in four queries: whole texts, sources and speakers would take most of the time of a page.
    """
    rows = {claim.pk: claim for claim in claims}
    for claim in claims:
        claim.place, claim.voices, claim.codes = Place(), [], []
    marked = Anchor.objects.filter(claim__in=rows, kind=Anchor.Kind.CODED)
    for pk, *place in marked.values_list("claim", "quote", "text__language", "text__source__title"):
        rows[pk].place = Place(*place)
    voices = Attribution.objects.filter(claim__in=rows).values_list("claim", Subquery(MAIN_NAME))
    for pk, name in voices:
        rows[pk].voices.append(name)
    codings = list(
        Coding.objects.filter(claim__in=rows).values_list(
            "claim", "theme", "stance__label", "stance__code", "stance__position"
        )
    )
    themes = Theme.objects.in_bulk({theme for _claim, theme, *_stance in codings})
    for pk, theme, label, *place in codings:
        rows[pk].codes.append(Code(themes[theme], label and stance_in_words(label), tone_of(*place)))
    return claims


class ClaimColumns(PlainRows):
    """One line of the list."""

    questions = ClaimFilter

    list_display = ("passage", "who", "coded_as", "said", "source", "state", "coded_by")
    sortable_by = ()
    list_display_links = ("passage",)
    list_select_related = ("coder",)

    def with_parts(self, request, rows):
        return with_parts(rows)

    def get_list_display(self, request):
        """Who coded is for reviewers to know."""
        return self.list_display if knows_coders(request) else self.list_display[:-1]

    def called(self, claim):
        return claim.place.quote

    @admin.display(description=gettext_lazy("claim"))
    def passage(self, claim):
        quote, language, _title = claim.place
        return format_html('<bdi lang="{}">{}</bdi>', language, shortened(quote, 120)) if quote else "—"

    @admin.display(description=gettext_lazy("who"))
    def who(self, claim):
        return ", ".join(claim.voices)

    @admin.display(description=gettext_lazy("themes and stances"))
    def coded_as(self, claim):
        lines = [
            (code.tone, SIGNS[code.tone], code.theme, code.stance or _("not coded")) for code in claim.codes
        ]
        return format_html_join(
            "", '<span class="code {}"><span aria-hidden="true">{}</span> {}: {}</span>', lines
        )

    def said(self, claim):
        return claim.said or "—"

    def state(self, claim):
        return LABELS[claim.state]

    @admin.display(description=gettext_lazy("source"))
    def source(self, claim):
        return shortened(claim.place.title, 60) or "—"

    @admin.display(description=gettext_lazy("coder"))
    def coded_by(self, claim):
        return str(claim.coder or claim.pseudonym or "—")


class ReviewLink:
    """The way from a list to the queue that asks the same."""

    def changelist_view(self, request, extra_context=None):
        if holds(request, Role.REVIEWER):
            asked = {name: value for name, value in request.GET.items() if name in ClaimFilter.base_filters}
            asked.pop("state", None)
            address = f"{reverse('admin:review_queue')}?{urlencode(asked)}"
            extra_context = {"review_address": address} | (extra_context or {})
        return super().changelist_view(request, extra_context)


class ClaimActions:
    """What can be done with many claims at once: each through its verb, as the list showed it."""

    actions = ("submit_them", "discard_them", "accept_them", "return_them", "reject_them")

    def has_code_permission(self, request):
        return holds(request, Role.CODER)

    def has_decide_permission(self, request):
        return holds(request, Role.REVIEWER)

    @admin.action(description=gettext_lazy("Submit"), permissions=["code"])
    def submit_them(self, request, queryset):
        self.each(request, queryset, review.submit, done=DONE["submit_them"])

    @admin.action(description=gettext_lazy("Discard"), permissions=["code"])
    def discard_them(self, request, queryset):
        self.each(request, queryset, review.discard, done=DONE["discard_them"])

    @admin.action(description=gettext_lazy("Accept"), permissions=["decide"])
    def accept_them(self, request, queryset):
        self.each(request, queryset, review.accept, done=DONE["accept_them"])

    @admin.action(description=gettext_lazy("Return with a note"), permissions=["decide"])
    def return_them(self, request, queryset):
        return self.each_with_note(
            request, queryset, review.return_claim, action="return_them", asks=_("What should be changed")
        )

    @admin.action(description=gettext_lazy("Reject with a reason"), permissions=["decide"])
    def reject_them(self, request, queryset):
        return self.each_with_note(
            request, queryset, review.reject, action="reject_them", asks=_("The reason")
        )

    def each(self, request, queryset, verb, *, done, **written):
        def act(claim, seen):
            verb(claim, by=request.user, seen=seen, **written)

        self.apply_to_each(request, queryset, act, done=done)

    def each_with_note(self, request, queryset, verb, *, action, asks):
        """Ask for the note first, keeping what was marked and in which versions it was seen."""
        note = PlainCharField(required=False).clean(request.POST.get("note", ""))
        if note.strip():
            self.each(request, queryset, verb, done=DONE[action], note=note)
            return None
        seen = seen_versions(request)
        context = {
            **self.admin_site.each_context(request),
            "title": self.get_actions(request)[action][2],
            "opts": self.opts,
            "claims": [(claim, seen.get(claim.pk, 0)) for claim in queryset],
            "action": action,
            "asks": asks,
            "was_empty": "note" in request.POST,
        }
        return TemplateResponse(request, "admin/annotations/claim/note.html", context)


DONE = {
    "submit_them": ngettext_lazy(
        "%(count)d claim was submitted.", "%(count)d claims were submitted.", "count"
    ),
    "discard_them": ngettext_lazy(
        "%(count)d claim was discarded.", "%(count)d claims were discarded.", "count"
    ),
    "accept_them": ngettext_lazy("%(count)d claim was accepted.", "%(count)d claims were accepted.", "count"),
    "return_them": ngettext_lazy("%(count)d claim was returned.", "%(count)d claims were returned.", "count"),
    "reject_them": ngettext_lazy("%(count)d claim was rejected.", "%(count)d claims were rejected.", "count"),
}
