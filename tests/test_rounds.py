import pytest

from tests.rounds import rounds


def test_few_rounds_when_nothing_is_said(monkeypatch):
    monkeypatch.delenv("ROUNDS", raising=False)

    assert [rounds(1), rounds(100)] == [1, 3]


def test_all_rounds_are_those_the_test_names(monkeypatch):
    monkeypatch.setenv("ROUNDS", "all")

    assert rounds(100) == 100


def test_a_number_of_rounds_holds_for_every_test(monkeypatch):
    monkeypatch.setenv("ROUNDS", "7")

    assert rounds(100) == 7


def test_an_unknown_number_of_rounds_is_refused(monkeypatch):
    monkeypatch.setenv("ROUNDS", "many")

    with pytest.raises(ValueError, match="write few, all or a number"):
        rounds(100)
