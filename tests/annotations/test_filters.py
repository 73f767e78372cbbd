"""Which claims each question finds, and that it finds each of them once."""

import pytest
from django.http import QueryDict

from annotations import drafting, speakers
from annotations.access import visible_to
from annotations.filters import ClaimFilter
from annotations.models import Claim, Membership, Note
from tests.factories import (
    BODY,
    make_claim,
    make_content,
    make_member,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db

State = Claim.State
Role = Membership.Role


@pytest.fixture
def ask(project, manager):
    """Ask as somebody, by default the manager, and get the claims found."""

    def ask(user=manager, **asked):
        return list(filtered(project, user, **asked).qs)

    return ask


def filtered(project, user, **asked):
    data = QueryDict(mutable=True)
    data.update(asked)
    return ClaimFilter(
        data, visible_to(user, Claim.objects.filter(project=project)), project=project, user=user
    )


def code(theme, stance):
    return drafting.Code(theme=theme, stance=stance and theme.scale.stances.get(code=stance))


def coded(project, *codes):
    """A claim with these codes, and one speaker."""
    content = make_content(make_text(project=project), themes=[])
    return make_claim(
        text=content.place.text,
        content=drafting.Content(place=content.place, voices=content.voices, codes=codes),
    )


def said_by(project, *voices, **fields):
    content = make_content(make_text(project=project, **fields), speakers=[])
    return make_claim(
        text=content.place.text,
        content=drafting.Content(place=content.place, voices=voices, codes=content.codes),
    )


def test_nothing_asked_finds_all_newest_first(project, ask):
    first, second = make_claim(text=make_text(project=project)), make_claim(text=make_text(project=project))

    assert ask() == [second, first]


def test_nothing_leaves_another_project(project, ask):
    make_claim()

    assert ask() == []


def test_a_question_never_widens_what_was_given(project, manager):
    claim = make_claim(text=make_text(project=project))

    assert list(ClaimFilter({"q": "small"}, Claim.objects.none(), project=project, user=manager).qs) == []
    assert claim.project == project


def test_words_are_found_in_the_quote(project, ask):
    claim = make_claim(text=make_text(project=project), start=0, end=len(BODY))
    make_claim(text=make_text(project=project), end=3)

    assert ask(q="small models") == [claim]


def test_a_theme_finds_its_parts_at_any_depth(project, ask):
    whole = make_theme(project)
    part = make_theme(project, parent=whole)
    deep = coded(project, code(make_theme(project, parent=part), "support"))
    coded(project, code(make_theme(project), "support"))

    assert [ask(theme=whole.code), ask(theme=part.code)] == [[deep], [deep]]


def test_a_part_does_not_find_its_whole(project, ask):
    whole = make_theme(project)
    part = make_theme(project, parent=whole)
    coded(project, code(whole, "support"))

    assert ask(theme=part.code) == []


def test_a_stance_is_found_on_any_theme(project, ask):
    against = coded(project, code(make_theme(project), "oppose"))
    coded(project, code(make_theme(project), "support"), code(make_theme(project), None))

    assert ask(stance="oppose") == [against]


def test_theme_and_stance_hold_for_the_same_coding(project, ask):
    theme, other = make_theme(project), make_theme(project)
    both = coded(project, code(theme, "support"), code(other, "oppose"))

    assert [ask(theme=theme.code, stance="support"), ask(theme=theme.code, stance="oppose")] == [[both], []]


def test_a_claim_with_two_parts_of_a_theme_is_found_once(project, ask):
    whole = make_theme(project)
    claim = coded(project, *(code(make_theme(project, parent=whole), "support") for _ in range(2)))

    assert ask(theme=whole.code, stance="support") == [claim]


def test_a_speaker_is_found_under_all_who_are_the_same(project, manager, ask):
    one, other, third = (make_speaker(project) for _ in range(3))
    claims = [said_by(project, drafting.Voice(speaker=who)) for who in (one, other, third)]
    speakers.merge(one, into=other, by=manager, seen={one.pk: one.version, other.pk: other.version})

    assert [ask(speaker=one.key), ask(speaker=other.key), ask(speaker=third.key)] == [claims[1::-1]] * 2 + [
        claims[2:]
    ]


def test_a_claim_of_two_speakers_is_found_once(project, ask):
    ana, bo = make_speaker(project), make_speaker(project)
    organisation = make_speaker(project, kind="organisation")
    claim = said_by(project, *(drafting.Voice(speaker=who, organisation=organisation) for who in (ana, bo)))

    assert ask(organisation=organisation.key) == [claim]


def test_an_organisation_is_found_where_it_speaks_itself(project, ask):
    organisation = make_speaker(project, kind="organisation")
    claim = said_by(project, drafting.Voice(speaker=organisation))

    assert ask(organisation=organisation.key) == [claim]


def test_a_person_is_no_organisation_to_ask_for(project, manager):
    answer = filtered(project, manager, organisation=make_speaker(project).key)

    assert [list(answer.form.errors), list(answer.qs)] == [["organisation"], []]


def test_source_and_language_are_those_of_the_coded_text(project, manager, ask):
    source = make_source(project)
    chinese = make_text(source=source, language="zh", kind="original")
    english = make_text(source=source, language="en", of=chinese)
    claim = make_claim(text=chinese)
    place = drafting.Place(text=english, start=0, end=4)
    drafting.confirm_anchor(claim, place, kind="parallel", by=manager, seen=claim.version)
    make_claim(text=make_text(project=project, language="pt"))

    assert [ask(source=source.key), ask(language="zh"), ask(language="en")] == [[claim], [claim], []]


@pytest.mark.parametrize(
    ("window", "found"),
    [
        ({"said_from": "2023-08"}, ["2023", "2023-08-14"]),
        ({"said_until": "2023-07"}, ["2022-12", "2023"]),
        ({"said_from": "2023", "said_until": "2023"}, ["2023", "2023-08-14"]),
        ({"said_from": "2023-08-14", "said_until": "2023-08-14"}, ["2023", "2023-08-14"]),
        ({"said_from": "2024"}, []),
    ],
)
def test_a_window_finds_what_may_have_been_said_in_it(project, ask, window, found):
    for said in ("2022-12", "2023", "2023-08-14", ""):
        make_claim(text=make_text(project=project), said=said)

    assert sorted(claim.said for claim in ask(**window)) == found


def test_a_window_of_publication(project, ask):
    early, late = (
        make_claim(text=make_text(source=make_source(project, published=day))) for day in ("2021-03", "2024")
    )

    assert [
        ask(published_from="2022"),
        ask(published_until="2021-03-02"),
        ask(published_until="2021-02"),
    ] == [
        [late],
        [early],
        [],
    ]


def test_state_and_reporting(project, ask):
    draft = make_claim(text=make_text(project=project), reporting="direct")
    accepted = make_claim(text=make_text(project=project), state=State.ACCEPTED)

    assert [ask(state="accepted"), ask(reporting="direct"), ask(state="draft", reporting="indirect")] == [
        [accepted],
        [draft],
        [],
    ]


def test_a_reviewer_asks_by_coder(project, ask):
    coder = make_member(project, username="ana")
    claim = make_claim(text=make_text(project=project), coder=coder, state=State.SUBMITTED)
    make_claim(text=make_text(project=project), state=State.SUBMITTED)

    assert ask(make_member(project, Role.REVIEWER), coder="ana") == [claim]


def test_a_coder_cannot_ask_by_coder(project):
    answer = filtered(project, make_member(project), coder="ana")

    assert ["coder" in answer.form.fields, answer.unknown()] == [False, ["coder"]]


def test_unresolved_notes(project, ask):
    asked, answered, _ = (make_claim(text=make_text(project=project)) for _ in range(3))
    Note.objects.create(project=project, record=asked.record, body="Who?")
    Note.objects.create(project=project, record=answered.record, body="Who?", resolved=True)

    assert ask(notes="on") == [asked]


def test_a_note_that_nobody_shows_me_finds_nothing(project, ask):
    project.blind = True
    project.save()
    claim = make_claim(text=make_text(project=project), state=State.ACCEPTED)
    Note.objects.create(project=project, record=claim.record, body="Who?", by=make_member(project))

    assert ask(make_member(project), notes="on") == []


@pytest.mark.parametrize(
    "asked",
    [
        {"theme": "no-such-theme"},
        {"stance": "no-such-stance"},
        {"speaker": "nobody"},
        {"said_from": "last year"},
        {"state": "lost"},
        {"theme": "no-such-theme", "stance": "support"},
    ],
)
def test_an_answer_that_cannot_be_read_finds_nothing_and_says_why(project, manager, asked):
    make_claim(text=make_text(project=project))

    answer = filtered(project, manager, **asked)

    assert [list(answer.qs), list(answer.form.errors)] == [[], list(asked)[:1]]


@pytest.mark.parametrize(
    "name", ["theme", "speaker", "organisation", "source", "coder", "language", "stance"]
)
def test_there_is_nothing_of_another_project_to_choose(project, manager, name):
    other = make_project()
    claim = make_claim(text=make_text(project=other, language="fr"))
    theme, scale = claim.codings.get().theme, other.scales.get()
    scale.stances.create(code="canary", label="Canary")
    organisation = make_speaker(other, kind="organisation")
    foreign = {
        "theme": theme.code,
        "speaker": claim.attributions.get().speaker.key,
        "organisation": organisation.key,
        "source": claim.coded_anchor.text.source.key,
        "coder": claim.coder.username,
        "language": "fr",
        "stance": "canary",
    }

    answer = filtered(project, manager, **{name: foreign[name]})

    assert [list(answer.qs), list(answer.form.errors)] == [[], [name]]


def test_an_unknown_question_is_named(project, manager):
    answer = filtered(project, manager, theem="x", p="2")

    assert answer.unknown(besides=["p"]) == ["theem"]
