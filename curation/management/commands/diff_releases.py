"""`manage.py diff_releases A.zip B.zip`: what changed from one release to another, in words or as JSON; needs no database."""

import json
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from annotations.refusal import Refused
from curation import changelog, difference, release_check


class Command(BaseCommand):
    help = "Tell what changed from one release to another: claims by their record, the rest by id or code."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("old", type=Path, metavar="A.zip")
        parser.add_argument("new", type=Path, metavar="B.zip")
        parser.add_argument("--json", action="store_true", help="write each change as data")

    def handle(self, *, old, new, **options):
        try:
            with release_check.dataset_in(old) as before, release_check.dataset_in(new) as after:
                found = difference.between(before, after)
        except Refused as refused:
            raise CommandError(str(refused)) from None
        if options["json"]:
            self.stdout.write(json.dumps(found, ensure_ascii=False, indent=2))
            return
        for sentence in changelog.sentences(difference.summary(found)):
            self.stdout.write(sentence)
        for line in changelog.details(found):
            self.stdout.write(line)
