"""Where a quote stands in a text: exact places, several of them in context, or the nearest passage and why it differs.

All offsets are Unicode code points into the text's body, start inclusive, end exclusive.
"""

from dataclasses import dataclass

from annotations.refusal import Refused

CONTEXT = 32


@dataclass(frozen=True)
class Cut:
    """A passage with the code points before and after it, at most ``CONTEXT`` of each."""

    start: int
    end: int
    quote: str
    prefix: str
    suffix: str


def cut(body: str, start: int, end: int) -> Cut:
    """Return the passage from ``start`` to ``end``; raises ``Refused`` where that is no passage of the body."""
    if not 0 <= start < end <= len(body):
        raise Refused(
            f"Characters {start} to {end} are no passage of this text, which has {len(body)} characters: mark it again."
        )
    return Cut(start, end, body[start:end], body[max(0, start - CONTEXT) : start], body[end : end + CONTEXT])
