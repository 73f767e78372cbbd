"""What is offered while somebody types: the admin's own answer, and for speakers the name that matched beside the main one."""

from django.contrib.admin.views.autocomplete import AutocompleteJsonView
from django.core.exceptions import PermissionDenied
from django.http import JsonResponse
from django.utils.translation import gettext as _

from annotations import finding
from annotations.models import Speaker


class Offering(AutocompleteJsonView):
    def get(self, request, *args, **options):
        self.term, self.model_admin, self.source_field, name = self.process_request(request)
        if self.model_admin.model is not Speaker:
            return super().get(request, *args, **options)
        if not self.has_perm(request):
            raise PermissionDenied
        rows, _may_repeat = self.model_admin.get_search_results(
            request, self.model_admin.get_queryset(request), ""
        )
        found = finding.offers(self.term, rows, project=request.project)
        results = [{"id": str(getattr(offer.speaker, name)), "text": in_words(offer)} for offer in found]
        return JsonResponse({"results": results, "pagination": {"more": False}})


def in_words(offer):
    """“Qian Depei – also Qian Yupei (Academy of Sciences)”."""
    words = {"name": offer.name, "matched": offer.matched, "beside": offer.beside}
    if offer.matched and offer.beside:
        return _("%(name)s – also %(matched)s (%(beside)s)") % words
    if offer.matched:
        return _("%(name)s – also %(matched)s") % words
    return _("%(name)s (%(beside)s)") % words if offer.beside else offer.name
