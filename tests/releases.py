"""Datasets and releases for tests, made through the verbs that make them in the application."""

import zipfile

from curation import datasets, release, release_files, tasks, work
from curation.models import Release
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_source,
    make_text,
    numbers,
)


def make_dataset(project, slug=None, title="What experts say", licence="CC-BY-4.0", **fields):
    fields = {"rights": "full"} | fields
    return datasets.begin(
        project, slug=slug or f"set-{next(numbers)}", title=title, by=None, licence=licence, **fields
    )


def make_accepted(project, *, body=None, rights="full", language="en", **content):
    """Return an accepted claim in a source of its own."""
    text = make_text(
        make_source(project, rights=rights), language=language, **({"body": body} if body else {})
    )
    return make_claim(content=make_content(text, **content), state=State.ACCEPTED)


def make_release(dataset, version="1.0.0", *, notes="", by=None):
    """Return a release, made as a worker makes it but for the heartbeat."""
    asked = release.ask(dataset, version=version, notes=notes, by=by, seen=dataset.version)
    made = release.freeze(work.take(asked.pk))
    return Release.objects.select_related("dataset__project").get(pk=made.pk)


def ask_for_release(dataset, version="1.0.0", by=None):
    """Return the work that a manager asks for."""
    by = by or make_member(dataset.project, Role.MANAGER)
    return tasks.ask_for_release(dataset, version=version, notes="", by=by, seen=dataset.version)


def archive_of(made):
    return release_files.folder_of(made) / made.files[0]["name"]


def unpacked(made):
    """Return each file of the archive, by name."""
    with zipfile.ZipFile(archive_of(made)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
