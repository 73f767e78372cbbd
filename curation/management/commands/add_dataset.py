"""`manage.py add_dataset SLUG --project SLUG --title …`: a standing choice of accepted claims, to be released."""

from django.core.management.base import BaseCommand, CommandError

from annotations.models import Project
from annotations.refusal import Refused
from curation import datasets
from curation.models import Dataset


class Command(BaseCommand):
    help = "Write down a dataset of a project: which accepted claims, under which title, licence and rights."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="its address: letters, digits, hyphens")
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project's address")
        parser.add_argument("--title", required=True)
        parser.add_argument("--licence", required=True, metavar="SPDX", help="such as CC-BY-4.0")
        parser.add_argument("--abstract", default="")
        parser.add_argument(
            "--author", action="append", default=[], metavar="NAME", help="more than once for several"
        )
        parser.add_argument("--rights", choices=Dataset.Rights.values, default=Dataset.Rights.QUOTES)
        parser.add_argument(
            "--longest-quote", type=int, metavar="CHARACTERS", help="with the rights “quotes”"
        )
        parser.add_argument("--coders", action="store_true", help="name coders by their pseudonyms")
        parser.add_argument(
            "--choice", default="", metavar="QUERY", help="questions of the claim list, such as theme=energy"
        )
        parser.add_argument("--public", action="store_true", help="give it a public page")

    def handle(self, *, slug, project, author, choice, **options):
        found = Project.objects.filter(slug=project).first()
        if found is None:
            raise CommandError(f"There is no project “{project}”.")
        names = ("title", "licence", "abstract", "rights", "longest_quote", "coders", "public")
        said = {name: options[name] for name in names}
        authors = [{"name": name, "orcid": "", "affiliation": ""} for name in author]
        try:
            dataset = datasets.begin(found, slug=slug, by=None, authors=authors, query=choice, **said)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        self.stdout.write(f"The dataset “{dataset}” is written down: {dataset.address}")
