"""The bar on every page of a project: its sections, "Add a source", and what else a role may open.

What it shows comes from the permissions of the registered models, which the membership of the request
decides in memory: no query, and not Django's list of apps, which would be built anew on each page.
"""

from typing import NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from annotations.access import Role
from annotations.scope import holds

SECTIONS = [
    (_("Sources"), "source"),
    (_("Claims"), "claim"),
    (_("Speakers"), "speaker"),
    (_("Codebook"), "theme"),
    (_("Datasets"), "dataset"),
]
FIRST_PAGES = {"theme": "admin:codebook"}  # where a section opens with another page than its list
MORE = [
    "text",
    "reading",
    "note",
    "decision",
    "speakerdecision",
    "scale",
    "codebookversion",
    "batch",
    "membership",
    "user",
    "project",
]


class Entry(NamedTuple):
    label: str
    address: str
    here: bool


def bar(request, site):
    """Return what the bar shows to this person: the sections, the rest under "More", and where to add a source."""
    admins = {model._meta.model_name: admin for model, admin in site._registry.items()}
    seen = {name for name, admin in admins.items() if admin.has_module_permission(request)}
    named = {name for label, name in SECTIONS}
    sections = [section(request, label, admins[name]) for label, name in SECTIONS if name in seen]
    if holds(request, Role.REVIEWER):
        sections.insert(2, entry(request, _("Review"), review_address()))
    rest = sorted(seen - named, key=lambda name: (MORE + [name]).index(name))
    more = [
        entry(request, capfirst(admins[name].opts.verbose_name_plural), list_of(admins[name]))
        for name in rest
    ]
    may_add = "source" in admins and admins["source"].has_add_permission(request)
    return {
        "sections": sections,
        "more": more,
        "add_source": reverse("admin:annotations_source_add") if may_add else "",
    }


def section(request, label, model_admin):
    found = entry(request, label, list_of(model_admin))
    name = model_admin.opts.model_name
    return found._replace(address=reverse(FIRST_PAGES[name])) if name in FIRST_PAGES else found


def entry(request, label, address):
    return Entry(label, address, here=request.path.startswith(address))


def list_of(model_admin):
    return reverse(f"admin:{model_admin.opts.app_label}_{model_admin.opts.model_name}_changelist")


def review_address():
    try:
        return reverse("admin:review_queue")
    except NoReverseMatch:
        return f"{reverse('admin:annotations_claim_changelist')}?state=submitted"
