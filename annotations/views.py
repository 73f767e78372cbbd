"""The front page: the projects a person is a member of, and what waits in each."""

from collections import defaultdict

from django.contrib.auth.decorators import login_required
from django.db.models import Count
from django.shortcuts import redirect, render

from annotations import access
from annotations.models import Claim, Membership, Note, Reading

State = Claim.State


@login_required
def front_page(request):
    """Several projects: choose. One: straight to it. Inside a project: to its pages."""
    if request.project:
        return redirect("admin:index")
    members = Membership.objects.active().filter(user=request.user).select_related("project")
    members = list(members.order_by("project__title", "pk"))
    if len(members) == 1:
        return redirect(address_of(request, members[0].project))
    waiting = what_waits(request.user)
    projects = [
        {
            "title": member.project.title,
            "role": member.get_role_display(),
            "address": address_of(request, member.project),
            "waiting": waiting[member.project_id],
        }
        for member in members
    ]
    return render(request, "annotations/front_page.html", {"projects": projects})


def address_of(request, project):
    return f"{request.META['SCRIPT_NAME']}/p/{project.slug}/admin/"


def what_waits(user):
    """Return project id → counts of what waits for the person, as far as they see it, in a fixed number of queries."""
    claims = access.visible_to(user, Claim.objects.all())
    waiting = {
        "drafts": claims.filter(state=State.DRAFT, coder=user),
        "returned": claims.filter(state=State.RETURNED, coder=user),
        "submitted": claims.filter(state=State.SUBMITTED),
        "readings": access.visible_to(user, Reading.objects.filter(coder=user, submitted=None)),
        "questions": access.visible_to(user, Note.objects.filter(resolved=False, kind=Note.Kind.QUESTION)),
    }
    counts = defaultdict(dict)
    for name, rows in waiting.items():
        found = rows.order_by().values_list("project_id").annotate(count=Count("pk"))
        for project, count in found:
            counts[project][name] = count
    return counts
