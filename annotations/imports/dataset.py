"""A dataset from a JSON file: read, checked, and then stored as one batch, all of it or nothing.

``load`` stores, ``check`` only checks. What the file holds is explained in docs/dataset.md. Everything is read
and checked before the transaction begins, which so is short; nothing long is kept in memory.
"""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from django.core.exceptions import ValidationError
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from annotations import projects, versions
from annotations.access import Role, require, role_in
from annotations.imports.checks import check_references, check_shape
from annotations.imports.file import Fault, Found, NotImported, Pieces, Spool, read
from annotations.imports.known import Known, enter, words_for_search
from annotations.imports.rows import take_time
from annotations.imports.storing import store
from annotations.models import Batch, Claim, CodebookVersion, Project, Scale, Source, Speaker, Theme, User

Progress = Callable[[str, int, int], object]
STEP = 1000  # records between two reports of progress
CHECKED = ("themes", "speakers", "sources", "claims", "notes")


def quiet(step: str, done: int, total: int) -> None:
    """Report to nobody."""


def load(
    path: str | Path,
    *,
    slug: str,
    by: User | None = None,
    managers: Iterable[User] = (),
    name: str = "",
    progress: Progress = quiet,
    at_last: Callable[[Batch], object] = lambda batch: None,
) -> Batch:
    """Store a dataset's file in the project at ``slug``, which is made if there is none, and return the batch.

    ``managers`` become managers of the project. ``name`` is what the file was called, if not as now. ``progress`` is
    told the step, how much is done and of how much; ``at_last`` has the last word in the transaction.
    Raises ``NotImported`` with the path in the document, the line and the reason; nothing is stored then.
    """
    with _read(path, slug, by, progress) as (file, spool, pieces):
        progress("Storing", 0, sum(spool.counts.values()))
        try:
            with transaction.atomic():
                take_time()
                project = _receive(slug, file.single["project"], by)
                for manager in managers:
                    if role_in(manager, project) is None:
                        projects.join(project, manager, role=Role.MANAGER)
                batch = _batch(project, by, name or Path(path).name, pieces, counts(file, spool))
                store(batch, file, spool, progress)
                at_last(batch)
        except DatabaseError as error:
            raise NotImported(
                _("The database did not take it: %(reason)s.") % {"reason": str(error).splitlines()[0]}
            ) from error
    return batch


def _batch(project: Project, by: User | None, name: str, pieces: Pieces, held: dict[str, int]) -> Batch:
    sha256 = pieces.sha256.hexdigest()
    return Batch.objects.create(project=project, by=by, file_name=name[-500:], sha256=sha256, counts=held)


def check(
    path: str | Path, *, slug: str, by: User | None = None, progress: Progress = quiet
) -> dict[str, int]:
    """Check all that ``load`` checks, store nothing, and return how much would come in."""
    with _read(path, slug, by, progress) as (file, spool, _):
        return counts(file, spool)


def counts(file: Known, spool: Spool) -> dict[str, int]:
    """How many records of each list there are, and how many texts."""
    return {**spool.counts, "texts": len(file.texts)}


# Reading and checking


@contextmanager
def _read(
    path: str | Path, slug: str, by: User | None, progress: Progress
) -> Iterator[tuple[Known, Spool, Pieces]]:
    """Yield what is known of a file that holds together, its records, and its bytes' checksum."""
    may_come_in(Project.objects.filter(slug=slug).first(), by)
    try:
        with Spool() as spool:
            file = Known(bodies=spool.bodies)
            with open(path, "rb") as opened:
                pieces = Pieces(opened)
                _enter_all(pieces, file, spool, os.fstat(opened.fileno()).st_size, progress)
            _check_all(file, spool, progress)
            yield file, spool, pieces
    except OSError as error:
        raise NotImported(
            _("%(path)s cannot be read: %(error)s.") % {"path": path, "error": error.strerror}
        ) from None


def _enter_all(pieces: Pieces, file: Known, spool: Spool, size: int, progress: Progress) -> None:
    for number, found in enumerate(read(pieces)):
        with _located(found):
            check_shape(found)
            enter(found, file)
        if not found.alone:
            spool.add(found)
        if number % STEP == 0:
            progress("Reading", pieces.file.tell(), size)
    progress("Reading", size, size)


def _check_all(file: Known, spool: Spool, progress: Progress) -> None:
    total = sum(spool.counts[key] for key in CHECKED)
    everything = (found for key in CHECKED for found in spool.records(key))
    for number, found in enumerate(everything):
        with _located(found):
            check_references(found, file)
        if found.key == "claims":
            spool.add_words(words_for_search(found.value, file))
        if number % STEP == 0:
            progress("Checking", number, total)
    progress("Checking", total, total)


class _located:
    """Say where the record stands in whose place something is wrong."""

    def __init__(self, found: Found):
        self.found = found

    def __enter__(self):
        return self

    def __exit__(self, kind, fault, traceback):
        if isinstance(fault, Fault):
            path = [*self.found.path, *fault.path]
            raise NotImported(fault.reason, path=path, line=self.found.line) from None


# The project that receives it


def _receive(slug: str, described: dict, by: User | None) -> Project:
    """Return the project at this address, made if there is none, with the file's title and language and no scale."""
    project = Project.objects.select_for_update().filter(slug=slug).first()
    may_come_in(project, by)
    if project is None:
        return _start(slug, described)
    now = {"title": described["title"], "language": described["language"]}
    if now != {"title": project.title, "language": project.language}:
        versions.bump(project, seen=project.version, **now)
        versions.record_change(project, by=by, reason="as in the imported dataset")
    Scale.objects.filter(project=project).delete()
    return project


def _start(slug: str, described: dict) -> Project:
    project = Project(slug=slug, title=described["title"], language=described["language"])
    try:
        project.full_clean()
    except ValidationError as error:
        raise NotImported(
            _("No project can be made at “%(slug)s”: %(reasons)s")
            % {"slug": slug, "reasons": " ".join(error.messages)}
        ) from None
    project.save()
    return project


def may_come_in(project: Project | None, by: User | None) -> None:
    """Raise ``Refused`` unless the project, if there is one, is empty and the person, if there is one, manages it."""
    if project is None:
        return
    if by:
        require(by, project, Role.MANAGER)
    held: Sequence = (Source, Speaker, Claim, Theme, CodebookVersion)
    for model in held:
        if model.objects.filter(project=project).exists():
            raise NotImported(
                _(
                    "The project “%(project)s” has %(things)s already: a dataset comes into an empty project. "
                    "Choose another address."
                )
                % {"project": project.slug, "things": model._meta.verbose_name_plural}
            )
