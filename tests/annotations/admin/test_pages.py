"""Which pages open to whom, and that no page reaches another project."""

import pytest
from django.urls import NoReverseMatch, reverse

from annotations.models import Membership
from tests.annotations.admin.editing import ROLES, at, make_study, sign_in
from tests.factories import Role, make_project

pytestmark = pytest.mark.django_db

NOBODY = None
# The lowest role that reads, adds and changes each kind of row.
LOWEST = {
    "project": (Role.VIEWER, NOBODY, Role.MANAGER),
    "membership": (Role.MANAGER, Role.MANAGER, Role.MANAGER),
    "source": (Role.VIEWER, Role.CODER, Role.CODER),
    "text": (Role.VIEWER, NOBODY, NOBODY),
    "reading": (Role.REVIEWER, NOBODY, NOBODY),
    "speaker": (Role.VIEWER, Role.CODER, Role.CODER),
    "speakerdecision": (Role.CODER, NOBODY, NOBODY),
    "theme": (Role.VIEWER, Role.MANAGER, Role.MANAGER),
    "scale": (Role.VIEWER, Role.MANAGER, Role.MANAGER),
    "codebookversion": (Role.VIEWER, NOBODY, NOBODY),
    "decision": (Role.CODER, NOBODY, NOBODY),
    "note": (Role.VIEWER, Role.CODER, Role.CODER),
    "batch": (Role.MANAGER, NOBODY, NOBODY),
}
LISTS = LOWEST | {"reading": (Role.CODER, NOBODY, NOBODY)}


@pytest.fixture(scope="module")
def study(module_db):
    """A study's rows by the name that the admin gives them in addresses."""
    return make_study(make_project())


def reaches(role, lowest):
    return lowest is not NOBODY and ROLES.index(role) >= ROLES.index(lowest)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", LOWEST)
def test_a_list_opens_from_its_role_upwards(client, study, name, role):
    project = study["project"]
    sign_in(client, project, role)

    status = client.get(at(project, f"{name}/")).status_code

    assert status == (200 if reaches(role, LISTS[name][0]) else 403)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", LOWEST)
def test_a_row_opens_from_its_role_upwards(client, study, name, role):
    project, row = study["project"], study[name]
    sign_in(client, project, role)

    status = client.get(at(project, f"{name}/{row.pk}/change/")).status_code

    assert (status == 200, status in (200, 403, 404)) == (reaches(role, LOWEST[name][0]), True)


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", [name for name in LOWEST if name != "text"])
def test_rows_are_added_from_their_role_upwards(client, name, role):
    project = make_project()
    sign_in(client, project, role)

    statuses = [ask(at(project, f"{name}/add/")).status_code for ask in (client.get, client.post)]

    assert statuses == ([200, 200] if reaches(role, LOWEST[name][1]) else [403, 403])


@pytest.mark.parametrize("role", ROLES)
@pytest.mark.parametrize("name", LOWEST)
def test_rows_are_changed_from_their_role_upwards(client, study, name, role):
    project, row = study["project"], study[name]
    sign_in(client, project, role)

    status = client.post(at(project, f"{name}/{row.pk}/change/"), management_forms()).status_code

    assert (status == 200, status in (200, 403, 404)) == (reaches(role, LOWEST[name][2]), True)


def management_forms():
    prefixes = ("names", "affiliations", "stances", "texts")
    return {f"{prefix}-{count}_FORMS": 0 for prefix in prefixes for count in ("TOTAL", "INITIAL")}


@pytest.mark.parametrize("name", LOWEST)
def test_nothing_is_deleted_by_anybody(client, study, name):
    project, row = study["project"], study[name]
    sign_in(client, project, Role.MANAGER)

    answer = client.post(at(project, f"{name}/{row.pk}/delete/"), {"post": "yes"})

    assert [answer.status_code, type(row).objects.filter(pk=row.pk).exists()] == [403, True]


@pytest.mark.parametrize("leaf", ["change/", "history/", "delete/", ""])
@pytest.mark.parametrize("name", LOWEST)
def test_a_row_of_another_project_is_not_there(client, study, name, leaf):
    project, elsewhere, row = make_project(), study["project"], study[name]
    member = sign_in(client, project, Role.MANAGER)
    Membership.objects.create(project=elsewhere, user=member, role=Role.MANAGER)

    answer = client.get(at(project, f"{name}/{row.pk}/{leaf}"), follow=True)

    assert answer.status_code == 404


@pytest.mark.parametrize(
    "name", ["project", "source", "speaker", "theme", "scale", "note", "text", "reading"]
)
def test_the_history_of_a_row_of_another_project_is_not_there(client, study, name):
    project, elsewhere, row = make_project(), study["project"], study[name]
    sign_in(client, elsewhere, Role.MANAGER)
    record = row.history.first().pk
    page = f"{name}/{row.pk}/history/{record}/"

    at_home = client.get(at(elsewhere, page)).status_code
    sign_in(client, project, Role.MANAGER)
    from_elsewhere = client.get(at(project, page)).status_code

    assert [at_home, from_elsewhere] == [200, 404]


@pytest.mark.parametrize("name", ["source", "speaker", "theme", "note"])
def test_history_shows_who_when_and_is_closed_to_viewers(client, study, name):
    project, row = study["project"], study[name]

    statuses = []
    for role in ROLES:
        sign_in(client, project, role)
        statuses.append(client.get(at(project, f"{name}/{row.pk}/history/")).status_code)

    assert statuses == [404, 200, 200, 200]


AUTOCOMPLETED = [
    ("note", "theme", "theme"),
    ("note", "speaker", "speaker"),
    ("affiliation", "organisation", "speaker"),
    ("name", "source", "source"),
    ("theme", "parent", "theme"),
    ("speaker", "merged_into", "speaker"),
]


@pytest.mark.parametrize(("model", "field", "listed"), AUTOCOMPLETED)
def test_autocompletion_offers_only_rows_of_the_project(client, study, model, field, listed):
    project, elsewhere = make_project(), study["project"]
    make_study(project)
    member = sign_in(client, project, Role.MANAGER)
    Membership.objects.create(project=elsewhere, user=member, role=Role.MANAGER)
    asked = {"app_label": "annotations", "model_name": model, "field_name": field, "term": ""}

    answer = client.get(f"/p/{project.slug}/admin/autocomplete/", asked)

    offered = {int(row["id"]) for row in answer.json()["results"]}
    own = set(
        Membership._meta.apps.get_model("annotations", listed)
        .objects.filter(project=project)
        .values_list("pk", flat=True)
    )
    assert (bool(offered), offered <= own) == (True, True)


@pytest.mark.parametrize(
    ("model", "field"),
    [("membership", "user"), ("claim", "coder"), ("stance", "scale"), ("note", "batch"), ("user", "groups")],
)
def test_autocompletion_of_anything_else_is_refused(client, model, field):
    project = make_project()
    sign_in(client, project, Role.MANAGER)
    asked = {"app_label": "annotations", "model_name": model, "field_name": field, "term": ""}

    assert client.get(f"/p/{project.slug}/admin/autocomplete/", asked).status_code in (403, 404)


def test_people_are_for_superusers_inside_a_project(client):
    project = make_project()
    member = sign_in(client, project, Role.MANAGER)
    refused = client.get(at(project, "user/")).status_code
    type(member).objects.filter(pk=member.pk).update(is_superuser=True)

    pages = ["user/", "user/add/", f"user/{member.pk}/change/"]

    assert [refused, *(client.get(at(project, page)).status_code for page in pages)] == [403, 200, 200, 200]


def test_there_is_no_address_that_tells_rows_of_any_project_apart():
    with pytest.raises(NoReverseMatch):
        reverse("admin:view_on_site", args=[1, 1])


@pytest.mark.parametrize("address", ["login/", "password_change/", "annotations/"])
def test_djangos_own_side_doors_lead_nowhere_else(client, address):
    project = make_project()
    sign_in(client, project, Role.MANAGER)

    answer = client.get(f"/p/{project.slug}/admin/{address}")

    assert answer.status_code == 302
