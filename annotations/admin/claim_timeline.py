"""The timeline of a claim: all versions of its record, what was decided and noted, by whom, from what to what, and why."""

from dataclasses import dataclass, field
from datetime import datetime

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from annotations.access import Role
from annotations.admin.who import knows_authors, knows_coders, with_known_deciders
from annotations.models import Claim, Decision, Note, User
from annotations.scope import holds, rows_of

State = Claim.State

WHAT = {
    State.DRAFT: gettext_lazy("Taken up again"),
    State.DISCARDED: gettext_lazy("Discarded"),
    State.SUBMITTED: gettext_lazy("Submitted for review"),
    State.ACCEPTED: gettext_lazy("Accepted"),
    State.RETURNED: gettext_lazy("Returned to its coder"),
    State.REJECTED: gettext_lazy("Rejected"),
    State.SUPERSEDED: gettext_lazy("Gave way to a correction"),
    State.WITHDRAWN: gettext_lazy("Withdrawn: in no dataset from then on"),
}
TONES = {
    State.ACCEPTED: "good",
    State.RETURNED: "unclear",
    State.REJECTED: "oppose",
    State.WITHDRAWN: "oppose",
}


@dataclass(frozen=True)
class Event:
    """One thing that happened; ``changes`` are label, before, after. ``who`` is named as far as one may know."""

    at: datetime
    what: str
    number: int
    claim: Claim | None = None
    who: User | None = None
    why: str = ""
    tone: str = ""
    changes: list[tuple[str, str, str]] = field(default_factory=list)


def timeline_of(request, claim: Claim, notes: list[Note]) -> list[Event]:
    """Return what happened to a claim's record in the order of time; nothing for viewers, who see no history."""
    if not holds(request, Role.CODER):
        return []
    # By their ids, and those in no order: else a database may walk through all claims of the project.
    record = Claim.objects.filter(project=claim.project_id, record=claim.record).order_by()
    ids = list(record.values_list("pk", flat=True))
    rows = rows_of(request, Claim).filter(pk__in=ids).order_by("pk")
    # What a version says is told only where it differs from the one before.
    versions = list(rows.with_evidence() if len(ids) > 1 else rows.select_related("coder"))
    numbers = {version.pk: number for number, version in enumerate(versions, start=1)}
    decisions = rows_of(request, Decision).filter(claim__in=list(numbers)).select_related("by")
    events = list(begun(request, versions, numbers))
    events += [decided(decision, numbers) for decision in with_known_deciders(request, decisions)]
    events += [noted(request, note) for note in notes]
    return sorted(events, key=lambda event: event.at)


def begun(request, versions, numbers):
    """How each version came to be, and what it says otherwise than the one before it."""
    told = knows_coders(request)
    for before, version in zip([None, *versions], versions, strict=False):
        own = version.coder_id == request.user.pk
        what = _("Marked") if before is None else _("Corrected")
        if version.batch_id:
            what = _("Came in with an import")
        yield Event(
            version.created,
            what,
            numbers[version.pk],
            claim=version,
            who=version.coder if told or own else None,
            changes=changes_between(before, version) if before else [],
        )


def decided(decision, numbers):
    # Why a claim gave way is said by the correction itself.
    why = "" if decision.after == State.SUPERSEDED else decision.note
    return Event(
        decision.at,
        str(WHAT[State(decision.after)]),
        numbers[decision.claim_id],
        who=decision.by if decision.names_by else None,
        why=why,
        tone=TONES.get(State(decision.after), ""),
    )


def noted(request, note):
    named = knows_authors(request) or note.by_id == request.user.pk
    return Event(note.created, note.get_kind_display(), 0, who=note.by if named else None, why=note.body)


def changes_between(before: Claim, after: Claim) -> list[tuple[str, str, str]]:
    """Return what two versions of a claim say differently: label, before, after; ``with_evidence`` has loaded both."""
    said = zip(in_words(before).items(), in_words(after).values(), strict=True)
    return [(label, old or "—", new or "—") for (label, old), new in said if old != new]


def in_words(claim: Claim) -> dict[str, str]:
    """What a claim says, by label."""
    return {
        _("Quote"): claim.quote,
        _("Who speaks"): "; ".join(voice_in_words(voice) for voice in claim.attributions.all()),
        _("Themes and stances"): "; ".join(code_in_words(code) for code in claim.codings.all()),
        _("Reporting"): claim.get_reporting_display(),
        _("Said"): claim.said,
        _("Paraphrase"): claim.paraphrase,
    }


def voice_in_words(voice) -> str:
    words = [str(voice.speaker)]
    if voice.named_as:
        words.append(_("named as “%(words)s”") % {"words": voice.named_as})
    if voice.organisation:
        words.append(_("speaks for %(organisation)s") % {"organisation": voice.organisation})
    if voice.via:
        words.append(_("relayed by %(speaker)s") % {"speaker": voice.via})
    return ", ".join(words)


def code_in_words(code) -> str:
    stance = str(code.stance) if code.stance else _("not coded")
    words = [f"{code.theme}: {stance}"]
    if code.certainty:
        words.append(_("certainty: %(certainty)s") % {"certainty": code.get_certainty_display()})
    return ", ".join([*words, *filter(None, [code.note])])
