"""How a verb says no: one sentence for the person at the screen."""


class Refused(Exception):
    """What was asked cannot be done, and nothing was changed; the message says why and what to do."""
