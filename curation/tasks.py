"""What the workers do: each kind of work by the function that does it, handed over through Django's tasks.

``ask_for_…`` writes the work down and hands it over in one transaction. The task only names the work: whichever
worker takes it finds there what is to be done, and whoever comes second finds it taken.
"""

from collections.abc import Callable

from django.core.files import File
from django.db import transaction
from django_tasks import task

from annotations.models import Project, User
from curation import incoming, release, work
from curation.models import Dataset, Work

KINDS: dict[str, Callable[[work.Attempt], object]] = {
    release.KIND: release.freeze,
    incoming.KIND: incoming.bring_in,
}


@task()
def carry_out(pk: int) -> None:
    """Do a piece of work, if it still waits."""
    kind = Work.objects.values_list("kind", flat=True).get(pk=pk)
    try:
        work.carry_out(pk, KINDS[kind])
    finally:
        incoming.sweep()


@transaction.atomic
def ask_for_release(dataset: Dataset, *, version: str, notes: str, by: User, seen: int) -> Work:
    """Let a worker release a version; raises what ``release.ask`` raises."""
    asked = release.ask(dataset, version=version, notes=notes, by=by, seen=seen)
    carry_out.enqueue(asked.pk)
    return asked


def ask_for_import(project: Project, file: File, *, by: User) -> Work:
    """Let a worker bring a dataset into a project; raises what ``incoming.keep`` and ``incoming.ask`` raise."""
    kept = incoming.keep(project, file, by=by)
    with transaction.atomic():
        asked = incoming.ask(project, kept, name=str(file.name), by=by)
        carry_out.enqueue(asked.pk)
        return asked


def take_again() -> list[Work]:
    """Hand over again what no living worker holds and what none was told of, and return it."""
    return _take_again() if work.is_neglected() else []  # a look alone locks nothing


@transaction.atomic
def _take_again() -> list[Work]:
    found = [*work.reap(), *work.forgotten()]
    for one in found:
        carry_out.enqueue(one.pk)
    return found
