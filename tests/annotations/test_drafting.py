"""Marking, rewriting, superseding, confirming. Each guard is tried by breaking it."""

import pytest

from annotations import drafting, versions
from annotations.access import NotAllowed
from annotations.drafting import Code, Content, Place, Voice
from annotations.models import Anchor, Claim, Coding, Membership, Reading
from annotations.refusal import Refused
from tests.annotations.refusing import refusal
from tests.factories import (
    BODY,
    QUOTE,
    make_claim,
    make_content,
    make_member,
    make_organisation,
    make_project,
    make_speaker,
    make_stance,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db

State = Claim.State
Role = Membership.Role


def rewrite(claim, content, by=None):
    drafting.rewrite(claim, content, by=by or claim.coder, seen=claim.version)


def supersede(*claims, by=None):
    return drafting.supersede(
        *claims, by=by or claims[0].coder, seen={claim.pk: claim.version for claim in claims}
    )


def fresh(claim):
    return Claim.objects.get(pk=claim.pk)


# Marking


def test_a_claim_says_all_that_was_given(project, text, coder):
    ana, bo, academy = make_speaker(project, "Ana"), make_speaker(project, "Bo"), make_organisation(project)
    theme, other = make_theme(project), make_theme(project)
    content = Content(
        place=Place(text=text, start=21, end=63),
        voices=[Voice(speaker=bo, named_as="he", organisation=academy, via=ana), Voice(speaker=ana)],
        codes=[
            Code(theme=other, stance=make_stance(other, "mixed"), certainty="low", note="Why?"),
            Code(theme=theme),
        ],
        reporting=Claim.Reporting.DIRECT,
        said="2024-07",
        paraphrase="One does not fit all.",
    )

    claim = drafting.mark(content, coder=coder)

    assert drafting.content_of(fresh(claim)) == content
    assert (claim.state, claim.coder, claim.record, claim.version) == (State.DRAFT, coder, claim.key, 1)
    assert (str(claim.said_first), str(claim.said_last)) == ("2024-07-01", "2024-07-31")


def test_the_anchor_has_the_quote_and_what_stands_around_it(text, coder):
    anchor = make_claim(text, coder=coder).anchors.get()

    assert (anchor.quote, BODY[anchor.start : anchor.end], anchor.kind) == (QUOTE, QUOTE, Anchor.Kind.CODED)
    assert (anchor.prefix, anchor.suffix) == ("Qian Depei said that ", BODY[63:95])


def test_a_claim_belongs_to_its_coders_reading(text, coder):
    claim = make_claim(text, coder=coder)

    assert claim.reading == Reading.objects.get(text=text, coder=coder)


def test_every_part_has_the_first_page_of_its_history(text, coder):
    claim = make_claim(text, coder=coder)

    for rows in (Claim.objects.filter(pk=claim.pk), claim.anchors, claim.attributions, claim.codings):
        page = rows.get().history.get()
        assert (page.history_type, page.history_user) == ("+", coder)


def test_a_viewer_marks_nothing(text, project):
    with pytest.raises(NotAllowed):
        drafting.mark(make_content(text), coder=make_member(project, Role.VIEWER))


def test_a_coder_of_another_project_marks_nothing(text):
    with pytest.raises(NotAllowed):
        drafting.mark(make_content(text), coder=make_member(make_project()))


@pytest.mark.parametrize(("start", "end"), [(-1, 3), (3, 3), (5, 2), (0, len(BODY) + 1)])
def test_a_place_outside_the_text_is_refused(text, coder, start, end):
    assert "are no passage of this text" in refusal(
        drafting.mark, Content(place=Place(text=text, start=start, end=end)), coder=coder
    )


@pytest.mark.parametrize(
    ("make_fault", "sentence"),
    [
        (
            lambda project, other: {"voices": [Voice(speaker=make_speaker(other, "Ana"))]},
            "“Ana” belongs to another project.",
        ),
        (
            lambda project, other: {
                "voices": [
                    Voice(speaker=make_speaker(project), organisation=make_organisation(other, "The Academy"))
                ]
            },
            "“The Academy” belongs to another project.",
        ),
        (
            lambda project, other: {
                "voices": [Voice(speaker=make_speaker(project), via=make_speaker(other, "Bo"))]
            },
            "“Bo” belongs to another project.",
        ),
        (
            lambda project, other: {
                "voices": [Voice(speaker=make_speaker(project), organisation=make_speaker(project, "Bo"))]
            },
            "“Bo” is not an organisation: a speaker speaks for an organisation.",
        ),
        (
            lambda project, other: {"codes": [Code(theme=make_theme(other, "cost"))]},
            "The theme “cost” belongs to another project.",
        ),
        (
            lambda project, other: {
                "codes": [Code(theme=make_theme(project, "cost"), stance=make_stance(make_theme(other)))]
            },
            "“Oppose” is not on the scale of the theme “cost”.",
        ),
        (
            lambda project, other: {"codes": [Code(theme=make_theme(project), certainty="sure")]},
            "Certainty: Value 'sure' is not a valid choice.",
        ),
        (
            lambda project, other: {"voices": [Voice(speaker=make_speaker(project), named_as="a\0")]},
            "Named as: Character 2 is U+0000 (a null), which cannot be kept. Remove it.",
        ),
        (lambda project, other: {"said": "2023-13"}, "Said: “2023-13” is not a day of the calendar."),
        (lambda project, other: {"reporting": "sung"}, "Reporting: Value 'sung' is not a valid choice."),
        (
            lambda project, other: {"paraphrase": "\ud800"},
            "Paraphrase: Character 1 is half a character (a lone surrogate, U+D800). Remove it.",
        ),
    ],
)
def test_content_at_fault_is_refused_with_a_sentence_and_leaves_nothing(
    project, text, coder, make_fault, sentence
):
    content = Content(place=Place(text=text, start=0, end=4), **make_fault(project, make_project()))

    assert refusal(drafting.mark, content, coder=coder) == sentence
    assert not Claim.objects.exists()
    assert not Reading.objects.exists()


def test_nobody_is_relayed_by_themselves(text, coder, project):
    ana = make_speaker(project, "Ana")
    content = Content(place=Place(text=text, start=0, end=4), voices=[Voice(speaker=ana, via=ana)])

    assert refusal(drafting.mark, content, coder=coder) == "“Ana” cannot be relayed by themselves."


def test_a_theme_stands_once(text, coder, project):
    theme = make_theme(project)
    content = Content(place=Place(text=text, start=0, end=4), codes=[Code(theme=theme), Code(theme=theme)])

    assert (
        refusal(drafting.mark, content, coder=coder)
        == "A claim has each theme once: one of these stands twice."
    )


# Rewriting


def test_a_draft_is_rewritten_whole(project, text, coder):
    claim = make_claim(text, coder=coder)
    content = make_content(text, start=0, end=10, said="2023", paraphrase="Anew")

    rewrite(claim, content)

    claim = fresh(claim)
    assert drafting.content_of(claim) == content
    assert claim.version == 2
    assert claim.history.first().history_user == coder


def test_parts_that_stay_the_same_are_left_alone(text, coder):
    claim = make_claim(text, coder=coder)
    before = [
        list(rows.values_list("pk", flat=True)) for rows in (claim.anchors, claim.attributions, claim.codings)
    ]
    content = drafting.content_of(claim)

    rewrite(
        claim, Content(place=content.place, voices=content.voices, codes=content.codes, paraphrase="Anew")
    )

    after = [
        list(rows.values_list("pk", flat=True)) for rows in (claim.anchors, claim.attributions, claim.codings)
    ]
    assert after == before


def test_what_a_draft_said_before_is_in_its_history(text, coder):
    claim = make_claim(text, coder=coder)
    (coding,) = claim.codings.all()

    rewrite(claim, make_content(text, themes=[]))

    assert not Coding.objects.filter(claim=claim).exists()
    assert [page.history_type for page in Coding.history.filter(id=coding.pk)] == ["-", "+"]


def test_a_draft_moved_to_another_text_belongs_to_the_reading_of_that_text(text, coder):
    claim = make_claim(text, coder=coder)
    other = make_text(text.source, body=BODY + " More.")

    rewrite(claim, make_content(other))

    assert fresh(claim).reading == Reading.objects.get(text=other, coder=coder)
    assert [anchor.text for anchor in claim.anchors.all()] == [other]


def test_a_stale_rewrite_is_a_conflict_and_overwrites_nothing(text, coder):
    claim = make_claim(text, coder=coder)
    rewrite(claim, make_content(text, paraphrase="First"))

    with pytest.raises(versions.Conflict) as conflict:
        drafting.rewrite(claim, make_content(text, paraphrase="Second"), by=coder, seen=1)

    assert conflict.value.row.paraphrase == "First"
    assert fresh(claim).paraphrase == "First"


@pytest.mark.parametrize(
    "state", [state for state in State.values if state not in (State.DRAFT, State.SUPERSEDED)]
)
def test_only_drafts_are_rewritten(text, coder, state):
    claim = make_claim(text, coder=coder, state=state)
    before = drafting.content_of(fresh(claim))

    assert refusal(rewrite, claim, make_content(text, paraphrase="Anew")) == (
        "Only drafts can be changed. Correct this claim: that makes a new one which supersedes it."
    )
    assert drafting.content_of(fresh(claim)) == before
    assert fresh(claim).version == claim.decisions.count() + 1


def test_nobody_rewrites_the_draft_of_another(text, coder, project):
    claim = make_claim(text, coder=coder)

    assert refusal(rewrite, claim, make_content(text), by=make_member(project, Role.MANAGER)) == (
        "This draft is somebody else's: only who made it can change it."
    )


def test_who_codes_no_more_rewrites_nothing(text, coder):
    claim = make_claim(text, coder=coder)
    Membership.objects.update(role=Role.VIEWER)

    with pytest.raises(NotAllowed):
        rewrite(claim, make_content(text))


def test_a_rewrite_at_fault_leaves_the_version_as_it_was(text, coder):
    claim = make_claim(text, coder=coder)

    refusal(rewrite, claim, make_content(text, said="soon"))

    assert fresh(claim).version == 1


# Reading what a claim says


def test_a_claim_without_a_place_says_nothing(text, coder):
    claim = make_claim(text, coder=coder)
    claim.anchors.all().delete()

    assert refusal(drafting.content_of, fresh(claim)) == "This claim has no place in a text."


def test_voices_and_codes_keep_the_order_given(project, text, coder):
    speakers = [make_speaker(project) for _ in range(3)][::-1]
    themes = [make_theme(project) for _ in range(3)][::-1]

    content = drafting.content_of(fresh(make_claim(text, coder=coder, speakers=speakers, themes=themes)))

    assert [voice.speaker for voice in content.voices] == speakers
    assert [code.theme for code in content.codes] == themes


def test_a_part_of_an_excerpt_is_not_marked(project, coder):
    text = make_text(project=project, body="All of it is the quote.", kind="excerpt")

    with pytest.raises(Refused, match="all of it is the quote"):
        drafting.mark(make_content(text, start=0, end=6), coder=coder)
