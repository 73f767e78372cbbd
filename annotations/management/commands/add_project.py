"""``manage.py add_project SLUG --title … --manager USERNAME``: start an empty project with its first manager."""

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from annotations import projects
from annotations.models import User
from annotations.refusal import Refused


class Command(BaseCommand):
    help = "Start an empty project with the default scale and its first manager."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="its address: letters, digits, hyphens")
        parser.add_argument("--title", required=True)
        parser.add_argument("--language", default="en", help="the working language: a tag such as en or pt")
        parser.add_argument("--manager", required=True, metavar="USERNAME", help="who is to be its manager")

    def handle(self, *, slug, title, language, manager, **options):
        person = User.objects.filter(username=manager).first()
        if person is None:
            raise CommandError(f"There is no user “{manager}”.")
        try:
            project = projects.start(slug, title=title, language=language, manager=person)
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(f"“{project}” is at /p/{project.slug}/; {person} manages it.")
