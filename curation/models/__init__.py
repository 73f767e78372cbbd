"""The publishing side: what is chosen, what was frozen, and the work that takes longer than a request.

Read in this order: ``dataset``, ``release``, ``work``.
"""

from curation.models.dataset import Dataset
from curation.models.release import Release
from curation.models.work import Work

__all__ = ["Dataset", "Release", "Work"]
