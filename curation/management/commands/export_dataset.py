"""`manage.py export_dataset --project SLUG > file`: a project's dataset to standard output."""

import os
import sys

from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from annotations.models import Claim, Project
from annotations.rights import EXPORTED, FULL
from curation.export import dataset


class Command(BaseCommand):
    help = "Write a project's dataset as JSON to standard output. See docs/dataset.md."

    def add_arguments(self, parser):
        parser.add_argument("--project", required=True, metavar="SLUG", help="the project's address")
        parser.add_argument(
            "--state",
            action="append",
            choices=[*Claim.State.values, "all"],
            help="claims in this state, more than once for several (accepted where it is not given)",
        )
        parser.add_argument("--rights", choices=EXPORTED, default=FULL, help="the most to give of any source")
        parser.add_argument("--coders", action="store_true", help="name coders by their pseudonyms")

    def handle(self, *, project, state, rights, coders, **options):
        chosen = Project.objects.filter(slug=project).first()
        if chosen is None:
            raise CommandError(f"There is no project “{project}”.")
        with tqdm(unit="B", unit_scale=True, disable=None, leave=False) as bar:
            try:
                dataset.export(
                    chosen,
                    sys.stdout.buffer,
                    states=states(state),
                    rights=rights,
                    coders=coders,
                    progress=bar.update,
                )
                sys.stdout.buffer.flush()
            except OSError as error:
                forget_the_rest()
                raise CommandError(f"The dataset was not written to its end: {error.strerror}.") from None


def states(chosen):
    """The states to export: accepted claims only, unless others are asked for by name."""
    if not chosen:
        return dataset.ACCEPTED
    return Claim.State.values if "all" in chosen else chosen


def forget_the_rest():
    """Let Python end in peace: what is left in the buffer has nowhere to go."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
