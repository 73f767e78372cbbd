"""The permanent address of a claim: its record, which outlives every correction."""

from django.http import Http404
from django.shortcuts import redirect

from annotations.models import Claim
from annotations.scope import rows_of


def claim_record(request, record):
    """Go to the claim that stands for a record: the accepted one, else the newest that the person may see."""
    if request.project is None:
        raise Http404
    claim = rows_of(request, Claim).standing_for(record).first()
    if claim is None:
        raise Http404
    return redirect("admin:annotations_claim_change", claim.pk)
