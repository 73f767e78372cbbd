"""``manage.py load_demo``: build the demo project, once."""

from django.core.management.base import BaseCommand, CommandError

from annotations import demo
from annotations.models import Claim, Membership, User
from annotations.projects import join
from annotations.refusal import Refused


class Command(BaseCommand):
    help = "Build the demo project, if there is none."

    def add_arguments(self, parser):
        parser.add_argument("--manager", metavar="USERNAME", help="who is to be its manager")

    def handle(self, *, manager, **options):
        person = User.objects.filter(username=manager).first()
        if manager and person is None:
            raise CommandError(f"There is no user “{manager}”.")
        try:
            project = demo.load()
        except Refused as refusal:
            raise CommandError(str(refusal)) from None
        if person:
            join(project, person, role=Membership.Role.MANAGER)
        count = Claim.objects.filter(project=project).count()
        self.stdout.write(f"“{project}” is at /p/{project.slug}/, with {count} claims.")
