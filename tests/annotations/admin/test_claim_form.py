"""Marking and rewriting a claim in its form: all or nothing, by the verbs, and nothing typed is lost."""

import pytest

from annotations import review
from annotations.models import Claim
from tests.annotations.admin.claims import (
    at,
    code,
    errors,
    form,
    form_of,
    mark,
    now,
    said,
    save,
    sign_in,
    voice,
)
from tests.factories import (
    BODY,
    State,
    make_claim,
    make_organisation,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coder(client, project):
    return sign_in(client, project)


# Marking


def test_a_claim_is_marked_with_all_its_parts_in_their_order(client, project, coder):
    text = make_text(project=project, body="Well, he said, small models do.")
    ana, bo = make_speaker(project, "Ana"), make_speaker(project, "Bo")
    academy = make_organisation(project)
    energy, cost = make_theme(project, "energy"), make_theme(project, "cost")

    answer = mark(
        client,
        text,
        "small models do",
        voices=[voice(bo, named_as="he", organisation=academy.pk, via=ana.pk), voice(ana)],
        codes=[code(cost, "oppose", "high", "of running them"), code(energy)],
        said="2023-08",
        paraphrase="Small is enough.",
        reporting="direct",
    )

    claim = Claim.objects.get()
    anchor = claim.coded_anchor
    assert [answer.status_code, answer.url] == [302, at(project, f"{claim.pk}/change/")]
    assert [claim.coder, claim.state, claim.said, claim.paraphrase, claim.reporting] == [
        coder,
        "draft",
        "2023-08",
        "Small is enough.",
        "direct",
    ]
    assert [anchor.start, anchor.end, text.body[anchor.start : anchor.end]] == [15, 30, "small models do"]
    assert list(claim.attributions.values_list("speaker", "named_as", "organisation", "via")) == [
        (bo.pk, "he", academy.pk, ana.pk),
        (ana.pk, "", None, None),
    ]
    assert list(claim.codings.values_list("theme__code", "stance__code", "certainty", "note")) == [
        ("cost", "oppose", "high", "of running them"),
        ("energy", None, "", ""),
    ]


def test_the_reading_of_the_text_is_the_coders(client, project, coder):
    mark(client, make_text(project=project, body="small models"), "small models")

    assert Claim.objects.get().reading.coder == coder


def test_marking_takes_a_fixed_number_of_statements(client, project, coder, django_assert_num_queries):
    text = make_text(project=project, body="small models do")
    ana, energy, cost = make_speaker(project), make_theme(project, "energy"), make_theme(project, "cost")
    rows = {"voices": [voice(ana)], "codes": [code(energy), code(cost)]}
    mark(client, text, "small", **rows)

    with django_assert_num_queries(27):
        answer = mark(client, text, "models", **rows)

    assert answer.status_code == 302


def test_saving_and_submitting_in_one_go(client, project, coder):
    text = make_text(project=project, body="small models")
    typed = {"voices": [voice(make_speaker(project))], "codes": [code(make_theme(project), "support")]}

    mark(client, text, "small models", **typed, _submit="Save and submit")

    assert Claim.objects.get().state == State.SUBMITTED


def test_what_is_not_complete_is_not_submitted_and_all_typed_is_kept(client, project, coder):
    text = make_text(project=project, body="small models")
    typed = {
        "voices": [voice(make_speaker(project))],
        "codes": [code(make_theme(project))],
        "paraphrase": "kept",
    }

    answer = mark(client, text, "small models", **typed, _submit="Save and submit")

    assert [Claim.objects.count(), answer.status_code] == [0, 200]
    assert "Choose a stance on" in errors(answer)[0][0]
    assert [
        answer.context["adminform"].form["paraphrase"].value(),
        ">kept</textarea>" in answer.text.replace("\n", ""),
    ] == [
        "kept",
        True,
    ]


def test_the_next_one_is_marked_in_the_same_text(client, project, coder):
    text = make_text(project=project, body="small models")

    answer = mark(client, text, "small models", _addanother="1")

    assert client.get(answer.url).context["adminform"].form["text"].value() == str(text.pk)


# Rewriting


def test_a_draft_is_rewritten_and_its_parts_follow(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder)
    other = make_theme(project, "other")

    save(client, claim, **{"codings-0-theme": other.pk, "codings-0-stance": ""})

    assert [said(now(claim))["codes"], now(claim).version] == [[("other", None)], 2]


def test_two_themes_change_places(client, project, coder):
    one, two = make_theme(project, "one"), make_theme(project, "two")
    claim = make_claim(make_text(project=project), themes=[one, two], coder=coder)

    save(client, claim, **{"codings-0-theme": two.pk, "codings-1-theme": one.pk})

    assert said(now(claim))["codes"] == [("two", "oppose"), ("one", "oppose")]


def test_a_row_is_removed(client, project, coder):
    claim = make_claim(
        make_text(project=project),
        themes=[make_theme(project, "one"), make_theme(project, "two")],
        coder=coder,
    )

    save(client, claim, **{"codings-0-DELETE": "on"})

    assert said(now(claim))["codes"] == [("two", "oppose")]


@pytest.mark.parametrize(
    "change",
    [
        {"paraphrase": "late"},
        {"codings-0-note": "late"},
        {"attributions-0-named_as": "late"},
        {"_submit": "1"},
    ],
)
def test_a_stale_form_is_a_conflict_that_overwrites_nothing(client, project, coder, change):
    claim = make_claim(make_text(project=project), coder=coder)
    stale = form_of(claim)
    save(client, claim, paraphrase="first", **{"codings-0-note": "first"})
    before = said(now(claim))

    answer = client.post(at(project, f"{claim.pk}/change/"), stale | change)

    assert [answer.status_code, said(now(claim))] == [409, before]
    assert "Nothing was overwritten" in str(errors(answer))
    assert all(
        f">{word}</textarea>" in answer.text.replace("\n", "") or "late" in answer.text
        for word in change.values()
    )


def test_a_change_in_the_parts_alone_moves_the_version(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder)

    save(client, claim, **{"codings-0-note": "only here"})

    assert [now(claim).version, now(claim).codings.get().note] == [2, "only here"]


def test_a_form_without_a_version_writes_nothing(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder)

    answer = save(client, claim, version="", paraphrase="blind")

    assert [now(claim).paraphrase, "does not say which version" in str(errors(answer))] == ["", True]


def test_what_was_typed_into_a_draft_that_was_submitted_meanwhile_comes_back(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder)
    stale = form_of(claim)
    review.submit(claim, by=coder, seen=1)
    before = said(now(claim))

    answer = client.post(at(project, f"{claim.pk}/change/"), stale | {"paraphrase": "typed for an hour"})

    assert [answer.status_code, "typed for an hour" in answer.text, said(now(claim))] == [409, True, before]


# Refusals by name


def refusal_of(client, text, **typed):
    answer = mark(client, text, text.body, **typed)
    assert Claim.objects.count() == 0
    return str(errors(answer))


def test_a_stance_must_be_on_the_themes_scale(client, project, coder):
    scale = project.scales.create(code="force", label="Force")
    weak = scale.stances.create(code="weak", label="Weak")
    typed = code(make_theme(project, "energy")) | {"stance": weak.pk}

    assert "“Weak” is not on the scale of the theme “energy”" in refusal_of(
        client, make_text(project=project), codes=[typed]
    )


def test_a_theme_twice_is_refused(client, project, coder):
    theme = make_theme(project)

    assert "each theme once" in refusal_of(
        client, make_text(project=project), codes=[code(theme), code(theme, "support")]
    )


def test_a_speaker_twice_is_refused(client, project, coder):
    ana = make_speaker(project)

    assert "A speaker speaks once" in refusal_of(
        client, make_text(project=project), voices=[voice(ana), voice(ana)]
    )


def test_a_person_is_no_organisation_to_speak_for(client, project, coder):
    ana, bo = make_speaker(project, "Ana"), make_speaker(project, "Bo")

    assert "“Bo” is not an organisation" in refusal_of(
        client, make_text(project=project), voices=[voice(ana, organisation=bo.pk)]
    )


def test_a_date_that_is_none_is_refused(client, project, coder):
    assert "“last year” is not a date" in refusal_of(client, make_text(project=project), said="last year")


@pytest.mark.parametrize("field", ["quote", "paraphrase"])
def test_a_null_character_is_refused_by_its_position(client, project, coder, field):
    answer = client.post(at(project, "add/"), form(make_text(project=project), BODY) | {field: "ab\0c"})

    assert [Claim.objects.count(), "Character 3 is U+0000" in str(errors(answer))] == [0, True]
