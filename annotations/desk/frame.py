"""What the page of the desk shows around the text: its facts, where it stands in the project, marks and cards."""

import re

from django.utils.translation import ngettext

from annotations import languages
from annotations.dates import in_words
from annotations.desk.marked import HAN, LONG, cards_of, listed, paragraphs
from annotations.desk.modules import modules
from annotations.desk.standing import standing_of
from annotations.models import Text

PAINTS = "desk-paints"
"""The cookie that paint.js sets."""

IDEOGRAPHS = re.compile(r"[\u2e80-\u9fff\uf900-\ufaff\U00020000-\U0003ffff]")


def frame_of(request, text: Text, data: dict, *, may_code: bool) -> dict:
    """Return what ``desk/text.html`` receives; ``data`` is the page's data, as the desk's scripts read it."""
    claims = data["claims"]
    marks = needs_marks(request)
    cards = cards_of(text.body, data) if marks else []
    return {
        "project": request.project,
        "text": text,
        "title": text.title or text.source.title,
        "facts": facts_of(text, len(claims)),
        "language": language_of(text),
        "standing": standing_of(request, text.source),
        "marks": marks,
        "cards": listed(cards, language=text.language),
        "paragraphs": paragraphs(text.body, claims if marks else [], cards, language=text.language),
        "long": len(text.body) >= LONG,
        "may_code": may_code,
        "modules": modules(),
        "desk": data,
    }


def needs_marks(request) -> bool:
    """Whether the claims come as marks in the text: a browser that colours words itself has said so, and need not read them."""
    return request.COOKIES.get(PAINTS) != "1" or "marks" in request.GET


def facts_of(text: Text, claims: int) -> list[str]:
    """Who published it and when, how long it is, and how much is marked in it."""
    source = text.source
    marked = ngettext("%(count)s claim", "%(count)s claims", claims) % {"count": claims}
    published = in_words(source.published) if source.published else ""
    facts = [source.publisher, source.byline, published, source.event, length_of(text), marked]
    return [fact for fact in facts if fact]


def language_of(text: Text) -> str:
    """The language in the reader's words; its tag where nobody has a word for it."""
    return languages.in_words(text.language)


def length_of(text: Text) -> str:
    if text.language.split("-")[0] in HAN:
        count = len(IDEOGRAPHS.findall(text.body))
        return ngettext("%(count)s character", "%(count)s characters", count) % {"count": count}
    count = len(text.body.split())
    return ngettext("%(count)s word", "%(count)s words", count) % {"count": count}
