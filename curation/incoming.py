"""A dataset that comes in: its file is kept until a worker has stored what it holds, all of it or nothing.

``keep`` takes the file, ``ask`` writes down what is to be done, ``bring_in`` does it, ``sweep`` clears away the files that
nothing waits for any more.
"""

import os
import secrets
import time
from pathlib import Path

from django.conf import settings
from django.core.files import File
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.imports import dataset
from annotations.models import Batch, Project, User
from annotations.refusal import Refused
from curation import work
from curation.models import Work

KIND = "import"
ON_ITS_WAY = 24 * 3600  # seconds within which what is being sent has been asked for
STEPS = {
    "Reading": gettext_lazy("Reading the file"),
    "Checking": gettext_lazy("Checking each record against all others"),
    "Storing": gettext_lazy("Storing everything"),
}


def folder() -> Path:
    """Return where files wait: beside the uploads, since a backup has what came of them."""
    return settings.DATA_DIR / "incoming"


def about(project: Project) -> str:
    """Return what the work on a project's import is about."""
    return f"project {project.pk}"


def keep(project: Project, file: File, *, by: User) -> str:
    """Keep a file and return its name there. Raises ``Refused`` where it could not come in, or cannot be kept."""
    dataset.may_come_in(project, by)
    if work.under_way(KIND, about(project)):
        raise Refused(_under_way())
    path = folder() / f"{secrets.token_hex(16)}.json"
    try:
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        with open(path, "xb") as kept:
            for chunk in file.chunks():
                kept.write(chunk)
            os.fsync(kept.fileno())
    except OSError as error:
        if path.is_file():
            path.unlink()
        raise Refused(_("The file cannot be kept: %(error)s.") % {"error": error.strerror}) from error
    return path.name


def ask(project: Project, kept: str, *, name: str, by: User) -> Work:
    """Write down that a kept file is to come in, under the name it was sent with; a worker takes it from here.

    Raises ``Refused`` while another one is under way.
    """
    given = {"file": kept, "name": name}
    return work.ask(KIND, project=project, about=about(project), given=given, by=by, refusal=_under_way())


def _under_way() -> str:
    return _("A dataset is coming into this project at this moment: wait until it is there.")


def bring_in(attempt: work.Attempt) -> Batch:
    """Store what was asked for; the work ends in the transaction in which everything is there.

    Raises ``Refused`` with the place and the reason where something is wrong, ``Lost`` where another attempt has it.
    """
    given, project = attempt.work.given, attempt.work.project
    path = folder() / given["file"]
    if not path.is_file():
        raise Refused(_("The file is not there any more. Choose it again."))

    def tell(step: str, done: int, total: int) -> None:
        attempt.progress(step, done, total)
        if not done:
            attempt.beat()  # at once: while everything is stored, SQLite takes no heartbeat

    return dataset.load(
        path,
        slug=project.slug,
        by=attempt.work.by,
        name=given["name"],
        progress=tell,
        at_last=lambda batch: attempt.end(Work.State.DONE),
    )


def told(asked: Work) -> str:
    """Return how far it is, as a sentence."""
    return work.told(asked, at_work=str(STEPS.get(asked.step, _("It begins."))))


def sweep() -> list[str]:
    """Clear away the files that no work waits for; returns their names."""
    swept = []
    for path in sorted(folder().iterdir()) if folder().is_dir() else []:
        if not _is_needed(path):
            path.unlink(missing_ok=True)
            swept.append(path.name)
    return swept


def _is_needed(path: Path) -> bool:
    asked = Work.objects.filter(kind=KIND, given__file=path.name).first()
    if asked is None:
        return time.time() - path.stat().st_mtime < ON_ITS_WAY
    return asked.state in Work.OPEN
