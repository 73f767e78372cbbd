"""What every page of the editors' site does: stay in its project, check versions, and refuse in sentences.

``ScopedAdmin`` and ``ScopedInline`` limit rows, choices and permissions; ``VersionedForm`` (forms.py) says which
version it shows. A verb that refuses while a form is saved undoes all of it: the form comes back as it was typed.
"""

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpResponseRedirect
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from annotations import versions
from annotations.access import Role
from annotations.admin.as_read import as_read
from annotations.admin.conflict import parts_in_conflict, retyped, with_choices
from annotations.admin.empty import sentence_for
from annotations.admin.fields import RowSelect
from annotations.admin.forms import NamedFormSet, RowForm, VersionedForm
from annotations.admin.history import ReadableHistory
from annotations.admin.lists import CappedPaginator, seen_versions
from annotations.admin.plain_rows import shortened
from annotations.admin.questions import Asked
from annotations.admin.refusals import sentence_of
from annotations.refusal import Refused
from annotations.scope import holds, number, rows_of

LIST_PARAMETERS = {"q", "p", "o", "all", "_popup", "_to_field", "_facets", "_changelist_filters"}


def formsets_of(answer):
    """The lists of rows below the form of a page."""
    return [inline.formset for inline in answer.context_data["inline_admin_formsets"]]


class Scoped:
    """Rows, choices and permissions of one project, by role. None is nobody; deleting is for nobody."""

    view_role = Role.VIEWER
    add_role = None
    change_role = None
    exclude = ("project",)

    def get_queryset(self, request):
        ordering = self.get_ordering(request)
        rows = rows_of(request, self.model)
        return rows.order_by(*ordering) if ordering else rows

    def has_view_permission(self, request, obj=None):
        return holds(request, self.view_role)

    def has_add_permission(self, request, obj=None):
        return holds(request, self.add_role)

    def has_change_permission(self, request, obj=None):
        return holds(request, self.change_role)

    def has_delete_permission(self, request, obj=None):
        return False

    def formfield_for_dbfield(self, db_field, request, **options):
        field = super().formfield_for_dbfield(db_field, request, **options)
        if isinstance(field and field.widget, RelatedFieldWidgetWrapper):
            # A missing row may be added from here; to read or change one there are links enough.
            field.widget.can_change_related = field.widget.can_view_related = False
        return field

    def formfield_for_foreignkey(self, db_field, request, **options):
        options.setdefault("queryset", rows_of(request, db_field.remote_field.model))
        if db_field.name in self.get_autocomplete_fields(request):
            options.setdefault("widget", RowSelect(db_field, self.admin_site))
        return super().formfield_for_foreignkey(db_field, request, **options)

    def formfield_for_manytomany(self, db_field, request, **options):
        options.setdefault("queryset", rows_of(request, db_field.remote_field.model))
        return super().formfield_for_manytomany(db_field, request, **options)


class ScopedInline(Scoped):
    """Rows below a row, written under its version. Mix with ``TabularInline`` or ``StackedInline``."""

    form = RowForm
    formset = NamedFormSet
    extra = 0

    def has_delete_permission(self, request, obj=None):
        return self.has_change_permission(request, obj)


class Unlogged:
    """Django's own log knows no projects, so nothing is written to it; the history of each row is ours."""

    def log_addition(self, request, obj, message):
        return None

    def log_change(self, request, obj, message):
        return None

    def log_deletions(self, request, queryset):
        return None


class ScopedAdmin(Asked, Scoped, Unlogged, ReadableHistory):
    form = VersionedForm
    view_on_site = False
    paginator = CappedPaginator
    list_per_page = 50
    list_max_show_all = 50
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    more_lookups = ()

    @property
    def media(self):
        """Django's own scripts but those that write slugs from titles, the largest of all: no form here has a slug to write."""
        smaller = "" if settings.DEBUG else ".min"  # as Django's own widgets name it, or it would come twice
        names = (
            f"vendor/jquery/jquery{smaller}",
            "jquery.init",
            "core",
            "admin/RelatedObjectLookups",
            "actions",
        )
        return forms.Media(js=[f"admin/js/{name}.js" for name in names])

    def has_module_permission(self, request):
        return self.has_view_permission(request)

    def get_object(self, request, object_id, from_field=None):
        row = super().get_object(request, object_id, from_field)
        if row is None:
            raise Http404
        return row

    def render_change_form(self, request, context, *args, **options):
        context["shows_history"] = self.shows_history(request)
        return super().render_change_form(request, context, *args, **options)

    # Saving

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change=change, **options)
        form.request = request
        return form

    def get_fields(self, request, obj=None):
        # The version is written by the page itself (templates/admin/change_form.html).
        return [name for name in super().get_fields(request, obj) if name != "version"]

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        page = super().changeform_view
        if request.method == "POST":
            request.POST = with_choices(request.POST)
        try:
            return page(request, object_id, form_url, extra_context)
        except versions.Conflict as conflict:
            return self.conflict_page(request, conflict, page, object_id, form_url, extra_context)
        except Refused as refusal:
            request.refusal = str(refusal)
        except ValidationError as error:
            request.refusal = " ".join(error.messages)
        except IntegrityError as error:
            inlines = self.get_inline_instances(request)
            request.refusal = sentence_of(error, self.model, *(inline.model for inline in inlines))
        return page(request, object_id, form_url, extra_context)

    def conflict_page(self, request, conflict, page, *address):
        """What was typed, beside what stands now, and the form as it was typed under the version of now."""
        request.refusal = str(conflict)
        if not isinstance(conflict.row, self.model):
            answer = page(request, *address)
            answer.status_code = 409
            return answer
        now = self.get_object(request, str(conflict.row.pk))
        typed = retyped(request.POST, formsets_of(page(request, *address)), version=now.version)
        request.POST = typed.data
        answer = page(request, *address)
        formsets, form = formsets_of(answer), answer.context_data["adminform"].form
        read = as_read(now, conflict.seen, {*self.history_parts, *(formset.model for formset in formsets)})
        answer.context_data["conflict"] = parts_in_conflict(form, formsets, read, typed)
        last_change = now.history.select_related("history_user").first()
        answer.context_data["last_change"] = last_change
        answer.context_data["last_change_by"] = last_change and self.changed_by(request, last_change)
        answer.status_code = 409
        return answer

    def save_model(self, request, obj, form, change):
        """Move the version first: whoever comes second writes nothing."""
        obj._history_user = request.user
        if not change:
            obj.save()
            return
        versions.bump(obj, seen=form.cleaned_data["version"])
        obj.save(update_fields=self.written_fields(form, obj))

    def written_fields(self, form, obj):
        """Only what the form asks for, and what is derived from it."""
        asked = {field.name for field in obj._meta.concrete_fields} & set(form.fields)
        days = {f"{name}_{day}" for name in obj.PARTIAL_DATES for day in ("first", "last")}
        return asked | days | {"version"}

    # Lists

    def lookup_allowed(self, lookup, value, request):
        """Only what the list's own filters ask."""
        if self.questions:
            return super().lookup_allowed(lookup, value, request)
        names = [item[0] if isinstance(item, tuple) else item for item in self.get_list_filter(request)]
        fields = {name for name in names if isinstance(name, str)}
        own = {getattr(name, "parameter_name", None) for name in names} | set(self.more_lookups)
        endings = ("exact", "id__exact", "isnull", "gte", "lt")
        return lookup in own or any(lookup == f"{name}__{ending}" for name in fields for ending in endings)

    def changelist_view(self, request, extra_context=None):
        kept = request.GET.copy()
        for name in request.GET:
            if name not in LIST_PARAMETERS and not self.lookup_allowed(name, kept[name], request):
                del kept[name]
        if len(kept) < len(request.GET):
            messages.warning(request, _("This list has no such filter or page, so it was left out."))
            return HttpResponseRedirect(f"{request.path}?{kept.urlencode()}")
        title = capfirst(self.opts.verbose_name_plural)
        shown = {"title": title, "when_empty": sentence_for(self.model)}
        return super().changelist_view(request, shown | (extra_context or {}))

    def action_checkbox(self, obj):
        """The checkbox, with the version of the row that the list shows; written without a template for each row."""
        box = format_html(
            '<input type="checkbox" name="{}" value="{}" class="action-select" aria-label="{}">',
            ACTION_CHECKBOX_NAME,
            obj.pk,
            _("Mark: %(row)s") % {"row": shortened(self.called(obj), 80)},
        )
        version = getattr(obj, "version", None)
        if version is None:
            return box
        return format_html('{}<input type="hidden" name="version" value="{}:{}">', box, obj.pk, version)

    def called(self, obj):
        """The words by which a row is known to who hears the list."""
        return str(obj)

    def response_action(self, request, queryset):
        # "All of them" would reach rows that the list never showed, in versions that nobody has read.
        request.POST = request.POST.copy()
        request.POST["select_across"] = "0"
        marked = request.POST.getlist(ACTION_CHECKBOX_NAME)
        request.POST.setlist(ACTION_CHECKBOX_NAME, [row for row in marked if number(row)])
        return super().response_action(request, queryset)

    def apply_to_each(self, request, rows, act, *, done):
        """Call ``act(row, seen=version)`` for each row as the list showed it; report refusals one by one.

        ``done`` is the sentence for what went well, with %(count)d in it.
        """
        seen, count = seen_versions(request), 0
        for row in rows:
            try:
                act(row, seen=seen.get(row.pk, 0))
                count += 1
            except Refused as refusal:
                messages.error(request, f"“{row}”: {refusal}")
        if count:
            messages.success(request, done % {"count": count})
        return count
