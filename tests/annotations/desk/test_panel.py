"""The panel of the desk, by keyboard alone, in real Chromium: coding, changing, taking back."""

import pytest

from annotations.models import Claim
from tests.annotations.desk.panel import Desk, said, sign_in
from tests.factories import (
    QUOTE,
    Role,
    State,
    make_claim,
    make_organisation,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db(transaction=True)


CODED = {
    "quote": QUOTE,
    "voices": [("Qian Depei", "Qian Depei")],
    "codes": [("general-models", "oppose")],
    "state": State.DRAFT,
}


def test_a_claim_of_a_known_speaker_takes_at_most_six_keystrokes(desk, speaker, theme):
    desk.open().select(QUOTE)

    desk.press("Enter").type("qian").press("Enter", "1", "2", "Enter").saved()
    first = desk.keys
    desk.select("small models").press("Enter", "1", "1", "2", "Enter").saved()

    second = Claim.objects.latest("pk")
    assert said(Claim.objects.earliest("pk")) == CODED
    assert said(second) == CODED | {"quote": "small models"}
    assert desk.keys - first <= 6
    assert desk.complaints == []


def test_any_theme_is_six_keystrokes_away_by_its_shortcut(project, desk, draft):
    for number in range(20):
        make_theme(project, f"other-{number}")
    make_theme(project, "cost-of-computing")
    desk.open().select("small models")

    desk.press("Enter", "1").type("co").press("2", "Enter").saved()

    assert said(Claim.objects.latest("pk"))["codes"] == [("cost-of-computing", "oppose")]
    assert desk.keys == 6


def test_a_sign_stands_for_its_stance(desk, draft):
    desk.open().page.locator("[data-claim-card]").press("Enter")

    desk.press("+", "Enter").saved()

    assert said(draft)["codes"] == [("general-models", "support")]


def test_a_stance_chosen_again_is_taken_back(desk, draft):
    desk.open().page.locator("[data-claim-card]").press("Enter")

    desk.press("2", "Enter").saved()

    assert said(draft)["codes"] == [("general-models", None)]


def test_a_scale_of_its_own_shows_its_own_stances(project, desk, speaker):
    scale = project.scales.create(code="urgency", label="Urgency")
    for order, (label, position) in enumerate([("Now", 1), ("Later", -1)]):
        scale.stances.create(code=label.lower(), label=label, position=position, order=order)
    make_theme(project, "energy", scale=scale)
    desk.open().select(QUOTE)

    desk.press("Enter").type("qian").press("Enter", "1")
    shown = desk.panel.locator(".stance label span").all_inner_texts()
    desk.press("1", "Enter").saved()

    assert shown == ["+ Now", "− Later"]
    assert said(Claim.objects.get())["codes"] == [("energy", "now")]


def test_every_field_is_a_key_away(project, desk, draft):
    make_organisation(project, "Academy of Sciences")
    make_speaker(project, "Liao Xiangke")
    make_theme(project, "energy")
    desk.open().page.locator("[data-claim-card]").press("Enter")

    desk.press("r", "d").type("2023-08").press("Tab", "c", "ArrowRight", "a").type("They need many.")
    desk.page.locator(".name").focus()
    desk.press("f").type("academy").press("Enter", "v").type("liao").press("Enter")
    desk.page.locator(".name").focus()
    desk.press("w").type("Professor Qian").page.locator(".name").focus()
    desk.press("n").type("Ironic?").page.locator(".name").focus()
    desk.press("t").type("energy").press("Enter", "1", "Enter").saved()

    draft.refresh_from_db()
    voice, (coding, second) = draft.attributions.get(), draft.codings.order_by("pk")
    assert [draft.reporting, draft.said, draft.paraphrase] == ["reported", "2023-08", "They need many."]
    assert [str(voice.organisation), str(voice.via), voice.named_as] == [
        "Academy of Sciences",
        "Liao Xiangke",
        "Professor Qian",
    ]
    assert [coding.certainty, coding.note, second.theme.code] == ["medium", "Ironic?", "energy"]


def test_the_organisation_at_that_date_is_proposed(project, desk, speaker, theme):
    academy = make_organisation(project, "Academy of Sciences")
    speaker.affiliations.create(organisation=academy)
    desk.open().select(QUOTE)

    desk.press("Enter").type("qian").press("Enter")
    desk.panel.get_by_text("speaks for Academy of Sciences").wait_for()
    desk.press("Escape").saved()

    assert Claim.objects.get().attributions.get().organisation == academy


@pytest.mark.parametrize("quoted, mode", [(True, "direct"), (False, "indirect")])
def test_the_mode_is_guessed_from_quotation_marks(page, live_server, client, project, quoted, mode):
    marks = "„“" if quoted else ",,"
    text = make_text(
        project=project, body=f"Er sagte: {marks[0]}Wir brauchen mehr Strom.{marks[1]} So war es."
    )
    sign_in(page, client, live_server, text)
    desk = Desk(page, live_server, text).open().select("brauchen mehr")

    desk.press("Enter")

    assert desk.panel.locator("[name=reporting]:checked").input_value() == mode


def test_a_draft_saves_by_itself(desk, draft):
    desk.open().page.locator("[data-claim-card]").press("Enter")

    desk.saved_by_itself("1")

    assert desk.panel.count() == 1
    assert said(draft)["codes"] == [("general-models", "support")]


def test_escape_loses_nothing(desk, speaker, theme):
    desk.open().select(QUOTE)

    desk.press("Enter").type("qian").press("Enter", "Escape", "Escape").saved()

    assert said(Claim.objects.get()) == CODED | {"codes": []}
    assert desk.panel.count() == 0


def test_escape_before_anything_was_chosen_leaves_no_draft(desk):
    desk.open().select(QUOTE)

    desk.press("Enter", "Escape").saved()

    assert Claim.objects.count() == 0
    assert desk.focused() == "The text"


def test_a_discarded_claim_comes_back(desk, draft):
    desk.open().page.locator("[data-claim-card]").press("Enter")

    desk.press("Delete").saved()
    gone = said(draft)["state"], desk.page.locator("[data-claim-card]").count()
    desk.press("z").saved()
    desk.page.locator("[data-claim-card]").wait_for()

    assert gone == (State.DISCARDED, 0)
    assert said(draft) == CODED


def test_what_was_done_is_taken_back_and_done_again_over_a_reload(desk, draft):
    desk.open().page.locator("[data-claim-card]").press("Enter")
    desk.press("1", "Enter").saved()

    desk.open().page.locator("[data-text]").focus()
    desk.press("z").saved()
    back = said(draft)["codes"]
    told = desk.page.locator("[data-desk-said]").inner_text()
    desk.open().page.locator("[data-text]").focus()
    desk.press("Z").saved()

    assert back == [("general-models", "oppose")]
    assert told != ""
    assert said(draft)["codes"] == [("general-models", "support")]


def test_one_sitting_at_the_panel_is_taken_back_at_once(desk, draft):
    desk.open().page.locator("[data-claim-card]").press("Enter")
    for key in ("1", "3"):
        desk.saved_by_itself(key)
    desk.press("Enter").saved()

    desk.press("z").saved()

    assert said(draft) == CODED


def test_a_claim_that_was_handed_in_is_corrected_by_a_new_draft(desk, coder, text):
    older = make_claim(text, coder=coder, state=State.SUBMITTED)
    desk.open().page.locator("[data-claim-card]").press("Enter")
    notice = desk.panel.locator("[data-notice]").inner_text()

    desk.press("1", "Enter").saved()

    newer = Claim.objects.exclude(pk=older.pk).get()
    assert "becomes a new draft" in notice
    assert list(newer.supersedes.all()) == [older]
    assert [[code for _, code in said(claim)["codes"]] for claim in (newer, older)] == [
        ["support"],
        ["oppose"],
    ]


def test_looking_at_a_claim_that_was_handed_in_makes_no_draft(desk, coder, text):
    make_claim(text, coder=coder, state=State.SUBMITTED)
    desk.open().page.locator("[data-claim-card]").press("Enter")

    desk.press("Escape").saved()

    assert Claim.objects.count() == 1


def test_a_claim_of_somebody_else_is_only_read(desk, text):
    make_claim(text, state=State.SUBMITTED)
    desk.open().page.locator("[data-claim-card]").press("Enter")

    assert desk.panel.locator("input").count() == 0
    assert desk.panel.get_by_role("link", name="Open its page").count() == 1


def test_a_reviewer_corrects_the_claim_of_somebody_else(page, client, live_server, text, project):
    claim = make_claim(text, state=State.SUBMITTED)
    sign_in(page, client, live_server, text, Role.REVIEWER)
    desk = Desk(page, live_server, text).open()
    desk.page.locator("[data-claim-card]").press("Enter")

    desk.press("1", "Enter").saved()

    assert list(Claim.objects.latest("pk").supersedes.all()) == [claim]


def test_a_viewer_opens_no_panel_on_a_selection(page, client, live_server, text):
    sign_in(page, client, live_server, text, Role.VIEWER)
    desk = Desk(page, live_server, text).open().select(QUOTE)

    desk.press("Enter")

    assert [desk.panel.count(), page.locator("[data-desk-bar]").is_visible()] == [0, False]


def test_a_claim_is_handed_in_and_frozen(desk, draft):
    desk.open().page.locator("[data-claim-card]").press("Enter")

    desk.panel.get_by_role("button", name="Hand in").click()
    desk.saved()

    assert said(draft)["state"] == State.SUBMITTED


def test_handing_in_says_what_is_missing(desk, speaker, theme):
    desk.open().select(QUOTE)
    desk.press("Enter").type("qian").press("Enter")

    desk.panel.get_by_role("button", name="Hand in").press("Enter")

    assert desk.panel.locator("[data-notice]").inner_text() == "Choose a theme before you hand it in."


def test_several_voices_and_themes_stand_in_one_claim(project, desk, draft):
    make_speaker(project, "Liao Xiangke")
    make_theme(project, "energy")
    desk.open().page.locator("[data-claim-card]").press("Enter")

    desk.press("s").type("liao").press("Enter", "t").type("energy").press("Enter", "3", "Enter").saved()

    assert said(draft)["voices"] == [("Qian Depei", "Qian Depei"), ("Liao Xiangke", "Liao Xiangke")]
    assert said(draft)["codes"] == [("general-models", "oppose"), ("energy", "mixed")]


def test_a_new_speaker_gets_the_name_as_the_text_has_it(page, client, live_server, project, theme):
    text = make_text(project=project, body="Zhang Yunquan said that the network grows.")
    sign_in(page, client, live_server, text)
    desk = Desk(page, live_server, text).open().select("the network grows")

    desk.press("Enter").type("zhang").press("Enter", "Enter", "1", "1", "Enter").saved()

    assert said(Claim.objects.get())["voices"] == [("Zhang Yunquan", "Zhang Yunquan")]


def test_a_new_speaker_who_exists_already_is_asked_about(project, desk, speaker, theme):
    desk.open().select(QUOTE)
    desk.press("Enter").type("qian depei").panel.get_by_text("New speaker “").wait_for()
    desk.press("ArrowUp", "Enter")
    asked = desk.panel.locator("[name=new_name]").input_value()

    desk.press("Enter")
    desk.panel.get_by_role("button", name="It is Qian Depei").click()
    desk.press("Escape").saved()

    assert asked == "Qian Depei"
    assert project.speakers.count() == 1
    assert said(Claim.objects.get())["voices"] == [("Qian Depei", "Qian Depei")]


def test_the_time_at_work_is_kept(desk, draft):
    desk.open().page.locator("[data-claim-card]").press("Enter")
    desk.panel.locator("[data-time]", has_text="0:01").wait_for()

    desk.press("1", "Enter").saved()

    draft.refresh_from_db()
    assert draft.active_seconds >= 1


def test_no_time_is_kept_where_the_project_wants_none(desk, draft, page, project):
    type(project).objects.filter(pk=project.pk).update(coding_time=False)
    desk.open().page.locator("[data-claim-card]").press("Enter")
    shown = desk.panel.locator("[data-time]").is_visible()
    page.wait_for_timeout(1300)

    desk.press("1", "Enter").saved()

    draft.refresh_from_db()
    assert [shown, draft.active_seconds] == [False, 0]
