"""A text on its page: every claim that the reader may see is marked in it, and the words are the body's."""

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import html

from tests.annotations.admin.editing import at, sign_in
from tests.factories import (
    BODY,
    QUOTE,
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_name,
    make_project,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db


def article_of(client, text):
    answer = client.get(at(text.project, f"text/{text.pk}/change/"))
    return html.document_fromstring(answer.text).xpath("//article")[0]


def make_claim_at(text, start, end, **fields):
    return make_claim(content=make_content(text, start=start, end=end), **fields)


def test_a_claim_is_a_mark_that_leads_to_it(client):
    claim = make_claim(state=State.ACCEPTED)
    text = claim.anchors.get().text
    sign_in(client, text.project, Role.VIEWER)

    article = article_of(client, text)

    (mark,) = article.xpath(".//mark")
    assert [article.text_content(), mark.text_content()] == [BODY, QUOTE]
    assert mark.xpath("a/@href") == [at(text.project, f"claim/{claim.pk}/change/")]
    assert mark.get("class") == "oppose deep-1 begins"
    assert "Qian Depei" in mark.xpath("a/@title")[0]


def test_of_two_claims_in_one_place_both_are_led_to(client):
    text = make_text()
    one, other = make_claim_at(text, 0, 9), make_claim_at(text, 0, 9)
    sign_in(client, text.project)

    article = article_of(client, text)

    links = article.xpath(".//a/@href")
    assert links == [at(text.project, f"claim/{claim.pk}/change/") for claim in (one, other)]
    assert article.text_content() == BODY


def test_a_claim_that_others_interrupt_is_one_stop_for_the_keyboard(client):
    text = make_text()
    make_claim_at(text, 0, 30)
    make_claim_at(text, 10, 20)
    sign_in(client, text.project)

    stops = article_of(client, text).xpath(".//a[not(@tabindex='-1')]")

    assert len(stops) == 2


def test_what_a_reader_may_not_see_is_not_marked(client):
    text = make_text(project=make_project(blind=True))
    make_claim_at(text, 0, 9, coder=make_member(text.project))
    sign_in(client, text.project, Role.CODER)

    assert article_of(client, text).xpath(".//mark") == []


@pytest.mark.parametrize("state", [State.DISCARDED, State.REJECTED, State.WITHDRAWN])
def test_what_came_to_nothing_is_not_marked(client, state):
    claim = make_claim(state=state)
    sign_in(client, claim.project)

    assert article_of(client, claim.anchors.get().text).xpath(".//mark") == []


def test_names_do_not_become_markup(client):
    text = make_text()
    speaker = make_speaker(text.project, '"><script>x</script>')
    make_name(speaker, "another")
    make_claim(content=make_content(text, speakers=[speaker]))
    sign_in(client, text.project)

    article = article_of(client, text)

    assert [article.xpath(".//script"), article.text_content()] == [[], BODY]


PLACES = st.lists(st.tuples(st.integers(0, 40), st.integers(1, 30)), min_size=1, max_size=6)
# A parser drops nothing of these, and the body keeps them all.
WORDS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"]) | st.just("\n"), min_size=40)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=10)
@given(WORDS, PLACES)
def test_the_words_of_the_page_are_the_body_whatever_is_marked(client, body, places):
    text = make_text(body=f"x{body}")
    for start, length in places:
        make_claim_at(text, start, min(start + length, len(text.body)))
    sign_in(client, text.project)

    assert article_of(client, text).text_content() == text.body
