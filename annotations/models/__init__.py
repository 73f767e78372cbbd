"""The evidence: what was said, and how we read it.

Read in this order: ``project``, ``invitation``, ``source``, ``speaker``, ``codebook``, ``claim``, ``review``, ``act``.
"""

from annotations.models.act import Act
from annotations.models.claim import Anchor, Attribution, Claim, Coding
from annotations.models.codebook import CodebookVersion, Scale, Stance, Theme
from annotations.models.invitation import Invitation
from annotations.models.project import Membership, Project, User
from annotations.models.review import Batch, Decision, Note
from annotations.models.source import Reading, Source, Takedown, Text
from annotations.models.speaker import Affiliation, Name, Speaker, SpeakerDecision
from annotations.models.view import SavedView

__all__ = [
    "Act",
    "Affiliation",
    "Anchor",
    "Attribution",
    "Batch",
    "Claim",
    "CodebookVersion",
    "Coding",
    "Decision",
    "Invitation",
    "Membership",
    "Name",
    "Note",
    "Project",
    "Reading",
    "SavedView",
    "Scale",
    "Source",
    "Speaker",
    "SpeakerDecision",
    "Stance",
    "Takedown",
    "Text",
    "Theme",
    "User",
]
