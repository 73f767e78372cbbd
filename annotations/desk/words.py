"""What the desk's scripts say, translated here: each by a name of its own; %(name)s is filled in by the script."""

from django.utils.translation import gettext_lazy as _

WORDS = {
    "offline": _("No connection: what you did is kept here and will be sent."),
}


def words():
    """Return every sentence in the reader's language."""
    return {name: str(sentence) for name, sentence in WORDS.items()}
