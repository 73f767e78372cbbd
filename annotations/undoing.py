"""Going back and forth along what a coder did in a text: one line of acts for each coder and text.

A new act closes the way to what was undone. What was done in one sitting, one act after the other, is undone together.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations import drafting, review, written
from annotations.access import Role, require, visible_to
from annotations.acts import check_still_there, done_before, refuse
from annotations.models import Act, Claim, Text, User
from annotations.refusal import Refused

Kind = Act.Kind
State = Claim.State
ON_THE_LINE = (Act.State.DONE, Act.State.UNDONE)


class CannotUndo(Refused):
    """The claim went on without this line of acts: it was handed in, or changed elsewhere."""


@dataclass(frozen=True)
class Turn:
    """What going back or forth came to: the ids of the claims it touched, and a sentence about it."""

    claims: list[int]
    said: str


def undo(text: Text, *, key: str, by: User) -> Turn:
    """Take back the last act of a coder in a text, with those before it of the same sitting.

    Raises ``CannotUndo`` where the claim went on without it; it is then out of the way, and what was done before it is
    next. Sent again under the same ``key``, it is done once and answered as it was.
    """
    return _turn(text, Kind.UNDO, key=key, by=by)


def redo(text: Text, *, key: str, by: User) -> Turn:
    """Do again what was undone last; raises as ``undo`` does."""
    return _turn(text, Kind.REDO, key=key, by=by)


def steps(text: Text, *, by: User) -> dict[str, str | None]:
    """Return in words what ``undo`` and ``redo`` would do next; None where there is nothing."""
    back, forth = _first(_back(text, by)), _first(_forth(text, by))
    return {
        "undo": str(UNDO[back]) if back else None,
        "redo": str(REDO[forth]) if forth else None,
    }


def steps_after(act: Act) -> dict[str, str | None]:
    """Return the same right after an act was done: it is the one to undo, and there is nothing to redo."""
    return {"undo": str(UNDO[act.kind]), "redo": None}


def _turn(text: Text, kind: str, *, key: str, by: User) -> Turn:
    require(by, text.project, Role.CODER)
    try:
        with transaction.atomic():
            turned = done_before(text, key=key, kind=kind, by=by) or _walk(text, kind, key=key, by=by)
    except IntegrityError as error:
        again = done_before(text, key=key, kind=kind, by=by)
        if again is None:
            refuse(error)
        turned = again
    return _told(turned)


def _told(turned: Act) -> Turn:
    """What was written down of it, so that it is answered alike however often it is asked."""
    told = turned.after or {}
    if "refused" in told:
        raise CannotUndo(told["refused"])
    return Turn(claims=told.get("claims", []), said=told.get("said", ""))


def _walk(text: Text, kind: str, *, key: str, by: User) -> Act:
    check_still_there(text)
    # Of two who press at once, the second finds the line as the first left it.
    Text.objects.select_for_update(no_key=True).only("pk").get(pk=text.pk)
    acts = _together(_back(text, by) if kind == Kind.UNDO else _forth(text, by))
    if not acts:
        raise Refused(_("There is nothing to undo.") if kind == Kind.UNDO else _("There is nothing to redo."))
    return Act.objects.create(
        project=text.project,
        text=text,
        by=by,
        key=key,
        kind=kind,
        state=Act.State.SETTLED,
        after=_go(acts, kind, text=text, by=by),
    )


def _back(text: Text, by: User) -> QuerySet[Act]:
    return Act.objects.filter(by=by, text=text, state=Act.State.DONE).order_by("-pk")


def _forth(text: Text, by: User) -> QuerySet[Act]:
    return Act.objects.filter(by=by, text=text, state=Act.State.UNDONE).order_by("pk")


def _first(acts: QuerySet[Act]) -> str | None:
    return acts.values_list("kind", flat=True).first()


def _together(line: QuerySet[Act]) -> list[Act]:
    """The first act of the line, and those that follow it in the same sitting."""
    acts: list[Act] = []
    for act in line.iterator(chunk_size=50):
        if acts and (not act.sitting or act.sitting != acts[0].sitting):
            break
        acts.append(act)
    return acts


def _go(acts: list[Act], kind: str, *, text: Text, by: User) -> dict:
    """Take these acts back, or do them again; returns what is written down of it."""
    going = acts[0]
    try:
        with transaction.atomic():
            for going in acts:
                _go_one(going, kind, text=text, by=by)
    except Refused as refusal:
        in_the_way = Act.objects.filter(by=by, text=text, claim=going.claim_id, state__in=ON_THE_LINE)
        in_the_way.update(state=Act.State.SETTLED)
        return {"refused": str(refusal)}
    state = Act.State.UNDONE if kind == Kind.UNDO else Act.State.DONE
    Act.objects.filter(pk__in=[act.pk for act in acts]).update(state=state)
    # The oldest of a sitting says what it was about: marking a claim, or changing one.
    said = SAID_UNDONE[acts[-1].kind] if kind == Kind.UNDO else SAID_REDONE[acts[0].kind]
    return {"claims": sorted({act.claim_id for act in acts if act.claim_id}), "said": str(said)}


def _go_one(act: Act, kind: str, *, text: Text, by: User) -> None:
    first, last = _before(act), act.after or {}
    expected, wanted = (last, first) if kind == Kind.UNDO else (first, last)
    claims = visible_to(by, Claim.objects.filter(acts=act))
    claim = claims.select_related("project", "reading", "coder").first()
    now = written.now(claim) if claim else {}
    if claim is None or not written.same(now, expected):
        raise CannotUndo(_went_on(claim))
    if now["state"] != wanted["state"]:
        _move(claim, to=wanted["state"], by=by)
    elif claim.state != State.DRAFT:
        raise CannotUndo(_went_on(claim))
    else:
        content = written.content_from(wanted, text=text)
        elsewhere = written.elsewhere_from(wanted["elsewhere"])
        drafting.rewrite(claim, content, by=by, seen=claim.version, elsewhere=elsewhere)


def _before(act: Act) -> Mapping:
    """Before it was marked or begun, a claim was nothing; as none ever goes, it lies in the drawer then."""
    return act.before or {**(act.after or {}), "state": str(State.DISCARDED)}


def _move(claim: Claim, *, to: str, by: User) -> None:
    verbs = {State.DISCARDED: review.discard, State.DRAFT: review.restore}
    if claim.state not in Claim.PRIVATE_STATES or to not in verbs:
        raise CannotUndo(_went_on(claim))
    verbs[State(to)](claim, by=by, seen=claim.version)


def _went_on(claim: Claim | None) -> str:
    if claim and claim.state not in Claim.PRIVATE_STATES:
        return _("This claim was submitted: that step cannot be undone any more. A correction can be begun.")
    return _("This claim was changed elsewhere meanwhile, so that step cannot be undone any more.")


UNDO: dict[str, Promise] = {
    Kind.MARK: gettext_lazy("Undo marking the claim"),
    Kind.REWRITE: gettext_lazy("Undo the change of the claim"),
    Kind.DISCARD: gettext_lazy("Bring the discarded claim back"),
    Kind.RESTORE: gettext_lazy("Discard the claim again"),
    Kind.SUPERSEDE: gettext_lazy("Undo beginning the correction"),
    Kind.PARALLEL: gettext_lazy("Undo the place in the other wording"),
    Kind.UNPARALLEL: gettext_lazy("Bring the place in the other wording back"),
    Kind.SUBMIT: gettext_lazy("Undo submitting the claim"),
}
REDO: dict[str, Promise] = {
    Kind.MARK: gettext_lazy("Mark the claim again"),
    Kind.REWRITE: gettext_lazy("Change the claim again"),
    Kind.DISCARD: gettext_lazy("Discard the claim again"),
    Kind.RESTORE: gettext_lazy("Bring the discarded claim back"),
    Kind.SUPERSEDE: gettext_lazy("Begin the correction again"),
    Kind.PARALLEL: gettext_lazy("Bring the place in the other wording back"),
    Kind.UNPARALLEL: gettext_lazy("Take the place in the other wording away again"),
    Kind.SUBMIT: gettext_lazy("Submit the claim again"),
}
SAID_UNDONE: dict[str, Promise] = {
    Kind.MARK: gettext_lazy("The claim is taken away again."),
    Kind.REWRITE: gettext_lazy("The change is taken back."),
    Kind.DISCARD: gettext_lazy("The claim is back."),
    Kind.RESTORE: gettext_lazy("The claim is discarded again."),
    Kind.SUPERSEDE: gettext_lazy("The correction is taken away again."),
    Kind.PARALLEL: gettext_lazy("The place in the other wording is taken away again."),
    Kind.UNPARALLEL: gettext_lazy("The place in the other wording is back."),
}
SAID_REDONE: dict[str, Promise] = {
    Kind.MARK: gettext_lazy("The claim is back."),
    Kind.REWRITE: gettext_lazy("The claim is changed again."),
    Kind.DISCARD: gettext_lazy("The claim is discarded again."),
    Kind.RESTORE: gettext_lazy("The claim is back."),
    Kind.SUPERSEDE: gettext_lazy("The correction is back."),
    Kind.PARALLEL: gettext_lazy("The place in the other wording is back."),
    Kind.UNPARALLEL: gettext_lazy("The place in the other wording is taken away again."),
}
