"""What the page of a difference says: each record by its name, each field in words."""

from typing import get_type_hints

import pytest
from django.utils import translation

from annotations import shape
from curation import changelog, difference_page
from tests.curation.test_difference import REPORT, between, claim, document
from tests.datasets import make_anchor, make_attribution, make_coding, make_speaker, make_theme
from tests.datasets import make_claim as make_any_claim


def parts(tmp_path, old, new):
    found = between(tmp_path, old, new)
    return difference_page.parts(found, tmp_path / "old.json", tmp_path / "new.json")


def shown(tmp_path, old, new):
    """What stands under each heading: names, and of what has changed its fields."""
    return {
        (part.heading, group.heading): [
            (change.name, *map(tuple, change.fields)) if change.fields else change.name
            for change in group.changes
        ]
        for part in parts(tmp_path, old, new)
        for group in part.groups
    }


def test_claims_are_named_by_who_speaks_and_what_was_understood(tmp_path):
    old = document(claim("c1", speakers=[]), claim("c2"))
    new = document(
        claim("c2"), claim("c3", speakers=[make_attribution("other")], paraphrase="Small ones do.")
    )

    assert shown(tmp_path, old, new) == {
        ("Claims", "Added"): ["other: Small ones do."],
        ("Claims", "No longer in it"): ["small models are enough"],
    }


def test_a_claim_without_words_is_named_by_its_themes(tmp_path):
    bare = {**make_anchor("t1", REPORT, "small models"), "quote": "", "prefix": "", "suffix": ""}
    new = document(make_any_claim("c1", [bare], codings=[make_coding("energy")]))

    assert shown(tmp_path, document(), new) == {("Claims", "Added"): ["expert: energy"]}


def test_what_has_changed_in_a_claim_is_said_as_its_form_calls_it(tmp_path):
    old = document(claim("c1", codings=[make_coding("energy")]))
    new = document(
        claim(
            "c1",
            codings=[make_coding("energy", "oppose", certainty="low"), make_coding("water")],
            reporting="direct",
            said="2024-05",
            speakers=[make_attribution("expert"), make_attribution("other")],
        )
    )

    ((_name, *fields),) = shown(tmp_path, old, new)[("Claims", "Changed")]
    assert fields == [
        ("Reporting", "Indirect: said that …", "Direct: in their own words, quoted"),
        ("Said", "—", "2024-05"),
        ("Who speaks", "expert", "expert; other"),
        ("Coding: energy, Stance", "Support", "Oppose"),
        ("Coding: energy, Certainty", "—", "Low"),
        ("Coding: water", "—", "Support"),
    ]


def test_a_passage_that_moved_shows_its_words(tmp_path):
    old, new = document(claim("c1")), document(claim("c1", quote="small models"))

    ((_name, *fields),) = shown(tmp_path, old, new)[("Claims", "Changed")]
    assert ("Passage: A report (en), Quote", "small models are enough", "small models") in fields


def test_whoever_was_merged_stands_beside_whom_they_were_merged_into(tmp_path):
    old = document(speakers=[make_speaker("expert"), make_speaker("other")])
    new = document(speakers=[make_speaker("expert"), make_speaker("other", merged_into="expert")])

    assert shown(tmp_path, old, new) == {("Speakers", "Found to be the same as another"): ["other → expert"]}


def test_names_and_headings_speak_the_readers_language(tmp_path):
    themes = [make_theme("energy", labels={"en": "Energy", "zh": "能源"})]
    old, new = document(), document(themes=[*themes, make_theme("water", parent="energy")])

    with translation.override("zh-hans"):
        found = shown(tmp_path, old, new)

    assert found == {
        ("主题", "更改"): [
            ("能源", ("标签", "en: energy", "en: Energy; zh: 能源")),
            ("water", ("上级主题", "—", "能源")),
        ]
    }


def test_of_very_many_changes_the_page_shows_the_first(tmp_path):
    new = document(*(claim(f"c{number}") for number in range(changelog.MOST_TOLD + 3)))

    ((group,),) = [part.groups for part in parts(tmp_path, document(), new)]

    assert [len(group.changes), group.more] == [changelog.MOST_TOLD, 3]


@pytest.mark.parametrize(
    ("section", "record"),
    {
        "claims": shape.ClaimRecord,
        "themes": shape.ThemeRecord,
        "scales": shape.ScaleRecord,
        "speakers": shape.SpeakerRecord,
        "sources": shape.SourceRecord,
        "notes": shape.NoteRecord,
        "codings": shape.CodingRecord,
        "anchors": shape.AnchorRecord,
    }.items(),
)
def test_every_field_that_can_change_has_words(section, record):
    model, *_ = (difference_page.SECTIONS | difference_page.PARTS)[section]
    never_told = {"id", "record", "supersedes", "merged_into"}

    labels = {name: difference_page.label(model, name) for name in get_type_hints(record).keys() - never_told}

    assert [name for name, label in labels.items() if label == name] == []
