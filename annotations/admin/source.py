"""Sources: what was published. A source's page shows its facts, its wordings, and one of them with its claims."""

from django.contrib import admin
from django.db.models import Count, Q
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from annotations import dates, finding, languages, search, sources
from annotations.access import Role
from annotations.admin.base import ScopedAdmin
from annotations.admin.columns import SourceColumns
from annotations.admin.forms import VersionedForm
from annotations.admin.marked import marked_text
from annotations.admin.takedown import TakedownPage, taken_down
from annotations.admin.wording import NewSourceForm
from annotations.models import Claim, Reading, Source, Text
from annotations.scope import holds, number, rows_of

FIRST = ("title", "publisher", ("published", "language"))
REST = ("byline", "event", "url", "retrieved", "rights")
TRANSLATED = ("kind", "text_language", "made_by")
DESCRIBED = ("title", "publisher", "published", "language", *REST)
# What is kept as it was written, and read in the reader's language.
IN_WORDS = {"published": dates.in_words, "retrieved": dates.in_words, "language": languages.in_words}
FACTS = ("publisher", "byline", "published", "event", "url", "retrieved", "language", "rights", "created")


@admin.register(Source)
class SourceAdmin(SourceColumns, TakedownPage, ScopedAdmin):
    add_role = change_role = Role.CODER
    search_fields = ("title",)  # opens the choice of sources to other forms; what it finds is said below
    radio_fields = {"rights": admin.VERTICAL}
    add_form_template = "admin/source_add.html"
    change_form_template = "admin/source.html"
    history_parts = (Text,)

    def get_form(self, request, obj=None, change=False, **options):
        options["form"] = VersionedForm if obj else NewSourceForm
        return super().get_form(request, obj, change=change, **options)

    def get_readonly_fields(self, request, obj=None):
        """What was taken down stays within the project."""
        return ("rights",) if obj and obj.texts.exclude(takedown=None).exists() else ()

    def get_search_results(self, request, queryset, search_term):
        return queryset & finding.sources_with(search_term, project=request.project), False

    def get_fieldsets(self, request, obj=None):
        if obj:
            return [(None, {"fields": (*FIRST, *REST)})]
        return [
            (None, {"fields": (*FIRST, "body", "file")}),
            (_("More about it, if you know it"), {"classes": ["collapse"], "fields": REST}),
            (
                _("If the text is a translation or an excerpt"),
                {"classes": ["collapse"], "fields": TRANSLATED},
            ),
        ]

    def render_change_form(self, request, context, *args, obj=None, **options):
        context["may_code"] = holds(request, Role.CODER)
        if obj:
            context |= page_of(request, obj)
            context["may_take_down"] = self.may_take_down(request, obj)
        return super().render_change_form(request, context, *args, obj=obj, **options)

    def save_model(self, request, obj, form, change):
        if change:
            super().save_model(request, obj, form, change)
            return
        described = {name: form.cleaned_data[name] for name in DESCRIBED}
        source = sources.add_source(request.project, by=request.user, **described, **form.words())
        obj.pk, obj.title = source.pk, source.title

    def save_related(self, request, form, formsets, change):
        """Claims are found by the title of their source, so their words follow."""
        super().save_related(request, form, formsets, change)
        if change and "title" in form.changed_data:
            search.index(Claim.objects.filter(anchors__text__source=form.instance))
        if change:
            finding.index_sources(Source.objects.filter(pk=form.instance.pk))

    def response_add(self, request, obj, post_url_continue=None):
        """Go on to the page of the source, where its text is read."""
        answer = super().response_add(request, obj, post_url_continue)
        if "_save" in request.POST and "_popup" not in request.POST:
            return HttpResponseRedirect(reverse("admin:annotations_source_change", args=[obj.pk]))
        return answer


def page_of(request, source):
    """What the page of a source shows: its facts, its wordings, and the one that was asked for, or the first current."""
    wordings = wordings_of(request, source)
    asked = number(request.GET.get("text"))
    text = next((one for one in wordings if one.pk == asked), None)
    text = text or next((one for one in wordings if one.is_current), None)
    return {
        "facts": facts_of(source, FACTS),
        "wordings": wordings,
        "text": text,
        "marked": text and not text.takedown_id and marked_text(request, text),
        "takedown": taken_down(request, source),
        "readings": readings_of(request, wordings),
    }


def wordings_of(request, source):
    """The texts of a source in the order in which they came, with how many claims are seen in each."""
    claims = Q(anchors__claim__in=rows_of(request, Claim).exclude(state__in=Claim.PRIVATE_STATES))
    rows = rows_of(request, Text).filter(source=source).select_related("source", "of__source")
    rows = rows.defer("body", "of__body").annotate(count=Count("anchors", filter=claims)).order_by("pk")
    texts = list(rows)
    replaced = {one.replaces_id for one in texts}
    for one in texts:
        one.is_current = one.pk not in replaced
    return texts


def readings_of(request, texts):
    """The readings of these texts that the person may see, with their text."""
    readings = rows_of(request, Reading).filter(text__in=[one.pk for one in texts])
    return readings.select_related("coder", "text__source").defer("text__body").order_by("pk")


def facts_of(row, names):
    """Label, value and name of those fields of a row that say something; choices in their words."""
    values = [
        (name, getattr(row, f"get_{name}_display", lambda name=name: getattr(row, name))()) for name in names
    ]
    return [
        (row._meta.get_field(name).verbose_name, IN_WORDS[name](value) if name in IN_WORDS else value, name)
        for name, value in values
        if value
    ]
