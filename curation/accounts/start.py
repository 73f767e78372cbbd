"""Starting a project in three steps: what it is about, its codebook, its people. Each step is saved as it is taken."""

from django import forms
from django.contrib.auth.decorators import login_required
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from annotations import access, demo, invitations, projects
from annotations.admin.members import InvitationForm, address_of_invitation, open_invitations, send_invitation
from annotations.imports import codebook, codebook_table, table
from annotations.models import Project, Theme
from annotations.refusal import Refused

EMPTY, DEMO, FILE = "empty", "demo", "file"


class AboutForm(forms.ModelForm):
    class Meta:
        model = Project
        fields = ["title", "language"]
        labels = {"title": _("Title"), "language": _("Working language")}
        help_texts = {
            "title": _("As you would say it to a colleague; you can change it later."),
            "language": _(
                "The language you code in, as a tag: en, pt or zh. Sources may be in any language."
            ),
        }


class CodebookForm(forms.Form):
    codebook = forms.ChoiceField(
        label=_("Where the themes come from"),
        widget=forms.RadioSelect,
        initial=EMPTY,
        choices=[
            (EMPTY, _("I begin with none and write them as I go")),
            (DEMO, _("Copy those of the demo, about artificial intelligence, and change them")),
            (FILE, _("From a file")),
        ],
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,.csv,.tsv,.txt,.xlsx"}),
        help_text=_(
            "A table with a theme a row (CSV or XLSX), or a dataset that Standpoint wrote (JSON), "
            "of which only the scales and themes are taken."
        ),
    )

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("codebook") == FILE and not cleaned.get("file") and "file" not in self.errors:
            self.add_error("file", _("Choose the file."))
        return cleaned


def step(view):
    """A step inside a project, for its managers."""

    @login_required
    @require_http_methods(["GET", "HEAD", "POST"])
    def guarded(request):
        if request.project is None:
            raise Http404
        if not access.may(request.user, request.project, access.Role.MANAGER):
            raise PermissionDenied
        return view(request)

    return guarded


@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def about(request):
    """The first step makes the project; who may start none reads whom to ask."""
    if request.project is not None:
        raise Http404
    if not projects.may_start(request.user):
        return render(request, "start/ask.html", status=403)
    form = AboutForm(request.POST or None, initial={"language": get_language().split("-")[0]})
    if request.method == "POST" and form.is_valid():
        project = projects.begin(**form.cleaned_data, by=request.user)
        return redirect(f"{request.META['SCRIPT_NAME']}/p/{project.slug}/start/codebook/")
    return render(request, "start/about.html", {"form": form, "step": 1})


@step
def themes(request):
    form = CodebookForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            fill(request, form.cleaned_data)
        except Refused as refusal:
            form.add_error("file" if form.cleaned_data["codebook"] == FILE else None, str(refusal))
        else:
            return redirect("start_people")
    count = Theme.objects.filter(project=request.project).count()
    return render(request, "start/codebook.html", {"form": form, "step": 2, "count": count})


def fill(request, chosen):
    if chosen["codebook"] == DEMO:
        demo.lend_codebook(request.project, by=request.user)
    if chosen["codebook"] == FILE:
        take_file(chosen["file"], project=request.project, by=request.user)


def take_file(file, *, project, by):
    """A dataset says by its name that it is one; whatever else it is must be a table."""
    if file.name.lower().endswith(".json"):
        codebook.take(file, name=file.name, project=project, by=by)
    else:
        codebook_table.load(project, file.read(table.MOST_BYTES + 1), by=by)


@step
def people(request):
    """Invite as many as are wanted, one link at a time; the last link stands on the page."""
    form = InvitationForm(request.POST or None)
    link = None
    if request.method == "POST" and form.is_valid():
        invitation, secret = invitations.invite(request.project, by=request.user, **form.cleaned_data)
        link = address_of_invitation(request, secret)
        if invitation.email:
            send_invitation(invitation, link)
        form = InvitationForm()
    context = {"form": form, "step": 3, "link": link, "open_invitations": open_invitations(request)}
    return render(request, "start/people.html", context | {"front": reverse("admin:index")})
