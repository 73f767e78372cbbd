"""Any order of drafting, reviewing, correcting and merging keeps every rule, and equals a simple model of it."""

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    Bundle,
    RuleBasedStateMachine,
    invariant,
    multiple,
    rule,
    run_state_machine_as_test,
)

from annotations import drafting, evidence, review, speakers, versions
from annotations.access import visible_to
from annotations.models import Attribution, Claim, Membership
from annotations.refusal import Refused
from tests import factories
from tests.rounds import rounds

State = Claim.State
Role = Membership.Role


class Remembered:
    """What the model knows of one claim: plain values, moved by hand."""

    def __init__(self, claim, coder, older=()):
        self.pk = claim.pk
        self.state = State.DRAFT
        self.version = 1
        self.record = older[0].record if older else claim.key
        self.coder = coder
        self.older = list(older)
        self.frozen = None

    def move(self, state):
        self.state = state
        self.version += 1


def said(claim):
    """All that a claim says, as plain values."""
    content = drafting.content_of(claim)
    return (
        content.place.start,
        content.place.end,
        [(voice.speaker.pk, voice.named_as) for voice in content.voices],
        [(code.theme.pk, code.stance and code.stance.pk) for code in content.codes],
        content.paraphrase,
        claim.coded_anchor.quote,
    )


class Life(RuleBasedStateMachine):
    lived = 0
    claims = Bundle("claims")
    passages = st.integers(0, len(factories.BODY) - 1).flatmap(
        lambda start: st.tuples(st.just(start), st.integers(start + 1, len(factories.BODY)))
    )

    def __init__(self):
        super().__init__()
        self.block = transaction.atomic()
        self.block.__enter__()
        self.text = factories.make_text()
        project = self.text.project
        self.coders = [factories.make_member(project), factories.make_member(project)]
        self.reviewer = factories.make_member(project, Role.REVIEWER)
        self.speakers = [factories.make_speaker(project) for _ in range(4)]
        self.themes = [factories.make_theme(project) for _ in range(3)]
        self.merged = {}
        self.written_for = {}
        self.known = {}

    def teardown(self):
        transaction.set_rollback(True)
        self.block.__exit__(None, None, None)
        Life.lived += 1

    # What people do

    @rule(
        target=claims,
        passage=passages,
        who=st.integers(0, 1),
        voices=st.sets(st.integers(0, 3), min_size=1, max_size=2),
        codes=st.sets(st.integers(0, 2), min_size=1),
        words=st.text(max_size=5).filter(lambda text: "\0" not in text),
    )
    def draft(self, passage, who, voices, codes, words):
        claim = drafting.mark(self.content(passage, voices, codes, words), coder=self.coders[who])
        return self.remember(Remembered(claim, self.coders[who]))

    @rule(known=claims, passage=passages, voices=st.sets(st.integers(0, 3), min_size=1, max_size=2))
    def rewrite(self, known, passage, voices):
        content = self.content(passage, voices, {0}, "anew")
        may = known.state == State.DRAFT
        if self.attempt(may, drafting.rewrite, known, content, by=known.coder):
            known.version += 1
            self.note_voices(known)

    @rule(known=claims)
    def discard(self, known):
        self.step(known, review.discard, State.DISCARDED, by=known.coder, may=known.state == State.DRAFT)

    @rule(known=claims)
    def restore(self, known):
        self.step(known, review.restore, State.DRAFT, by=known.coder, may=known.state == State.DISCARDED)

    @rule(known=claims)
    def submit(self, known):
        if self.step(known, review.submit, State.SUBMITTED, by=known.coder, may=known.state == State.DRAFT):
            known.frozen = said(self.row(known))
            self.give_way(known, State.SUBMITTED, State.RETURNED)

    @rule(known=claims)
    def accept(self, known):
        rivals = [
            other
            for other in self.known.values()
            if other.record == known.record and other.state == State.ACCEPTED and other not in known.older
        ]
        may = known.state == State.SUBMITTED and known.coder != self.reviewer and not rivals
        if self.step(known, review.accept, State.ACCEPTED, by=self.reviewer, may=may):
            self.give_way(known, State.ACCEPTED)

    @rule(
        known=claims,
        way=st.sampled_from([(review.return_claim, State.RETURNED), (review.reject, State.REJECTED)]),
    )
    def send_away(self, known, way):
        may = known.state == State.SUBMITTED and known.coder != self.reviewer
        self.step(known, way[0], way[1], by=self.reviewer, may=may, note="because")

    @rule(known=claims)
    def withdraw(self, known):
        may = known.state == State.ACCEPTED
        self.step(known, review.withdraw, State.WITHDRAWN, by=self.reviewer, may=may, note="because")

    @rule(target=claims, first=claims, second=claims, as_reviewer=st.booleans())
    def supersede(self, first, second, as_reviewer):
        older = [first] if first is second else [first, second]
        by = self.reviewer if as_reviewer else first.coder
        open_to_them = all(known.state in drafting.SUPERSEDABLE for known in older)
        may = open_to_them and (by == self.reviewer or all(known.coder == by for known in older))
        seen = {known.pk: known.version for known in older}
        try:
            claim = drafting.supersede(*map(self.row, older), by=by, seen=seen)
        except Refused:
            assert not may
            return multiple()
        assert may
        return self.remember(Remembered(claim, by, older))

    @rule(known=claims)
    def write_with_an_old_version(self, known):
        for verb in (review.submit, review.discard, review.accept):
            with pytest.raises(Refused):
                verb(self.row(known), by=known.coder, seen=known.version - 1)
        with pytest.raises(versions.Conflict):
            drafting.rewrite(
                self.row(known), self.content((0, 1), {0}, {0}, ""), by=known.coder, seen=known.version - 1
            )

    @rule(one=st.integers(0, 3), other=st.integers(0, 3))
    def merge(self, one, other):
        may = one != other and one not in self.merged and other not in self.merged
        may = may and one not in self.merged.values()
        if one in self.merged.values():
            return
        speaker, into = self.speaker(one), self.speaker(other)
        seen = {speaker.pk: speaker.version, into.pk: into.version}
        try:
            speakers.merge(speaker, into=into, by=self.reviewer, seen=seen)
        except Refused:
            assert not may
            return
        assert may
        self.merged[one] = other

    @rule(one=st.integers(0, 3))
    def unmerge(self, one):
        speaker = self.speaker(one)
        try:
            speakers.unmerge(speaker, by=self.reviewer, seen={speaker.pk: speaker.version})
        except Refused:
            assert one not in self.merged
            return
        del self.merged[one]

    # What must hold after each of them

    @invariant()
    def claims_stand_where_the_model_says(self):
        rows = Claim.objects.values_list("pk", "state", "version", "record")
        assert sorted(rows) == sorted(
            (known.pk, known.state, known.version, known.record) for known in self.known.values()
        )

    @invariant()
    def what_was_submitted_never_changes(self):
        for known in self.known.values():
            if known.frozen:
                assert said(self.row(known)) == known.frozen

    @invariant()
    def attributions_stay_with_whom_they_were_written_for(self):
        now = {}
        for claim, speaker in Attribution.objects.values_list("claim_id", "speaker_id"):
            now.setdefault(claim, set()).add(speaker)
        assert now == self.written_for

    @invariant()
    def speakers_group_as_they_were_merged(self):
        groups = speakers.groups(self.text.project)
        for one, speaker in enumerate(self.speakers):
            root = one
            while root in self.merged:
                root = self.merged[root]
            assert groups.get(speaker.pk, speaker.pk) == self.speakers[root].pk

    @invariant()
    def everyone_sees_what_is_theirs_to_see(self):
        for coder in self.coders:
            assert set(visible_to(coder, Claim.objects.all()).values_list("pk", flat=True)) == {
                known.pk
                for known in self.known.values()
                if known.coder == coder or known.state not in Claim.PRIVATE_STATES
            }

    @invariant()
    def the_audit_finds_no_fault(self):
        assert list(evidence.faults(self.text.project)) == []

    # How

    def content(self, passage, voices, codes, words):
        start, end = passage
        return factories.make_content(
            self.text,
            start=start,
            end=end,
            speakers=[self.speakers[one] for one in sorted(voices)],
            themes=[self.themes[one] for one in sorted(codes)],
            paraphrase=words,
        )

    def row(self, known):
        return Claim.objects.get(pk=known.pk)

    def speaker(self, one):
        self.speakers[one].refresh_from_db()
        return self.speakers[one]

    def remember(self, known):
        self.known[known.pk] = known
        self.note_voices(known)
        return known

    def note_voices(self, known):
        voices = Attribution.objects.filter(claim=known.pk).values_list("speaker_id", flat=True)
        self.written_for[known.pk] = set(voices)

    def attempt(self, may, verb, known, *args, **options):
        """Do it; the verb must allow it exactly where the model does."""
        try:
            verb(self.row(known), *args, seen=known.version, **options)
        except Refused:
            assert not may
            return False
        assert may
        return True

    def step(self, known, verb, state, *, may, **options):
        done = self.attempt(may, verb, known, **options)
        if done:
            known.move(state)
        return done

    def give_way(self, known, *states):
        for older in known.older:
            if older.state in states:
                older.move(State.SUPERSEDED)


@pytest.mark.soak
@pytest.mark.django_db
def test_any_order_of_acts_keeps_every_rule():
    """A life fails where it breaks a rule; here that they were lived at all."""
    run_state_machine_as_test(
        Life, settings=settings(deadline=None, max_examples=rounds(300), stateful_step_count=40)
    )

    assert Life.lived >= rounds(300)
