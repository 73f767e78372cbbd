"""The list of claims: what it shows to whom, and in how many queries."""

import pytest
from lxml import html

from annotations import drafting
from annotations.filters import ClaimFilter
from annotations.models import Claim
from tests.annotations.admin.claims import at, now, sign_in
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_organisation,
    make_project,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def reviewer(client, project):
    return sign_in(client, project, Role.REVIEWER)


def listed(client, project, **asked):
    return list(client.get(at(project), asked).context["cl"].result_list)


def claim_of(project, coder=None, state=State.SUBMITTED, **fields):
    return make_claim(make_text(project=project), coder=coder, state=state, **fields)


def rich_claim(project):
    """A claim with two speakers, one for an organisation, and two themes."""
    text, speakers = make_text(project=project), [make_speaker(project), make_speaker(project)]
    content = make_content(text, speakers=speakers, themes=[make_theme(project), make_theme(project)])
    first, second = content.voices
    voices = [drafting.Voice(speaker=first.speaker, organisation=make_organisation(project)), second]
    return make_claim(
        content=drafting.Content(place=content.place, voices=voices, codes=content.codes),
        state=State.SUBMITTED,
    )


# What it shows


def test_a_row_says_who_what_and_how(client, project, reviewer):
    theme = make_theme(project, "energy")
    text = make_text(project=project, body="Small models do.", language="pt")
    make_claim(
        content=make_content(text, start=0, end=15, speakers=[make_speaker(project, "Ana")], themes=[theme]),
        coder=make_member(project, username="cora"),
        state=State.SUBMITTED,
    )

    page = client.get(at(project)).text

    assert '<bdi lang="pt">Small models do</bdi>' in page
    assert '<span aria-hidden="true">−</span> energy: Oppose' in page
    assert all(f">{word}</td>" in page for word in ("Ana", "A report", "Awaits review", "cora"))


@pytest.mark.parametrize(
    ("stance", "sign"),
    [("support", "+"), ("oppose", "−"), ("mixed", "±"), ("neutral", "○"), ("unclear", "?"), ("", "?")],
)
def test_a_stance_has_a_sign_beside_its_word(client, project, reviewer, stance, sign):
    theme = make_theme(project, "energy", proposition="")
    content = make_content(make_text(project=project), themes=[])
    code = drafting.Code(theme=theme, stance=theme.scale.stances.get(code=stance) if stance else None)
    make_claim(
        content=drafting.Content(place=content.place, voices=content.voices, codes=[code]),
        state=State.SUBMITTED,
    )

    assert (
        f'<span aria-hidden="true">{sign}</span> energy: {stance.capitalize() or "not coded"}'
        in client.get(at(project)).text
    )


def test_the_list_takes_as_many_queries_for_three_rows_as_for_one(
    client, project, reviewer, django_assert_num_queries, django_assert_max_num_queries
):
    rich_claim(project)
    with django_assert_max_num_queries(40) as one:
        client.get(at(project))
    rich_claim(project)
    rich_claim(project)

    with django_assert_num_queries(len(one)):
        client.get(at(project))


def test_only_reviewers_see_who_coded(client, project):
    coder = make_member(project, username="cora")
    claim_of(project, coder=coder)

    sign_in(client, project)
    assert "cora" not in client.get(at(project)).text
    sign_in(client, project, Role.REVIEWER)
    assert "cora" in client.get(at(project)).text


def test_an_imported_claim_shows_the_pseudonym_it_came_with(client, project, reviewer):
    claim = claim_of(project)
    Claim.objects.filter(pk=claim.pk).update(coder=None, reading=None, pseudonym="coder-7")

    assert ">coder-7</td>" in client.get(at(project)).text


def test_each_row_carries_the_version_it_shows(client, project, reviewer):
    claim = claim_of(project)

    assert f'name="version" value="{claim.pk}:{claim.version}"' in client.get(at(project)).text


# What it is asked


def test_the_list_is_narrowed_by_the_questions(client, project, reviewer):
    wanted, _ = claim_of(project, said="2023"), claim_of(project, said="2024")

    assert listed(client, project, said_from="2023", said_until="2023") == [wanted]


def test_theme_and_stance_together_in_the_list(client, project, reviewer):
    one, two = make_theme(project), make_theme(project)
    claim = claim_of(project, themes=[one])
    claim_of(project, themes=[two])

    assert [listed(client, project, theme=one.code, stance=stance) for stance in ("oppose", "support")] == [
        [claim],
        [],
    ]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [
        ({}, ["q"]),
        ({"state": "draft"}, ["q", "state"]),
        ({"state": "draft", "more": "1"}, ["q", *sorted({*ClaimFilter.base_filters} - {"q"})]),
    ],
)
def test_only_the_answered_questions_are_shown_until_somebody_wants_more(
    client, project, reviewer, asked, shown
):
    page = html.fromstring(client.get(at(project), asked).text)

    names = page.xpath("//form[contains(@class, 'questions')]//*[self::input or self::select]/@name")
    assert ["q", *sorted(names[1:])] == shown


def test_a_chosen_speaker_is_shown_as_chosen(client, project, reviewer):
    ana = make_speaker(project, "Ana")

    assert (
        f'<option value="{ana.key}" selected>Ana</option>'
        in client.get(at(project), {"speaker": ana.key}).text
    )


def test_speakers_are_offered_by_their_public_identity(client, project, reviewer):
    ana = make_speaker(project, "Ana")
    asked = {
        "app_label": "annotations",
        "model_name": "attribution",
        "field_name": "speaker",
        "term": "an",
        "by": "key",
    }

    assert client.get(at(project, "choices/"), asked).json()["results"] == [{"id": ana.key, "text": "Ana"}]


def test_an_answer_that_cannot_be_read_shows_nothing_and_says_why(client, project, reviewer):
    claim_of(project)

    answer = client.get(at(project), {"said_from": "last year"})

    assert [list(answer.context["cl"].result_list), "“last year” is not a date" in answer.text] == [[], True]


@pytest.mark.parametrize(
    "asked",
    [
        {"theem": "x"},
        {"coder__password__startswith": "a"},
        {"project__slug": "other"},
        {"anchors__text__body__contains": "secret"},
        {"state__exact": "draft"},
        {"id__in": "1,2"},
    ],
)
def test_an_unknown_question_gets_a_sentence(client, project, reviewer, asked):
    claim = claim_of(project)

    answer = client.get(at(project), asked, follow=True)

    assert "no such filter" in answer.text
    assert [answer.redirect_chain[0][0], list(answer.context["cl"].result_list)] == [
        f"{at(project)}?",
        [claim],
    ]


def test_a_coder_who_asks_by_coder_gets_a_sentence(client, project):
    sign_in(client, project)

    assert "no such filter" in client.get(at(project), {"coder": "cora"}, follow=True).text


def test_more_than_are_counted_are_over_ten_thousand(client, project, reviewer, monkeypatch):
    monkeypatch.setattr("annotations.admin.lists.MOST_COUNTED", 1)
    claim_of(project)
    claim_of(project)

    assert "over 1 claims" in " ".join(client.get(at(project)).text.split())


# What nobody may see


def places(client, project, claim):
    """Every page where another coder's claim could show."""
    asked = {"app_label": "annotations", "model_name": "decision", "field_name": "claim", "term": "sang"}
    addresses = [
        at(project),
        at(project, "?q=sang"),
        at(project, f"{claim.pk}/change/"),
        at(project, f"{claim.pk}/history/"),
    ]
    answers = [client.get(address) for address in addresses]
    answers += [
        client.get(f"/p/{project.slug}/admin/autocomplete/", asked),
        client.get(at(project, "choices/"), asked),
    ]
    return [(answer.status_code, "canary" in answer.text) for answer in answers]


def test_a_blind_coder_finds_another_ones_claim_nowhere(client):
    project = make_project(blind=True)
    text = make_text(project=project, body="A canary sang of small models.")
    claim = make_claim(
        content=make_content(text, start=2, end=13),
        coder=make_member(project, username="cora"),
        state=State.SUBMITTED,
    )
    sign_in(client, project)

    assert places(client, project, claim) == [
        (200, False),
        (200, False),
        (404, False),
        (404, False),
        (200, False),
        (200, False),
    ]
    assert "No claim has been marked yet." in " ".join(client.get(at(project)).text.split())
    assert "cora" not in client.get(at(project)).text


def test_the_same_claim_is_found_by_a_reviewer(client):
    project = make_project(blind=True)
    text = make_text(project=project, body="A canary sang of small models.")
    claim = make_claim(content=make_content(text, start=2, end=13), state=State.SUBMITTED)
    sign_in(client, project, Role.REVIEWER)

    assert [seen for _, seen in places(client, project, claim)] == [True] * 6


@pytest.mark.parametrize("step", ["accept", "submit", "correct", "discard"])
def test_a_blind_coder_cannot_press_on_another_ones_claim(client, step):
    project = make_project(blind=True)
    claim = make_claim(make_text(project=project), state=State.SUBMITTED)
    sign_in(client, project)

    answer = client.post(at(project, f"{claim.pk}/step/{step}/"), {"version": claim.version})

    assert [answer.status_code, now(claim).state] == [404, State.SUBMITTED]
