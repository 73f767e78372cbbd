"""Keeping a list under a title, and letting it go: the two buttons above each list that is asked questions."""

from django.contrib import admin, messages
from django.core.exceptions import BadRequest, PermissionDenied
from django.http import HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from annotations import saved_views
from annotations.access import Role
from annotations.models import SavedView
from annotations.models.fields import PlainCharField
from annotations.refusal import Refused
from annotations.scope import holds, rows_of


def addresses(site):
    return [
        path("views/save/", site.admin_view(save_view), name="save_view"),
        path("views/<int:view_id>/forget/", site.admin_view(forget_view), name="forget_view"),
    ]


@require_POST
def save_view(request):
    name, query = request.POST.get("list", ""), request.POST.get("query", "")
    if name not in asked_lists(request):
        raise BadRequest("No such list.")
    title = PlainCharField(required=False).to_python(request.POST.get("title", ""))
    shared = "shared" in request.POST and holds(request, Role.CODER)
    try:
        view = saved_views.save(
            request.project, by=request.user, of=name, title=title, query=query, shared=shared
        )
    except Refused as refusal:
        messages.error(request, str(refusal))
        return HttpResponseRedirect(address_of(name, saved_views.kept_query(query)))
    messages.success(request, _("The view “%(view)s” is saved.") % {"view": view})
    return HttpResponseRedirect(address_of(name, view.query))


@require_POST
def forget_view(request, view_id):
    view = get_object_or_404(rows_of(request, SavedView), pk=view_id)
    try:
        saved_views.forget(view, by=request.user)
    except Refused as refusal:
        raise PermissionDenied(str(refusal)) from refusal
    messages.success(request, _("The view “%(view)s” is gone; its rows stay.") % {"view": view})
    return HttpResponseRedirect(address_of(view.list, ""))


def asked_lists(request):
    """The names of the lists that this person may see and ask questions."""
    return {
        model._meta.model_name
        for model, model_admin in admin.site._registry.items()
        if getattr(model_admin, "questions", None) and model_admin.has_view_permission(request)
    }


def address_of(name, query):
    address = reverse(f"admin:annotations_{name}_changelist")
    return f"{address}?{query}" if query else address
