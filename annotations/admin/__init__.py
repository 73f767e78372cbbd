"""Where editors work: layout and calls, no logic. Read ``site``, then ``base``, then one noun a file."""

from annotations.admin import (
    claim,
    codebook,
    members,
    people,
    project,
    reading,
    review,
    source,
    speaker,
    text,
)

__all__ = [
    "claim",
    "codebook",
    "members",
    "people",
    "project",
    "reading",
    "review",
    "source",
    "speaker",
    "text",
]
