"""The front page of a project, for each role, and in how many queries."""

import pytest
from lxml import html

from annotations import readings
from annotations.models import Batch, Claim, Note
from tests.annotations.admin.editing import sign_in
from tests.factories import Role, State, make_claim, make_member, make_text, make_theme

pytestmark = pytest.mark.django_db


def front(client, project):
    return client.get(f"/p/{project.slug}/admin/")


def cards(answer):
    """Where each card leads, and its number."""
    found = html.fromstring(answer.text).xpath("//*[@class='todo']/a")
    return {card.get("href"): int(card.xpath("b")[0].text) for card in found}


def words(answer):
    return " ".join(html.fromstring(answer.text).text_content().split())


def fill(project, member):
    """Make one thing of each kind wait for a manager, and one that does not."""
    claim = make_claim(make_text(project=project), state=State.SUBMITTED)
    make_claim(make_text(project=project), coder=member, state=State.RETURNED)
    make_claim(make_text(project=project), coder=member)
    make_text(project=project)
    batch = Batch.objects.create(project=project, file_name="a.json", sha256="0" * 64)
    left = make_claim(make_text(project=project), state=State.DRAFT)
    Claim.objects.filter(pk=left.pk).update(coder=None, batch=batch)
    Note.objects.create(project=project, record=claim.record, kind="question", body="Which?")


def test_each_card_opens_exactly_what_it_counts(client, project):
    fill(project, sign_in(client, project))
    fill(project, make_member(project))

    found = cards(front(client, project))

    assert {address: counted(client.get(address)) for address in found} == found
    assert len(found) == 7


def counted(answer):
    """How many rows a list shows, or the queue counts."""
    queue = answer.context.get("position")
    return queue.total if queue else len(answer.context["cl"].result_list)


def test_the_sentence_says_how_much_waits(client, project):
    sign_in(client, project, Role.CODER)
    make_text(project=project)

    assert f"1 thing waits for you in {project.title}." in words(front(client, project))


def test_where_nothing_waits_there_is_a_next_act(client, project):
    member = sign_in(client, project, Role.CODER)
    reading = readings.open_reading(make_text(project=project), coder=member)
    readings.submit_reading(reading, by=member)

    answer = front(client, project)

    assert [cards(answer), "Nothing waits for you." in words(answer)] == [{}, True]
    assert f'href="/p/{project.slug}/admin/annotations/source/add/"' in answer.text


@pytest.mark.parametrize(
    ("role", "offered"),
    [
        (Role.MANAGER, [True, True, True]),
        (Role.CODER, [True, False, False]),
        (Role.VIEWER, [False, False, False]),
    ],
)
def test_a_new_project_says_what_to_do_first(client, project, role, offered):
    sign_in(client, project, role)

    page = words(front(client, project))

    steps = ("Add the first source", "Write the codebook", "Invite others")
    assert [step in page for step in steps] == offered


def test_a_returned_claim_is_shown_with_its_note(client, project):
    member = sign_in(client, project, Role.CODER)
    make_claim(make_text(project=project), coder=member, state=State.RETURNED)

    assert "as decided" in words(front(client, project))


def test_themes_open_their_accepted_claims(client, project):
    sign_in(client, project, Role.VIEWER)
    claim = make_claim(make_text(project=project), state=State.ACCEPTED)
    theme = claim.codings.get().theme

    answer = front(client, project)

    address = f"/p/{project.slug}/admin/annotations/claim/?theme={theme.code}&state=accepted"
    assert address.replace("&", "&amp;") in answer.text
    assert list(client.get(address).context["cl"].result_list) == [claim]


def test_the_dataset_is_one_click_away(client, project):
    sign_in(client, project, Role.VIEWER)
    make_text(project=project)

    assert f'href="/p/{project.slug}/dataset.json"' in front(client, project).text


def test_a_name_is_shown_as_it_is(client, project):
    member = sign_in(client, project)
    member.first_name = "<b>Ana</b> 谭"
    member.save()

    assert "Hello, <b>Ana</b> 谭" in words(front(client, project))


@pytest.mark.parametrize("role", [Role.CODER, Role.REVIEWER, Role.MANAGER])
def test_the_page_takes_as_many_queries_for_three_as_for_one(
    client, project, role, django_assert_num_queries, django_assert_max_num_queries
):
    member = sign_in(client, project, role)
    make_theme(project)
    make_claim(make_text(project=project), state=State.ACCEPTED)
    fill(project, member)
    front(client, project)
    with django_assert_max_num_queries(40) as queries:
        front(client, project)
    for_one = len(queries)
    for _ in range(2):
        make_claim(make_text(project=project), state=State.ACCEPTED)
        fill(project, member)
    front(client, project)

    with django_assert_num_queries(for_one):
        front(client, project)
