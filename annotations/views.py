"""The front page: the projects a person is a member of, and what waits in each."""

from django.contrib.auth.decorators import login_required
from django.shortcuts import redirect, render

from annotations import projects, waiting
from annotations.models import Membership


@login_required
def front_page(request):
    """Several projects: choose. One: straight to it. Inside a project: to its pages."""
    if request.project:
        return redirect("admin:index")
    members = Membership.objects.active().filter(user=request.user).select_related("project")
    members = list(members.order_by("project__title", "pk"))
    if len(members) == 1:
        return redirect(address_of(request, members[0].project))
    waits = waiting.in_projects(request.user)
    choices = [
        {
            "title": member.project.title,
            "language": member.project.language,
            "role": member.get_role_display(),
            "address": address_of(request, member.project),
            "waiting": [
                (count, waiting.words_for(name, count)) for name, count in waits[member.project_id].items()
            ],
        }
        for member in members
    ]
    context = {"projects": choices, "may_start": projects.may_start(request.user)}
    return render(request, "annotations/front_page.html", context)


def address_of(request, project):
    return f"{request.META['SCRIPT_NAME']}/p/{project.slug}/admin/"
