"""Form fields for what is stored as lists and pairs: an editor writes lines, never JSON."""

import re

from django.contrib.admin.widgets import AutocompleteSelect
from django.core.exceptions import ValidationError
from django.forms import Textarea
from django.utils.translation import gettext_lazy as _

from annotations.models.fields import PlainCharField
from annotations.scope import number


class RowSelect(AutocompleteSelect):
    """A row that is offered while somebody types. What is no number, as in an address, chooses nothing.

    ``known`` are names of rows by their ids as written: what is known is not asked for again, row by row.
    """

    known: dict[str, str] = {}

    def optgroups(self, name, value, attrs=None):
        chosen = [written for written in value if self.may_name_a_row(written)]
        if not chosen or not set(chosen) <= self.known.keys():
            return super().optgroups(name, chosen, attrs)
        options = [] if self.is_required else [self.create_option(name, "", "", False, 0)]
        options += [self.create_option(name, one, self.known[one], True, 0) for one in chosen]
        return [(None, options, 0)]

    def may_name_a_row(self, written):
        return number(written) > 0


KEY = re.compile(r"[A-Za-z0-9._-]{1,64}")


class LinesField(PlainCharField):
    """A list of texts, one a line; empty lines count for nothing."""

    widget = Textarea(attrs={"rows": 4, "cols": 80})

    def prepare_value(self, value):
        if not value or isinstance(value, str):
            return value or ""
        return "\n".join(self.lines(value))

    def lines(self, value):
        return value

    def has_changed(self, initial, data):
        return super().has_changed(self.prepare_value(initial), data)

    def clean(self, value):
        return self.read([line for line in super().clean(value).split("\n") if line.strip()])

    def read(self, lines):
        return lines


class PairsField(LinesField):
    """A mapping, one “key: value” a line, such as “en: Energy”."""

    def lines(self, value):
        return [f"{key}: {text}" for key, text in value.items()]

    def read(self, lines):
        pairs = [self.pair(line) for line in lines]
        keys = [key for key, _text in pairs]
        twice = next((key for key in keys if keys.count(key) > 1), None)
        if twice:
            raise ValidationError(
                _("“%(key)s” stands there twice: keep one line of it."), params={"key": twice}
            )
        return dict(pairs)

    def pair(self, line):
        key, colon, text = line.partition(":")
        text = text.removeprefix(" ")
        if not colon or not KEY.fullmatch(key.strip()) or not text.strip():
            raise ValidationError(
                _(
                    "“%(line)s” cannot be read: write a short name, a colon and the words, such as “en: Energy”."
                ),
                params={"line": line},
            )
        return key.strip(), text


class KeepsUntouched:
    """A form whose fields of lines are written only where they were changed.

    What came in by an import may hold a line break inside one text; it stays whole until somebody edits it.
    """

    def clean(self):
        cleaned = super().clean()
        for name, field in self.fields.items():
            if isinstance(field, LinesField) and name in cleaned and name not in self.changed_data:
                cleaned[name] = self.initial.get(name, cleaned[name])
        return cleaned
