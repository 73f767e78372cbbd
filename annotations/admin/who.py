"""Who may know who did what: who coded is for reviewers to know, and who noted it where coding is blind."""

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet, Value

from annotations.access import Role
from annotations.models import Claim
from annotations.scope import holds


def knows_coders(request) -> bool:
    """Say whether the person may know who coded what."""
    return holds(request, Role.REVIEWER)


def knows_authors(request) -> bool:
    """Say whether the person may know who wrote which note."""
    return holds(request, Role.REVIEWER if request.project.blind else Role.CODER)


def with_known_deciders(request, decisions: QuerySet) -> QuerySet:
    """Decisions with ``names_by``: whether the person may know by whom each is. Coders decide on drafts alone."""
    known = ~Q(before__in=Claim.PRIVATE_STATES) | Q(by=request.user)
    names = Value(True) if knows_coders(request) else ExpressionWrapper(known, BooleanField())
    return decisions.annotate(names_by=names)
