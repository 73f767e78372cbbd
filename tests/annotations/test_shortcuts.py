"""Two letters choose a theme: of its own code where they are free, each pair once, and an older theme keeps its own."""

from annotations import shortcuts


def test_initials_come_first_then_letters_in_their_order():
    codes = [(1, "small-models"), (2, "small-money"), (3, "energy"), (4, "2030")]

    assert shortcuts.of_themes(codes) == {1: "sm", 2: "sa", 3: "en", 4: "aa"}


def test_each_theme_has_a_shortcut_of_its_own():
    found = shortcuts.of_themes((number, "theme") for number in range(26 * 26))

    assert len(set(found.values())) == 26 * 26
    assert all(len(pair) == 2 for pair in found.values())


def test_where_no_pair_is_left_there_is_none():
    assert shortcuts.of_themes((number, "theme") for number in range(26 * 26 + 1))[26 * 26] == ""


def test_a_new_theme_takes_nothing_from_an_older_one():
    codes = [(1, "energy"), (2, "engines")]

    before = shortcuts.of_themes(codes)

    assert shortcuts.of_themes([*codes, (3, "e-n")]).items() >= before.items()
