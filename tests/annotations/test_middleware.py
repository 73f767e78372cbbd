from urllib.parse import urlencode

import pytest
from django.http import HttpResponse
from django.urls import get_script_prefix, include, path, reverse
from django.views.generic import RedirectView

from annotations import projects
from annotations.middleware import ProjectMiddleware
from annotations.models import Membership, User

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def where(request):
    """Say what the view sees of the project."""
    role = request.membership.role if request.membership else None
    return HttpResponse(f"{request.project} {role} {request.path} {request.path_info} {reverse('where')}")


def broken(request):
    raise RuntimeError("a view that fails")


urlpatterns = [
    path("where/", where, name="where"),
    path("elsewhere/", RedirectView.as_view(pattern_name="where")),
    path("broken/", broken),
    path("", include("curation.urls")),
]


def make_member(client, slug="demo", role=Membership.Role.CODER):
    user = User.objects.create_user(f"member-of-{slug}", password="a password")
    membership = projects.join(projects.start(slug, title=f"The {slug}"), user, role=role)
    client.force_login(user)
    return membership


def test_the_address_names_the_project(client):
    make_member(client)

    answer = client.get("/p/demo/where/")

    assert answer.content.decode() == "The demo coder /p/demo/where/ /where/ /p/demo/where/"


def test_a_redirect_stays_in_the_project(client):
    make_member(client)

    assert client.get("/p/demo/elsewhere/").url == "/p/demo/where/"


def test_a_missing_slash_is_added_in_the_project(client):
    make_member(client)

    assert client.get("/p/demo/where").url == "/p/demo/where/"


def test_outside_a_project_there_is_none(client):
    make_member(client)

    assert client.get("/where/").content.decode() == "None None /where/ /where/ /where/"


def test_the_prefix_is_given_back(client):
    make_member(client)

    client.get("/p/demo/where/")

    assert get_script_prefix() == "/"


def test_the_prefix_is_given_back_when_a_view_fails(client):
    make_member(client)
    client.raise_request_exception = False

    answer = client.get("/p/demo/broken/")

    assert [answer.status_code, get_script_prefix()] == [500, "/"]


def test_a_site_below_a_path_keeps_it(client):
    make_member(client)

    answer = client.get("/p/demo/where/", SCRIPT_NAME="/standpoint")

    assert answer.content.decode().endswith("/standpoint/p/demo/where/")


def test_nobody_is_sent_to_sign_in_and_comes_back(client):
    projects.start("demo", title="The demo")

    assert client.get("/p/demo/where/?page=2").url == "/login/?next=/p/demo/where/%3Fpage%3D2"


def test_nobody_learns_which_projects_there_are(client):
    assert client.get("/p/unknown/where/").url == "/login/?next=/p/unknown/where/"


def test_a_project_of_others_is_not_there(client):
    make_member(client)
    projects.start("other", title="The other")

    assert client.get("/p/other/where/").status_code == 404


def test_an_unknown_project_is_not_there(client):
    make_member(client)

    assert client.get("/p/unknown/where/").status_code == 404


def test_a_superuser_without_membership_is_not_let_in(client):
    projects.start("demo", title="The demo")
    client.force_login(User.objects.create_superuser("root"))

    assert client.get("/p/demo/where/").status_code == 404


def test_a_former_member_is_not_let_in(client):
    projects.leave(make_member(client))

    assert client.get("/p/demo/where/").status_code == 404


def test_a_person_switched_off_is_nobody(client):
    membership = make_member(client)
    User.objects.filter(pk=membership.user_id).update(is_active=False)

    assert client.get("/p/demo/where/").url == "/login/?next=/p/demo/where/"


def test_two_projects_are_two_addresses(client):
    membership = make_member(client)
    projects.join(projects.start("other", title="The other"), membership.user, role=Membership.Role.VIEWER)

    answers = [client.get(f"/p/{slug}/where/").content.decode() for slug in ("demo", "other")]

    assert [answer.split(" /")[0] for answer in answers] == ["The demo coder", "The other viewer"]


@pytest.mark.parametrize("address", ["/p/demo/login/", "/p/unknown/login/"])
def test_signing_in_works_below_any_project(client, address):
    assert client.get(address).status_code == 200


def test_signing_out_works_inside_a_project(client):
    make_member(client)

    assert client.post("/p/demo/logout/").url == "/login/"


def test_the_admin_is_nowhere_but_in_a_project(client):
    make_member(client)

    assert client.get("/admin/annotations/claim/").url == "/"


def test_a_nested_project_is_not_there(client):
    make_member(client)

    assert client.get("/p/demo/p/demo/where/").status_code == 404


def test_the_project_costs_one_query(client, rf, django_assert_num_queries):
    membership = make_member(client)
    request = rf.get("/p/demo/where/")
    request.user = membership.user

    with django_assert_num_queries(1):
        ProjectMiddleware(where)(request)


def make_newcomer(client):
    user = User.objects.create_user("newcomer", password="handed-over", must_change_password=True)
    client.force_login(user)
    return user


@pytest.mark.parametrize("address", ["/where/", "/p/demo/where/"])
def test_a_one_time_password_opens_only_the_page_that_replaces_it(client, address):
    projects.join(projects.start("demo", title="The demo"), make_newcomer(client), role=Membership.Role.CODER)

    answer = client.get(address)

    page, _, asked = answer.url.partition("?")
    assert [page.endswith("/account/password/"), asked] == [True, urlencode({"next": address})]


def change_password(client, new):
    passwords = {"oldpassword": "handed-over", "password1": new, "password2": new}
    return client.post("/account/password/", passwords)


def test_an_own_password_opens_the_rest(client):
    make_newcomer(client)

    change_password(client, "chosen by myself")

    assert client.get("/where/").status_code == 200


def test_the_one_time_password_is_not_an_own_one(client):
    user = make_newcomer(client)

    answer = change_password(client, "handed-over")

    user.refresh_from_db()
    assert [answer.status_code, user.must_change_password] == [200, True]
