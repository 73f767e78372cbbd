import re

import pytest
from django.core.exceptions import ValidationError

from annotations import projects
from annotations.access import NotAllowed
from annotations.models import Membership, Project
from annotations.refusal import Refused
from annotations.versions import Conflict
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


# Who may start one, and at which address


@pytest.fixture
def manager():
    return make_member(make_project(), Role.MANAGER)


@pytest.mark.parametrize(
    ("title", "slug"),
    [
        ("Energy in the news", "energy-in-the-news"),
        ("  É tudo energia!  ", "e-tudo-energia"),
        ("x" * 60, "x" * 40),
    ],
)
def test_the_address_is_made_of_the_title(manager, title, slug):
    assert projects.begin(title, language="en", by=manager).slug == slug


@pytest.mark.parametrize("title", ["能源政策", "طاقة", "!?"])
def test_a_title_without_letters_for_an_address_gets_a_key(manager, title):
    project = projects.begin(title, language="zh", by=manager)

    assert [project.title, re.fullmatch("study-[0-9a-f]{6}", project.slug) is not None] == [title, True]


def test_a_second_project_of_the_same_title_has_an_address_of_its_own(manager):
    slugs = [projects.begin("Energy", language="en", by=manager).slug for _ in range(2)]

    assert [slugs[0], slugs[1].startswith("energy-")] == ["energy", True]


def test_who_starts_a_project_manages_it(manager):
    project = projects.begin("Energy", language="en", by=manager)

    assert project.memberships.get().user == manager


def superuser():
    return make_user(is_superuser=True)


def closed_superuser():
    return make_user(is_superuser=True, is_active=False)


def manages():
    return make_member(make_project(), Role.MANAGER)


def managed():
    member = projects.join(make_project(), make_user(), role=Role.MANAGER)
    make_member(member.project, Role.MANAGER)
    projects.leave(member)
    return member.user


def reviews():
    return make_member(make_project(), Role.REVIEWER)


@pytest.mark.parametrize("decided", ["managers", "superusers", "everybody"])
@pytest.mark.parametrize("make", [superuser, closed_superuser, manages, managed, reviews])
def test_the_setting_decides_who_starts_projects(settings, decided, make):
    settings.PROJECTS_BY = decided
    may = {"superusers": {superuser}, "managers": {superuser, manages}}
    may["everybody"] = {superuser, manages, managed, reviews}

    assert projects.may_start(make()) is (make in may[decided])


def test_who_may_not_start_a_project_is_told_whom_to_ask():
    with pytest.raises(NotAllowed, match="Ask whoever runs the site"):
        projects.begin("Energy", language="en", by=make_user())

    assert Project.objects.count() == 0


def test_a_membership_that_has_moved_is_not_ended_by_who_read_it_before():
    member = projects.join(make_project(), make_user(), role=Role.CODER)

    with pytest.raises(Conflict):
        projects.leave(member, seen=member.version - 1)
