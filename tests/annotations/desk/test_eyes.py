"""What helps the eye at the desk, by keyboard alone, in real Chromium: names, search, neighbours, doubts, two wordings."""

import pytest

from annotations import drafting, notes
from annotations.models import Anchor, Claim, Note
from tests.factories import (
    State,
    make_claim,
    make_content,
    make_source,
    make_speaker,
    make_stance,
    make_text,
    make_theme,
)
from tests.test_every_page import faults_of

pytestmark = pytest.mark.django_db(transaction=True)

BODY = "😀 Qian Depei spoke first: energy use is high.\n\nThen Li Min said that small models do. Qian Depei agreed."
CHINESE = "😀 钱德沛先说：能耗很高。\n\n然后李敏说，小模型就够了。钱德沛同意。"
HIGHLIGHTED = """(name) => [...(CSS.highlights.get(name) ?? [])].map((range) => {
  const live = document.createRange();
  live.setStart(range.startContainer, range.startOffset);
  live.setEnd(range.endContainer, range.endOffset);
  return live.toString();
})"""


@pytest.fixture
def text(project):
    return make_text(make_source(project, language="zh"), body=BODY, kind="machine-translation")


@pytest.fixture
def original(text):
    return make_text(text.source, body=CHINESE, language="zh")


def live(desk, words):
    desk.page.locator("[data-desk-live]", has_text=words).wait_for(state="attached")


def highlighted(desk, name):
    return desk.page.evaluate(HIGHLIGHTED, name)


def code(text, words, *, speaker, theme, coder, state=State.DRAFT):
    start = text.body.index(words)
    content = drafting.Content(
        place=drafting.Place(text=text, start=start, end=start + len(words)),
        voices=[drafting.Voice(speaker=speaker)],
        codes=[drafting.Code(theme=theme, stance=make_stance(theme))],
    )
    return make_claim(content=content, coder=coder, state=state)


def test_names_are_underlined_until_they_are_coded_and_m_goes_on_to_the_next(project, text, coder, desk):
    qian, _li = make_speaker(project), make_speaker(project, "Li Min")
    theme = make_theme(project, labels={"en": "Energy use"})
    code(text, "energy use is high", speaker=qian, theme=theme, coder=coder)

    desk.open().press("Tab", "Enter", "m")
    live(desk, "Li Min, not coded yet: 1 of 2")

    assert highlighted(desk, "mention") == ["Li Min", "Qian Depei"]
    assert highlighted(desk, "mention-done") == ["Qian Depei"]
    assert highlighted(desk, "keyword") == ["energy use"]
    desk.press("m")
    live(desk, "Qian Depei, not coded yet: 2 of 2")
    desk.press("Shift+M")
    live(desk, "Li Min, not coded yet: 1 of 2")
    assert desk.complaints == []


def test_who_switches_the_lines_off_finds_them_off_again(project, desk):
    make_speaker(project)
    desk.open().page.locator("[data-mentions]").press("Enter")

    desk.page.reload()
    desk.page.locator("[data-mentions][aria-pressed=false]").wait_for()

    assert highlighted(desk, "mention") == []


def test_words_are_found_whatever_their_capitals_and_enter_goes_on(desk):
    desk.open().press("Tab", "Enter", "/").type("QIAN")
    output = desk.page.locator("[data-find] output")

    assert output.text_content() == "1 of 2"
    assert highlighted(desk, "found-here") == ["Qian"]
    desk.press("Enter")
    assert output.text_content() == "2 of 2"
    desk.press("Escape")
    assert desk.page.evaluate("getSelection().toString()") == "Qian"
    assert highlighted(desk, "found") == highlighted(desk, "found-here") == []


def test_what_a_speaker_said_elsewhere_is_one_key_away(project, text, coder, desk):
    speaker, theme = make_speaker(project), make_theme(project)
    code(text, "energy use is high", speaker=speaker, theme=theme, coder=coder)
    other = make_text(make_source(project, title="Another report"))
    make_claim(content=make_content(other, speakers=[speaker], themes=[theme]), state=State.ACCEPTED)

    desk.open().press("Tab", "Enter", "n", "u")
    sheet = desk.page.locator("[data-neighbours]")
    sheet.locator("q").wait_for()

    assert "Another report" in sheet.inner_text()
    assert faults_of(desk.page) == []
    desk.press("Escape")
    sheet.wait_for(state="hidden")


def test_a_doubt_about_selected_words_is_kept_and_flagged(text, desk):
    desk.open().select("Li Min").press("x", "ArrowDown", "Tab").type("Wise?")
    assert faults_of(desk.page) == []
    desk.press("Tab", "Enter")
    desk.page.locator(".flag").wait_for()

    note = Note.objects.get()
    assert [text.body[note.start : note.end], note.body] == ["Li Min", "[name read as a word] Wise?"]
    assert highlighted(desk, "doubt") == ["Li Min"]
    assert desk.page.locator("[data-doubts-open] span").inner_text() == "1"
    assert desk.complaints == []


def test_a_doubt_about_a_claim_is_settled_in_the_sheet(project, text, coder, desk):
    claim = code(
        text, "energy use is high", speaker=make_speaker(project), theme=make_theme(project), coder=coder
    )
    notes.doubt(claim, fault="other", words="Sure?", by=coder)

    desk.open().page.locator(".flag").click()
    desk.page.locator("[data-settle]").click()
    desk.page.locator(".settled").wait_for()

    assert Note.objects.get().resolved
    assert desk.page.locator(".flag").count() == 0


def test_two_wordings_stand_paragraph_by_paragraph_at_one_height(original, desk):
    desk.address += f"?beside={original.pk}"
    desk.open()

    tops = desk.page.evaluate(
        "[...document.querySelectorAll('p[data-start]:not(.blank)')].map((line) => line.getBoundingClientRect().top)"
    )

    assert tops[:2] == tops[2:]
    assert faults_of(desk.page) == []


def test_a_claim_is_anchored_in_the_other_wording_by_one_key(project, text, original, coder, desk):
    claim = code(
        text, "energy use is high", speaker=make_speaker(project), theme=make_theme(project), coder=coder
    )
    desk.address += f"?beside={original.pk}"

    desk.open().press("Tab", "Enter", "n")
    desk.page.locator(".parallel q:not(:empty)").wait_for()
    proposed = highlighted(desk, "open-proposed")
    desk.press("=")
    desk.page.locator(".parallel.confirmed").wait_for()
    desk.saved()

    anchor = Anchor.objects.get(claim=claim, kind="parallel")
    assert [proposed, anchor.quote, anchor.text] == [["能耗很高"], "能耗很高", original]
    assert "能耗很高" in "".join(highlighted(desk, "claims-oppose-1"))
    desk.page.locator("[data-parallel-remove]").click()
    desk.page.locator(".parallel:not(.confirmed) q:not(:empty)").wait_for()
    desk.saved()
    assert not Anchor.objects.filter(kind="parallel").exists()
    assert desk.complaints == []


def test_another_passage_may_be_chosen_over_there_before_it_is_confirmed(
    project, text, original, coder, desk
):
    code(text, "small models do", speaker=make_speaker(project), theme=make_theme(project), coder=coder)
    desk.address += f"?beside={original.pk}"
    desk.open().press("Tab", "Enter", "n")
    desk.page.locator(".parallel q:not(:empty)").wait_for()

    proposed = desk.page.locator(".parallel q").text_content()
    desk.page.locator("[data-move=end][data-by='-1']").press("Enter")
    moved = desk.page.locator(".parallel q").text_content()
    desk.page.locator("[data-parallel-confirm]").press("Enter")
    desk.saved()

    assert proposed.startswith(moved) and moved != proposed
    assert Anchor.objects.get(kind="parallel").quote == moved
    assert Claim.objects.get().version == 2
