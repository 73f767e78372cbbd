"""`manage.py release SLUG VERSION --project SLUG --output FILE.zip`: freeze a dataset, here and now."""

import shutil
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from annotations.refusal import Refused
from curation import release, release_files, work
from curation.models import Dataset, Release, Work


class Command(BaseCommand):
    help = "Freeze a dataset under a version, for good, and write its archive."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="the dataset's address")
        parser.add_argument("version", help="such as 1.2.0, or “next” for the one that is proposed")
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project's address")
        parser.add_argument("--output", type=Path, metavar="FILE.zip", help="where to write the archive")
        parser.add_argument("--notes", default="", help="what readers of the release should know")

    def handle(self, *, slug, version, project, output, notes, **options):
        dataset = Dataset.objects.filter(project__slug=project, slug=slug).select_related("project").first()
        if dataset is None:
            raise CommandError(f"There is no dataset “{slug}” in the project “{project}”.")
        if output and output.exists():
            raise CommandError(f"{output} is there already: name another file.")
        if version == "next":
            version = str(release.propose(dataset).version)
        made = self.make(dataset, version, notes)
        self.stdout.write(f"{made} is released: {made.counts['claims']:,} claims.")
        self.stdout.write(f"  {made.files[0]['name']}: SHA-256 {made.files[0]['sha256']}")
        if output:
            shutil.copyfile(release_files.folder_of(made) / made.files[0]["name"], output)

    def make(self, dataset, version, notes):
        try:
            asked = release.ask(dataset, version=version, notes=notes, by=None, seen=dataset.version)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        with tqdm(disable=None, leave=False) as bar:
            done = work.carry_out(asked.pk, lambda attempt: release.freeze(attempt, progress=shown_on(bar)))
        if done is None or done.state != Work.State.DONE:
            raise CommandError(done.told if done else "Another process has taken this release.")
        return Release.objects.select_related("dataset__project").get(key=release.key_of(done))


def shown_on(bar):
    def tell(step, done, total):
        bar.set_description_str(step)
        bar.total, bar.n = total or None, done
        bar.refresh()

    return tell
