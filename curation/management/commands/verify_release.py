"""`manage.py verify_release FILE.zip`: recompute everything that a release says of itself; needs no database."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from annotations.refusal import Refused
from curation import release_check


class Command(BaseCommand):
    help = "Check a release's archive: its sums, the shape of its records, each offset against its text."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, metavar="FILE.zip")

    def handle(self, *, file, **options):
        try:
            checked = release_check.verify(file)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"{file.name} is whole: {checked.title} {checked.version}.")
        self.stdout.write(
            f"  {checked.files:,} files with their sums, {checked.records:,} records, "
            f"{checked.anchors:,} offsets, {checked.held:,} of them held against a text."
        )
