"""`manage.py backup [FILE]`, which is what `make backup` runs: everything as one archive, tried out on the spot."""

from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from annotations.refusal import Refused
from curation.backups import making


class Command(BaseCommand):
    help = "Back up database and uploads into one archive while people work, and try it out by restoring it elsewhere."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", type=Path, help="a new file (one in DATA_DIR/backups if none)")
        parser.add_argument("--evidence", action="store_true", help="let the audit read every row of it too")

    def handle(self, *, file, evidence, **options):
        try:
            made = making.make(file and file.absolute(), evidence=evidence)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        self.stdout.write(f"Backed up and tried out: {made.path}")
        self.stdout.write(f"  {made.path.stat().st_size:,} bytes, {made.rows:,} rows, {made.files:,} uploads")
        self.stdout.write(f"  SHA-256: {made.sha256}")
        for name in made.missing:
            self.stderr.write(f"  A text names the upload {name}, which is not there.")
        self.stdout.write("  Keep a copy on another machine. The secret key is not in it, and is not needed.")
