"""The site's own addresses, and those that the bench compares them with."""

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse, JsonResponse
from django.urls import path
from django.views.decorators.http import require_POST

from annotations import drafting
from annotations.access import visible_to
from annotations.models import Batch, Project, Speaker, Text, Theme
from curation.urls import urlpatterns as of_the_site


def insert_bare(request):
    project = Project(pk=1)
    Batch.objects.create(project=project, file_name="bench", sha256="0" * 64)
    return HttpResponse(status=201)


@login_required
@require_POST
def insert_signed_in(request):
    Batch.objects.create(project=request.project, by=request.user, file_name="bench", sha256="0" * 64)
    return HttpResponse(status=201)


@login_required
@require_POST
def mark(request):
    """One full claim through the verb: an anchor, a speaker, two codings."""
    own = {model: visible_to(request.user, model.objects.filter(project=request.project)) for model in WANTED}
    text = own[Text].select_related("source", "project").get(pk=request.POST["text"])
    themes = own[Theme].select_related("scale").filter(pk__in=request.POST.getlist("theme"))
    stances = {theme.pk: theme.scale.stances.all()[0] for theme in themes}
    start = int(request.POST["start"])
    content = drafting.Content(
        place=drafting.Place(text=text, start=start, end=start + 80),
        voices=[drafting.Voice(speaker=own[Speaker].get(pk=request.POST["speaker"]), named_as="she")],
        codes=[drafting.Code(theme=theme, stance=stances[theme.pk], certainty="high") for theme in themes],
        said="2026-11",
        paraphrase="What she is reported to have said.",
    )
    claim = drafting.mark(content, coder=request.user)
    return JsonResponse({"claim": claim.key, "version": claim.version}, status=201)


WANTED = (Text, Theme, Speaker)
urlpatterns = [
    path("bench/insert-bare", insert_bare),
    path("bench/insert", insert_signed_in),
    path("bench/claim", mark),
    *of_the_site,
]
