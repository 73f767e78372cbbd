"""A quote is found in its text, or refused by name; what is written is kept to the letter."""

import pytest

from annotations.models import Attribution, Claim
from tests.annotations.admin.claims import at, errors, mark, now, save, sign_in, voice
from tests.factories import (
    BODY,
    make_claim,
    make_content,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def coder(client, project):
    return sign_in(client, project)


# Finding the quote


def test_a_quote_in_several_places_comes_back_with_all_of_them(client, project, coder):
    text = make_text(project=project, body="One said no. Two said no. Three said yes.")

    answer = mark(client, text, "said no")

    choices = answer.context["adminform"].form["place"].field.widget.choices
    assert [value for value, _ in choices] == ["4:11", "17:24"]
    assert "<mark>said no</mark>. Two said no." in answer.text
    assert Claim.objects.count() == 0


def test_one_of_several_places_is_taken_when_chosen(client, project, coder):
    text = make_text(project=project, body="One said no. Two said no. Three said yes.")

    mark(client, text, "said no", place="17:24")

    assert Claim.objects.get().coded_anchor.start == 17


@pytest.mark.parametrize("place", ["0:3", "17:25", "x", "17", "4:11:4"])
def test_a_place_that_was_not_offered_is_not_taken(client, project, coder, place):
    text = make_text(project=project, body="One said no. Two said no. Three said yes.")

    answer = mark(client, text, "said no", place=place)

    assert [Claim.objects.count(), "quote" in answer.context["adminform"].form.errors] == [0, True]


def test_a_quote_that_nearly_stands_there_is_refused_with_what_differs(client, project, coder):
    text = make_text(project=project, body="They said that “small models” are enough for every field.")

    answer = mark(client, text, 'They said that "small models" are enough')

    assert Claim.objects.count() == 0
    assert "does not stand in the text as written" in errors(answer)[0][0]
    assert "<mark>They said that “small models” are enough</mark>" in answer.text
    assert '<span class="why">' in answer.text


def test_the_passage_is_taken_as_the_text_has_it_when_chosen(client, project, coder):
    text = make_text(project=project, body="They said that “small models” are enough for every field.")
    typed = 'They said that "small models" are enough'
    place = mark(client, text, typed).context["adminform"].form["place"].field.widget.choices[0][0]

    mark(client, text, typed, place=place)

    assert Claim.objects.get().coded_anchor.quote == "They said that “small models” are enough"


def test_a_quote_that_is_nowhere_is_refused_with_a_sentence(client, project, coder):
    answer = mark(client, make_text(project=project), "一个完全不同的句子")

    assert [Claim.objects.count(), errors(answer)] == [
        0,
        [["Nothing in the text is like this quote: is it from another text, or in another language?"]],
    ]


def test_a_draft_keeps_its_place_while_its_quote_stays(client, project, coder):
    text = make_text(project=project, body="One said no. Two said no.")
    claim = make_claim(content=make_content(text, start=17, end=24), coder=coder)

    save(client, claim, paraphrase="the second one")

    assert [now(claim).coded_anchor.start, now(claim).paraphrase] == [17, "the second one"]


def test_a_draft_is_moved_to_another_place_of_the_same_words(client, project, coder):
    text = make_text(project=project, body="One said no. Two said no.")
    claim = make_claim(content=make_content(text, start=17, end=24), coder=coder)

    save(client, claim, place="4:11")

    assert now(claim).coded_anchor.start == 4


# Letter by letter


EXACT = {
    "emoji": "It helps 👩🏽‍🔬🇧🇷, they said",
    "Han": "钱德沛说：“一个模型就够了。”",
    "Arabic": "قال إنّ النماذج الصغيرة تكفي",
    "combining marks": "Cafe\u0301 and café are two",
    "line separator": "one\u2028two\u2029three\x85four",
    "spaces at both ends": "  \tsmall models\u00a0\u3000 ",
    "lines": "\n\none\n\n two\n",
    "what HTML would read": "<b>&amp;</b> &lt;\"'",
}


@pytest.mark.parametrize("name", EXACT)
def test_quote_and_paraphrase_are_kept_to_the_letter(client, project, coder, name):
    written = EXACT[name]
    text = make_text(project=project, body=f"Before.{written}After.")

    mark(client, text, written.replace("\n", "\r\n"), paraphrase=written.replace("\n", "\r\n"))

    claim = Claim.objects.get()
    anchor = claim.coded_anchor
    assert [anchor.quote.encode(), claim.paraphrase.encode()] == [written.encode()] * 2
    assert anchor.start == 7


@pytest.mark.parametrize("name", EXACT)
def test_what_the_form_shows_comes_back_the_same(client, project, coder, name):
    written = EXACT[name]
    text = make_text(project=project, body=f"Before.{written}After.")
    mark(client, text, written, paraphrase=written)
    claim = Claim.objects.get()

    shown = client.get(at(project, f"{claim.pk}/change/")).context["adminform"].form
    save(client, claim, quote=shown["quote"].value(), paraphrase=shown["paraphrase"].value(), said="2024")

    assert [now(claim).coded_anchor.quote, now(claim).paraphrase, now(claim).said] == [
        written,
        written,
        "2024",
    ]


def test_a_name_is_kept_to_the_letter(client, project, coder):
    mark(
        client,
        make_text(project=project),
        BODY,
        voices=[voice(make_speaker(project), named_as=" Cafe\u0301 👩🏽‍🔬 ")],
    )

    assert Attribution.objects.get().named_as == " Cafe\u0301 👩🏽‍🔬 "
