"""Freezing a dataset: refused early, built beside everybody's work, registered in one short transaction, for good.

``refusals`` says what stands in the way, ``ask`` writes down what is to be done, ``freeze`` does it, ``withdraw`` is all
that can happen to a release afterwards, ``sweep`` clears away what a crash left. A release is there with all its files
or not at all: its row is written last, in the transaction in which the work ends.
"""

import os
import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from annotations.access import Role, require
from annotations.models import Speaker, User
from annotations.refusal import Refused
from annotations.versions import Conflict
from curation import datasets, difference, licences, release_files, versions, work
from curation.export import rows
from curation.export.choice import claims_of
from curation.models import Dataset, Release, Work
from curation.versions import Version

KIND = "release"


# Before


def releases_of(dataset: Dataset) -> list[Release]:
    """Return all releases of a dataset, the newest first."""
    return list(Release.objects.filter(dataset=dataset).newest_first())


def last_version(before: list[Release]) -> Version | None:
    """Return the highest version there is, withdrawn or not: none is used twice."""
    return Version(before[0].major, before[0].minor, before[0].patch) if before else None


def refusals(dataset: Dataset) -> list[str]:
    """Return what stands in the way of a release, as sentences; nothing where it can be made."""
    faults = datasets.faults_of(dataset.project, dataset.query)
    if not dataset.licence:
        faults.append(_("It has no licence. Choose one, such as CC-BY-4.0: nobody may use it otherwise."))
    elif not licences.is_known(dataset.licence):
        faults.append(_("“%(licence)s” is no licence that is known here.") % {"licence": dataset.licence})
    kept = datasets.source_that_stays(dataset)
    if kept:
        faults.append(
            _("The rights of “%(source)s” let nothing of it leave: choose other sources.") % {"source": kept}
        )
    elif not faults and not claims_of(datasets.chosen(dataset, using="default")).exists():
        faults.append(_("Nothing is accepted that it asks for: there is nothing to release."))
    return faults


def check_version(version: Version, last: Version | None) -> None:
    """Raise ``Refused`` unless the version is higher than the last one."""
    if last and version <= last:
        raise Refused(
            _("Version %(version)s is not higher than %(last)s, which is the last one.")
            % {"version": version, "last": last}
        )


@dataclass(frozen=True)
class Proposal:
    """The version that follows from what has changed, as far as ids and codes tell, and why."""

    version: Version
    counts: dict[str, int]
    since: Release | None


def propose(dataset: Dataset) -> Proposal:
    """Propose a version: claims are told apart by their ids, without reading what they say."""
    before = releases_of(dataset)
    last = release_files.previous(before)
    if last is None:
        return Proposal(versions.after(last_version(before), "minor"), {}, None)
    choice = datasets.chosen(dataset, using="default")
    was = difference.heads(release_files.folder_of(last) / release_files.DATASET)
    counts = difference.told_apart(
        was["claims"], dict(claims_of(choice).values_list("record", "key")), "claims"
    )
    codebook = rows.codebook_now(choice)
    for kind in ("themes", "scales"):
        listed = {entry["code"]: entry for entry in codebook[kind]}
        frozen = {entry["code"]: entry for entry in last.codebook[kind]}
        counts |= difference.told_apart(frozen, listed, kind)
    merged = Speaker.objects.filter(project=dataset.project).values_list("key", "merged_into__key")
    moved = sum(was["speakers"].get(key, same) != same for key, same in merged)
    counts |= {"speakers_merged": moved} if moved else {}
    step = "major" if last.about["rights"] != dataset.rights else difference.step(counts)
    return Proposal(versions.after(last_version(before), step), counts, last)


# Asking for it, and doing it


def ask(dataset: Dataset, *, version: str, notes: str, by: User | None, seen: int) -> Work:
    """Write down that a version is to be released, as the dataset stood in version ``seen``; a worker takes it from here.

    Raises ``NotAllowed`` below manager, ``Refused`` with what stands in the way, and while another one is under way,
    ``Conflict`` where the dataset has moved. ``by`` None is whoever runs the site.
    """
    if by:
        require(by, dataset.project, Role.MANAGER)
    if dataset.version != seen:
        raise Conflict(dataset, seen)
    faults = refusals(dataset)
    if faults:
        raise Refused(" ".join(faults))
    wanted = versions.read(version)
    check_version(wanted, last_version(releases_of(dataset)))
    return work.ask(
        KIND,
        project=dataset.project,
        about=about(dataset),
        given={"dataset": dataset.pk, "seen": seen, "version": str(wanted), "notes": notes},
        by=by,
        refusal=_("A release of this dataset is being made at this moment: wait until it is there."),
    )


def about(dataset: Dataset) -> str:
    """Return what the work on a dataset's release is about."""
    return f"dataset {dataset.pk}"


def freeze(attempt: work.Attempt, *, progress: Callable[[str, int, int], None] = work.quiet) -> Release:
    """Build what was asked for and register it; nothing of it is there before, all of it after.

    Raises ``Refused`` where what was asked for cannot be done any more, ``Lost`` where another attempt has it.
    """
    sweep()
    given, key = attempt.work.given, key_of(attempt.work)
    dataset = Dataset.objects.select_related("project").get(pk=given["dataset"])
    if dataset.version != given["seen"]:
        raise Conflict(dataset, given["seen"])
    before = releases_of(dataset)
    check_version(versions.read(given["version"]), last_version(before))
    day = timezone.now().date() if "day" not in given else date.fromisoformat(given["day"])
    plan = release_files.Plan(dataset, given["version"], given["notes"], day.isoformat(), before)

    def tell(step: str, done: int, total: int) -> None:
        attempt.progress(step, done, total)
        progress(step, done, total)

    folder = unfinished_folder() / key
    folder.mkdir(mode=0o700, parents=True)
    try:
        built = release_files.build(plan, folder, progress=tell)
        if not built.counts["claims"]:
            raise Refused(_("Nothing is accepted that it asks for: there is nothing to release."))
        _put(folder / "files", release_files.releases_folder() / key)
        return _register(attempt, dataset, given, built, key)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _put(files: Path, place: Path) -> None:
    """Move the files to their place, where they count for nothing until the release is registered."""
    place.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    shutil.rmtree(place, ignore_errors=True)
    os.rename(files, place)
    release_files.sync_folder(place.parent)


def _register(
    attempt: work.Attempt, dataset: Dataset, given: dict, built: release_files.Built, key: str
) -> Release:
    version = versions.read(given["version"])
    try:
        with transaction.atomic():
            attempt.end(Work.State.DONE)
            return Release.objects.create(
                key=key,
                dataset=dataset,
                **version._asdict(),
                notes=given["notes"],
                about=built.about,
                counts=built.counts,
                codebook=built.codebook,
                files=built.files,
                losses=built.losses,
                changes=built.changes,
                made_by=attempt.work.by,
            )
    except IntegrityError:
        raise Refused(_("Version %(version)s was released meanwhile.") % {"version": version}) from None


# Afterwards


def withdraw(release: Release, *, by: User, reason: str) -> None:
    """Take a release back: its page, the reason and the sums stay, its files are deleted.

    Raises ``NotAllowed`` below manager, ``Refused`` without a reason, and where it was done before.
    """
    require(by, release.dataset.project, Role.MANAGER)
    if not reason.strip():
        raise Refused(_("Give the reason: it is what stays."))
    if not Release.objects.filter(pk=release.pk).withdraw(by=by, reason=reason, at=timezone.now()):
        raise Refused(_("This release was withdrawn already."))
    transaction.on_commit(partial(shutil.rmtree, release_files.folder_of(release), ignore_errors=True))
    release.refresh_from_db()


# What a crash leaves


def unfinished_folder() -> Path:
    """Return where releases are built: beside the uploads, so that no backup holds half of one."""
    return settings.DATA_DIR / "unfinished"


def key_of(asked: Work) -> str:
    """Return the key of the release that this attempt makes; no two attempts share one."""
    return f"{asked.pk}.{asked.attempt}"


def sweep() -> list[str]:
    """Clear away the folders that no release that stands has and no attempt is building; returns their names."""
    swept = []
    for parent in (unfinished_folder(), release_files.releases_folder()):
        for folder in sorted(parent.iterdir()) if parent.is_dir() else []:
            if not _is_needed(folder.name):
                shutil.rmtree(folder, ignore_errors=True)
                swept.append(folder.name)
    return swept


def _is_needed(key: str) -> bool:
    # The work first: where it has ended with a release, that is there by now.
    pk, _dot, attempt = key.partition(".")
    if not (pk.isdecimal() and attempt.isdecimal()):
        return True  # not ours
    under_way = Work.objects.filter(pk=int(pk), attempt=int(attempt), state=Work.State.WORKING)
    return under_way.exists() or Release.objects.filter(key=key, withdrawn=None).exists()
