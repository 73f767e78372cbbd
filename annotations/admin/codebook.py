"""The codebook: themes, scales with their stances, and the versions under which claims were coded."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import book, codebook, records, usage
from annotations.access import Role
from annotations.admin.base import ScopedAdmin, ScopedInline
from annotations.admin.book import book_now, counts_of, versions_of
from annotations.admin.fields import KeepsUntouched, LinesField, PairsField
from annotations.admin.forms import RowForm, VersionedForm
from annotations.admin.lists import RelatedFilter
from annotations.admin.tables import TablePages
from annotations.admin.who import knows_coders
from annotations.imports import codebook_table
from annotations.models import Claim, CodebookVersion, Scale, Stance, Theme
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, rows_of
from annotations.search import fold


class CodebookAdmin(ScopedAdmin):
    """Whatever is written here marks the codebook as changed since its last version."""

    add_role = change_role = Role.MANAGER

    def get_readonly_fields(self, request, obj=None):
        return ("code",) if obj else ()

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        codebook.touch(request.project)


HELP = {
    "code": gettext_lazy("Short, and given for good: datasets name the theme by it. Such as “energy”."),
    "parent": gettext_lazy("Empty for a theme that stands for itself."),
    "scale": gettext_lazy("The stances that coders choose from."),
    "proposition": gettext_lazy(
        "One plain sentence, such as “Data centres should be built where power is cheap.” "
        "Empty for a heading that no stance is taken on."
    ),
    "definition": gettext_lazy("What the theme covers."),
    "use_when": gettext_lazy("What a passage has to say for this theme to be coded."),
    "avoid_when": gettext_lazy("What is easily taken for it, and which theme to code then."),
}


class ThemeForm(KeepsUntouched, VersionedForm):
    labels = PairsField(
        label=gettext_lazy("Labels"), help_text=gettext_lazy("One language a line: “en: Energy”, “zh: 能源”.")
    )
    examples = LinesField(
        label=gettext_lazy("Examples"), required=False, help_text=gettext_lazy("One a line.")
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        for name, words in HELP.items():
            if name in self.fields:
                self.fields[name].help_text = words

    def clean(self):
        """A stance is one of its theme's scale: what claims are coded with keeps the scale where it is."""
        cleaned = super().clean()
        moved = "scale" in self.changed_data and not self.instance._state.adding
        if moved and self.instance.codings.exclude(stance=None).exists():
            self.add_error(
                "scale",
                _(
                    "Claims are coded with a stance on this theme: its scale stays. Add another theme instead."
                ),
            )
        return cleaned


@admin.register(Theme)
class ThemeAdmin(TablePages, CodebookAdmin):
    form = ThemeForm
    table = codebook_table
    table_name = "themes"
    change_form_template = "admin/theme.html"
    fieldsets = (
        (None, {"fields": ("labels", "code", ("parent", "scale", "order"))}),
        (gettext_lazy("What a stance is for or against"), {"fields": ("proposition",)}),
        (
            gettext_lazy("What coders go by"),
            {"fields": ("definition", "use_when", "avoid_when", "examples")},
        ),
    )
    change_list_template = "admin/themes.html"
    list_display = ("label", "code", "parent", "scale", "proposition")
    list_filter = (("scale", RelatedFilter),)
    list_select_related = ("parent", "scale")
    search_fields = ("code",)  # shows the box; what it finds is said below
    autocomplete_fields = ("parent",)

    def get_urls(self):
        book = self.admin_site.admin_view(self.book_view)
        return [path("book/", book, name="codebook"), *super().get_urls()]

    def render_change_form(self, request, context, *args, obj=None, **options):
        if obj:
            used = usage.of_themes(rows_of(request, Claim).filter(codings__theme=obj)).get(obj.pk)
            context["counts"] = counts_of(obj.code, used) if used else []
            context["parts"] = rows_of(request, Theme).filter(parent=obj)
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def book_view(self, request):
        """The whole codebook on one page, to read and to print."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "title": _("Codebook"),
            "opts": self.opts,
            "chapters": book_now(request),
            "versions": versions_of(request),
            "changed": request.project.codebook_changed,
            "may_edit": holds(request, Role.MANAGER),
        }
        return TemplateResponse(request, "admin/book.html", context)

    def get_search_results(self, request, queryset, search_term):
        """Themes whose code, labels or sentences hold each of the words, whatever their case and accents."""
        words = fold(search_term).split()
        if not words:
            return queryset, False
        found = [theme.pk for theme in queryset if all(word in fold(words_of(theme)) for word in words)]
        return queryset.filter(pk__in=found), False

    @admin.display(description=gettext_lazy("theme"))
    def label(self, theme):
        return theme.label


def words_of(theme):
    return "\n".join([theme.code, *theme.labels.values(), theme.proposition, theme.definition])


class StanceForm(RowForm):
    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if "code" in self.fields and not self.instance._state.adding:
            self.fields["code"].disabled = True

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("DELETE") and self.instance.pk and self.instance.codings.exists():
            raise forms.ValidationError(
                _("Claims are coded with “%(stance)s”: it stays."), params={"stance": self.instance}
            )
        return cleaned


class StanceInline(ScopedInline, admin.TabularInline):
    model = Stance
    form = StanceForm
    add_role = change_role = Role.MANAGER
    fields = ("code", "label", "position", "order")


@admin.register(Scale)
class ScaleAdmin(CodebookAdmin):
    fields = ("label", "code")
    change_form_template = "admin/scale.html"
    list_display = ("label", "code")
    inlines = (StanceInline,)
    history_parts = (Stance,)

    def render_change_form(self, request, context, *args, obj=None, **options):
        if obj:
            context["stances"] = obj.stances.all()
            in_order = records.in_tree_order(rows_of(request, Theme))
            context["themes"] = [theme for theme in in_order if theme.scale_id == obj.pk]
        return super().render_change_form(request, context, *args, obj=obj, **options)


FASTER = gettext_lazy(
    "Somebody else froze it as version %(number)d at the same moment. Your reason is not kept: "
    "it is below, for a later version."
)


class FreezeForm(forms.Form):
    reason = PlainCharField(
        label=gettext_lazy("Reason"),
        widget=forms.Textarea(attrs={"rows": 3, "cols": 80}),
        help_text=gettext_lazy("What has changed since the last version, and why."),
    )


@admin.register(CodebookVersion)
class CodebookVersionAdmin(ScopedAdmin):
    fields = ("number", "reason", "by", "created")
    list_display = ("number", "reason", "by", "created")
    list_select_related = ("by",)
    change_form_template = "admin/codebook_version.html"
    change_list_template = "admin/codebook_versions.html"

    def get_list_display(self, request):
        """The next coding freezes what has changed, so this says who codes: for reviewers to know."""
        columns = super().get_list_display(request)
        return columns if knows_coders(request) else [name for name in columns if name != "by"]

    def get_fields(self, request, obj=None):
        return self.get_list_display(request)

    def render_change_form(self, request, context, *args, obj=None, **options):
        context["chapters"] = obj and book.chapters(obj.frozen)
        context["may_know"] = knows_coders(request)
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def get_urls(self):
        freeze = path("freeze/", self.admin_site.admin_view(self.freeze_view), name="freeze_codebook")
        return [freeze, *super().get_urls()]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(
            request, {"may_freeze": holds(request, Role.MANAGER)} | (extra_context or {})
        )

    def freeze_view(self, request):
        """Ask for the reason, and freeze the codebook as it stands."""
        if not holds(request, Role.MANAGER):
            raise PermissionDenied
        form = FreezeForm(request.POST or None)
        if request.method == "POST" and form.is_valid() and self.freeze(request, form):
            return HttpResponseRedirect(reverse("admin:annotations_codebookversion_changelist"))
        title = _("Freeze the codebook as it stands")
        context = {**self.admin_site.each_context(request), "title": title, "opts": self.opts, "form": form}
        return TemplateResponse(request, "admin/short_form.html", context | {"button": _("Freeze")})

    def freeze(self, request, form):
        last = CodebookVersion.objects.filter(project=request.project).first()
        try:
            version = codebook.freeze(request.project, by=request.user, reason=form.cleaned_data["reason"])
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return None
        if version == last:
            form.add_error(None, _("Nothing has changed since version %(number)d.") % {"number": last.number})
            return None
        if (version.reason, version.by_id) != (form.cleaned_data["reason"], request.user.pk):
            form.add_error(None, FASTER % {"number": version.number})
            return None
        messages.success(request, _("Version %(number)d is frozen.") % {"number": version.number})
        return version
