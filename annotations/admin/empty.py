"""What a list says while nothing stands in it: a sentence, so that nobody faces an empty table."""

from django.utils.translation import gettext_lazy as _

SENTENCES = {
    "source": _("No source has come in yet. Begin with an article, a report or a transcript."),
    "text": _("There is no text yet. A text comes in with its source."),
    "reading": _("Nobody has begun a reading. Open a text and choose “My reading of it”."),
    "claim": _("No claim has been marked yet. Open a text, and mark what somebody says in it."),
    "decision": _(
        "Nothing has been decided yet. Each step of a claim is kept here, with who took it and why."
    ),
    "speaker": _("No speaker is known yet. Add a person, an organisation or a collective."),
    "speakerdecision": _("No speakers have been merged, and none told apart."),
    "theme": _(
        "The codebook is empty. A theme says what a claim is about; its proposition, what one is for."
    ),
    "scale": _("There is no scale yet. A scale holds the stances that a coder may choose."),
    "codebookversion": _(
        "The codebook has not been frozen yet. Claims keep the version they were coded under."
    ),
    "note": _(
        "There is no note yet. Questions and remarks are written beside a claim, a theme or a speaker."
    ),
    "batch": _("Nothing has been imported yet."),
    "dataset": _(
        "There is no dataset yet. A dataset says which accepted claims are published, by whom and how much of them."
    ),
    "membership": _("Nobody is a member yet."),
}


def sentence_for(model):
    """Return what the list of a model says while it is empty."""
    return SENTENCES.get(model._meta.model_name, _("There is nothing here yet."))
