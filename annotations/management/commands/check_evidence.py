"""``manage.py check_evidence``: read every row and name each fault; exit status 1 if there is one."""

import sys

from django.core.management.base import BaseCommand, CommandError

from annotations import evidence
from annotations.models import Project
from annotations.snapshot import snapshot


class Command(BaseCommand):
    help = "Read every row of all projects, or of one, and name each fault: project, kind of row, key, what is wrong."

    def add_arguments(self, parser):
        parser.add_argument("--project", metavar="SLUG", help="look at this project only")

    def handle(self, *, project, **options):
        count = 0
        with snapshot() as using:
            for fault in evidence.faults(self.chosen(project, using), using=using):
                self.stdout.write(str(fault))
                count += 1
        if count:
            self.stderr.write(f"{count} {'fault' if count == 1 else 'faults'} found.")
            sys.exit(1)
        self.stdout.write("No fault found.")

    def chosen(self, slug, using):
        if slug is None:
            return None
        found = Project.objects.using(using).filter(slug=slug).first()
        if found is None:
            raise CommandError(f"There is no project “{slug}”.")
        return found
