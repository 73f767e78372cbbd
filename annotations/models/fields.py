"""Fields that keep a text exactly as written, and the two things that no text may hold."""

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.translation import gettext_lazy as _
from uuid6 import uuid7

from annotations import dates

KEY_LENGTH = 64
validate_key = RegexValidator(
    r"\A[A-Za-z0-9._:-]{1,64}\Z",
    _("Use 1 to 64 of the letters A to Z, digits, full stops, colons, hyphens and underscores."),
)


validate_language = RegexValidator(
    r"\A[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*\Z",
    _("Write a language tag, such as en, pt-BR or zh-Hans (BCP 47)."),
)
validate_script = RegexValidator(
    r"\A[A-Za-z]{4}\Z", _("Write the four letters of a script, such as Latn, Hans or Arab (ISO 15924).")
)
validate_web_address = RegexValidator(
    r"\Ahttps?://[^\s/]+(/\S*)?\Z", _("Write the whole address, beginning with https:// or http://.")
)


def new_key() -> str:
    """Return a new public identity; later ones sort after earlier ones (RFC 9562, version 7)."""
    return str(uuid7())


def validate_storable(value: str) -> None:
    """Raise ``ValidationError`` if a text holds what no file keeps: U+0000 or a lone surrogate."""
    for position, character in enumerate(value, start=1):
        if character == "\0":
            raise ValidationError(
                _("Character %(position)d is U+0000 (a null), which cannot be kept. Remove it."),
                params={"position": position},
            )
        if "\ud800" <= character <= "\udfff":
            raise ValidationError(
                _("Character %(position)d is half a character (a lone surrogate, U+%(code)s). Remove it."),
                params={"position": position, "code": f"{ord(character):04X}"},
            )


def normalise_newlines(value: str) -> str:
    """Return the text with CRLF and CR as LF: the one change ever made to what was written."""
    return value.replace("\r\n", "\n").replace("\r", "\n")


class PlainCharField(forms.CharField):
    """A form field that strips nothing: browsers send CRLF, we keep LF, and all else stays."""

    def __init__(self, **options):
        super().__init__(**{**options, "strip": False})
        self.validators = [validate_storable, *self.validators]

    def to_python(self, value):
        return normalise_newlines(super().to_python(value))


class KeyField(models.CharField):
    """A public identity: given once, kept on import, never used again."""

    default_validators = [validate_key]

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": KEY_LENGTH, **options})


class LanguageField(models.CharField):
    """A language tag."""

    default_validators = [validate_language]

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 35, **options})


class LineField(models.CharField):
    """One line, kept exactly as written."""

    default_validators = [validate_storable]

    def formfield(self, **options):
        return super().formfield(**{"form_class": PlainCharField, **options})


class ProseField(models.TextField):
    """Any length of text, kept exactly as written."""

    default_validators = [validate_storable]

    def formfield(self, **options):
        return super().formfield(**{"form_class": PlainCharField, **options})


class PartialDateField(models.CharField):
    """A partial date as it was written; see ``annotations.dates``."""

    default_validators = [dates.validate_partial_date]

    def __init__(self, *args, **options):
        super().__init__(*args, **{"max_length": 10, "blank": True, "default": "", **options})


def day_field(**options):
    """The first or last day that a partial date may mean; set from it on save, empty where it is."""
    return models.DateField(null=True, editable=False, **options)


def has_its_days(field: str) -> models.Q:
    """The rule that a partial date stands with its first and last day beside it, or none of the three is there."""
    first, last = f"{field}_first", f"{field}_last"
    none = models.Q(**{field: "", first: None, last: None})
    # A comparison with NULL would pass a check, so the days must be there, not only be in order.
    all_three = models.Q(
        **{f"{first}__isnull": False, f"{last}__isnull": False, f"{first}__lte": models.F(last)}
    )
    return none | all_three & ~models.Q(**{field: ""})
