"""The history of every change (django-simple-history), asked for without cost."""

import functools

from simple_history.manager import HistoryManager
from simple_history.models import HistoricalRecords


class Manager(HistoryManager):
    """The library's, whose class is made once: otherwise each saved row would make one."""

    @classmethod
    @functools.cache
    def from_queryset(cls, queryset_class, class_name=None):
        return super().from_queryset(queryset_class, class_name)


class History(HistoricalRecords):
    def __init__(self, **options):
        super().__init__(history_manager=Manager, **options)
