"""The questions one may ask of rows: shared by the admin's lists, the pages and the datasets.

Read ``base``, then ``claims``; the others ask less.
"""

from annotations.filters.claims import ClaimFilter
from annotations.filters.coding import BatchFilter, DecisionFilter, NoteFilter, ReadingFilter
from annotations.filters.sources import SourceFilter, TextFilter
from annotations.filters.speakers import SpeakerFilter

__all__ = [
    "BatchFilter",
    "ClaimFilter",
    "DecisionFilter",
    "NoteFilter",
    "ReadingFilter",
    "SourceFilter",
    "SpeakerFilter",
    "TextFilter",
]
