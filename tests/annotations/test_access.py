"""Who may do what, and who sees what. The tables here are the rule; the code has to follow them."""

import pytest
from django.contrib.auth.models import Group

from annotations import access, drafting, invitations, models, projects, review
from annotations.access import NotAllowed, visible_to
from annotations.models import (
    Affiliation,
    Anchor,
    Attribution,
    Claim,
    CodebookVersion,
    Coding,
    Decision,
    Membership,
    Note,
    Reading,
    Scale,
    Source,
    Speaker,
    SpeakerDecision,
    Text,
)
from tests.factories import (
    make_claim,
    make_member,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
    make_user,
    move_claim,
)

pytestmark = pytest.mark.django_db

State = Claim.State
Role = Membership.Role
ROLES = list(Role)
IN_THE_DRAWER = {"draft", "discarded"}
ALL = {"draft", "discarded", "submitted", "accepted", "returned", "rejected", "withdrawn"}


def seen(user, model):
    return set(visible_to(user, model.objects.all()))


# Roles


@pytest.mark.parametrize(
    ("held", "needed", "allowed"),
    [(held, needed, ROLES.index(held) >= ROLES.index(needed)) for held in ROLES for needed in ROLES],
)
def test_a_role_goes_as_far_as_those_below_it(project, held, needed, allowed):
    user = make_member(project, held)

    assert access.may(user, project, needed) is allowed
    if allowed:
        access.require(user, project, needed)
    else:
        with pytest.raises(NotAllowed):
            access.require(user, project, needed)


def test_a_refusal_says_who_may(project):
    with pytest.raises(NotAllowed, match="Only a reviewer of “A study” or somebody above may do this."):
        access.require(make_user(), project, Role.REVIEWER)


def test_a_role_holds_in_its_project_only(project):
    assert not access.may(make_member(make_project(), Role.MANAGER), project, Role.VIEWER)


def test_a_superuser_without_membership_may_nothing(project):
    assert not access.may(make_user(is_superuser=True), project, Role.VIEWER)


def test_who_left_may_nothing_at_once(project):
    user = make_member(project)
    projects.leave(Membership.objects.get(user=user))

    assert access.role_in(user, project) is None
    assert seen(user, models.Project) == set()


def test_who_is_not_active_may_nothing(project):
    user = make_member(project, Role.MANAGER)
    user.is_active = False
    user.save()

    assert access.role_in(user, project) is None


def test_a_role_is_read_afresh(project):
    user = make_member(project, Role.MANAGER)
    assert access.role_in(user, project) == Role.MANAGER

    Membership.objects.update(role=Role.VIEWER)

    assert access.role_in(user, project) == Role.VIEWER


# Claims, and all that belongs to them


def make_claims(text, coder):
    """One claim of the coder in each state."""
    return {state: make_claim(text, coder=coder, state=State(state)) for state in sorted(ALL)}


def states_seen(user, claims):
    visible = seen(user, Claim)
    return {state for state, claim in claims.items() if claim in visible}


@pytest.mark.parametrize(
    ("blind", "role", "states"),
    [
        (False, Role.VIEWER, {"accepted"}),
        (False, Role.CODER, ALL - IN_THE_DRAWER),
        (False, Role.REVIEWER, ALL - IN_THE_DRAWER),
        (False, Role.MANAGER, ALL),
        (True, Role.VIEWER, {"accepted"}),
        (True, Role.CODER, {"accepted"}),
        (True, Role.REVIEWER, ALL - IN_THE_DRAWER),
        (True, Role.MANAGER, ALL),
    ],
)
def test_what_is_seen_of_somebody_elses_claims(blind, role, states):
    text = make_text(project=make_project(blind=blind))
    claims = make_claims(text, make_member(text.project))
    onlooker = make_member(text.project, role)

    assert states_seen(onlooker, claims) == states


@pytest.mark.parametrize("blind", [False, True])
def test_coders_see_all_of_their_own(blind):
    text = make_text(project=make_project(blind=blind))
    coder = make_member(text.project)

    assert states_seen(coder, make_claims(text, coder)) == ALL


def test_who_only_views_now_sees_of_their_own_what_is_accepted(project):
    text = make_text(project=project)
    coder = make_member(project)
    claims = make_claims(text, coder)
    Membership.objects.filter(user=coder).update(role=Role.VIEWER)

    assert states_seen(coder, claims) == {"accepted"}


def test_a_blind_reading_stays_blind_when_the_project_no_longer_is():
    project = make_project(blind=True)
    claim = make_claim(make_text(project=project), state=State.SUBMITTED)
    models.Project.objects.filter(pk=project.pk).update(blind=False)

    assert claim not in seen(make_member(project), Claim)


def test_no_one_sees_claims_of_another_project(project):
    make_claim(state=State.ACCEPTED)

    for role in ROLES:
        assert seen(make_member(project, role), Claim) == set()


@pytest.mark.parametrize("model", [Anchor, Attribution, Coding, Decision])
@pytest.mark.parametrize("role", ROLES)
def test_parts_are_seen_where_their_claim_is(project, model, role):
    text = make_text(project=project)
    coder = make_member(project)
    make_claims(text, coder)
    onlooker = make_member(project, role)

    claims = {part.claim for part in seen(onlooker, model)}

    expected = {part.claim for part in model.objects.all()} & seen(onlooker, Claim)
    assert claims == (set() if model is Decision and role == Role.VIEWER else expected)


# Notes


@pytest.fixture
def notes(project):
    """Notes of a coder, on a theme, on a draft and on an accepted claim."""
    coder = make_member(project, username="the-coder")
    text = make_text(project=project)
    draft, accepted = make_claim(text, coder=coder), make_claim(text, coder=coder, state=State.ACCEPTED)

    def make(name, kind=Note.Kind.COMMENT, **on):
        return Note.objects.create(project=project, key=name, body="?", kind=kind, by=coder, **on)

    make("theme", theme=make_theme(project))
    make("draft", record=draft.record)
    make("accepted", record=accepted.record)
    make("doubt", kind=Note.Kind.TRANSLATION_SUSPECT, record=accepted.record)
    make("doubt-on-draft", kind=Note.Kind.TRANSLATION_SUSPECT, record=draft.record)
    return project


@pytest.mark.parametrize(
    ("blind", "role", "keys"),
    [
        (False, Role.VIEWER, {"doubt"}),
        (False, Role.CODER, {"theme", "accepted", "doubt"}),
        (False, Role.REVIEWER, {"theme", "accepted", "doubt"}),
        (False, Role.MANAGER, {"theme", "draft", "accepted", "doubt", "doubt-on-draft"}),
        (True, Role.VIEWER, {"doubt"}),
        (True, Role.CODER, {"doubt"}),
        (True, Role.REVIEWER, {"theme", "accepted", "doubt"}),
        (True, Role.MANAGER, {"theme", "draft", "accepted", "doubt", "doubt-on-draft"}),
    ],
)
def test_what_is_seen_of_somebody_elses_notes(notes, blind, role, keys):
    models.Project.objects.filter(pk=notes.pk).update(blind=blind)

    assert {note.key for note in seen(make_member(notes, role), Note)} == keys


@pytest.mark.parametrize("blind", [False, True])
def test_coders_see_all_of_their_own_notes(notes, blind):
    models.Project.objects.filter(pk=notes.pk).update(blind=blind)
    coder = models.User.objects.get(username="the-coder")

    assert {note.key for note in seen(coder, Note)} == {
        "theme",
        "draft",
        "accepted",
        "doubt",
        "doubt-on-draft",
    }


# The rest of a project

SEEN_FROM = {
    models.Project: Role.VIEWER,
    Source: Role.VIEWER,
    Text: Role.VIEWER,
    models.Takedown: Role.CODER,
    Speaker: Role.VIEWER,
    models.Name: Role.VIEWER,
    Affiliation: Role.VIEWER,
    Scale: Role.VIEWER,
    models.Stance: Role.VIEWER,
    models.Theme: Role.VIEWER,
    CodebookVersion: Role.VIEWER,
    SpeakerDecision: Role.CODER,
    Reading: Role.REVIEWER,
    models.Batch: Role.MANAGER,
    models.Invitation: Role.MANAGER,
}
OF_THEIR_OWN = {Claim, Anchor, Attribution, Coding, Decision, Note, Membership, models.SavedView, models.Act}


@pytest.fixture
def full(project):
    """A project with a row of everything."""
    make_claim(make_text(project=project))
    one, other = make_speaker(project), make_speaker(project)
    Affiliation.objects.create(speaker=one, organisation=make_organisation(project))
    SpeakerDecision.objects.create(project=project, one=one, other=other, outcome="not-same")
    invitations.invite(project, by=make_member(project, Role.MANAGER), role="coder")
    models.Batch.objects.create(project=project, file_name="a.json", sha256="0" * 64)
    models.Takedown.objects.create(project=project, source=make_source(project), reason="Law")
    return project


@pytest.mark.parametrize("model", SEEN_FROM)
@pytest.mark.parametrize("role", ROLES)
def test_rows_are_seen_from_a_role_on(full, model, role):
    rows = set(model.objects.all())
    assert rows

    expected = rows if ROLES.index(role) >= ROLES.index(SEEN_FROM[model]) else set()
    assert seen(make_member(full, role), model) == expected


@pytest.mark.parametrize("model", SEEN_FROM)
def test_managers_of_another_project_see_nothing_of_it(full, model):
    rows = set(model.objects.all())
    assert rows

    manager = make_member(make_project(), Role.MANAGER)

    assert seen(manager, model) & rows == set()
    assert seen(make_user(), model) == set()


def test_every_model_of_the_evidence_has_a_rule():
    tables = {getattr(models, name) for name in models.__all__} - {models.User}

    assert {model for model in access.RULES if model._meta.app_label == "annotations"} == tables
    assert tables - set(SEEN_FROM) == OF_THEIR_OWN


def test_a_model_without_a_rule_is_never_visible():
    with pytest.raises(KeyError):
        visible_to(make_user(), Group.objects.all())


def test_coders_see_their_own_readings(project):
    coder = make_member(project)
    own = make_claim(make_text(project=project), coder=coder).reading
    make_claim(make_text(project=project))

    assert seen(coder, Reading) == {own}


def test_members_are_seen_by_managers_and_themselves(project):
    coder, manager = make_member(project), make_member(project, Role.MANAGER)

    assert {row.user for row in seen(coder, Membership)} == {coder}
    assert {row.user for row in seen(manager, Membership)} == {coder, manager}


def test_a_correction_of_blind_work_is_as_blind_as_that_work():
    project = make_project(blind=True)
    text = make_text(project=project)
    reviewer, other = make_member(project, Role.REVIEWER), make_member(project)
    claim = make_claim(text, state=State.SUBMITTED)
    correction = drafting.supersede(claim, by=reviewer, seen={claim.pk: claim.version})
    review.submit(correction, by=reviewer, seen=correction.version)

    assert seen(other, Claim) == set()
    assert correction in seen(reviewer, Claim)


# History


@pytest.mark.parametrize(
    ("role", "count"), [(Role.VIEWER, 0), (Role.CODER, 2), (Role.REVIEWER, 2), (Role.MANAGER, 2)]
)
def test_history_is_for_coders_and_above(project, role, count):
    claim = make_claim(make_text(project=project))
    move_claim(claim, State.SUBMITTED)

    assert visible_to(make_member(project, role), Claim.history.all()).count() == count


def test_the_history_of_what_is_not_seen_is_not_seen(project):
    claim = make_claim(make_text(project=project))
    reviewer = make_member(project, Role.REVIEWER)

    assert visible_to(reviewer, Claim.history.all()).count() == 0
    assert visible_to(reviewer, Coding.history.all()).count() == 0
    assert visible_to(claim.coder, Coding.history.all()).count() == 1


def test_history_of_other_projects_is_not_seen(project):
    make_claim(state=State.ACCEPTED)

    assert visible_to(make_member(project, Role.MANAGER), Claim.history.all()).count() == 0


def test_roles_and_rows_are_one_query_each(project, django_assert_num_queries):
    user = make_member(project)

    with django_assert_num_queries(2):
        list(visible_to(user, Claim.objects.all()))
