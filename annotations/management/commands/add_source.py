"""``manage.py add_source FILE… --project SLUG --language xx``: plain text files become sources, all or none."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from annotations import sources
from annotations.ingest import plain
from annotations.models import Project, Source, Text, User
from annotations.refusal import Refused


class Command(BaseCommand):
    help = "Add text files (UTF-8, or UTF-16 with its mark) as sources of a project: all of them or none."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", type=Path)
        parser.add_argument("--project", required=True, metavar="SLUG")
        parser.add_argument(
            "--language", required=True, help="the language of the texts: a tag such as zh or pt"
        )
        parser.add_argument("--title", default="", help="default: the first line of the file, or its name")
        parser.add_argument("--publisher", default="")
        parser.add_argument("--published", default="", metavar="DATE", help="2023, 2023-08 or 2023-08-14")
        parser.add_argument("--kind", default=Text.Kind.ORIGINAL, choices=Text.Kind.values)
        parser.add_argument("--rights", default=Source.Rights.FULL, choices=Source.Rights.values)
        parser.add_argument("--by", metavar="USERNAME", help="who adds them: a coder of the project or above")

    def handle(self, *, files, project, by, **options):
        if options["title"] and len(files) > 1:
            raise CommandError("One title cannot serve several files: add them one by one.")
        project = self.found(Project, "project", slug=project)
        by = by and self.found(User, "user", username=by)
        described = {key: options[key] for key in "language title publisher published kind rights".split()}
        refusals = []
        with transaction.atomic():
            for path in files:
                refusals += self.add(path, project=project, by=by, **described)
            if refusals:
                transaction.set_rollback(True)
        if refusals:
            self.stderr.write("\n".join([*refusals, "Nothing was added."]))
            sys.exit(1)
        self.stdout.write(f"{len(files)} {'source' if len(files) == 1 else 'sources'} added to “{project}”.")

    def add(self, path, *, project, **options):
        """Add one file; return what refuses it, in a list."""
        try:
            data = path.read_bytes()
        except OSError as error:
            return [f"{path}: {error.strerror}."]
        try:
            with transaction.atomic():
                self.warn_of_the_same(path, project, data)
                sources.add_source(project, data=data, file_name=path.name, **options)
        except Refused as refusal:
            return [f"{path}: {refusal}"]
        return []

    def warn_of_the_same(self, path, project, data):
        same = sources.same_text(project, plain.read_text(data))
        if same:
            self.stderr.write(f"{path}: “{same}” has these very words already; it is added all the same.")

    def found(self, model, word, **wanted):
        row = model.objects.filter(**wanted).first()
        if row is None:
            raise CommandError(f"There is no {word} “{next(iter(wanted.values()))}”.")
        return row
