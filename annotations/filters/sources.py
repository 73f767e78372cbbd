"""The questions one may ask of sources, and of their texts."""

import django_filters
from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from annotations import finding
from annotations.access import visible_to
from annotations.filters.base import NO, YES, YES_OR_NO, DaysFilter, Questions, waits_for_me, window
from annotations.models import Anchor, Claim, Reading, Source, Text

NOBODY, BEGUN, MINE = "nobody", "begun", "mine"
READ = [
    (NOBODY, _("Nobody has read it")),
    (BEGUN, _("Somebody has begun")),
    (MINE, _("I have submitted my reading")),
]


class SourceFilter(Questions):
    q = django_filters.CharFilter(label=_("Words"))
    language = django_filters.ChoiceFilter(label=_("Language"))
    publisher = django_filters.CharFilter(label=_("Publisher"))
    published_from = DaysFilter(label=_("Published from"))
    published_until = DaysFilter(label=_("Published until"))
    kind = django_filters.ChoiceFilter(label=_("Has a text that is"), choices=Text.Kind)
    read = django_filters.ChoiceFilter(label=_("Reading"), choices=READ)
    claims = django_filters.ChoiceFilter(label=_("Has claims"), choices=YES_OR_NO)
    rights = django_filters.ChoiceFilter(label=_("Rights"), choices=Source.Rights)

    def words_to_choose(self):
        return {"language": lambda: self.languages_of(Source)}

    def _with_words(self, sources, q):
        return sources & finding.sources_with(q, project=self.project)

    def _by(self, sources, publisher):
        return sources.filter(publisher__icontains=publisher)

    def _published(self, sources, published_from=None, published_until=None):
        return sources.filter(window("published", published_from, published_until))

    def _with_text(self, sources, kind):
        return sources.filter(Exists(Text.objects.filter(source=OuterRef("pk"), kind=kind)))

    def _read(self, sources, read):
        return sources.filter(_read_as(read, self.user, text__source=OuterRef("pk")))

    def _with_claims(self, sources, claims):
        marked = _coded_in(self.user, text__source=OuterRef("pk"))
        return sources.filter(Exists(marked) if claims == YES else ~Exists(marked))

    QUESTIONS = {
        ("q",): _with_words,
        ("publisher",): _by,
        ("published_from", "published_until"): _published,
        ("language", "rights"): Questions.having,
        ("kind",): _with_text,
        ("read",): _read,
        ("claims",): _with_claims,
    }


class TextFilter(Questions):
    q = django_filters.CharFilter(label=_("Words of the title"))
    of_source = django_filters.ModelChoiceFilter(
        label=_("Source"), to_field_name="key", queryset=Source.objects.none()
    )
    language = django_filters.ChoiceFilter(label=_("Language"))
    kind = django_filters.ChoiceFilter(label=_("What it is"), choices=Text.Kind)
    read = django_filters.ChoiceFilter(label=_("Reading"), choices=READ)
    corrected = django_filters.ChoiceFilter(label=_("Corrected since"), choices=YES_OR_NO)
    waits = waits_for_me("unread")

    def rows_to_choose(self):
        return {"of_source": self.all_of(Source)}

    def words_to_choose(self):
        return {"language": lambda: self.languages_of(Text)}

    def _with_words(self, texts, q):
        found = finding.sources_with(q, project=self.project)
        return texts.filter(source__in=found.order_by().values("pk"))

    def _read(self, texts, read):
        return texts.filter(_read_as(read, self.user, text=OuterRef("pk")))

    def _of(self, texts, of_source):
        return texts.filter(source=of_source)

    def _corrected(self, texts, corrected):
        return texts.filter(replaced_by__isnull=corrected == NO)

    QUESTIONS = {
        ("q",): _with_words,
        ("of_source",): _of,
        ("language", "kind"): Questions.having,
        ("read",): _read,
        ("corrected",): _corrected,
        ("waits",): Questions.waiting,
    }


def _read_as(read, user, **of):
    """The condition that a text, or one of a source, is read so far, as far as the person sees readings."""
    readings = visible_to(user, Reading.objects.filter(**of))
    if read == MINE:
        return Exists(readings.filter(coder=user, submitted__isnull=False))
    return Q(Exists(readings)) if read == BEGUN else ~Exists(readings)


def _coded_in(user, **of):
    """Claims that the person sees, marked in a text or in a source."""
    anchors = Anchor.objects.filter(kind=Anchor.Kind.CODED, **of)
    return anchors.filter(Exists(visible_to(user, Claim.objects.filter(pk=OuterRef("claim_id")))))
