"""Two wordings of a source side by side: another text in the page of one, and where a passage stands in it."""

from django.http import Http404
from django.urls import reverse

from annotations import wordings
from annotations.desk.answers import text_of, to_get
from annotations.desk.frame import language_of, needs_marks
from annotations.desk.marked import cards_of, paragraphs
from annotations.desk.shown import claims_in, speakers_of
from annotations.models import Text
from annotations.scope import number, rows_of

LONGEST = 300_000
"""Code points of a text of which paragraphs are still put in pairs while somebody waits."""


def beside_of(request, text: Text, data: dict) -> dict | None:
    """Return what the page shows of the wording that ``?beside=`` names, or None; tells ``data`` of its claims."""
    other = _other(request, text, number(request.GET.get("beside")))
    if other is None:
        return None
    claims = claims_in(request, other)
    data["speakers"] |= speakers_of(request, claims)
    data["beside"] = {
        "text": {"id": other.pk, "language": other.language, "length": len(other.body)},
        "claims": claims,
        "pairs": _starts(text.body, other.body),
        "addresses": {
            "place": reverse("desk_beside", args=[text.pk, other.pk]),
            "text": reverse("desk_text", args=[other.pk]),
            "doubts": reverse("desk_doubts", args=[other.pk]),
        },
    }
    marked = claims if needs_marks(request) else []
    cards = cards_of(other.body, data | {"claims": marked})
    return {
        "text": other,
        "language": language_of(other),
        "title": other.title or other.source.title,
        "paragraphs": paragraphs(other.body, marked, cards, language=other.language),
    }


def wordings_of(request, text: Text) -> list[dict]:
    """Return the other wordings of a text's source that can stand beside it, each with its language in words."""
    texts = rows_of(request, Text).filter(source=text.source_id, takedown=None).exclude(pk=text.pk)
    held = texts.exclude(kind=Text.Kind.EXCERPT).select_related("source").defer("body").order_by("pk")
    return [{"text": other, "language": language_of(other)} for other in held]


def _other(request, text: Text, pk: int) -> Text | None:
    texts = rows_of(request, Text).filter(source=text.source_id, takedown=None).exclude(pk=text.pk)
    return texts.select_related("source").filter(pk=pk).first()


def _starts(one: str, other: str) -> list[tuple[int | None, int | None]]:
    """Where paragraphs that go together begin, in both wordings."""
    if max(len(one), len(other)) > LONGEST:
        return []
    return [(pair.one and pair.one[0], pair.other and pair.other[0]) for pair in wordings.aligned(one, other)]


@to_get
def place(request, text_id, other_id):
    """Where a passage of one wording probably stands in the other: ``start`` and ``end``, or null."""
    text = text_of(request, text_id)
    other = _other(request, text, other_id)
    if other is None:
        raise Http404
    start, end = (number(request.GET.get(name)) for name in ("start", "end"))
    if not start < end <= len(text.body):
        raise Http404
    found = wordings.proposed(text.body, other.body, start, end)
    return {"start": found and found[0], "end": found and found[1]}
