"""`manage.py start`, which is what `make run` runs: prepare what is missing, say where it is, serve.

Each step is cheap when there is nothing to do, so that a second start takes a second or two.
"""

import hashlib
import os
import secrets
import socket
import tempfile

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import OperationalError, connection, transaction
from django.db.migrations.executor import MigrationExecutor

from annotations import demo, projects
from annotations.models import Membership, Project, User
from annotations.refusal import Refused
from curation.backups import lock, restoring
from curation.export import dataset
from curation.server import Server

FIRST_USER = "editor"


class Command(BaseCommand):
    help = "Prepare the database, the demo and the static files where they are missing, and serve the site."
    requires_system_checks = []  # `make lint` and `manage.py check` run them; a start must be quick

    def handle(self, **options):
        check_data_folder()
        check_hosts()
        try:
            finish_a_restore()
            with lock.shared():
                self.serve()
        except Refused as refused:
            raise CommandError(str(refused)) from None

    def serve(self):
        listener = listening_socket(settings.HOST, settings.PORT)
        if migrations_wait():
            self.stdout.write("Preparing the database ...")
            call_command("migrate", interactive=False, verbosity=0)
        collect_static_if_changed()
        password = fill_if_empty()
        Server(listener, when_ready=lambda: self.welcome(password)).run()

    def welcome(self, password):
        self.stdout.write(f"\nStandpoint is at {settings.SITE_URL or local_address()}/")
        if settings.SITE_URL:
            self.stdout.write(f"  The proxy finds it at: {local_address()}/")
        if password:
            self.stdout.write(f"  Sign in as: {FIRST_USER}")
            self.stdout.write(f"  One-time password: {password}   (shown only now; you choose your own next)")
        if demo_file().exists():
            self.stdout.write(f"  The demo's dataset: {demo_file()}")
        self.stdout.write(f"  Database, uploads and key: {settings.DATA_DIR}")
        self.stdout.write("  Keep a copy of it with: make backup")
        self.stdout.write("  Stop with Ctrl-C.\n")
        self.stdout.flush()


# Before anything is changed


def finish_a_restore():
    """Do what a restore could not do any more, if the power failed under it."""
    if restoring.is_unfinished():
        with lock.alone():
            restoring.finish()


def check_data_folder():
    """Writing into the folder is tried, because permissions alone do not tell (a read-only disk)."""
    try:
        with tempfile.TemporaryFile(dir=settings.DATA_DIR):
            return
    except OSError as error:
        raise CommandError(
            f"The data folder {settings.DATA_DIR} cannot be written to: {error.strerror}."
        ) from None


def check_hosts():
    if settings.HOST not in settings.LOOPBACK and set(settings.ALLOWED_HOSTS) <= set(settings.LOOPBACK):
        raise CommandError(
            f"HOST={settings.HOST} opens the site to other machines: "
            "ALLOWED_HOSTS must say under which names they will reach it."
        )


def listening_socket(host, port):
    """Take the address first: nobody else can have it while we prepare, and a clash is known at once."""
    try:
        family, kind, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        listener = socket.socket(family, kind)
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError as error:
        raise CommandError(f"{host}:{port} cannot be served: {error.strerror}. Try another PORT.") from None
    return listener


def local_address():
    host = f"[{settings.HOST}]" if ":" in settings.HOST else settings.HOST
    return f"http://{host}:{settings.PORT}"


# What is prepared once


def migrations_wait():
    try:
        executor = MigrationExecutor(connection)
    except OperationalError as error:
        raise CommandError(f"The database does not answer: {str(error).splitlines()[0]}") from None
    return bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def collect_static_if_changed():
    stamp = settings.STATIC_ROOT / "collected"
    seen = static_fingerprint()
    if not stamp.exists() or stamp.read_text() != seen:
        call_command("collectstatic", interactive=False, clear=True, verbosity=0)
        stamp.write_text(seen)


def static_fingerprint():
    """Changes whenever a static file is added, removed or edited, here or in a package."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for name, storage in finder.list(ignore_patterns=[]):
            facts = os.stat(storage.path(name))
            digest.update(f"{name}\0{facts.st_size}\0{facts.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def fill_if_empty():
    """Load the demo with its first user and return that user's one-time password, or None if there is work already."""
    if Project.objects.exists() or User.objects.exists():
        return None
    password = secrets.token_urlsafe(12)
    with transaction.atomic():
        project = demo.load()
        user = User.objects.create_superuser(FIRST_USER, password=password, must_change_password=True)
        projects.join(project, user, role=Membership.Role.MANAGER)
    write_demo_dataset(project)
    return password


def write_demo_dataset(project):
    demo_file().parent.mkdir(parents=True, exist_ok=True)
    unfinished = demo_file().with_suffix(".unfinished")
    with open(unfinished, "wb") as file:
        dataset.export(project, file)
    unfinished.replace(demo_file())


def demo_file():
    return settings.DATA_DIR / "exports" / "demo.json"
