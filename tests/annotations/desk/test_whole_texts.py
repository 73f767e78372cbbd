"""Whole texts through the desk: what is selected, by mouse and by keyboard, is what is stored and what is highlighted."""

import random

import pytest

from tests.annotations.desk.reader import Reader
from tests.annotations.desk.strings import edges, letters_of
from tests.factories import make_member, make_project, make_source, make_text
from tests.rounds import rounds, seed

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.browser, pytest.mark.soak]

ALWAYS, NAMED = 20, 300


def texts():
    """Letters of texts that hold words, new ones in each run."""
    numbers = range(seed() % 10**6 * 1000 + 1, 10**12)
    found = (letters_of(number) for number in numbers)
    with_words = (letters for letters in found if sum(letter.isalpha() for letter in letters) > 20)
    return [next(with_words) for _ in range(max(ALWAYS, rounds(NAMED)))]


def test_what_is_selected_is_what_is_stored_and_highlighted(page, live_server):
    project = make_project("study")
    member = make_member(project)
    source = make_source(project)
    missed = 0
    for letters in texts():
        body = "".join(letters)
        reader = Reader(page, live_server, make_text(source, body=body), member)
        draw = random.Random(body)

        passages = [reader.drag(*sorted(draw.sample(edges(letters), 2)))]
        passages += [reader.go_by_words(draw.randint(0, 5), draw.randint(1, 6))]
        found = [passage for passage in passages if passage]
        missed += len(passages) - len(found)
        claims = [reader.save(passage) for passage in found]
        reader.open()

        seen = reader.seen()
        for passage, claim in zip(found, claims, strict=True):
            start, end = passage["start"], passage["end"]
            anchor = claim.anchors.get()
            assert (anchor.start, anchor.end, anchor.quote) == (start, end, body[start:end])
            assert seen[claim.key]["words"] == body[start:end]
            assert seen[claim.key]["coloured"] == body[start:end].replace("\n", "")
            assert {start, end} <= set(edges(letters))
    # A drag may end where it began, as where directions meet; it is the exception.
    assert missed <= len(texts()) // 3
