from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from annotations import invitations, projects
from annotations.access import NotAllowed
from annotations.invitations import NotInvited
from annotations.models import Invitation, Membership, User
from annotations.refusal import Refused
from tests.factories import Role, make_member, make_project, make_user

PASSWORD = "paper ink quill desk"


def make_invitation(project=None, role=Role.CODER, by=None):
    """Return an invitation and the secret of its link."""
    project = project or make_project()
    return invitations.invite(project, by=by or make_member(project, Role.MANAGER), role=role)


@pytest.mark.django_db
def test_an_invitation_makes_a_member_with_its_role():
    invitation, secret = make_invitation(role=Role.REVIEWER)
    person = make_user()

    member = invitations.accept(secret, user=person)

    invitation.refresh_from_db()
    assert [member.project, member.role, invitation.used_by] == [invitation.project, "reviewer", person]


@pytest.mark.django_db
def test_the_database_does_not_hold_the_secret():
    invitation, secret = make_invitation()

    assert secret not in str(Invitation.objects.values().get(pk=invitation.pk))


@pytest.mark.django_db
def test_only_a_manager_invites():
    project = make_project()

    with pytest.raises(NotAllowed):
        invitations.invite(project, by=make_member(project, Role.REVIEWER), role=Role.VIEWER)


@pytest.mark.django_db
@pytest.mark.parametrize(("role", "email"), [("owner", ""), ("coder", "nobody")])
def test_what_makes_no_invitation_is_refused(role, email):
    project = make_project()

    with pytest.raises(Refused):
        invitations.invite(project, by=make_member(project, Role.MANAGER), role=role, email=email)


def used(invitation, secret):
    invitations.accept(secret, user=make_user())


def taken_back(invitation, secret):
    invitations.revoke(invitation, by=invitation.made_by)


def too_old(invitation, secret):
    Invitation.objects.update(expires=invitation.made)


def manager_gone(invitation, secret):
    make_member(invitation.project, Role.MANAGER)
    projects.leave(Membership.objects.get(user=invitation.made_by))


def manager_closed(invitation, secret):
    User.objects.filter(pk=invitation.made_by_id).update(is_active=False)


CLOSED = {
    used: "has been used",
    taken_back: "was taken back",
    too_old: "is too old",
    manager_gone: "no longer manages the project",
    manager_closed: "no longer manages the project",
}


@pytest.mark.django_db
@pytest.mark.parametrize("close", CLOSED, ids=lambda close: close.__name__)
def test_an_invitation_that_is_closed_says_why(close):
    invitation, secret = make_invitation()
    invitation.refresh_from_db()
    close(invitation, secret)
    members = Membership.objects.count()

    with pytest.raises(NotInvited, match=CLOSED[close]):
        invitations.accept(secret, user=make_user())

    assert Membership.objects.count() == members


@pytest.mark.django_db
def test_a_link_of_which_a_part_is_missing_says_so():
    _, secret = make_invitation()

    with pytest.raises(NotInvited, match="part of the link may be missing"):
        invitations.find(secret[:-1])


@pytest.mark.django_db
def test_a_member_leaves_the_invitation_for_somebody_else():
    invitation, secret = make_invitation()
    member = make_member(invitation.project)

    with pytest.raises(Refused, match="is a member already"):
        invitations.accept(secret, user=member)

    assert invitations.find(secret) == invitation


@pytest.mark.django_db
def test_a_used_invitation_is_not_taken_back():
    invitation, secret = make_invitation()
    invitations.accept(secret, user=make_user())

    with pytest.raises(Refused, match="not open any more"):
        invitations.revoke(invitation, by=invitation.made_by)


@pytest.mark.django_db
def test_somebody_new_gets_an_account_and_is_let_in():
    invitation, secret = make_invitation()

    person = invitations.accept_as_new(secret, username="ana", password=PASSWORD, name="Ana Reis")

    assert [person.check_password(PASSWORD), person.get_full_name()] == [True, "Ana Reis"]
    assert invitation.project.memberships.get(user=person).role == "coder"


@pytest.mark.django_db
@pytest.mark.parametrize("username", ["ana", "ANA"])
def test_a_user_name_that_is_taken_leaves_the_invitation_open(username):
    invitation, secret = make_invitation()
    make_user("ana")

    with pytest.raises(Refused, match="choose another one"):
        invitations.accept_as_new(secret, username=username, password=PASSWORD)

    assert invitations.find(secret) == invitation


@pytest.mark.django_db
def test_a_closed_invitation_makes_no_account():
    invitation, secret = make_invitation()
    taken_back(invitation, secret)

    with pytest.raises(NotInvited):
        invitations.accept_as_new(secret, username="ana", password=PASSWORD)

    assert not User.objects.filter(username="ana").exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_follow_a_link_at_once_one_comes_in():
    invitation, secret = make_invitation()

    def follow(number):
        try:
            return invitations.accept_as_new(secret, username=f"guest{number}", password=PASSWORD).username
        except NotInvited as refusal:
            return str(refusal)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(follow, range(4)))

    came_in = list(User.objects.filter(username__startswith="guest").values_list("username", flat=True))
    assert [len(came_in), [answer for answer in answers if "has been used" not in answer]] == [1, came_in]
