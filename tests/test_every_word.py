"""Every word of every page can be translated: in a made-up language nothing is left in English but data."""

import pytest

from annotations.models import User
from tests import pseudo
from tests.test_addresses import ACCOUNT, TABLE, World

NO_PAGES = {"dataset.json", "admin/jsi18n/", "admin/autocomplete/", "admin/annotations/claim/choices/"}
EVERYWHERE = sorted(route for route in ACCOUNT if "<" not in route and "^" not in route)


@pytest.fixture(scope="module")
def world(module_db):
    world = World()
    User.objects.filter(pk=world.people["manager"].pk).update(is_superuser=True)
    return world


@pytest.fixture
def speaking():
    with pseudo.spoken():
        yield


def open_in_pseudo(client, path):
    return client.get(path, headers={"accept-language": pseudo.CODE}, follow=True)


@pytest.mark.django_db
@pytest.mark.parametrize("route", sorted(set(TABLE) - NO_PAGES))
def test_a_page_of_a_project_says_nothing_unmarked(world, speaking, route):
    path = world.path(route, TABLE[route], world.own)

    answer = open_in_pseudo(world.client("manager"), f"/p/own/{path}")

    if answer.content and "text/html" in answer["Content-Type"]:
        assert pseudo.unmarked(answer.content.decode(), pseudo.data_words()) == []


@pytest.mark.django_db
@pytest.mark.parametrize("role", ["nobody", "manager"])
@pytest.mark.parametrize("route", ["", "nothing-here/", *EVERYWHERE])
def test_a_page_outside_projects_says_nothing_unmarked(world, speaking, route, role):
    answer = open_in_pseudo(world.client(role), f"/{route}")

    if answer.content and "text/html" in answer["Content-Type"]:
        assert pseudo.unmarked(answer.content.decode(), pseudo.data_words()) == []


@pytest.mark.parametrize(
    ("page", "found"),
    [
        ("<p>⟦Sávé~⟧ <b>Save</b></p>", ["Save"]),
        ("<p>⟦óf ⟦á⟧ b⟧ Ana, 3 – 4</p>", []),
        ("<p title='Open it'>⟦x⟧</p>", ["Open it"]),
        ("<input type=submit value=Go><script>var words</script>", ["Go"]),
        ("<p>⟦x⟧<br>Anan</p>", ["Anan"]),
    ],
)
def test_what_is_unmarked_is_found(page, found):
    assert pseudo.unmarked(page, ["Ana"]) == found


def test_a_sentence_grows_and_keeps_what_it_holds():
    assert pseudo.longer("Open %(name)s, <b>now</b>\n") == "⟦Ópéñ %(name)s, <b>ñów</b>~~~⟧\n"
