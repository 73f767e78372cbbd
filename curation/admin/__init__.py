"""What the publishing side adds to the editors' site. Read ``dataset``, then ``release``."""

from curation.admin import dataset, project, release, source

__all__ = ["dataset", "project", "release", "source"]
