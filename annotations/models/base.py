"""What rows of evidence share: a version, and a history that forgets nothing."""

import contextlib
import functools

from django.db import models
from django.utils.translation import gettext_lazy as _

from annotations import dates


@functools.cache
def history_of(model):
    """Return the manager of a model's history (asked for at the class, it is built anew each time)."""
    return model.history


class TrackedQuerySet(models.QuerySet):
    def remember(self):
        """Write the first page of history of each row that has none yet; returns how many were written.

        Rows that came in by the thousand (imports) have no history until somebody is about to change
        them: the value they came with is then written down first, in the transaction of the change.
        """
        history = history_of(self.model)
        unknown = list(self.exclude(pk__in=history.filter(id__in=self.values("pk")).values("id")))
        if unknown:
            history.bulk_history_create(unknown, default_change_reason="as it first came in")
        return len(unknown)

    def delete(self):
        self.remember()
        return super().delete()


class Tracked(models.Model):
    """A row whose every earlier value can be read in its history."""

    PARTIAL_DATES: tuple[str, ...] = ()
    _history_user: models.Model | None  # set before a save to say who saves

    objects = TrackedQuerySet.as_manager()

    class Meta:
        abstract = True

    def save(self, *args, **options):
        for field in self.PARTIAL_DATES:
            dates.set_span(self, field)
        if self.pk and not self._state.adding:
            type(self).objects.filter(pk=self.pk).remember()
        super().save(*args, **options)

    def delete(self, *args, **options):
        type(self).objects.filter(pk=self.pk).remember()
        return super().delete(*args, **options)

    def clean(self):
        """Set the days beside each partial date; one that is none has been named by its own field."""
        super().clean()
        for field in self.PARTIAL_DATES:
            with contextlib.suppress(ValueError):
                dates.set_span(self, field)


class Versioned(Tracked):
    """The head of an aggregate: each write says which version it read (see ``annotations.versions``)."""

    version = models.PositiveIntegerField(_("version"), default=1, editable=False)

    class Meta:
        abstract = True
