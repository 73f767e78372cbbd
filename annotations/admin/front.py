"""The front page of a project: what waits for the person, what to go on with, and where the project stands."""

from django.template.response import TemplateResponse
from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from annotations import progress, usage, waiting
from annotations.access import Role
from annotations.scope import holds

LISTS = {
    "returned": "claim",
    "drafts": "claim",
    "questions": "note",
    "readings": "reading",
    "unread": "text",
    "imports": "batch",
}


def front_page(request, context):
    """``context`` is what every page of the site is given."""
    waits = waiting.in_project(request.user, request.project)
    cards = [card for card in waits.values() if card.count]
    states = progress.claims_by_state(request.user, request.project)
    holdings = progress.holdings(request.user, request.project)
    context |= {
        "title": _("Front page"),
        "cards": [(card, address_of(card.name)) for card in cards],
        "total": sum(card.count for card in cards),
        "came_back": progress.came_back(request.user, waits),
        "texts": progress.texts_ahead(request.user, request.project, waits),
        "themes": progress.standing_of_themes(request.user, request.project, states),
        "states": [
            (state, label, states[state]) for state, label in usage.ALL_CLAIMS.items() if state in states
        ],
        "holdings": holdings,
        "coding_time": coding_time(request),
        "may_review": holds(request, Role.REVIEWER),
        "is_new": not holdings["sources"],
        "next_act": next_act(request, states),
        "may_code": holds(request, Role.CODER),
        "may_manage": holds(request, Role.MANAGER),
    }
    return TemplateResponse(request, "admin/index.html", context)


def coding_time(request):
    """How long the project was coded, as far as the person sees the readings; nothing where it records no time."""
    if not request.project.coding_time:
        return ""
    seconds = progress.coding_seconds(request.user, request.project)
    hours, minutes = divmod(seconds // 60, 60)
    words = {"hours": number_format(hours), "minutes": number_format(minutes)}
    return _("%(hours)s h %(minutes)s min") % words if seconds else ""


def address_of(name):
    """The queue or the list that shows exactly what waits."""
    if name == "review":
        return reverse("admin:review_queue")
    return f"{reverse(f'admin:annotations_{LISTS[name]}_changelist')}?waits={name}"


def next_act(request, states):
    """Where nothing waits there is still something to do: words and an address, by role."""
    if holds(request, Role.CODER):
        return _("Add a source"), reverse("admin:annotations_source_add")
    if states:
        return _("Read the accepted claims"), reverse("admin:annotations_claim_changelist")
    return _("Look at the codebook"), reverse("admin:annotations_theme_changelist")
