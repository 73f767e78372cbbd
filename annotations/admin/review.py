"""What was decided, noted and imported."""

from django import forms
from django.contrib import admin
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import usage
from annotations.access import Role
from annotations.admin.base import ScopedAdmin
from annotations.admin.columns import BatchColumns, DecisionColumns, NoteColumns
from annotations.admin.fields import RowSelect
from annotations.admin.forms import VersionedForm
from annotations.admin.notes import SettlePages
from annotations.admin.who import knows_authors, with_known_deciders
from annotations.models import Anchor, Batch, Claim, Decision, Note
from annotations.scope import rows_of


@admin.register(Decision)
class DecisionAdmin(DecisionColumns, ScopedAdmin):
    view_role = Role.CODER
    fields = list_display = ("claim", "moved", "decided_by", "at", "note")
    list_select_related = ("by",)

    def get_queryset(self, request):
        return with_known_deciders(request, super().get_queryset(request)).prefetch_related("claim__anchors")

    @admin.display(description=gettext_lazy("by"))
    def decided_by(self, decision):
        return decision.by if decision.names_by else None

    @admin.display(description=gettext_lazy("from → to"))
    def moved(self, decision):
        return str(decision)


class NoteForm(VersionedForm):
    """A note on one thing; a claim is noted under its record, so that the note outlives corrections."""

    claim = forms.ModelChoiceField(Claim.objects.none(), label=gettext_lazy("Claim"), required=False)

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.request:
            self.fields["claim"].queryset = rows_of(self.request, Claim).prefetch_related("anchors")
            self.fields["claim"].widget = RowSelect(
                Decision._meta.get_field("claim"), admin.site, choices=self.fields["claim"].choices
            )

    def clean(self):
        cleaned = super().clean()
        if self.instance._state.adding:
            self.instance.by = self.request.user
            self.put_on_one_thing(cleaned)
        return cleaned

    def put_on_one_thing(self, cleaned):
        if len([name for name in ("claim", "theme", "speaker") if cleaned.get(name)]) != 1:
            raise forms.ValidationError(
                _("Choose the one thing that the note is on: a claim, a theme or a speaker.")
            )
        if cleaned.get("claim"):
            self.instance.record = cleaned["claim"].record


@admin.register(Note)
class NoteAdmin(NoteColumns, SettlePages, ScopedAdmin):
    form = NoteForm
    add_role = change_role = Role.CODER
    list_display = ("body", "kind", "about", "by", "created", "resolved")
    list_select_related = ("by", "theme", "text__source")
    search_fields = ("body",)
    autocomplete_fields = ("theme", "speaker")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("speaker__names")

    def with_parts(self, request, rows):
        """The quote of the claim that a note is on, as far as the person sees it."""
        claims = rows_of(request, Claim).filter(record__in={note.record for note in rows if note.record})
        # Put in order here: asked to, the database would go through all claims of the project in that order.
        newest = dict(sorted(claims.order_by().values_list("record", "pk"), key=lambda claim: claim[1]))
        coded = Anchor.objects.filter(kind=Anchor.Kind.CODED, claim__in=newest.values())
        quotes = dict(coded.values_list("claim", "quote"))
        for note in rows:
            note.quote = quotes.get(newest.get(note.record), "")
        return rows

    def get_object(self, request, object_id, from_field=None):
        return self.with_parts(request, [super().get_object(request, object_id, from_field)])[0]

    def names_people(self, request):
        return knows_authors(request)

    def get_list_display(self, request):
        columns = super().get_list_display(request)
        return columns if knows_authors(request) else [name for name in columns if name != "by"]

    def get_fields(self, request, obj=None):
        if obj:
            by = ("by",) if knows_authors(request) else ()
            return ("about", "kind", "body", *by, "created", "resolved")
        return ("kind", "body", "claim", "theme", "speaker")

    def get_readonly_fields(self, request, obj=None):
        """Whoever wrote it may change the words; whether it is resolved is everybody's to say."""
        if not obj:
            return ()
        fixed = ("about", "by", "created")
        return fixed if obj.by_id == request.user.pk else (*fixed, "kind", "body")

    @admin.display(description=gettext_lazy("on"))
    def about(self, note):
        return str(note.theme or note.speaker or note.text or Truncator(note.quote or note.record).chars(80))


@admin.register(Batch)
class BatchAdmin(BatchColumns, ScopedAdmin):
    view_role = Role.MANAGER
    fields = ("file_name", "by", "at", "what_came_in", "sha256")
    list_display = ("file_name", "by", "at", "what_came_in")
    list_select_related = ("by",)

    @admin.display(description=gettext_lazy("what came in"))
    def what_came_in(self, batch):
        return ", ".join(usage.held_in_words(name, count) for name, count in batch.counts.items())
