"""Undo and redo: one line of acts a coder and text, sittings together, and the same bytes wherever one comes back to."""

import random

import pytest

from annotations import drafting, undoing
from annotations.models import Act, Anchor
from annotations.refusal import Refused
from tests.annotations.acting import Worker, as_sent
from tests.annotations.stations import ACTS, exported, go
from tests.factories import (
    State,
    make_content,
    make_member,
    make_organisation,
    make_speaker,
    make_text,
    make_theme,
)
from tests.rounds import rounds, seed

pytestmark = pytest.mark.django_db


@pytest.fixture
def worker(text):
    return Worker(text, make_member(text.project))


@pytest.fixture
def claim(worker, text):
    return worker.mark(make_content(text))


# One step


def test_a_marked_claim_is_taken_away_and_the_same_one_comes_back(worker, claim):
    worker.undo()
    away = worker.now(claim).state
    worker.redo()

    assert (away, worker.now(claim).state) == (State.DISCARDED, State.DRAFT)


def test_a_change_is_taken_back_and_done_again(worker, claim, text):
    before, after = drafting.content_of(claim), make_content(text, start=3, end=9)
    worker.rewrite(claim, after)

    worker.undo()
    back = drafting.content_of(worker.now(claim))
    worker.redo()

    assert (back, drafting.content_of(worker.now(claim))) == (before, after)


def test_a_discarded_claim_is_brought_back(worker, claim):
    worker.do("discard", claim)

    worker.undo()

    assert worker.now(claim).state == State.DRAFT


def test_what_moving_a_passage_took_away_elsewhere_comes_back_with_it(worker, claim, text):
    other = make_text(text.source, body="Um modelo geral não serve.", language="pt")
    worker.do("parallel", claim, content={"text": other.pk, "start": 0, "end": 15})
    placed = list(
        Anchor.objects.filter(claim=claim, text=other).values("start", "end", "kind", "confirmed_by")
    )
    worker.rewrite(worker.now(claim), make_content(text, start=3, end=9))
    gone = not Anchor.objects.filter(claim=claim, text=other).exists()

    worker.undo()

    found = list(
        Anchor.objects.filter(claim=claim, text=other).values("start", "end", "kind", "confirmed_by")
    )
    assert (gone, found) == (True, placed)


def test_a_place_in_another_wording_goes_and_comes(worker, claim, text):
    other = make_text(text.source, body="Um modelo geral não serve.", language="pt")
    worker.do("parallel", claim, content={"text": other.pk, "start": 0, "end": 15})

    worker.undo()
    gone = not Anchor.objects.filter(claim=claim, text=other).exists()
    worker.redo()

    assert gone
    assert Anchor.objects.get(claim=claim, text=other).confirmed_by == worker.coder


def test_a_correction_is_taken_away_again(worker, claim):
    worker.do("submit", claim)
    correction = worker.do("supersede", worker.now(claim)).claim

    worker.undo()

    assert (worker.now(correction).state, worker.now(claim).state) == (State.DISCARDED, State.SUBMITTED)


def test_history_tells_the_way_there_and_back(worker, claim, text):
    worker.rewrite(claim, make_content(text, start=3, end=9))
    worker.undo()

    assert list(claim.history.order_by("history_id").values_list("version", flat=True)) == [1, 2, 3]


# The line


def test_there_is_nothing_to_undo_at_first(worker):
    with pytest.raises(Refused, match="nothing to undo"):
        worker.undo()


def test_there_is_nothing_to_redo_after_something_new(worker, claim, text):
    worker.undo()
    worker.mark(make_content(text))

    with pytest.raises(Refused, match="nothing to redo"):
        worker.redo()


def test_what_was_done_in_one_sitting_is_undone_and_redone_together(worker, text):
    claim = worker.mark(make_content(text), sitting="one")
    last = make_content(text, start=3, end=9)
    worker.rewrite(
        worker.rewrite(claim, make_content(text, start=1, end=5), sitting="one"), last, sitting="one"
    )

    worker.undo()
    away = worker.now(claim).state
    worker.redo()

    assert away == State.DISCARDED
    assert drafting.content_of(worker.now(claim)) == last


def test_another_sitting_is_another_step(worker, claim, text):
    first = make_content(text, start=1, end=5)
    changed = worker.rewrite(claim, first, sitting="one")
    worker.rewrite(changed, make_content(text, start=3, end=9), sitting="two")

    worker.undo()

    assert drafting.content_of(worker.now(claim)) == first


def test_acts_without_a_sitting_are_undone_one_by_one(worker, claim, text):
    worker.mark(make_content(text))

    worker.undo()

    assert worker.now(claim).state == State.DRAFT


def test_each_coder_and_each_text_has_a_line_of_its_own(worker, claim, text):
    elsewhere = Worker(make_text(text.source), worker.coder)
    somebody = Worker(text, make_member(text.project))
    elsewhere.mark(make_content(elsewhere.text))

    for other in (Worker(make_text(text.source), worker.coder), somebody):
        with pytest.raises(Refused, match="nothing to undo"):
            other.undo()
    worker.undo()

    assert worker.now(claim).state == State.DISCARDED


def test_steps_say_what_comes_next(worker, claim):
    at_first = undoing.steps(worker.text, by=worker.coder)
    worker.do("discard", claim)
    worker.undo()

    assert at_first == {"undo": "Undo marking the claim", "redo": None}
    assert undoing.steps(worker.text, by=worker.coder) == {
        "undo": "Undo marking the claim",
        "redo": "Discard the claim again",
    }


def test_every_kind_of_act_says_what_undoing_and_redoing_it_is():
    on_the_line = set(Act.Kind.values) - {"undo", "redo"}

    assert set(undoing.UNDO) == set(undoing.REDO) == on_the_line
    assert set(undoing.SAID_UNDONE) == set(undoing.SAID_REDONE) == on_the_line - {"submit"}


# Once


def test_an_undo_sent_twice_is_done_once_and_answered_alike(worker, claim, text):
    worker.mark(make_content(text))

    first, second = worker.undo(key="back"), worker.undo(key="back")

    assert second == first
    assert worker.now(claim).state == State.DRAFT


def test_a_refused_undo_is_answered_alike_too(worker, claim, text):
    worker.do("submit", worker.mark(make_content(text)))

    for _ in range(2):
        with pytest.raises(undoing.CannotUndo, match="was submitted"):
            worker.undo(key="back")

    assert worker.now(claim).state == State.DRAFT


# Refused


def test_a_submitted_claim_is_not_undone_and_no_longer_in_the_way(worker, claim, text):
    later = worker.mark(make_content(text))
    worker.do("submit", later)

    with pytest.raises(undoing.CannotUndo, match="was submitted"):
        worker.undo()
    worker.undo()

    assert (worker.now(later).state, worker.now(claim).state) == (State.SUBMITTED, State.DISCARDED)


def test_a_claim_that_was_changed_elsewhere_keeps_that_change(worker, claim, text):
    elsewhere = make_content(text, start=3, end=9, paraphrase="On the page of the claim.")
    drafting.rewrite(claim, elsewhere, by=worker.coder, seen=claim.version)

    with pytest.raises(undoing.CannotUndo, match="changed elsewhere"):
        worker.undo()

    assert drafting.content_of(worker.now(claim)) == elsewhere


def test_a_sitting_that_cannot_be_undone_whole_is_not_undone_at_all(worker, text):
    first = worker.mark(make_content(text), sitting="one")
    second = worker.mark(make_content(text), sitting="one")
    drafting.rewrite(first, make_content(text, start=3, end=9), by=worker.coder, seen=first.version)

    with pytest.raises(undoing.CannotUndo):
        worker.undo()

    assert worker.now(second).state == State.DRAFT


# Any number of them


class Walk:
    """Two hundred acts of somebody who cannot decide, with what the project exports after each."""

    KINDS = ["mark"] * 4 + ["rewrite"] * 8 + ["discard"] * 2 + ["restore"] + ["parallel"] * 2 + ["unparallel"]

    def __init__(self, worker, chance):
        self.worker, self.chance = worker, chance
        project = worker.text.project
        self.other = make_text(
            worker.text.source, body="Um modelo geral não serve em todo campo.", language="pt"
        )
        self.people = [make_speaker(project, name) for name in ("Ana", "Qian Depei", "李明")]
        self.organisations = [make_organisation(project), None]
        self.themes = [make_theme(project) for _ in range(4)]
        self.claims = []

    def step(self):
        kind = self.chance.choice(self.KINDS)
        if kind == "mark" or not self.claims:
            self.claims.append(self.worker.mark(self.content()))
            return
        claim = self.worker.now(self.chance.choice(self.claims))
        try:
            self.worker.do(kind, claim, content=self.sent(kind))
        except Refused:
            self.worker.rewrite(claim, self.content()) if claim.state == State.DRAFT else self.step()

    def sent(self, kind):
        if kind == "rewrite":
            return as_sent(self.content())
        start, end = self.place(self.other)
        return {"text": self.other.pk, "start": start, "end": end}

    def place(self, text):
        start, end = sorted(self.chance.sample(range(len(text.body) + 1), 2))
        return start, end

    def content(self):
        start, end = self.place(self.worker.text)
        chosen = self.chance.sample(self.people, self.chance.randrange(3))
        voices = [
            drafting.Voice(
                speaker=person,
                named_as=self.chance.choice(["she", "the expert", "专家"]),
                organisation=self.chance.choice(self.organisations),
            )
            for person in chosen
        ]
        codes = [
            drafting.Code(
                theme=theme,
                stance=self.chance.choice([None, *theme.scale.stances.all()]),
                certainty=self.chance.choice(["", "low", "high"]),
                note=self.chance.choice(["", "perhaps"]),
            )
            for theme in self.chance.sample(self.themes, self.chance.randrange(4))
        ]
        return drafting.Content(
            place=drafting.Place(text=self.worker.text, start=start, end=end),
            voices=voices,
            codes=codes,
            reporting=self.chance.choice(["direct", "indirect", "reported"]),
            said=self.chance.choice(["", "2023", "2023-08-14"]),
            paraphrase=self.chance.choice(["", "In short.", "👩🏽‍🔬\r\né"]),
        )


@pytest.mark.soak
def test_back_and_forth_over_two_hundred_acts_exports_return_byte_by_byte(worker):
    walk, project = Walk(worker, random.Random(seed())), worker.text.project
    apart = 1 if rounds(ACTS) == ACTS else 20
    stations = [exported(project), *go(walk.step, project, apart=apart)]
    whole = exported(project, states=State.values)

    back = go(worker.undo, project, apart=apart)
    forth = go(worker.redo, project, apart=apart)

    assert len(set(stations)) > len(stations) / 2  # a claim marked and discarded leads back to one before
    assert back == stations[-2::-1]
    assert forth == stations[1:]
    assert exported(project, states=State.values) == whole


@pytest.mark.soak
def test_wandering_back_and_forth_always_comes_by_the_same_stations(worker):
    chance = random.Random(seed())
    walk = Walk(worker, chance)
    stations, here = [exported(worker.text.project)], 0
    for _ in range(ACTS // 20 * rounds(20)):
        turn = chance.choice(["act", "act", "undo", "undo", "redo"])
        if turn == "undo" and here:
            worker.undo()
            here -= 1
        elif turn == "redo" and here < len(stations) - 1:
            worker.redo()
            here += 1
        else:
            walk.step()
            here += 1
            stations = [*stations[:here], exported(worker.text.project)]
        assert exported(worker.text.project) == stations[here]
