"""The published files: one format a module, rows in, bytes out.

Each has ``FILE``, its name in a release, and ``write(dataset, out)``, which returns what the file cannot hold.
``curation.export.files.write_all`` writes them all; docs/formats.md explains them.
"""

from curation.export import dataset, jsonl

FORMATS = (dataset, jsonl)
"""In the order in which they are written: those that describe the files of the release come last."""
