"""A dataset's permanent addresses: its page, the page of each release, and each file, to whoever may have them.

What is public is open to anybody; the rest to the members of its project, to whom nothing more is shown here than to
everybody else. Who has not signed in is asked to, whether there is such a dataset or not.
"""

from django.contrib.auth.views import redirect_to_login
from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import parse_etags
from django.views.decorators.http import require_safe

from annotations import access
from annotations.book import chapters
from annotations.models import Membership
from annotations.refusal import Refused
from curation import release_facts, release_files, versions
from curation.byte_ranges import Range, asked_range
from curation.export import kinds
from curation.models import Dataset, Release

A_YEAR = 365 * 24 * 3600


def members_or_all(view):
    """Open a page of a dataset to whoever may see it; ``view`` is given the dataset in place of its names."""

    @require_safe
    def open_to(request, project, slug, **others):
        dataset = Dataset.objects.filter(project__slug=project, slug=slug).select_related("project").first()
        if request.project is not None:
            raise Http404  # these addresses stand outside of all projects
        if dataset is not None and (dataset.public or is_member(request, dataset)):
            return view(request, dataset, **others)
        if request.user.is_authenticated:
            raise Http404
        return redirect_to_login(request.get_full_path())

    return open_to


def is_member(request, dataset):
    return request.user.is_authenticated and access.may(request.user, dataset.project, Membership.Role.VIEWER)


def release_of(dataset, version):
    """The release under a version; one that is none is not there."""
    try:
        wanted = versions.read(version)
    except Refused:
        raise Http404 from None
    found = Release.objects.filter(dataset=dataset, **wanted._asdict()).select_related("dataset__project")
    if not found:
        raise Http404
    return found[0]


@members_or_all
def dataset_page(request, dataset):
    """The dataset: its newest release that stands, and all others."""
    releases = list(Release.objects.filter(dataset=dataset).newest_first().select_related("dataset__project"))
    newest = next((release for release in releases if not release.withdrawn), None)
    context = release_facts.shown(newest) if newest else {}
    return render(request, "published/dataset.html", context | {"dataset": dataset, "releases": releases})


@members_or_all
def release_page(request, dataset, version):
    made = release_of(dataset, version)
    return render(request, "published/release.html", release_facts.shown(made) | {"dataset": dataset})


@members_or_all
def codebook_page(request, dataset, version):
    made = release_of(dataset, version)
    context = {"dataset": dataset, "release": made, "chapters": chapters(made.codebook)}
    return render(request, "published/codebook.html", context)


@members_or_all
def release_file(request, dataset, version, name):
    """One file of a release, whole or in part; a withdrawn one is gone."""
    made = release_of(dataset, version)
    file = next((file for file in made.files if file["name"] == name), None)
    if file is None:
        raise Http404
    if made.withdrawn:
        return render(request, "published/withdrawn.html", {"dataset": dataset, "release": made}, status=410)
    etag = f'"{file["sha256"]}"'
    answer = answered(request, release_files.folder_of(made) / name, file["bytes"], etag)
    answer["ETag"] = etag
    answer["Accept-Ranges"] = "bytes"
    answer["Cache-Control"] = f"{'public' if dataset.public else 'private'}, max-age={A_YEAR}, immutable"
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    if not dataset.public:
        answer["Cache-Control"] = "private, no-cache"
    return answer


def answered(request, path, size, etag):
    """The bytes that were asked for: all, none because they are known, one range of them, or a range that is not there."""
    known = parse_etags(request.headers.get("If-None-Match", ""))
    if etag in [one.removeprefix("W/") for one in known] or known == ["*"]:
        return HttpResponse(status=304)
    only_if = request.headers.get("If-Range")
    wanted = asked_range(request.headers.get("Range"), size) if only_if in (None, etag) else None
    if wanted is None:
        answer = FileResponse(path.open("rb"), content_type=type_of(path))
        answer["Content-Length"] = size
        return answer
    if not wanted:
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    part = Range(path, *wanted)
    answer = FileResponse(part, status=206, content_type=type_of(path))
    answer["Content-Range"] = f"bytes {part.first}-{part.last}/{size}"
    answer["Content-Length"] = len(part)
    return answer


def type_of(path):
    kind = kinds.MEDIA_TYPES.get(kinds.ending(path.name), "application/octet-stream")
    return f"{kind}; charset=utf-8" if kind.startswith("text/") else kind
