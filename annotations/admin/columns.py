"""What a line of each list shows. A number opens the rows that it counts."""

from django.contrib import admin
from django.contrib.admin.utils import quote
from django.db.models import prefetch_related_objects
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from annotations import counting, finding
from annotations.admin.plain_rows import PlainRows
from annotations.dates import in_words
from annotations.filters import (
    BatchFilter,
    DecisionFilter,
    NoteFilter,
    ReadingFilter,
    SourceFilter,
    SpeakerFilter,
    TextFilter,
)
from annotations.models import Affiliation, Name


def opening(count, model, **asked):
    """A number as a link to the rows that it counts; no link to nothing."""
    if not count:
        return "0"
    # From one list to another, so that no address is built for each row.
    query = "&".join(f"{name}={quote(value)}" for name, value in asked.items())
    return format_html('<a href="../{}/?{}">{}</a>', model, query, number_format(count, force_grouping=True))


class SourceColumns:
    questions = SourceFilter
    list_display = (
        "titled",
        "publisher",
        "published_when",
        "language",
        "texts_held",
        "claims_marked",
        "rights_given",
    )
    sortable_by = ("titled", "publisher", "published_when")

    def with_parts(self, request, rows):
        ids = [source.pk for source in rows]
        texts = counting.texts_of_sources(request.user, ids)
        claims = counting.claims_of_sources(request.user, ids)
        for source in rows:
            source.texts_counted, source.claims_counted = texts[source.pk], claims[source.pk]
        return rows

    @admin.display(description=_("title"), ordering="title")
    def titled(self, source):
        return format_html('<bdi lang="{}">{}</bdi>', source.language, source.title)

    @admin.display(description=_("published"), ordering="published_first")
    def published_when(self, source):
        return in_words(source.published) or "—"

    @admin.display(description=_("texts"))
    def texts_held(self, source):
        return opening(source.texts_counted, "text", of_source=source.key)

    @admin.display(description=_("claims"))
    def claims_marked(self, source):
        return opening(source.claims_counted, "claim", source=source.key)

    @admin.display(description=_("rights"))
    def rights_given(self, source):
        return source.get_rights_display().partition(":")[0]


class TextColumns:
    questions = TextFilter
    list_display = ("shown_title", "language", "what_it_is", "claims_marked", "readings_submitted", "created")
    sortable_by = ("created",)

    def with_parts(self, request, rows):
        ids = [text.pk for text in rows]
        claims = counting.claims_in_texts(request.user, ids)
        readings = counting.readings_of_texts(request.user, ids)
        for text in rows:
            text.claims_counted, text.readings_counted = claims[text.pk], readings[text.pk]
        return rows

    @admin.display(description=_("what it is"))
    def what_it_is(self, text):
        return text.get_kind_display().partition(":")[0]

    @admin.display(description=_("claims"))
    def claims_marked(self, text):
        return text.claims_counted

    @admin.display(description=_("readings"))
    def readings_submitted(self, text):
        return text.readings_counted


class SpeakerColumns(PlainRows):
    questions = SpeakerFilter
    list_display = ("name", "kind_named", "other_names", "belongs_to", "claims_spoken", "same_as")
    sortable_by = ()

    def with_parts(self, request, rows):
        """Their names, where they belong, in how many claims they speak, and who stands for them."""
        ids = [speaker.pk for speaker in rows]
        prefetch_related_objects(rows, "names")
        belongs = affiliations_of(ids)
        claims = counting.claims_of_speakers(request.user, rows)
        heads = finding.main_names([speaker.merged_into_id for speaker in rows if speaker.merged_into_id])
        for speaker in rows:
            speaker.belongs_shown = belongs.get(speaker.pk, [])
            speaker.claims_counted = claims[speaker.pk]
            speaker.head_shown = heads.get(speaker.merged_into_id, "")
        return rows

    @admin.display(description=_("name"))
    def name(self, speaker):
        return format_html("<bdi>{}</bdi>", speaker.name)

    @admin.display(description=_("kind"))
    def kind_named(self, speaker):
        return speaker.get_kind_display().partition(",")[0]

    @admin.display(description=_("also named"))
    def other_names(self, speaker):
        return ", ".join(name.text for name in speaker.names.all() if name.kind != Name.Kind.MAIN) or "—"

    @admin.display(description=_("belongs to"))
    def belongs_to(self, speaker):
        return ", ".join(speaker.belongs_shown) or "—"

    @admin.display(description=_("claims"))
    def claims_spoken(self, speaker):
        return opening(speaker.claims_counted, "claim", speaker=speaker.key)

    @admin.display(description=_("the same as"))
    def same_as(self, speaker):
        return speaker.head_shown or "—"


def affiliations_of(speakers):
    found = {}
    rows = Affiliation.objects.filter(speaker__in=speakers, organisation__names__kind=Name.Kind.MAIN)
    for speaker, name in rows.order_by("pk").values_list("speaker", "organisation__names__text"):
        found.setdefault(speaker, []).append(name)
    return found


class ReadingColumns:
    questions = ReadingFilter
    sortable_by = ("opened", "submitted")


class NoteColumns:
    questions = NoteFilter
    sortable_by = ("created",)


class DecisionColumns:
    questions = DecisionFilter
    sortable_by = ()


class BatchColumns:
    questions = BatchFilter
    sortable_by = ()
