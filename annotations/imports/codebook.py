"""The codebook of a dataset's file, its scales and themes alone, taken into a project that has no themes yet.

What else the file holds is passed over: so a codebook can be shared without the sources that it was made for.
"""

from typing import BinaryIO

from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from annotations.access import Role, require
from annotations.imports.checks import check_references, check_shape
from annotations.imports.file import Fault, Found, NotImported, Pieces, Spool, read
from annotations.imports.known import Known, enter
from annotations.imports.rows import take_time
from annotations.imports.storing import store_codebook
from annotations.models import Batch, Project, Scale, Theme, User
from annotations.refusal import Refused

TAKEN = ("scales", "themes")
LOOKED_AT = ("format", "version", *TAKEN)


def require_no_themes(project: Project) -> None:
    """Raise ``Refused`` if the project has themes: a codebook comes into an empty one."""
    if Theme.objects.filter(project=project).exists():
        raise Refused(
            _("This project has themes already: a codebook from elsewhere comes into an empty one.")
        )


def take(file: BinaryIO, *, name: str, project: Project, by: User) -> Batch:
    """Store the scales and themes of a dataset's file in place of the project's scales, as one batch.

    ``name`` is the file's. Raises ``NotImported`` with the place in the file and the reason, ``NotAllowed`` for who does
    not manage the project, ``Refused`` where it has themes; nothing is stored then.
    """
    require(by, project, Role.MANAGER)
    require_no_themes(project)
    with Spool() as spool:
        known = Known(bodies=spool.bodies)
        pieces = Pieces(file)
        for found in read(pieces):
            if found.key in LOOKED_AT:
                _enter(found, known, spool)
        for key in TAKEN:
            for found in spool.records(key):
                _check(found, known)
        if not known.themes:
            raise NotImported(_("There are no themes in this file."))
        try:
            return _store(project, by, name, pieces, known, spool)
        except DatabaseError as error:
            raise NotImported(
                _("The database did not take it: %(reason)s.") % {"reason": str(error).splitlines()[0]}
            ) from error


@transaction.atomic
def _store(project: Project, by: User, name: str, pieces: Pieces, known: Known, spool: Spool) -> Batch:
    take_time()
    Project.objects.select_for_update().get(pk=project.pk)
    require_no_themes(project)
    Scale.objects.filter(project=project).delete()
    batch = Batch.objects.create(
        project=project,
        by=by,
        file_name=name[-500:],
        sha256=pieces.sha256.hexdigest(),
        counts={key: spool.counts[key] for key in TAKEN},
    )
    store_codebook(batch, known, spool)
    return batch


def _enter(found: Found, known: Known, spool: Spool) -> None:
    try:
        check_shape(found)
        enter(found, known)
    except Fault as fault:
        raise _located(found, fault) from None
    if not found.alone:
        spool.add(found)


def _check(found: Found, known: Known) -> None:
    try:
        check_references(found, known)
    except Fault as fault:
        raise _located(found, fault) from None


def _located(found: Found, fault: Fault) -> NotImported:
    return NotImported(fault.reason, path=[*found.path, *fault.path], line=found.line)
