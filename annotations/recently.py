"""Whom a coder chose last: most of a text is said by a few, so they are offered first."""

from django.db.models import QuerySet

from annotations.models import Attribution, Speaker, User

MOST_OFFERED = 9
MOST_LOOKED_AT = 200


def speakers(user: User, among: QuerySet[Speaker], *, text: int = 0) -> list[Speaker]:
    """Return the last of these speakers in a coder's claims: those in the text of this id first, then anywhere else.

    Organisations count where they were spoken for, too.
    """
    claims = Attribution.objects.filter(claim__coder=user).order_by("-pk")
    here, anywhere = _named(claims.filter(claim__anchors__text=text)), _named(claims)
    last = list(dict.fromkeys([*here, *anywhere]))
    found = among.in_bulk(last)
    return [found[pk] for pk in last if pk in found][:MOST_OFFERED]


def _named(claims: QuerySet[Attribution]) -> list[int]:
    rows = list(claims.values_list("speaker", "organisation")[:MOST_LOOKED_AT])
    return [speaker for speaker, _ in rows] + [spoken_for for _, spoken_for in rows if spoken_for]
