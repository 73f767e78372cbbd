"""What tests of acts share: a coder at work in a text, as the browser would ask for it."""

from itertools import count

from annotations import acts, undoing, written
from annotations.models import Claim

numbers = count(1)


def as_sent(content, **changes):
    """What the browser sends of a passage."""
    told = written.as_json(content, state="draft", version=0)
    wanted = ("start", "end", "reporting", "said", "paraphrase", "voices", "codes")
    return {name: told[name] for name in wanted} | changes


class Worker:
    """A coder at work in one text."""

    def __init__(self, text, coder):
        self.text, self.coder = text, coder

    def do(self, kind, about=None, /, *, key="", **asked):
        """Do an act as if it had been sent; a claim is named by itself, as it was read."""
        named = {"claim": about.key, "seen": about.version} if about else {}
        key = key or f"act-{next(numbers)}"
        return acts.do(self.text, acts.Asked(key=key, kind=kind, **named | asked), by=self.coder).act

    def mark(self, content, **asked):
        """Mark a passage; returns the claim."""
        return self.now(self.do("mark", content=as_sent(content), **asked).claim)

    def rewrite(self, claim, content, **asked):
        return self.now(self.do("rewrite", claim, content=as_sent(content), **asked).claim)

    def undo(self, key=""):
        return undoing.undo(self.text, key=key or f"undo-{next(numbers)}", by=self.coder)

    def redo(self, key=""):
        return undoing.redo(self.text, key=key or f"redo-{next(numbers)}", by=self.coder)

    def now(self, claim):
        """The claim as the database has it."""
        return Claim.objects.get(pk=claim.pk)
