"""Who is who: two speakers are the same, or not the same, and either finding can be undone.

Merging moves no row: names, affiliations and attributions stay on the speaker they were written for, and
``groups`` says who stands for whom. ``candidates`` are pairs that an editor should look at; a pair once found
to be two is never proposed again. The names of candidates are compared in ``annotations.namesakes``.
"""

from collections.abc import Iterable, Mapping

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from annotations import finding, namesakes, search, versions
from annotations.access import Role, require
from annotations.models import Name, Project, Speaker, SpeakerDecision, User
from annotations.namesakes import Candidate
from annotations.refusal import Refused

Outcome = SpeakerDecision.Outcome


@transaction.atomic
def merge(
    speaker: Speaker, *, into: Speaker, by: User, seen: Mapping[int, int], note: str = ""
) -> SpeakerDecision:
    """Find that ``speaker`` is the same as ``into``, which stands for both from now on.

    ``seen`` maps both ids to the versions that were read. Raises ``NotAllowed`` below reviewer, ``Refused``
    where they cannot be the same, ``versions.Conflict`` if either was changed after it was read.
    """
    _about_two(speaker, into, by=by)
    now, target = _as_they_stand(speaker, into, seen=seen)
    _may_stand_for(now, target)
    _refuse_if_found_two(now, target)
    versions.bump(now, seen=seen[speaker.pk], merged_into=target)
    _follow(speaker, now)
    versions.record_change(now, by=by, reason=note)
    finding.follow_names(same_as(into))
    return _decide(speaker, into, Outcome.SAME, by=by, note=note)


@transaction.atomic
def unmerge(speaker: Speaker, *, by: User, seen: Mapping[int, int], note: str = "") -> SpeakerDecision:
    """Let a merged speaker stand for themselves again; all that was written for them is still theirs.

    ``seen`` maps the speaker's id to the version that was read. Raises as ``merge`` does.
    """
    require(by, speaker.project, Role.REVIEWER)
    now = _as_it_stands(speaker, seen=seen[speaker.pk])
    into = now.merged_into
    if into is None:
        raise Refused(_("“%(now)s” is not merged into anybody: there is nothing to undo.") % {"now": now})
    versions.bump(now, seen=seen[speaker.pk], merged_into=None)
    _follow(speaker, now)
    versions.record_change(now, by=by, reason=note)
    finding.follow_names(same_as(speaker, into))
    return _decide(speaker, into, Outcome.UNDONE, by=by, note=note)


@transaction.atomic
def not_same(one: Speaker, other: Speaker, *, by: User, note: str = "") -> SpeakerDecision:
    """Find that two speakers are two, so that they are never proposed as one again.

    Raises ``NotAllowed`` below reviewer, ``Refused`` where they are merged or were found to be two before.
    """
    _about_two(one, other, by=by)
    _locked(one, other)
    stands_for = groups(one.project)
    if stands_for[one.pk] == stands_for[other.pk]:
        raise Refused(
            _("“%(one)s” and “%(other)s” are merged: undo that first.") % {"one": one, "other": other}
        )
    if _last_decision(one, other) == Outcome.NOT_SAME:
        raise Refused(
            _("“%(one)s” and “%(other)s” were found not to be the same before.")
            % {"one": one, "other": other}
        )
    return _decide(one, other, Outcome.NOT_SAME, by=by, note=note)


@transaction.atomic
def undo_not_same(one: Speaker, other: Speaker, *, by: User, note: str = "") -> SpeakerDecision:
    """Take back that two speakers are two; they may be merged or proposed again."""
    _about_two(one, other, by=by)
    _locked(one, other)
    if _last_decision(one, other) != Outcome.NOT_SAME:
        raise Refused(
            _("“%(one)s” and “%(other)s” were never found not to be the same: there is nothing to undo.")
            % {"one": one, "other": other}
        )
    return _decide(one, other, Outcome.UNDONE, by=by, note=note)


def groups(project: Project) -> dict[int, int]:
    """Return speaker id → the id of the speaker who stands for them, themselves where not merged; one query."""
    into = dict(Speaker.objects.filter(project=project).order_by().values_list("pk", "merged_into_id"))
    return {speaker: _root(speaker, into) for speaker in into}


def namesakes_of(project: Project, names: Iterable[str]) -> list[Speaker]:
    """Return the speakers of a project who bear one of these names already, whatever its case, accents and width.

    Roles and pronouns are no names: many are “the minister”.
    """
    wanted = {search.fold(name).strip() for name in names} - {""}
    borne = Name.objects.filter(speaker__project=project).exclude(kind=Name.Kind.ROLE).order_by()
    found = {
        speaker
        for speaker, text in borne.values_list("speaker_id", "text").iterator()
        if wanted and search.fold(text).strip() in wanted
    }
    return list(Speaker.objects.filter(pk__in=found).with_names())


def same_as(*found: Speaker) -> list[int]:
    """Return the ids of all who are found to be the same as any of these, themselves among them.

    It takes a query or two for each step from one to another, however many speakers there are.
    """
    heads = {_head(speaker) for speaker in found}
    same, newest = set(heads), heads
    while newest:
        merged = Speaker.objects.filter(merged_into__in=newest).order_by()
        newest = set(merged.values_list("pk", flat=True)) - same
        same |= newest
    return sorted(same)


def _head(speaker: Speaker) -> int:
    """The id of who stands for this speaker."""
    head, above, passed = speaker.pk, speaker.merged_into_id, {speaker.pk}
    while above is not None and above not in passed:
        passed.add(above)
        head, above = above, Speaker.objects.values_list("merged_into_id", flat=True).get(pk=above)
    return head


def candidates(project: Project) -> list[Candidate]:
    """Return the likeliest pairs of speakers that may be the same, the likeliest first, each with the names that match.

    Both of a pair stand for themselves, are of one kind, and no two of those they stand for were found to be
    two. Roles and pronouns are no evidence. There are ``namesakes.MOST`` at most.
    """
    stands_for = groups(project)
    kinds = dict(Speaker.objects.filter(project=project).order_by().values_list("pk", "kind"))
    names = Name.objects.filter(speaker__project=project).exclude(kind=Name.Kind.ROLE).order_by("pk")
    named = [
        (stands_for[speaker], kinds[stands_for[speaker]], text)
        for speaker, text in names.values_list("speaker_id", "text")
    ]
    two = ((stands_for[one], stands_for[other]) for one, other in _found_two(project))
    return namesakes.pairs(named, apart={(min(pair), max(pair)) for pair in two})


def _root(speaker: int, into: Mapping[int, int | None]) -> int:
    seen = {speaker}
    while (above := into[speaker]) is not None and above not in seen:
        speaker = above
        seen.add(above)
    return speaker


def _about_two(one: Speaker, other: Speaker, *, by: User) -> None:
    require(by, one.project, Role.REVIEWER)
    if one.project_id != other.project_id:
        raise Refused(
            _("“%(one)s” and “%(other)s” belong to different projects: they cannot be compared.")
            % {"one": one, "other": other}
        )
    if one.pk == other.pk:
        raise Refused(_("This is one and the same entry, “%(one)s”: choose two.") % {"one": one})


def _locked(*speakers: Speaker) -> dict[int, Speaker]:
    """Hold the project, so that no two findings are written at once: groups reach further than two rows."""
    Project.objects.select_for_update().get(pk=speakers[0].project_id)
    rows = Speaker.objects.select_for_update().filter(pk__in=[speaker.pk for speaker in speakers])
    return {row.pk: row for row in rows.order_by("pk")}


def _as_they_stand(one: Speaker, other: Speaker, *, seen: Mapping[int, int]) -> tuple[Speaker, Speaker]:
    now = _locked(one, other)
    for row in now.values():
        if row.version != seen[row.pk]:
            raise versions.Conflict(row, seen[row.pk])
    return now[one.pk], now[other.pk]


def _as_it_stands(speaker: Speaker, *, seen: int) -> Speaker:
    now = _locked(speaker)[speaker.pk]
    if now.version != seen:
        raise versions.Conflict(now, seen)
    return now


def _may_stand_for(speaker: Speaker, into: Speaker) -> None:
    """Refuse what is no merge; as nobody is merged into who is merged, no circle can come about."""
    if speaker.kind != into.kind:
        raise Refused(
            _(
                "“%(speaker)s” is %(kind)s and “%(into)s” is %(other_kind)s: only two of one kind can be the same."
            )
            % {"speaker": speaker, "kind": _kind(speaker), "into": into, "other_kind": _kind(into)}
        )
    if speaker.merged_into:
        raise Refused(
            _("“%(speaker)s” is merged into “%(merged_into)s” already: undo that first.")
            % {"speaker": speaker, "merged_into": speaker.merged_into}
        )
    if into.merged_into:
        raise Refused(
            _("“%(into)s” is itself merged into “%(merged_into)s”: merge “%(speaker)s” into that one.")
            % {"into": into, "merged_into": into.merged_into, "speaker": speaker}
        )


def _kind(speaker: Speaker) -> str:
    return {"person": _("a person"), "organisation": _("an organisation"), "collective": _("a collective")}[
        speaker.kind
    ]


def _refuse_if_found_two(speaker: Speaker, into: Speaker) -> None:
    """Neither they nor anybody they stand for may have been found to be two."""
    stands_for = groups(speaker.project)
    for one, other in _found_two(speaker.project):
        if {stands_for[one], stands_for[other]} == {speaker.pk, into.pk}:
            first, second = Speaker.objects.get(pk=one), Speaker.objects.get(pk=other)
            raise Refused(
                _("“%(first)s” and “%(second)s” were found not to be the same: undo that first.")
                % {"first": first, "second": second}
            )


def _found_two(project: Project) -> list[tuple[int, int]]:
    """Return the pairs whose last decision is that they are not the same."""
    decided = SpeakerDecision.objects.filter(project=project).order_by("pk")
    last = {
        frozenset(pair): outcome for *pair, outcome in decided.values_list("one_id", "other_id", "outcome")
    }
    two = [sorted(pair) for pair, outcome in last.items() if outcome == Outcome.NOT_SAME]
    return [(one, other) for one, other in two]


def _last_decision(one: Speaker, other: Speaker) -> str | None:
    both = Q(one=one, other=other) | Q(one=other, other=one)
    return SpeakerDecision.objects.filter(both).order_by("-pk").values_list("outcome", flat=True).first()


def _decide(one: Speaker, other: Speaker, outcome: str, *, by: User, note: str) -> SpeakerDecision:
    return SpeakerDecision.objects.create(
        project=one.project, one=one, other=other, outcome=outcome, by=by, note=note
    )


def _follow(speaker: Speaker, now: Speaker) -> None:
    """Let the caller's copy say what the database says."""
    speaker.version, speaker.merged_into = now.version, now.merged_into
