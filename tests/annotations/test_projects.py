import pytest
from django.core.exceptions import ValidationError

from annotations import projects
from annotations.models import Membership, Project
from annotations.refusal import Refused
from tests.factories import make_member, make_project, make_user

pytestmark = pytest.mark.django_db

Role = Membership.Role


def test_a_project_starts_with_the_default_scale_and_its_manager():
    user = make_user()

    project = projects.start("study", title="A study", language="pt", manager=user)

    assert (project.slug, project.title, project.language) == ("study", "A study", "pt")
    stances = project.scales.get().stances.values_list("code", "position")
    assert list(stances) == [("support", 1), ("oppose", -1), ("mixed", 0), ("neutral", 0), ("unclear", None)]
    assert project.memberships.get().role == Role.MANAGER


def test_an_address_is_given_once():
    make_project(slug="study")

    with pytest.raises(Refused, match="There is a project at “study” already: choose another address."):
        projects.start("study", title="Another")

    assert Project.objects.count() == 1


@pytest.mark.parametrize("slug", ["a study", "étude", "a/b", ""])
def test_an_address_is_letters_digits_and_hyphens(slug):
    with pytest.raises(ValidationError):
        projects.start(slug, title="A study")


def test_a_former_member_comes_back_with_the_new_role_and_the_old_pseudonym():
    project = make_project()
    member = projects.join(project, make_user(), role=Role.CODER)
    pseudonym = member.pseudonym
    projects.leave(member)

    back = projects.join(project, member.user, role=Role.REVIEWER)

    assert (back.pk, back.role, back.left, back.pseudonym) == (member.pk, Role.REVIEWER, None, pseudonym)


def test_who_leaves_is_remembered():
    member = projects.join(make_project(), make_user(), role=Role.CODER)

    projects.leave(member)

    assert [row.left is None for row in member.history.all()] == [False, True]


def test_the_last_manager_cannot_leave():
    project = make_project()
    member = projects.join(project, make_user(), role=Role.MANAGER)

    with pytest.raises(Refused, match="A project needs a manager: make somebody else one first."):
        projects.leave(member)

    make_member(project, Role.MANAGER)
    projects.leave(member)
    assert not Membership.objects.active().filter(pk=member.pk).exists()


def test_pseudonyms_say_nothing_and_differ():
    project = make_project()
    members = [
        projects.join(project, make_user("ana-souza"), role=Role.CODER),
        projects.join(project, make_user(), role=Role.CODER),
    ]

    assert len({member.pseudonym for member in members}) == 2
    assert "ana" not in members[0].pseudonym


def test_a_member_is_not_made_one_again():
    project = make_project()
    member = projects.join(project, make_user("ana"), role=Role.CODER)

    with pytest.raises(Refused, match="“ana” is a member already"):
        projects.join(project, member.user, role=Role.MANAGER)


def test_coming_back_moves_the_version_so_that_an_old_page_is_refused():
    project = make_project()
    member = projects.join(project, make_user(), role=Role.MANAGER)
    make_member(project, Role.MANAGER)
    projects.leave(member)

    back = projects.join(project, member.user, role=Role.VIEWER)

    assert back.version == member.version + 1


def test_who_has_left_does_not_leave_again():
    member = projects.join(make_project(), make_user("ana"), role=Role.CODER)
    projects.leave(member)

    with pytest.raises(Refused, match="“ana” has left already."):
        projects.leave(member)


def test_a_manager_whose_account_is_closed_does_not_count():
    project = make_project()
    member = projects.join(project, make_user(), role=Role.MANAGER)
    projects.join(project, make_user(is_active=False), role=Role.MANAGER)

    with pytest.raises(Refused, match="A project needs a manager"):
        projects.leave(member)
