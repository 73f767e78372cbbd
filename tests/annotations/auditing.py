"""What tests of the audit share: what it finds, and how a fault is planted that no verb would let through."""

from django.db.models import QuerySet

from annotations import evidence


def audit(project):
    return [(fault.kind, fault.key, fault.what) for fault in evidence.faults(project)]


def plant(rows, **values):
    """Write past the model and its verbs."""
    QuerySet(rows.model).filter(pk__in=list(rows.values_list("pk", flat=True))).update(**values)
