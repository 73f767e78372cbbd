"""A narrower choice: its claims, with the sources and speakers that they need, and nothing else of the project."""

import orjson
import pytest

from annotations.models import Affiliation, Claim, Name
from curation.export import dataset
from curation.export.choice import choose
from tests.factories import (
    State,
    make_claim,
    make_content,
    make_name,
    make_organisation,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


def accepted(project, **content):
    text = make_text(make_source(project))
    return make_claim(content=make_content(text, **content), state=State.ACCEPTED)


def written(project, **fields):
    fields = {"states": [State.ACCEPTED], "rights": "full", "coders": False, "database": "default"} | fields
    return orjson.loads(b"".join(dataset.document(choose(project, **fields))))


def only(*claims):
    return Claim.objects.filter(pk__in=[claim.pk for claim in claims]).values("pk")


def ids(records):
    return [record["id"] for record in records]


def test_only_the_chosen_claims_are_written_with_their_sources(project):
    chosen, _other = accepted(project), accepted(project)

    document = written(project, claims=only(chosen))

    source = chosen.coded_anchor.text.source
    assert [ids(document["claims"]), ids(document["sources"])] == [[chosen.key], [source.key]]


def test_speakers_come_with_all_that_they_point_to(project):
    academy, ministry = make_organisation(project, "Academy"), make_organisation(project, "Ministry")
    known = make_speaker(project, "Qian Depei")
    speaker = make_speaker(project, "Qian Yupei", merged_into=known)
    Affiliation.objects.create(speaker=known, organisation=academy)
    Affiliation.objects.create(speaker=academy, organisation=ministry)
    make_speaker(project, "Somebody else")
    chosen = accepted(project, speakers=[speaker])

    document = written(project, claims=only(chosen))

    needed = sorted(row.key for row in (academy, ministry, known, speaker))
    assert ids(document["speakers"]) == needed
    assert [len(row["names"]) for row in document["speakers"]] == [1] * 4


def test_a_name_that_holds_in_a_source_left_out_stays_out(project):
    speaker = make_speaker(project)
    chosen, other = accepted(project, speakers=[speaker]), accepted(project)
    make_name(speaker, "the minister", kind=Name.Kind.ROLE, source=other.coded_anchor.text.source)

    document = written(project, claims=only(chosen))

    assert [name["text"] for name in document["speakers"][0]["names"]] == ["Qian Depei"]


def test_of_a_quote_that_is_too_long_only_the_position_is_given(project):
    chosen = accepted(project)
    length = len(chosen.coded_anchor.quote)

    quotes = [
        written(project, rights="quotes", longest_quote=longest)["claims"][0]["anchors"][0]["quote"]
        for longest in (length - 1, length)
    ]

    assert quotes == ["", chosen.coded_anchor.quote]


def test_examples_of_themes_leave_as_quotes_do(project):
    make_theme(project, examples=["as it stood in a text"])

    examples = [
        written(project, rights=rights)["themes"][0]["examples"] for rights in ("quotes", "positions")
    ]

    assert examples == [["as it stood in a text"], []]


def test_no_choice_is_all_and_an_empty_choice_is_nothing(project):
    claim = accepted(project)

    documents = [written(project), written(project, claims=only())]

    assert [ids(document["claims"]) for document in documents] == [[claim.key], []]
