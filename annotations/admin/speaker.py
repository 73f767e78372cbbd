"""Speakers under all their names. The pages on which two are found to be one, or not, are in ``findings``."""

from django import forms
from django.contrib import admin
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import finding, speakers
from annotations.access import Role
from annotations.admin.base import ScopedAdmin, ScopedInline
from annotations.admin.columns import SpeakerColumns
from annotations.admin.duplicates import DuplicatesPage
from annotations.admin.fields import KeepsUntouched, PairsField
from annotations.admin.findings import FindingPages
from annotations.admin.forms import NamedFormSet, VersionedForm
from annotations.admin.speaker_page import page_of
from annotations.admin.tables import TablePages
from annotations.imports import speaker_table
from annotations.models import Affiliation, Name, Speaker, SpeakerDecision
from annotations.scope import rows_of


class KnownRows(NamedFormSet):
    """Rows that point to others by ``pointing``: those are read once for all rows."""

    pointing = ""

    @cached_property
    def known(self):
        """Ids as written and names of what the rows point to."""
        there = [getattr(row, self.pointing) for row in self.get_queryset()]
        return {str(row.pk): str(row) for row in there if row}

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if self.pointing in form.fields:
            form.fields[self.pointing].widget.widget.known = self.known


class AffiliationFormSet(KnownRows):
    pointing = "organisation"


class NameFormSet(KnownRows):
    """A speaker has one main name; another one takes that place when both rows are changed in one go."""

    pointing = "source"
    namesakes = ()

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance._state.adding:
            self.initial_extra = [{"kind": Name.Kind.MAIN}]

    def clean(self):
        super().clean()
        kept = [
            form.cleaned_data for form in self.forms if form not in self.deleted_forms and form.is_valid()
        ]
        mains = [typed for typed in kept if typed.get("kind") == Name.Kind.MAIN and typed.get("text")]
        if not any(self.errors) and len(mains) != 1:
            raise forms.ValidationError(
                _("A speaker has exactly one main name: choose which of these it is.")
            )
        if self.instance._state.adding and not any(self.errors):
            self.warn_of_namesakes([typed["text"] for typed in kept if typed.get("text")])

    def warn_of_namesakes(self, names):
        """Two people may bear one name; whoever adds the second one says that they mean it."""
        self.namesakes = speakers.namesakes_of(self.instance.project, names)
        if self.namesakes and not self.data.get("all_the_same"):
            raise forms.ValidationError(_("Somebody of this name is there already. Nothing was added yet."))

    def save_existing_objects(self, commit=True):
        # The name that gives up the place goes first, so that there are never two.
        leaving = [form.instance.pk for form in self.initial_forms if "kind" in form.changed_data]
        names = Name.objects.filter(pk__in=leaving, kind=Name.Kind.MAIN)
        names.remember()
        names.update(kind=Name.Kind.ALIAS)
        return super().save_existing_objects(commit)


class NameInline(ScopedInline, admin.TabularInline):
    model = Name
    formset = NameFormSet
    add_role = change_role = Role.CODER
    min_num = 1
    fields = ("text", "kind", "language", "script", "source")
    autocomplete_fields = ("source",)

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("source")


class AffiliationInline(ScopedInline, admin.TabularInline):
    model = Affiliation
    formset = AffiliationFormSet
    fk_name = "speaker"
    add_role = change_role = Role.CODER
    fields = ("organisation", "role", "since", "until")
    autocomplete_fields = ("organisation",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("organisation__names")

    def formfield_for_foreignkey(self, db_field, request, **options):
        if db_field.name == "organisation":
            options["queryset"] = rows_of(request, Speaker).filter(kind=Speaker.Kind.ORGANISATION)
        return super().formfield_for_foreignkey(db_field, request, **options)


class SpeakerForm(KeepsUntouched, VersionedForm):
    identifiers = PairsField(
        label=gettext_lazy("Identifiers"),
        required=False,
        help_text=gettext_lazy("One register a line, and the entry in it: “wikidata: Q42”."),
    )

    def clean(self):
        """What others lean on stays of its kind: one speaks for an organisation, and belongs to one."""
        cleaned = super().clean()
        if "kind" in self.changed_data and not self.instance._state.adding:
            self.keep_kind()
        return cleaned

    def keep_kind(self):
        speaker = self.instance
        if speaker.attributions_for.exists():
            self.add_error("kind", _("In claims somebody speaks for it: it stays what it is."))
        elif speaker.members.exists():
            self.add_error("kind", _("Others belong to it: it stays what it is."))
        elif speaker.merged_into_id or speaker.merged.exists():
            self.add_error(
                "kind", _("It was found to be the same as another: undo that before its kind changes.")
            )


@admin.register(Speaker)
class SpeakerAdmin(SpeakerColumns, FindingPages, DuplicatesPage, TablePages, ScopedAdmin):
    table = speaker_table
    table_name = "speakers"
    form = SpeakerForm
    add_form_template = "admin/speaker_add.html"
    change_form_template = "admin/speaker.html"
    change_list_template = "admin/speakers.html"
    add_role = change_role = Role.CODER
    fields = ("kind", "identifiers", "merged_into")
    readonly_fields = ("merged_into",)
    search_fields = ("names__text",)  # shows the box; what it finds is said below
    inlines = (NameInline, AffiliationInline)
    history_parts = (Name, Affiliation)

    def get_fields(self, request, obj=None):
        """Who somebody is the same as is said where there is somebody."""
        fields = super().get_fields(request, obj)
        return fields if obj and obj.merged_into_id else [name for name in fields if name != "merged_into"]

    def render_change_form(self, request, context, *args, obj=None, **options):
        context["may_find"] = self.has_find_permission(request)
        if obj:
            context |= page_of(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def changelist_view(self, request, extra_context=None):
        known = {
            "may_find": self.has_find_permission(request),
            "may_edit": self.has_add_permission(request),
        }
        return super().changelist_view(request, known | (extra_context or {}))

    def get_search_results(self, request, queryset, search_term):
        """Speakers one of whose names holds each of the words, whatever their case and accents."""
        if request.GET.get("field_name") == "organisation":
            queryset = queryset.filter(kind=Speaker.Kind.ORGANISATION)
        return queryset & finding.speakers_with(search_term, project=request.project), False

    def save_related(self, request, form, formsets, change):
        """Claims are found by all names of who speaks, so their words follow."""
        super().save_related(request, form, formsets, change)
        finding.index_names(Name.objects.filter(speaker=form.instance))
        if change:
            finding.follow_names(speakers.same_as(form.instance))


@admin.register(SpeakerDecision)
class SpeakerDecisionAdmin(ScopedAdmin):
    view_role = Role.CODER
    fields = list_display = ("one", "other", "outcome", "by", "at", "note")
    list_filter = ("outcome",)
    list_select_related = ("by",)
    actions = ("undo_not_same",)

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("one__names", "other__names")

    def has_find_permission(self, request):
        return SpeakerAdmin.has_find_permission(self, request)

    @admin.action(description=gettext_lazy("Take back “not the same”"), permissions=["find"])
    def undo_not_same(self, request, queryset):
        def undo(decision, seen):
            speakers.undo_not_same(decision.one, decision.other, by=request.user)

        self.apply_to_each(request, queryset, undo, done=_("Taken back: %(count)d."))
