"""Claims: the list, the form and the page. Nothing here writes; ``annotations.drafting`` and ``annotations.review`` do.

``claim_forms`` turns what was typed into content, ``claim_page`` gathers what is shown, ``claim_steps`` are the
buttons, ``claim_list`` is the list with its filters and actions.
"""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.http import HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import drafting, review, search
from annotations.access import Role
from annotations.admin.base import ScopedAdmin, ScopedInline
from annotations.admin.claim_choices import Choices, ChoiceSelect
from annotations.admin.claim_forms import ClaimForm, CodeFormSet, CodingForm, PartForm, VoiceFormSet
from annotations.admin.claim_list import ClaimActions, ClaimColumns, ReviewLink
from annotations.admin.claim_live import LivePages
from annotations.admin.claim_page import page_of
from annotations.admin.claim_steps import StepPages
from annotations.admin.notes import WritePages, is_here
from annotations.admin.who import knows_coders
from annotations.models import Anchor, Attribution, Claim, Coding, Scale, Theme
from annotations.models.fields import ProseField
from annotations.scope import rows_of

SCRIPTS = ("copy", "live_quote", "stances", "new_speaker", "speaks_for")
OWN_MEDIA = forms.Media(
    css={"all": ["annotations/claim.css"]},
    js=[forms.Script(f"annotations/{name}.js", defer=True) for name in SCRIPTS],
)


class PartInline(ScopedInline, admin.StackedInline):
    """Rows of a draft; one empty row where there is none yet."""

    form = PartForm
    add_role = change_role = Role.CODER
    choices = ()

    def get_extra(self, request, obj=None, **options):
        return 0 if obj and self.model.objects.filter(claim=obj).exists() else 1

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name in self.choices:
            options["widget"] = ChoiceSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_dbfield(self, db_field, request, **options):
        """The form has its own way to add somebody new, which keeps what was typed in view."""
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(field.widget, RelatedFieldWidgetWrapper):
            field.widget.can_add_related = False
        return field


class AttributionInline(PartInline):
    model = Attribution
    formset = VoiceFormSet
    verbose_name = gettext_lazy("speaker")
    template = "admin/annotations/claim/attributions.html"
    fields = choices = ("speaker", "named_as", "organisation", "via")


class CodingInline(PartInline):
    model = Coding
    form = CodingForm
    formset = CodeFormSet
    verbose_name = gettext_lazy("theme")
    template = "admin/annotations/claim/codings.html"
    fields = ("theme", "stance", "certainty", "note")
    choices = ("theme",)
    formfield_overrides = {
        ProseField: {"widget": forms.Textarea(attrs={"rows": 2, "cols": 40, "dir": "auto"})}
    }

    def get_formset(self, request, obj=None, **options):
        self.scales = rows_of(request, Scale).prefetch_related("stances")
        return super().get_formset(request, obj, **options)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("theme")


@admin.register(Claim)
class ClaimAdmin(LivePages, WritePages, StepPages, ReviewLink, ClaimActions, ClaimColumns, ScopedAdmin):
    form = ClaimForm
    add_role = change_role = Role.CODER
    fields = ("text", "quote", "place", "reporting", "said", "paraphrase")
    inlines = (AttributionInline, CodingInline)
    history_parts = (Anchor, Attribution, Coding)
    fields_naming_people = ("coder", "pseudonym", "reading", "confirmed_by")
    search_fields = ("paraphrase",)  # opens the choice of claims to other forms; what it finds is said below
    change_list_template = "admin/annotations/claim/change_list.html"
    change_form_template = "admin/annotations/claim/change_form.html"

    @property
    def media(self):
        choices = ChoiceSelect(Attribution._meta.get_field("speaker"), self.admin_site)
        return super().media + choices.media + OWN_MEDIA

    def get_urls(self):
        choices = self.admin_site.admin_view(Choices.as_view(admin_site=self.admin_site))
        return [path("choices/", choices, name="claim_choices"), *super().get_urls()]

    def has_change_permission(self, request, obj=None):
        """Whoever made a draft changes it. What they typed into one that is frozen meanwhile comes back to them."""
        own = obj is None or obj.coder_id in (None, request.user.pk)
        open_still = obj is None or obj.state == Claim.State.DRAFT or request.method == "POST"
        return super().has_change_permission(request, obj) and own and open_still

    def names_people(self, request):
        return knows_coders(request)

    # The list

    def get_search_results(self, request, queryset, search_term):
        return queryset & search.claims_with(search_term, project=request.project), False

    # The page

    def get_fieldsets(self, request, obj=None):
        return super().get_fieldsets(request, obj) if self.has_change_permission(request, obj) else []

    def get_inlines(self, request, obj):
        return self.inlines if self.has_change_permission(request, obj) else ()

    def render_change_form(self, request, context, *args, obj=None, **options):
        context["title"] = _("Mark a claim")
        context["may_add_theme"] = self.admin_site.get_model_admin(Theme).has_add_permission(request)
        if obj:
            title = _("Claim") if obj.is_frozen else _("Draft of a claim")
            context |= page_of(request, obj) | {"title": title, "subtitle": ""}
        return super().render_change_form(request, context, *args, obj=obj, **options)

    # Saving: all in one, by the verbs

    def save_model(self, request, obj, form, change):
        """Nothing yet: a claim is written with all its parts, see ``save_related``."""

    def save_related(self, request, form, formsets, change):
        content = form.content(formsets)
        claim = form.instance
        if change:
            drafting.rewrite(claim, content, by=request.user, seen=form.cleaned_data["version"])
        else:
            claim = drafting.mark(content, coder=request.user)
        if "_submit" in request.POST:
            review.submit(claim, by=request.user, seen=claim.version)
        form.instance.pk = claim.pk

    def construct_change_message(self, request, form, formsets, add=False):
        return ""

    def response_add(self, request, obj, post_url_continue=None):
        return self.response_change(request, obj)

    def response_change(self, request, obj):
        on = request.GET.get("next", "")
        if "_submit" in request.POST:
            messages.success(request, _("Submitted: it awaits review."))
            if is_here(on):  # back to the queue in which somebody found what to correct
                return HttpResponseRedirect(on)
        else:
            messages.success(request, _("The draft is saved."))
        if "_addanother" in request.POST:
            return HttpResponseRedirect(
                f"{reverse('admin:annotations_claim_add')}?text={request.POST['text']}"
            )
        page = reverse("admin:annotations_claim_change", args=[obj.pk])
        return HttpResponseRedirect(f"{page}?{urlencode({'next': on})}" if is_here(on) else page)
