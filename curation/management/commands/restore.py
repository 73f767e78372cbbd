"""`manage.py restore FILE`, which is what `make restore FILE=…` runs: a backup put in place of what is here."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from annotations.refusal import Refused
from curation.backups import restoring


class Command(BaseCommand):
    help = "Put a backup in place, with the site stopped. What was there is kept aside under another name."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", type=Path, help="an archive that backup made")
        parser.add_argument("--replace", action="store_true", help="restore although there is work here")

    def handle(self, *, file, replace, **options):
        try:
            restored = restoring.restore(file.absolute(), replace=replace)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(
            f"Restored as it was at {restored.made}: {restored.rows:,} rows, {restored.files:,} uploads."
        )
        for name in restored.aside:
            self.stdout.write(f"  What was here before is kept as {name}")
        self.stdout.write("  Start the site with `make run`; everybody may have to sign in again.")
