import re

import pytest

from curation import views
from tests.factories import make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def reader(client):
    client.force_login(make_user())
    return client


@pytest.mark.parametrize("page", views.PAGES)
def test_each_page_opens_and_each_of_its_pictures_too(reader, page):
    answer = reader.get(f"/help/{page}/")
    pictures = re.findall(r'<img src="([^"]+)"', answer.content.decode())

    found = {picture: reader.get(picture) for picture in pictures}

    assert {picture: one["Content-Type"] for picture, one in found.items()} == dict.fromkeys(
        pictures, "image/png"
    )
    assert answer.context["title"] == views.PAGES[page]
    for one in found.values():
        one.close()


def test_every_picture_is_shown_somewhere():
    pages = "".join(path.read_text() for path in views.GUIDE.glob("*.html"))

    assert {path.name for path in (views.GUIDE / "pictures").iterdir()} == set(
        re.findall(r'src="pictures/([^"]+)"', pages)
    )


def test_the_question_mark_leads_to_what_the_page_is_about(reader):
    assert reader.get("/help/theme/").context["page"] == "codebook"


@pytest.mark.parametrize("page", ["", "nothing/"])
def test_where_nothing_is_written_the_guide_begins(reader, page):
    assert reader.get(f"/help/{page}").context["page"] == "start"


@pytest.mark.parametrize("name", ["nothing.png", "..%2Fstart.html", "%2Fetc%2Fpasswd"])
def test_nothing_but_pictures_is_handed_out(reader, name):
    assert reader.get(f"/help/pictures/{name}").status_code == 404


def test_who_runs_the_site_reads_where_the_data_lies(client, settings):
    client.force_login(make_user(is_superuser=True))

    assert str(settings.DATA_DIR) in client.get("/help/safe/").content.decode()


def test_nobody_else_reads_where_the_data_lies(reader, settings):
    assert str(settings.DATA_DIR) not in reader.get("/help/safe/").content.decode()
