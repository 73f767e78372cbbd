"""Keys that are faster than the page or the server: none is lost, and each acts where it was meant."""

import pytest

from annotations.models import Claim
from tests.annotations.desk.panel import said
from tests.factories import (
    QUOTE,
    State,
    make_claim,
    make_content,
    make_organisation,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db(transaction=True)

HEARD = 'import("/static/annotations/desk/held_keys.js")'
MENTIONS, PEOPLE, SPEAKS_FOR = "**/mentions/", "**/desk/speakers/**", "**/speaks-for/**"


class Late:
    """Answers that are on their way until they may come."""

    def __init__(self, page, address):
        self.page, self.waiting, self.is_late = page, [], True
        page.route(address, lambda route: self.waiting.append(route) if self.is_late else route.continue_())

    def come(self):
        while not self.waiting:
            self.page.wait_for_timeout(10)
        self.is_late = False
        for route in self.waiting:
            route.continue_()


def press(desk, *keys):
    """Press keys without a look at what they do."""
    for key in keys:
        desk.page.keyboard.press(key)


def live(desk, words):
    desk.page.locator("[data-desk-live]", has_text=words).wait_for(state="attached")


def test_a_key_pressed_before_the_scripts_are_there_acts_when_they_are(desk, draft):
    scripts = Late(desk.page, "**/desk/desk.js")
    desk.page.goto(desk.address, wait_until="commit")
    desk.page.locator("[data-margin]").wait_for(state="attached")
    desk.page.evaluate(HEARD)

    press(desk, "n")
    scripts.come()
    desk.panel.wait_for()

    assert desk.panel.locator("[data-quote]").inner_text() == QUOTE


def test_m_waits_for_the_names(desk, text, speaker):
    names = Late(desk.page, MENTIONS)
    desk.page.goto(desk.address)
    desk.page.locator("[data-desk-bar]").wait_for()

    press(desk, "Tab", "Enter", "m")
    names.come()

    live(desk, "Qian Depei, not coded yet: 1 of 1")


def test_a_digit_waits_for_the_speakers_that_were_chosen_last(desk, coder, text, project, theme):
    elsewhere = make_content(make_text(text.source), speakers=[make_speaker(project, "Ana Reis")])
    make_claim(content=elsewhere, coder=coder)
    people = Late(desk.page, PEOPLE)
    desk.page.goto(desk.address)
    desk.page.locator("[data-desk-bar]").wait_for()
    desk.select("small models")

    press(desk, "Enter", "1", "1", "2", "Enter")
    people.come()
    claim = saved(desk)

    assert [who for who, _ in claim["voices"]] == ["Ana Reis"]
    assert claim["codes"] != []


def saved(desk):
    """What the last claim says, when it is in the text and with the server."""
    desk.page.locator("[data-claim-card]").wait_for()
    desk.saved()
    return said(Claim.objects.latest("pk"))


def test_who_is_typed_and_taken_before_the_answer_comes_is_taken(desk, speaker, theme):
    desk.open().select(QUOTE)
    people = Late(desk.page, PEOPLE)

    press(desk, "Enter", *"depei", "Enter", "1", "2", "Enter")
    people.come()

    assert saved(desk)["codes"] == [("general-models", "oppose")]


def test_keys_after_a_new_speaker_wait_until_there_is_one(desk, project, theme):
    desk.open().select("small models")
    people = Late(desk.page, f"{desk.address}speakers/")

    press(desk, "Enter", *"Ana Reis", "Enter", "Enter", "1", *"2", "Enter")
    people.come()

    assert saved(desk)["codes"] == [("general-models", "oppose")]
    assert project.speakers.get().name == "Ana Reis"


def test_escape_lets_go_of_the_keys_that_wait(desk, project, theme):
    desk.open().select("small models")
    people = Late(desk.page, PEOPLE)
    press(desk, "Enter", *"Ana", "Enter", "Enter")

    press(desk, "Escape", "Escape")
    people.come()
    desk.saved()

    assert [desk.panel.count(), project.speakers.count()] == [0, 0]


def test_a_proposal_that_comes_after_saving_is_kept(desk, project, speaker, theme):
    academy = make_organisation(project, "Academy of Sciences")
    speaker.affiliations.create(organisation=academy)
    desk.open().select(QUOTE)
    organisation = Late(desk.page, SPEAKS_FOR)

    press(desk, "Enter", *"qian", "Enter", "1", "2", "Enter")
    desk.page.locator("[data-claim-card]").wait_for()
    desk.saved()
    with desk.page.expect_response("**/acts/"):
        organisation.come()
    desk.saved()

    assert Claim.objects.get().attributions.get().organisation == academy
    assert [desk.panel.count(), said(Claim.objects.get())["state"]] == [0, State.DRAFT]


def test_another_date_asks_again_for_whom_somebody_speaks(desk, project, speaker, theme):
    for name, since, until in [("Academy of Sciences", "", "2019"), ("Institute of Energy", "2020", "")]:
        organisation = make_organisation(project, name)
        speaker.affiliations.create(organisation=organisation, since=since, until=until)
    desk.open().select(QUOTE).press("Enter").type("qian").press("Enter")

    desk.panel.locator("[data-change]").focus()
    for date, academy in [("2018", "Academy of Sciences"), ("2021", "Institute of Energy")]:
        desk.press("d").page.locator("[name=said]").fill(date)
        desk.panel.get_by_text(f"speaks for {academy}").wait_for()
        desk.panel.locator("[data-change]").focus()
    desk.press("Control+Enter").saved()

    assert Claim.objects.get().attributions.get().organisation.name == "Institute of Energy"
