"""Places in a text are the same for scripts as for Python: in code points, in nodes, and where letters and words end."""

import pytest

from tests.annotations.desk.modules import ask, open_modules
from tests.annotations.desk.strings import edges, letters_of, places_in
from tests.naughty import NAUGHTY
from tests.rounds import rounds, seed

pytestmark = pytest.mark.browser

# Places are told in code points by Python and must come back so, from plain strings and from the page.
MEASURE = """({ page, offsets, given }) => {
  const body = page.body();
  const ruler = new offsets.Ruler(body);
  const units = given.map((place) => offsets.toUnits(body, place));
  return {
    body,
    lengths: [offsets.length(body), ruler.length, page.text.length],
    units,
    ruled: given.map((place) => ruler.toUnits(place)),
    back: units.map((unit) => offsets.toPoints(body, unit)),
    ruledBack: units.map((unit) => ruler.toPoints(unit)),
  };
}"""
STRETCHES = """({ page, flatten, given }) => {
  const see = () => given.map(([start, end]) => {
    const range = page.rangeOf(start, end);
    return [page.text.words(start, end), range.toString(), page.placeOf(range)];
  });
  const marked = see();
  flatten(page.article);
  return [marked, see()];
}"""
SNAP = """({ page, boundaries, given }) => given.map(([start, end]) => {
  const words = boundaries.snap(page.text, start, end);
  const letters = boundaries.whole(page.text, start, end);
  const again = words && boundaries.snap(page.text, words.start, words.end);
  return { words, letters, again };
})"""
STEPS = """({ page, boundaries, given }) => {
  const walk = (step, place, stop, options) => {
    const places = [];
    while (place !== stop && places.length < 9999) places.push((place = step(page.text, place, given, options)));
    return places;
  };
  const { length } = page.text;
  return {
    forward: walk(boundaries.next, 0, length),
    backward: walk(boundaries.previous, length, 0).reverse(),
    ends: walk(boundaries.next, 0, length, { end: true }),
  };
}"""


@pytest.fixture
def modules(page):
    return open_modules(page)


def bodies(always=300, named=3000):
    """Strings of every kind, new ones each run: so many in any case, and all that are named where rounds are asked for."""
    first = seed() % 10**6 * 10
    made = [letters_of(first + number) for number in range(max(always, rounds(named)))]
    return [letters for letters in made if "".join(letters).strip()]


def units(words):
    return len(words.encode("utf-16-le")) // 2


def test_offsets_of_scripts_are_those_of_python(modules):
    for letters in bodies():
        body = "".join(letters)
        places = sorted({*range(0, len(body) + 1, 1 + len(body) // 40), *edges(letters)[-3:]})

        told = ask(modules, body, MEASURE, places, marked=places_in(body, len(body)))

        expected = [units(body[:place]) for place in places]
        assert told == {
            "body": body,
            "lengths": [len(body)] * 3,
            "units": expected,
            "ruled": expected,
            "back": places,
            "ruledBack": places,
        }


@pytest.mark.parametrize("part", range(4))
def test_naughty_strings_are_measured_too(modules, part):
    body = "\n".join(words for words in NAUGHTY[part::4] if "\n" not in words and "\0" not in words)

    told = ask(modules, body, MEASURE, [0, len(body) // 2, len(body)])

    assert (told["body"], told["lengths"][0]) == (body, len(body))


def test_a_place_inside_a_pair_of_units_counts_as_before_it(modules):
    told = ask(
        modules,
        "a😀b",
        "({ offsets, given }) => given.map((unit) => offsets.toPoints('a😀b', unit))",
        [1, 2, 3],
    )

    assert told == [1, 1, 2]


def test_a_stretch_is_the_same_words_in_the_page_and_in_python(modules):
    for letters in bodies():
        body = "".join(letters)
        stretches = places_in(body, len(body))

        marked, flat = ask(modules, body, STRETCHES, stretches, marked=stretches)

        expected = [
            [body[start:end], body[start:end].replace("\n", ""), {"start": start, "end": end}]
            for start, end in stretches
        ]
        assert (marked, flat) == (expected, expected)


def test_a_selection_grows_to_words_and_never_splits_a_letter(modules):
    for letters in bodies():
        body, whole = "".join(letters), set(edges(letters))

        found = ask(modules, body, SNAP, places_in(body, len(body)))

        for (start, end), told in zip(places_in(body, len(body)), found, strict=True):
            assert covers(told["letters"], start, end) and stands_on(told["letters"], whole), (
                body,
                start,
                end,
            )
            if told["words"] is None:
                assert body[start:end].strip(SPACES) == "", (body, start, end)
                continue
            trimmed = trim(body, start, end)
            assert covers(told["words"], *trimmed) and stands_on(told["words"], whole), (body, start, end)
            assert told["again"] == told["words"]


# What JavaScript's \s is: Python's own notion of space differs by some control characters.
SPACES = "\t\n\v\f\r \u00a0\u1680\u2028\u2029\u202f\u205f\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200B))
)


def trim(body, start, end):
    words = body[start:end]
    return start + len(words) - len(words.lstrip(SPACES)), end - (len(words) - len(words.rstrip(SPACES)))


def covers(told, start, end):
    return told["start"] <= start and told["end"] >= end


def stands_on(told, whole):
    return {told["start"], told["end"]} <= whole


def test_letters_are_walked_one_by_one(modules):
    for letters in bodies(60, 600):
        body = "".join(letters)

        told = ask(modules, body, STEPS, "letter")

        assert told["forward"] == edges(letters)[1:]
        assert told["backward"] == edges(letters)[:-1]


@pytest.mark.parametrize("unit", ["word", "sentence"])
def test_words_and_sentences_are_walked_forth_and_back(modules, unit):
    for letters in bodies(60, 600):
        body, whole = "".join(letters), set(edges(letters))

        told = ask(modules, body, STEPS, unit)

        assert set(told["forward"]) | set(told["backward"]) | set(told["ends"]) <= whole
        # The way back meets the same starts; only the two ends of the text differ.
        assert set(told["forward"]) - {len(body)} <= {*told["backward"], 0}


LINE = "Ms. Reis said: “We can't wait.” It costs 3.5 bn.\nThen 能源 came."


def test_words_start_and_end_where_a_reader_thinks(modules):
    told = ask(modules, LINE, STEPS, "word")

    starts = [LINE[place:].split()[0].strip("“”.:") for place in told["forward"] if place < len(LINE)]
    assert starts == [
        "Reis",
        "said",
        "We",
        "can't",
        "wait",
        "It",
        "costs",
        "3.5",
        "bn",
        "Then",
        "能源",
        "came",
    ]


@pytest.mark.parametrize(
    ("selected", "meant"),
    [
        ("ei", "Reis"),
        (" said: “W", "said: “We"),
        ("an't w", "can't wait"),
        ("wait.” ", "wait.”"),
        ("bn.\nT", "bn.\nThen"),
        ("源", "能源"),
        (" ", None),
        (".", "."),
    ],
)
def test_a_selection_becomes_the_words_that_are_meant(modules, selected, meant):
    start = LINE.index(selected)

    (told,) = ask(modules, LINE, SNAP, [(start, start + len(selected))])

    words = told["words"]
    assert (words and LINE[words["start"] : words["end"]]) == meant
