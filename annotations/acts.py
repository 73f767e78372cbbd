"""What a coder does in a text, act by act: each done once, however often it is sent.

``do`` goes through the verbs (``drafting``, ``review``), so that versions, history and decisions hold, and keeps what
the claim said before and after: ``annotations.undoing`` goes back and forth along these acts.
"""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import NoReturn

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from annotations import drafting, review, written
from annotations.access import Role, require, visible_to
from annotations.models import Act, Claim, Reading, Text, User
from annotations.refusal import Refused

Kind = Act.Kind
State = Claim.State
FIRST_ROUND = 1
MOST_SECONDS = 600
"""Of one act: who was away longer than the browser noticed was not coding."""


class Gone(Refused):
    """What the act is about is not what it was when the page was opened."""


@dataclass(frozen=True, kw_only=True)
class Asked:
    """An act as it was sent: ``key`` names it, ``claim`` and ``new`` are keys of claims, ``seen`` the version read."""

    key: str
    kind: str
    claim: str = ""
    new: str = ""
    seen: int = 0
    content: object = None
    sitting: str = ""
    seconds: int = 0


@dataclass(frozen=True)
class Done:
    """An act that was done, now or, where it is sent again, before."""

    act: Act
    again: bool


Step = tuple[Claim, dict | None, dict]
"""The claim that an act is about, what it said before (None: nothing), and what it says after."""


def do(text: Text, asked: Asked, *, by: User) -> Done:
    """Do an act in a text, once: sent again under the same key it returns what was done the first time.

    Raises ``NotAllowed`` below coder, ``Refused`` with a sentence, ``Gone`` where the text was taken down or replaced
    meanwhile, ``versions.Conflict`` if the claim is no longer at the version that was read.
    """
    require(by, text.project, Role.CODER)
    try:
        with transaction.atomic():
            return Done(_do(text, asked, by=by), again=False)
    except (Refused, IntegrityError) as error:
        # What was done before cannot be done again: it is refused here, or the database says that the key is used.
        act = done_before(text, key=asked.key, kind=asked.kind, by=by)
        if act is None:
            refuse(error)
        return Done(act, again=True)


def refuse(error: Exception) -> NoReturn:
    """Raise what a verb refused as it is, and what the database refused as a sentence."""
    if isinstance(error, Refused):
        raise error
    raise Refused(_("Something else was saved at the same moment. Try again.")) from error


def done_before(text: Text, *, key: str, kind: str, by: User) -> Act | None:
    """Return the act of that key if it was done already; raises ``Refused`` if that was another one."""
    act = Act.objects.filter(by=by, key=key).first()
    if act and (act.text_id, act.kind) != (text.pk, kind):
        raise Refused(_("Another act was saved under this key. Load the page again."))
    return act


def check_still_there(text: Text) -> None:
    """Raise ``Gone`` for a text that was taken down."""
    if text.takedown_id:
        raise Gone(_("This text was taken down: nothing can be coded in it any more."))


def _do(text: Text, asked: Asked, *, by: User) -> Act:
    if asked.kind not in DOING:
        raise written.NotUnderstood
    check_still_there(text)
    claim, before, after = DOING[asked.kind](text, asked, by)
    if text.project.coding_time:
        _add_time(claim, asked, by=by)
    line = Act.objects.filter(by=by, text=text)
    line.filter(state=Act.State.UNDONE).update(state=Act.State.SETTLED)
    return Act.objects.create(
        project=text.project,
        text=text,
        by=by,
        key=asked.key,
        kind=asked.kind,
        sitting=asked.sitting,
        claim=claim,
        before=before,
        after=after,
    )


def _add_time(claim: Claim, asked: Asked, *, by: User) -> None:
    """Add active seconds to a claim, unless it was born with them, and to the coder's own reading."""
    seconds = min(asked.seconds, MOST_SECONDS)
    if seconds and asked.kind != Kind.MARK:
        claim.active_seconds += seconds
        Claim.objects.filter(pk=claim.pk).update(active_seconds=F("active_seconds") + seconds)
    if seconds and claim.reading_id:
        own = Reading.objects.filter(pk=claim.reading_id, coder=by)
        own.update(active_seconds=F("active_seconds") + seconds)


# Each kind of act


def _mark(text: Text, asked: Asked, by: User) -> Step:
    reading = Reading.objects.filter(text=text, coder=by, round=FIRST_ROUND).first()
    if not (reading and reading.submitted is None):
        _check_not_replaced(text)
    content = written.content_from(asked.content, text=text)
    seconds = min(asked.seconds, MOST_SECONDS) if text.project.coding_time else 0
    claim = drafting.mark(content, coder=by, key=asked.claim, seconds=seconds, reading=reading)
    return claim, None, written.as_json(content, state=claim.state, version=claim.version)


def _rewrite(text: Text, asked: Asked, by: User) -> Step:
    claim, before = _marked_here(text, asked, by)
    content = written.content_from(asked.content, text=text)
    stays = (before["start"], before["end"]) == (content.place.start, content.place.end)
    drafting.rewrite(claim, content, by=by, seen=asked.seen)
    elsewhere = before["elsewhere"] if stays else ()
    return (
        claim,
        before,
        written.as_json(content, state=claim.state, version=claim.version, elsewhere=elsewhere),
    )


def _move(door: Callable, text: Text, asked: Asked, by: User) -> Step:
    claim, before = _marked_here(text, asked, by)
    door(claim, by=by, seen=asked.seen)
    return claim, before, _moved(before, claim)


def _supersede(text: Text, asked: Asked, by: User) -> Step:
    old, _before = _marked_here(text, asked, by)
    if Claim.objects.filter(supersedes=old, coder=by, state=State.DRAFT).exists():
        raise Refused(_("You have begun a correction of this claim already: go on with that one."))
    new = drafting.supersede(old, by=by, seen={old.pk: asked.seen}, key=asked.new)
    if asked.content is not None:
        content = written.content_from(asked.content, text=text)
        drafting.rewrite(new, content, by=by, seen=new.version)
    return new, None, written.now(new)


def _parallel(text: Text, asked: Asked, by: User) -> Step:
    claim, before = _claim_of(text, asked, by)
    if claim.state == State.DISCARDED:
        raise Refused(_("This claim is discarded: bring it back first."))
    place = written.place_from(asked.content, beside=text)
    kind = written.kind_of_place(asked.content)
    drafting.confirm_anchor(claim, place, kind=kind, by=by, seen=asked.seen)
    return claim, before, written.now(claim)


def _unparallel(text: Text, asked: Asked, by: User) -> Step:
    claim, before = _claim_of(text, asked, by)
    other = written.text_from(asked.content, beside=text)
    drafting.remove_anchor(claim, other, by=by, seen=asked.seen)
    return claim, before, written.now(claim)


DOING: dict[str, Callable[[Text, Asked, User], Step]] = {
    Kind.MARK: _mark,
    Kind.REWRITE: _rewrite,
    Kind.DISCARD: partial(_move, review.discard),
    Kind.RESTORE: partial(_move, review.restore),
    Kind.SUPERSEDE: _supersede,
    Kind.PARALLEL: _parallel,
    Kind.UNPARALLEL: _unparallel,
    Kind.SUBMIT: partial(_move, review.submit),
}


def _claim_of(text: Text, asked: Asked, by: User) -> tuple[Claim, dict]:
    """The claim that is meant, if the person sees it, and what it says now."""
    claims = visible_to(by, Claim.objects.filter(project=text.project))
    claim = claims.select_related("project", "coder", "reading").filter(key=asked.claim).first()
    if claim is None:
        raise Gone(_("This claim is not there any more. Load the page again."))
    claim.project = text.project
    return claim, written.now(claim)


def _marked_here(text: Text, asked: Asked, by: User) -> tuple[Claim, dict]:
    claim, before = _claim_of(text, asked, by)
    if before["text"] != text.pk:
        raise Refused(_("This claim is marked in another wording: open it there."))
    return claim, before


def _check_not_replaced(text: Text) -> None:
    """An open reading stays on its text; nobody begins a new one on a text that was replaced."""
    if Text.objects.filter(replaces=text).exists():
        raise Gone(_("This text was replaced by a corrected one meanwhile: mark the passage there."))


def _moved(before: dict, claim: Claim) -> dict:
    return {**before, "state": str(claim.state), "version": claim.version}
