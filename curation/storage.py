"""Static files under the hash of what they hold, also where one JavaScript module imports another."""

import re

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

MODULES = re.compile(r"annotations/desk/\w+(\.\w+)?\.js")
COMMENTS = re.compile(r"^[ \t]*(/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)[ \t]*\n", re.MULTILINE)
INDENTS = re.compile(r"^[ \t]+", re.MULTILINE)


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's, which also writes the hashed names into modules that import each other.

    The desk's modules are many, and read by people here and by browsers there: their comments and indents stay here.
    """

    support_js_module_import_aggregation = True
    # A name changes with every name below it: a pass for each step of the longest chain of imports.
    max_post_process_passes = 20

    def _save(self, name, content):
        if MODULES.fullmatch(name):
            words = b"".join(content.chunks()).decode()
            content = ContentFile(without_comments(words).encode())
        return super()._save(name, content)


def without_comments(module: str) -> str:
    """Return a module without the comments that have lines of their own, and without indents."""
    return INDENTS.sub("", COMMENTS.sub("", module))
