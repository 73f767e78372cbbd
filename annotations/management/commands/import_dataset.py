"""`manage.py import_dataset FILE --project SLUG`: a dataset's file into an empty project, all of it or nothing."""

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from annotations.imports import dataset
from annotations.models import Project, User
from annotations.refusal import Refused


class Command(BaseCommand):
    help = "Read a dataset (docs/dataset.md) into a project that is empty, or made for it."

    def add_arguments(self, parser):
        parser.add_argument("file", help="the JSON file")
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project's address")
        parser.add_argument("--dry-run", action="store_true", help="check everything and store nothing")
        parser.add_argument(
            "--manager",
            metavar="USERNAME",
            help="make this person a manager of the project; a new project has all superusers where nobody is named",
        )

    def handle(self, *, file, project, dry_run, manager, **options):
        try:
            with Bars() as progress:
                counts = run(file, project, managers(manager, project), dry_run, progress)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        found = ", ".join(f"{count} {key}" for key, count in counts.items())
        self.stdout.write(
            f"All is well, nothing was stored: {found}." if dry_run else f"Stored in “{project}”: {found}."
        )


def run(file, slug, managers, dry_run, progress):
    if dry_run:
        return dataset.check(file, slug=slug, progress=progress)
    return dataset.load(file, slug=slug, managers=managers, progress=progress).counts


def managers(username, slug):
    """Who is to run the project: the person named, or every superuser where it is new and nobody is."""
    active = User.objects.filter(is_active=True)
    if not username:
        return [] if Project.objects.filter(slug=slug).exists() else list(active.filter(is_superuser=True))
    named = active.filter(username=username).first()
    if named is None:
        raise CommandError(f"There is no active user “{username}”.")
    return [named]


class Bars:
    """A progress bar for each step, on standard error where that is a terminal."""

    def __enter__(self):
        self.step, self.bar = "", None
        return self.report

    def report(self, step, done, total):
        if step != self.step:
            self.close()
            self.step, self.bar = (
                step,
                tqdm(desc=step, total=total, disable=None, leave=False, unit_scale=True),
            )
        self.bar.update(done - self.bar.n)

    def close(self):
        if self.bar is not None:
            self.bar.close()

    def __exit__(self, *reason):
        self.close()
