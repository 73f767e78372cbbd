"""Languages in the reader's words."""

from django.utils.translation import get_language_info
from django.utils.translation import gettext as _


def in_words(tag: str) -> str:
    """Return the name of a language in the reader's language; its tag where nobody has a word for it."""
    if tag.lower() == "zh":
        # Django knows it by its scripts alone.
        return _("Chinese")
    try:
        return str(get_language_info(tag.lower())["name_translated"])
    except KeyError:
        return tag
