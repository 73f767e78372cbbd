"""The difference between two releases: matched by record, told field by field, and giving away nothing that was withheld."""

import pytest

from curation import changelog, difference, versions
from tests.datasets import (
    REPORT,
    make_anchor,
    make_attribution,
    make_claim,
    make_coding,
    make_dataset,
    make_name,
    make_source,
    make_speaker,
    make_text,
    make_theme,
    published,
)


def between(tmp_path, old, new):
    paths = [tmp_path / name for name in ("old.json", "new.json")]
    for path, document in zip(paths, (old, new), strict=True):
        path.write_bytes(published(document))
    return difference.between(*paths)


def document(*claims, **fields):
    fields = {
        "themes": [make_theme("energy"), make_theme("water")],
        "speakers": [make_speaker("expert"), make_speaker("other")],
        "sources": [make_source("a-source", make_text("t1", REPORT))],
        "notes": [],
    } | fields
    return make_dataset(claims=list(claims), **fields)


def claim(key, *, quote="small models are enough", **fields):
    return make_claim(
        key, [make_anchor("t1", REPORT, quote)], **{"codings": [make_coding("energy")]} | fields
    )


def changes(found, section="claims"):
    return found[section]["changed"]


def test_the_same_is_no_difference(tmp_path):
    found = between(tmp_path, document(claim("c1")), document(claim("c1")))

    assert [difference.summary(found), difference.step({})] == [{}, "patch"]
    assert changelog.sentences({}) == ["No claim, theme, speaker or source has changed."]


def test_claims_are_matched_by_record_not_by_id(tmp_path):
    old = document(claim("c1"), claim("c2"))
    new = document(claim("c1b", record="c1", supersedes=["c1"]), claim("c3"))

    found = between(tmp_path, old, new)

    assert [found["claims"]["added"], found["claims"]["withdrawn"]] == [["c3"], ["c2"]]
    assert changes(found) == [{"id": "c1", "fields": [{"field": "id", "was": "c1", "now": "c1b"}]}]


def test_a_changed_claim_is_told_field_by_field(tmp_path):
    old = document(claim("c1", paraphrase="as it was", codings=[make_coding("energy", "support")]))
    new = document(claim("c1", paraphrase="as it is", codings=[make_coding("energy", "oppose")]))

    fields = changes(between(tmp_path, old, new))[0]["fields"]

    assert fields[0] == {"field": "paraphrase", "was": "as it was", "now": "as it is"}
    assert [fields[1]["field"], fields[1]["theme"]] == ["codings", "energy"]
    assert [fields[1]["was"]["stance"], fields[1]["now"]["stance"]] == ["support", "oppose"]


def test_a_theme_that_was_added_to_a_claim_or_taken_off_is_told(tmp_path):
    old = document(claim("c1", codings=[make_coding("energy")]))
    new = document(claim("c1", codings=[make_coding("water")]))

    fields = changes(between(tmp_path, old, new))[0]["fields"]

    assert [(field["theme"], field["was"] is None, field["now"] is None) for field in fields] == [
        ("energy", False, True),
        ("water", True, False),
    ]


def test_merged_speakers_are_told_apart_from_other_changes(tmp_path):
    old = document(speakers=[make_speaker("expert"), make_speaker("lynn")])
    new = document(speakers=[make_speaker("expert"), make_speaker("lynn", merged_into="expert")])

    there, back = between(tmp_path, old, new), between(tmp_path, new, old)

    assert there["speakers"]["merged"] == [{"id": "lynn", "into": "expert"}]
    assert back["speakers"]["parted"] == [{"id": "lynn", "into": "expert"}]
    assert [changes(there, "speakers"), changes(back, "speakers")] == [[], []]


def test_themes_and_names_that_changed_are_told(tmp_path):
    old = document()
    new = document(
        themes=[make_theme("energy", definition="New."), make_theme("water")],
        speakers=[make_speaker("expert", make_name("Lin Mu")), make_speaker("other")],
    )

    found = between(tmp_path, old, new)

    assert changes(found, "themes")[0]["fields"] == [{"field": "definition", "was": "", "now": "New."}]
    assert changes(found, "speakers")[0]["fields"][0]["field"] == "names"


def test_whole_texts_are_told_by_their_sums(tmp_path):
    old = document()
    new = document(sources=[make_source("a-source", make_text("t1", REPORT + " More."))])

    assert REPORT not in str(changes(between(tmp_path, old, new), "sources"))


def test_what_is_withheld_now_does_not_come_back_as_what_was(tmp_path):
    anchor = make_anchor("t1", REPORT, "small models are enough")
    bare = {**anchor, "quote": "", "prefix": "", "suffix": ""}
    named, unnamed = make_attribution("expert", "an expert of the institute"), make_attribution("expert")
    old = document(
        make_claim("c1", [anchor], speakers=[named]),
        make_claim("c2", [anchor, {**anchor, "text": "t2", "kind": "parallel"}]),
        themes=[make_theme("joining", examples=[REPORT])],
    )
    new = document(
        make_claim("c1", [bare], speakers=[unnamed]), make_claim("c2", [bare]), themes=[make_theme("joining")]
    )

    words = str(between(tmp_path, old, new)) + "".join(changelog.details(between(tmp_path, old, new)))

    assert [words.count(one) for one in ("small models", "institute", "An expert")] == [0, 0, 0]


@pytest.mark.parametrize(
    ("counts", "step"),
    [
        ({}, "patch"),
        ({"claims_added": 1, "speakers_added": 2}, "minor"),
        ({"claims_added": 1, "claims_changed": 1}, "major"),
        ({"claims_withdrawn": 1}, "major"),
        ({"speakers_merged": 1}, "major"),
    ],
)
def test_a_difference_moves_the_version(counts, step):
    assert difference.step(counts) == step


@pytest.mark.parametrize(
    ("last", "step", "next_one"),
    [
        (None, "major", "1.0.0"),
        ("1.2.3", "patch", "1.2.4"),
        ("1.2.3", "minor", "1.3.0"),
        ("1.2.3", "major", "2.0.0"),
        ("1.9.0", "minor", "1.10.0"),
    ],
)
def test_the_next_version_follows_the_last(last, step, next_one):
    assert str(versions.after(versions.read(last) if last else None, step)) == next_one


def test_the_changelog_tells_each_change_in_words(tmp_path):
    old = document(claim("c1", codings=[make_coding("energy", "support")]), claim("c2"))
    new = document(claim("c1", codings=[make_coding("energy", "oppose")]), claim("c3"))

    assert list(changelog.details(between(tmp_path, old, new))) == [
        "- Claim `c3` was added.",
        "- Claim `c2` was withdrawn.",
        "- Claim `c1`: codings (`energy`): stance “support” → “oppose”",
    ]


def test_of_very_many_changes_the_changelog_tells_the_first(tmp_path):
    new = document(*(claim(f"c{number}") for number in range(changelog.MOST_TOLD + 3)))

    lines = list(changelog.details(between(tmp_path, document(), new)))

    assert len(lines) == changelog.MOST_TOLD + 1
    assert lines[-1] == "- … and 3 more changes of claims: changes.json has them all."
