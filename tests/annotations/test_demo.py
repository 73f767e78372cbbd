"""The demo holds what a newcomer should see, built by the verbs, with no fault in it."""

from collections import Counter

import pytest
from django.core.management import CommandError, call_command
from django.db.models import Count

from annotations import demo, evidence
from annotations.access import NotAllowed
from annotations.models import (
    Affiliation,
    Anchor,
    Attribution,
    Claim,
    Decision,
    Membership,
    Name,
    Note,
    Project,
    Speaker,
    Text,
    Theme,
    User,
)
from annotations.refusal import Refused
from tests.factories import Role, make_member, make_project, make_theme, make_user

State = Claim.State
# Who builds the demo runs all these.
pytestmark = pytest.mark.xdist_group("demo")


@pytest.fixture(scope="module")
def loaded(module_db):
    """The demo, built once for all tests that only look at it."""
    return demo.load()


def test_it_has_no_fault(loaded):
    assert list(evidence.faults(loaded)) == []


def test_it_is_large_enough_to_look_around_in(loaded):
    claims = Claim.objects.filter(project=loaded)
    assert Text.objects.filter(project=loaded).count() >= 4
    assert Speaker.objects.filter(project=loaded).count() >= 12
    assert Theme.objects.filter(project=loaded).exclude(proposition="").exclude(definition="").count() >= 13
    assert claims.count() >= 45


def test_texts_stand_in_three_languages_and_say_what_they_are(loaded):
    texts = Text.objects.filter(project=loaded)

    assert {"en", "pt", "zh"} <= set(texts.values_list("language", flat=True))
    heads = [text.body.split("\n")[0].lower() for text in texts]
    assert [
        head for head in heads if not any(word in head for word in ("paraphrase", "paráfrase", "转述"))
    ] == []


def test_the_files_of_its_texts_are_kept(loaded):
    assert not Text.objects.filter(project=loaded, upload_sha256="").exists()


def test_claims_stand_in_every_state(loaded):
    assert set(Claim.objects.filter(project=loaded).values_list("state", flat=True)) == set(State.values)


def test_every_claim_that_was_handed_in_has_its_decisions(loaded):
    undecided = Claim.objects.filter(project=loaded, decisions=None)

    assert set(undecided.values_list("state", flat=True)) == {State.DRAFT}


def test_some_were_returned_and_corrected(loaded):
    corrected = Decision.objects.filter(claim__project=loaded, before=State.RETURNED, after=State.SUPERSEDED)

    assert corrected.exists()
    assert Claim.objects.filter(project=loaded, state=State.ACCEPTED, supersedes__isnull=False).exists()


def test_people_speak_in_both_years(loaded):
    years = {}
    said = Attribution.objects.filter(claim__project=loaded, speaker__kind=Speaker.Kind.PERSON)
    for speaker, year in said.values_list("speaker__key", "claim__said"):
        years.setdefault(speaker, set()).add(year[:4])

    assert len([speaker for speaker, spoken in years.items() if {"2023", "2024"} <= spoken]) >= 3


@pytest.mark.parametrize("parts", ["codings", "attributions"])
def test_some_claims_have_two_themes_or_two_speakers(loaded, parts):
    counted = Claim.objects.filter(project=loaded).annotate(count=Count(parts))

    assert counted.filter(count=2).exists()


def test_collectives_speak_and_some_are_relayed(loaded):
    said = Attribution.objects.filter(claim__project=loaded)

    assert said.filter(speaker__kind=Speaker.Kind.COLLECTIVE).exists()
    assert said.filter(via__isnull=False).exists()
    assert said.filter(organisation__isnull=False).exists()


def test_passages_are_found_again_in_the_translation(loaded):
    parallel = Anchor.objects.filter(claim__project=loaded, kind=Anchor.Kind.PARALLEL)

    assert parallel.count() >= 10
    assert not parallel.filter(confirmed_by=None).exists()


def test_a_correction_is_found_again_as_long_as_it_is_now(loaded):
    """In the translation of the two claims made one, both sentences are marked."""
    joined = Claim.objects.annotate(count=Count("supersedes")).get(project=loaded, count=2)

    quotes = joined.anchors.filter(kind=Anchor.Kind.PARALLEL).values_list("quote", flat=True)
    assert [quote.count(".") for quote in quotes] == [2]


def test_variants_of_names_are_kept(loaded):
    kinds = Counter(Name.objects.filter(speaker__project=loaded).values_list("kind", flat=True))

    assert kinds[Name.Kind.MISTRANSLATION] >= 1
    assert kinds[Name.Kind.MAIN] == Speaker.objects.filter(project=loaded).count()
    assert Affiliation.objects.filter(speaker__project=loaded).exists()


def test_notes_are_on_claims_speakers_and_themes(loaded):
    notes = Note.objects.filter(project=loaded)

    assert [
        notes.exclude(**{field: empty}).exists()
        for field, empty in (("record", ""), ("speaker", None), ("theme", None))
    ] == [True] * 3
    records = notes.exclude(record="").values_list("record", flat=True)
    assert set(records) <= set(Claim.objects.filter(project=loaded).values_list("record", flat=True))


def test_its_people_cannot_sign_in_and_belong_to_it_alone(loaded):
    people = User.objects.filter(memberships__project=loaded)

    assert sorted(people.values_list("username", flat=True)) == ["demo-coder", "demo-reviewer"]
    assert [person.has_usable_password() for person in people] == [False, False]
    assert Membership.objects.filter(user__in=people).exclude(project=loaded).count() == 0


# Once, and all or nothing


@pytest.mark.django_db
def test_it_is_loaded_once():
    make_project(slug="demo")

    with pytest.raises(Refused, match="There is a project at “demo” already"):
        demo.load()


@pytest.mark.django_db
def test_a_real_person_is_not_taken_for_one_of_the_demo():
    make_member(make_project(), username="demo-reviewer")

    with pytest.raises(Refused, match="“demo-reviewer” is somebody else here"):
        demo.load()

    assert not Project.objects.filter(slug="demo").exists()


@pytest.mark.django_db
def test_the_command_builds_it_and_names_its_address(capsys):
    make_user("ana")

    call_command("load_demo", manager="ana")

    assert "is at /p/demo/, with" in capsys.readouterr().out
    assert Membership.objects.get(user__username="ana").role == Membership.Role.MANAGER


@pytest.mark.django_db
def test_the_command_says_why_it_does_not():
    make_project(slug="demo")

    with pytest.raises(CommandError, match="the demo is loaded once"):
        call_command("load_demo")
    with pytest.raises(CommandError, match="There is no user “nobody”"):
        call_command("load_demo", manager="nobody")


@pytest.mark.django_db
def test_the_demo_lends_its_codebook_alone():
    project = make_project()

    demo.lend_codebook(project, by=make_member(project, Role.MANAGER))

    assert [Theme.objects.filter(project=project).count(), Claim.objects.count()] == [27, 0]
    assert not User.objects.filter(username="demo-coder").exists()


@pytest.mark.django_db
def test_the_demo_lends_its_codebook_to_managers_only():
    project = make_project()

    with pytest.raises(NotAllowed):
        demo.lend_codebook(project, by=make_member(project, Role.CODER))


@pytest.mark.django_db
def test_a_codebook_is_not_lent_on_top_of_another():
    project = make_project()
    make_theme(project)

    with pytest.raises(Refused, match="has themes already"):
        demo.lend_codebook(project, by=make_member(project, Role.MANAGER))
