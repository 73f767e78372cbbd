"""Static files under the hash of what they hold, also where one JavaScript module imports another."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class StaticFiles(CompressedManifestStaticFilesStorage):
    """Whitenoise's, which also writes the hashed names into modules that import each other."""

    support_js_module_import_aggregation = True
    # A name changes with every name below it: a pass for each step of the longest chain of imports.
    max_post_process_passes = 20
