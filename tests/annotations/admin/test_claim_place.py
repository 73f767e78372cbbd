"""Where else a claim stands: in a translation, in a corrected text, and under its permanent address."""

import pytest

from annotations import drafting, evidence
from annotations.models import Anchor
from tests.annotations.admin.claims import at, now, sign_in
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_source,
    make_text,
)

pytestmark = pytest.mark.django_db


# Another text of the same source


def in_two_wordings(project, coder, state=State.ACCEPTED):
    source = make_source(project)
    chinese = make_text(source, body="他说：一个模型不够。另一个人不同意。", language="zh", kind="original")
    english = make_text(
        source, body="He said: one model is not enough. Another said: one model is enough.", of=chinese
    )
    return make_claim(content=make_content(chinese, start=3, end=9), coder=coder, state=state), english


def give_place(client, claim, text, quote, **typed):
    typed = {"version": now(claim).version, "text": text.pk, "quote": quote, "place": ""} | typed
    return client.post(at(claim.project, f"{claim.pk}/place/"), typed)


@pytest.mark.parametrize("state", [State.DRAFT, State.ACCEPTED])
def test_a_claim_is_given_its_place_in_a_translation(client, project, coder, state):
    claim, english = in_two_wordings(project, coder, state)
    sign_in(client, project, member=coder)

    answer = give_place(client, claim, english, "one model is not enough")

    anchor = claim.anchors.get(text=english)
    assert [answer.status_code, anchor.kind, anchor.start, anchor.confirmed_by] == [302, "parallel", 9, coder]
    assert "<mark>one model is not enough</mark>" in client.get(answer.url).text
    assert list(evidence.faults(project)) == []


def test_the_place_in_a_corrected_text_is_carried_over(client, project, coder):
    text = make_text(project=project, body="He said: one model is not enough.")
    corrected = make_text(text.source, body="He said that one model is not enough.", replaces=text)
    claim = make_claim(content=make_content(text, start=9, end=18), coder=coder)
    sign_in(client, project, member=coder)

    give_place(client, claim, corrected, "one model")

    assert claim.anchors.get(text=corrected).kind == Anchor.Kind.CARRIED


def test_a_passage_in_several_places_is_chosen(client, project, coder):
    claim, english = in_two_wordings(project, coder)
    sign_in(client, project, member=coder)

    second = english.body.rindex("one model")

    asked = give_place(client, claim, english, "one model")
    answer = give_place(client, claim, english, "one model", place=f"{second}:{second + 9}")

    assert [asked.status_code, answer.status_code] == [200, 302]
    assert claim.anchors.get(text=english).start == second


def test_a_passage_that_is_nowhere_is_refused(client, project, coder):
    claim, english = in_two_wordings(project, coder)
    sign_in(client, project, member=coder)

    answer = give_place(client, claim, english, "完全不同的句子在这里")

    assert [claim.anchors.count(), "Nothing in the text is like this quote" in answer.text] == [1, True]


def test_a_place_in_a_stale_version_is_a_conflict_that_keeps_the_quote(client, project, coder):
    claim, english = in_two_wordings(project, coder)
    sign_in(client, project, member=coder)

    answer = give_place(client, claim, english, "one model is not enough", version=1)

    assert [answer.status_code, claim.anchors.count()] == [409, 1]
    assert "one model is not enough</textarea>" in answer.text


def test_only_other_texts_of_the_same_source_are_offered(client, project, coder):
    claim, english = in_two_wordings(project, coder)
    make_text(project=project)
    sign_in(client, project, member=coder)

    form = client.get(at(project, f"{claim.pk}/place/")).context["form"]

    assert list(form.fields["text"].queryset) == [english]


def test_a_text_of_another_source_is_refused(client, project, coder):
    claim, _ = in_two_wordings(project, coder)
    sign_in(client, project, member=coder)

    give_place(client, claim, make_text(project=project), "one general model")

    assert claim.anchors.count() == 1


def test_where_there_is_no_other_wording_the_page_says_so(client, project, coder):
    text = make_text(project=project)
    claim = make_claim(text=text, coder=coder)
    page = at(project, f"{claim.pk}/place/")
    sign_in(client, project, member=coder)
    alone = client.get(page).text
    make_text(text.source, body="Une traduction.", language="fr", of=text, kind="human-translation")

    answers = [alone, client.get(page).text]

    assert ["no other wording" in answer for answer in answers] == [True, False]


def test_a_viewer_gives_no_place(client, project, coder):
    claim, english = in_two_wordings(project, coder)
    sign_in(client, project, Role.VIEWER)

    answer = give_place(client, claim, english, "one model is not enough")

    assert [answer.status_code, claim.anchors.count()] == [200, 1]
    assert "Only a coder" in answer.text


# The permanent address


def to(client, claim):
    return client.get(f"/p/{claim.project.slug}/claims/{claim.record}/")


def test_the_address_leads_to_the_accepted_claim(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.ACCEPTED)
    drafting.supersede(claim, by=coder, seen={claim.pk: claim.version})
    sign_in(client, project, member=coder)

    assert to(client, claim).url == at(project, f"{claim.pk}/change/")


def test_the_address_leads_to_the_newest_that_is_visible_where_none_is_accepted(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.RETURNED)
    draft = drafting.supersede(claim, by=coder, seen={claim.pk: claim.version})

    sign_in(client, project, member=coder)
    assert to(client, claim).url == at(project, f"{draft.pk}/change/")
    sign_in(client, project)
    assert to(client, claim).url == at(project, f"{claim.pk}/change/")


def test_the_address_of_what_is_not_visible_is_not_there(client, project, coder):
    claim = make_claim(make_text(project=project), coder=coder, state=State.SUBMITTED)
    sign_in(client, project, Role.VIEWER)

    assert to(client, claim).status_code == 404


def test_a_record_of_another_project_is_not_there(client, project):
    other = make_claim(state=State.ACCEPTED)
    sign_in(client, project)

    assert client.get(f"/p/{project.slug}/claims/{other.record}/").status_code == 404
