"""`manage.py messages`, which is what `make messages` runs: the catalogues of all languages brought up to date.

What is new waits in them untranslated, what is gone is dropped, nothing is guessed, and the same code gives the same
bytes. Needs GNU gettext (`apt install gettext`).
"""

from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.commands import makemessages
from django.utils.translation import to_locale

CATALOGUES = settings.BASE_DIR / "annotations" / "locale"
ELSEWHERE = [".*", "tests", "bench", "docs", "data", "management", "build"]


class Command(makemessages.Command):
    help = "Bring the catalogues of translations up to date with the code, and compile them."
    xgettext_options = [*makemessages.Command.xgettext_options, "--sort-output"]
    msgmerge_options = [*makemessages.Command.msgmerge_options, "--no-fuzzy-matching", "--sort-output"]
    msgattrib_options = ["--no-obsolete", "--no-fuzzy"]

    def add_arguments(self, parser):
        """None: there is one way to write them."""

    def handle(self, **options):
        locales = [to_locale(code) for code, _ in settings.LANGUAGES if code != "en"]
        for locale in locales:
            (CATALOGUES / locale / "LC_MESSAGES").mkdir(parents=True, exist_ok=True)
        super().handle(**AS_ALWAYS | options | {"locale": locales, "ignore_patterns": ELSEWHERE})
        call_command("compilemessages", locale=locales, verbosity=0)

    def write_po_file(self, potfile, locale):
        """Leave the moment out: it would change where nothing else does."""
        super().write_po_file(potfile, locale)
        path = Path(potfile).parent / locale / "LC_MESSAGES" / f"{self.domain}.po"
        lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
        path.write_text("".join(line for line in lines if "-Date: " not in line), encoding="utf-8")


AS_ALWAYS = {
    "domain": "django",
    "extensions": ["html", "txt", "py"],
    "exclude": [],
    "all": False,
    "symlinks": False,
    "use_default_ignore_patterns": True,
    "no_wrap": True,
    "no_location": True,
    "add_location": None,
    "no_obsolete": True,
    "keep_pot": False,
}
