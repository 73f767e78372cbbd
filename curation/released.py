"""Which releases give away a source, as their files have it."""

from annotations.models import Source
from curation import difference, release_files
from curation.models import Release

ONLY_SOURCES: dict[str, set[str]] = {name: set() for name in difference.SECTIONS if name != "sources"}


def holding(source: Source) -> list[Release]:
    """Return the releases that stand and hold a source, the newest first, by reading their dataset.json."""
    standing = Release.objects.filter(dataset__project=source.project_id, withdrawn=None)
    return [one for one in standing.select_related("dataset__project").order_by("-pk") if _holds(one, source)]


def _holds(release: Release, source: Source) -> bool:
    path = release_files.folder_of(release) / release_files.DATASET
    wanted = {**ONLY_SOURCES, "sources": {source.key}}
    return path.is_file() and any(difference.records(path, wanted))
