"""Static files under the hash of what they hold, also where one JavaScript module imports another."""

import re

import rjsmin
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

MODULES = re.compile(r"annotations/desk/\w+(\.\w+)?\.js")


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's, which also writes the hashed names into modules that import each other.

    The desk's modules are many, and read by people here and by browsers there: their comments and spaces stay here.
    """

    support_js_module_import_aggregation = True
    # A name changes with every name below it: a pass for each step of the longest chain of imports.
    max_post_process_passes = 20

    def _save(self, name, content):
        if MODULES.fullmatch(name):
            words = b"".join(content.chunks()).decode()
            content = ContentFile(rjsmin.jsmin(words).encode())
        return super()._save(name, content)
