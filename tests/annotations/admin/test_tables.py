"""Tables in the admin: a file is shown first, and comes in when it is confirmed; and out as CSV or XLSX."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from annotations.models import Speaker, Theme
from tests.annotations.admin.editing import at, sign_in
from tests.factories import Role, make_project, make_speaker, make_theme

pytestmark = pytest.mark.django_db

GOOD = b'\xef\xbb\xbfcode;label:en;proposition\r\nenergy;Energy;"=It is, too\nmuch"\r\n'


def page_of(project, model="theme"):
    return at(project, f"{model}/table/")


def show(client, project, data=GOOD, model="theme"):
    return client.post(page_of(project, model), {"file": SimpleUploadedFile("table.csv", data)})


def shown(answer):
    return {field.html_name: field.value() for field in answer.context["shown"]}


def test_a_table_is_shown_before_it_comes_in(client):
    project = make_project()
    sign_in(client, project)

    answer = show(client, project)

    assert [answer.status_code, Theme.objects.count()] == [200, 0]
    assert "New: 1" in answer.text and "=It is, too" in answer.text


def test_it_comes_in_when_it_is_confirmed_as_a_browser_sends_it(client):
    project = make_project()
    sign_in(client, project)
    typed = shown(show(client, project))

    answer = client.post(page_of(project), {name: as_sent(value) for name, value in typed.items()})

    theme = Theme.objects.get()
    assert [answer.status_code, theme.code, theme.proposition] == [302, "energy", "=It is, too\nmuch"]


def as_sent(value):
    return value.replace("\r\n", "\n").replace("\n", "\r\n")


def test_a_table_that_cannot_come_in_says_where_and_why(client):
    project = make_project()
    sign_in(client, project)

    answer = show(client, project, b"code,label:en\na b,A\nc,\n")

    problems = [(problem.row, problem.column) for problem in answer.context["problems"]]
    assert [problems, Theme.objects.count()] == [[(2, "code"), (3, "label:en")], 0]
    assert not answer.context["shown"]


def test_what_is_no_table_is_told_beside_the_file(client):
    project = make_project()
    sign_in(client, project)

    assert "This is a picture" in show(client, project, b"\x89PNG").text


def test_what_was_changed_meanwhile_is_shown_anew(client):
    project = make_project()
    make_theme(project, "energy", labels={"en": "Power"})
    sign_in(client, project)
    typed = shown(show(client, project))
    Theme.objects.update(version=2)

    again = client.post(page_of(project), typed)
    done = client.post(page_of(project), shown(again))

    assert [again.status_code, done.status_code, Theme.objects.get().label] == [409, 302, "Energy"]


@pytest.mark.parametrize("typed", [{"mark": "x"}, {"mark": "x", "table": ""}, {"mark": "", "table": '"'}])
def test_a_page_that_is_not_whole_brings_nothing_in(client, typed):
    project = make_project()
    sign_in(client, project)

    answer = client.post(page_of(project), typed)

    assert [answer.status_code, Theme.objects.count()] == [200, 0]


def test_speakers_come_in_the_same_way(client):
    project = make_project()
    sign_in(client, project, Role.CODER)
    typed = shown(show(client, project, "name,alias:zh\nQian,钱\n".encode(), "speaker"))

    client.post(page_of(project, "speaker"), typed)

    assert [str(name) for name in Speaker.objects.get().names.all()] == ["Qian", "钱"]


@pytest.mark.parametrize(("model", "role"), [("theme", Role.REVIEWER), ("speaker", Role.VIEWER)])
def test_below_their_role_nobody_brings_in(client, model, role):
    project = make_project()
    sign_in(client, project, role)

    assert [
        client.get(page_of(project, model)).status_code,
        show(client, project, model=model).status_code,
    ] == [
        403,
        403,
    ]


@pytest.mark.parametrize(("kind", "start"), [("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK")])
@pytest.mark.parametrize("model", ["theme", "speaker"])
def test_they_go_out_as_a_file_that_is_never_shown_in_place(client, model, kind, start):
    project = make_project()
    make_theme(project), make_speaker(project)
    sign_in(client, project, Role.VIEWER)

    answer = client.get(at(project, f"{model}/table/{kind}/"))

    assert [answer.status_code, answer.content[: len(start)]] == [200, start]
    assert answer["Content-Disposition"] == f'attachment; filename="{project.slug}-{model}s.{kind}"'


def test_there_is_no_other_kind_of_file(client):
    project = make_project()
    sign_in(client, project)

    assert client.get(at(project, "theme/table/pdf/")).status_code == 404
