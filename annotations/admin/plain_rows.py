"""Lists whose columns are methods of their admin, written without Django's own rows: those serve any model and field,
and take most of the time of a page."""

from django.contrib.admin.utils import label_for_field

from annotations.admin.questions import QuestionsChangeList


class PlainChangeList(QuestionsChangeList):
    """The first column is a link to the row's page; what was asked comes along, so that saving leads back to it."""

    @property
    def labels(self):
        return [label_for_field(name, self.model, self.model_admin) for name in self._columns()]

    @property
    def rows(self):
        """Each line of the page: its checkbox, its address, the first cell, and the others, each with its name and column."""
        names = self._columns()
        first, *others = (getattr(self.model_admin, name) for name in names)
        columns = list(zip(names[1:], self.labels[1:], others, strict=True))
        kept = f"?{self.preserved_filters}" if self.preserved_filters else ""
        for row in self.result_list:
            yield {
                "box": self.model_admin.action_checkbox(row),
                "address": f"{row.pk}/change/{kept}",
                "first": first(row),
                "first_name": names[0],
                "cells": [(name, label, show(row)) for name, label, show in columns],
            }

    def _columns(self):
        return [name for name in self.list_display if name != "action_checkbox"]


class PlainRows:
    """An admin whose columns are all methods of its own."""

    def get_changelist(self, request, **options):
        return PlainChangeList


def shortened(text, most):
    return text if len(text) <= most else f"{text[: most - 1]}…"
