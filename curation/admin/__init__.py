"""What the publishing side adds to the editors' site. Read ``dataset``, then ``release``."""

from curation.admin import dataset, project, release

__all__ = ["dataset", "project", "release"]
