"""What is no number, or far too long a one, is answered with a page or a sentence."""

import pytest

from annotations.models import Text
from tests.annotations.admin.editing import at, filled, sign_in
from tests.factories import Role, State, make_claim, make_source, make_text, make_theme

pytestmark = pytest.mark.django_db

UNREADABLE = ["x", "9" * 30, "9" * 5000]


def signed_in(client, role=Role.REVIEWER):
    claim = make_claim(state=State.SUBMITTED)
    sign_in(client, claim.project, role)
    return claim


@pytest.mark.parametrize("written", UNREADABLE)
@pytest.mark.parametrize(
    "page", ["claim/add/?text=", "note/add/?claim=", "note/add/?theme=", "theme/add/?parent="]
)
def test_a_form_that_is_asked_for_with_no_number_opens_empty(client, page, written):
    claim = signed_in(client, Role.MANAGER)

    assert client.get(at(claim.project, page + written)).status_code == 200


def test_a_form_that_is_asked_for_with_a_row_has_it_chosen(client):
    claim = signed_in(client)

    answer = client.get(at(claim.project, f"note/add/?claim={claim.pk}"))

    assert f'<option value="{claim.pk}" selected' in answer.text


@pytest.mark.parametrize("written", UNREADABLE)
def test_a_form_that_is_sent_with_no_number_comes_back(client, written):
    claim = signed_in(client)
    page = at(claim.project, "note/add/")

    answer = client.post(page, filled(client.get(page)) | {"claim": written, "body": "Typed with care"})

    assert [answer.status_code, "Typed with care" in answer.text] == [200, True]


@pytest.mark.parametrize("version", ["{row}:" + "9" * 5000, "9" * 5000 + ":1", "{row}:x", "{row}", ":"])
def test_a_version_that_cannot_be_read_decides_nothing(client, version):
    claim = signed_in(client)
    typed = {"action": "accept_them", "_selected_action": [claim.pk], "version": version.format(row=claim.pk)}

    answer = client.post(at(claim.project, "claim/"), typed, follow=True)

    claim.refresh_from_db()
    assert [answer.status_code, claim.state] == [200, "submitted"]
    assert "was changed by somebody else after you opened it" in answer.text


@pytest.mark.parametrize("written", UNREADABLE)
def test_a_text_is_added_to_no_source_that_cannot_be_read(client, written):
    source = make_source()
    sign_in(client, source.project)
    typed = {"source": written, "seen": 1, "kind": "original", "language": "en", "body": "Typed with care"}

    answer = client.post(at(source.project, "text/add/"), typed)

    assert [answer.status_code, Text.objects.count(), "Typed with care" in answer.text] == [200, 0, True]


def test_choices_of_what_has_no_key_are_offered_by_number(client):
    text = make_text()
    sign_in(client, text.project)
    asked = {"app_label": "annotations", "model_name": "anchor", "field_name": "text", "by": "key"}

    answer = client.get(at(text.project, "claim/choices/"), asked)

    assert [one["id"] for one in answer.json()["results"]] == [str(text.pk)]


def test_themes_are_offered_by_their_code(client):
    theme = make_theme(make_source().project)
    sign_in(client, theme.project)
    asked = {"app_label": "annotations", "model_name": "coding", "field_name": "theme", "by": "key"}

    answer = client.get(at(theme.project, "claim/choices/"), asked)

    assert [one["id"] for one in answer.json()["results"]] == [theme.code]


@pytest.mark.parametrize("written", UNREADABLE)
def test_a_mark_that_cannot_be_read_marks_nothing(client, written):
    claim = signed_in(client)
    typed = {"action": "accept_them", "_selected_action": [written], "version": f"{claim.pk}:{claim.version}"}

    answer = client.post(at(claim.project, "claim/"), typed, follow=True)

    assert [answer.status_code, "Items must be selected" in answer.text] == [200, True]


def test_of_marks_those_that_can_be_read_are_acted_on(client):
    claim = signed_in(client)
    typed = {"action": "accept_them", "_selected_action": [claim.pk, "x"]}

    client.post(at(claim.project, "claim/"), typed | {"version": f"{claim.pk}:{claim.version}"})

    claim.refresh_from_db()
    assert claim.state == "accepted"
