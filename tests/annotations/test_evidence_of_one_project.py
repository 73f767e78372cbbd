"""Nothing points out of its project or its source, to a wrong kind of row, or in a circle; the audit says so."""

import pytest

from annotations.models import (
    Affiliation,
    Anchor,
    Attribution,
    Claim,
    Coding,
    Name,
    Note,
    Reading,
    Speaker,
    Stance,
    Text,
    Theme,
)
from tests.annotations.auditing import audit, plant
from tests.factories import (
    BODY,
    make_claim,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db

State = Claim.State


@pytest.fixture
def project():
    return make_project(slug="study")


@pytest.fixture
def text(project):
    return make_text(project=project, key="text-1")


@pytest.fixture
def claim(text):
    return make_claim(text, state=State.SUBMITTED)


@pytest.fixture
def elsewhere():
    return make_project(slug="elsewhere")


# One project, one source


def test_a_text_of_a_source_of_another_project(project, text, elsewhere):
    plant(Text.objects.filter(pk=text.pk), source=make_source(elsewhere))

    assert ("text", "text-1", "its source belongs to another project") in audit(project)


@pytest.mark.parametrize(
    ("field", "what"),
    [
        ("of", "it is a translation of a text of another source"),
        ("replaces", "it corrects a text of another source"),
    ],
)
def test_a_text_that_follows_one_of_another_source(project, text, field, what):
    plant(Text.objects.filter(pk=text.pk), **{field: make_text(project=project)})

    assert audit(project) == [("text", "text-1", what)]


def test_a_reading_in_another_project(project, text, claim, elsewhere):
    plant(Reading.objects.filter(text=text), project=elsewhere)

    assert ("text", "text-1", "a reading of it is in another project") in audit(project)


def test_a_place_in_a_text_of_another_project(project, claim, elsewhere):
    plant(claim.anchors.all(), text=make_text(project=elsewhere))

    assert ("claim", claim.key, "it stands in a text of another project") in audit(project)


def test_a_place_in_a_text_of_another_source(project, claim):
    coded = claim.coded_anchor
    coded.pk, coded.kind, coded.text = None, Anchor.Kind.PARALLEL, make_text(project=project)
    coded._state.adding = True
    coded.save()

    assert audit(project) == [
        ("claim", claim.key, "it stands in a text of another source than where it was coded")
    ]


@pytest.mark.parametrize("field", ["speaker", "organisation", "via"])
def test_a_voice_of_another_project(project, claim, elsewhere, field):
    plant(Attribution.objects.filter(claim=claim), **{field: make_organisation(elsewhere)})

    assert audit(project) == [
        ("claim", claim.key, "who speaks, for whom or through whom belongs to another project")
    ]


def test_somebody_who_speaks_for_a_person(project, claim):
    plant(Attribution.objects.filter(claim=claim), organisation=make_speaker(project))

    assert audit(project) == [("claim", claim.key, "somebody speaks for what is no organisation")]


def test_a_theme_of_another_project(project, claim, elsewhere):
    theme = make_theme(elsewhere)
    plant(Coding.objects.filter(claim=claim), theme=theme, stance=theme.scale.stances.first())

    assert audit(project) == [("claim", claim.key, "its theme belongs to another project")]


def test_a_stance_of_another_scale(project, claim):
    scale = project.scales.create(code="other", label="Other")
    plant(
        Coding.objects.filter(claim=claim), stance=Stance.objects.create(scale=scale, code="yes", label="Yes")
    )

    assert audit(project) == [("claim", claim.key, "its stance is not on the theme's scale")]


def test_a_codebook_of_another_project(project, claim, elsewhere):
    other = make_claim(make_text(project=elsewhere))
    plant(Coding.objects.filter(claim=claim), codebook=other.codings.get().codebook)

    assert audit(project) == [("claim", claim.key, "it is coded under a codebook of another project")]


def test_a_codebook_that_does_not_exist(project, claim):
    codebook = claim.codings.get().codebook_id
    plant(Coding.objects.filter(claim=claim), codebook=codebook + 1000)

    assert audit(project) == [("claim", claim.key, "it is coded under a codebook that does not exist")]
    plant(Coding.objects.filter(claim=claim), codebook=codebook)


def test_a_scale_of_another_project(project, elsewhere):
    theme = make_theme(project, "a-theme")
    plant(Theme.objects.filter(pk=theme.pk), scale=elsewhere.scales.get())

    assert audit(project) == [("theme", "a-theme", "its scale belongs to another project")]


@pytest.mark.parametrize("field", ["text", "theme", "speaker"])
def test_a_note_on_another_project(project, elsewhere, field):
    on = {
        "text": {"text": make_text(project=elsewhere), "start": 0, "end": 3},
        "theme": {"theme": make_theme(elsewhere)},
        "speaker": {"speaker": make_speaker(elsewhere)},
    }[field]
    Note.objects.create(project=project, key="note-1", body="?", **on)

    assert audit(project) == [("note", "note-1", f"it is on a {field} of another project")]


def test_a_note_on_more_than_the_text(project, text):
    Note.objects.create(project=project, key="note-1", body="?", text=text, start=0, end=len(BODY) + 1)

    assert audit(project) == [("note", "note-1", "its passage ends after the text does")]


# Who is who


def test_a_speaker_without_a_main_name(project):
    speaker = make_speaker(project, key="who")
    plant(Name.objects.filter(speaker=speaker), kind="alias")

    assert audit(project) == [("speaker", "who", "it has no main name")]


def test_a_name_that_holds_in_a_source_of_another_project(project, elsewhere):
    speaker = make_speaker(project, key="who")
    plant(Name.objects.filter(speaker=speaker), source=make_source(elsewhere))

    assert audit(project) == [("speaker", "who", "one of its names holds in a source of another project")]


def test_an_affiliation_to_a_person(project):
    speaker = make_speaker(project, key="who")
    Affiliation.objects.create(speaker=speaker, organisation=make_speaker(project))

    assert audit(project) == [("speaker", "who", "it is affiliated to what is no organisation")]


def test_an_affiliation_in_another_project(project, elsewhere):
    speaker = make_speaker(project, key="who")
    Affiliation.objects.create(speaker=speaker, organisation=make_organisation(elsewhere))

    assert audit(project) == [("speaker", "who", "it is affiliated to an organisation of another project")]


@pytest.mark.parametrize(
    ("of", "kind", "what"),
    [
        ("study", "organisation", "it is merged into one of another kind"),
        ("elsewhere", "person", "it is merged into one of another project"),
    ],
)
def test_a_merge_into_somebody_it_cannot_be(project, elsewhere, of, kind, what):
    speaker = make_speaker(project, key="who")
    into = make_speaker({"study": project, "elsewhere": elsewhere}[of], kind=kind)
    plant(Speaker.objects.filter(pk=speaker.pk), merged_into=into)

    assert audit(project) == [("speaker", "who", what)]


def test_merges_in_a_circle(project):
    one, other, third = (make_speaker(project, key=key) for key in ("one", "other", "third"))
    plant(Speaker.objects.filter(pk=one.pk), merged_into=other)
    plant(Speaker.objects.filter(pk=other.pk), merged_into=one)
    plant(Speaker.objects.filter(pk=third.pk), merged_into=one)

    what = "it is merged into itself, at some distance"
    assert sorted(audit(project)) == [("speaker", "one", what), ("speaker", "other", what)]


# The codebook


def test_themes_in_a_circle(project):
    one = make_theme(project, "one")
    other = make_theme(project, "other", parent=one)
    plant(Theme.objects.filter(pk=one.pk), parent=other)

    what = "it is part of itself, at some distance"
    assert sorted(audit(project)) == [("theme", "one", what), ("theme", "other", what)]


def test_a_theme_that_is_part_of_one_of_another_project(project, elsewhere):
    theme = make_theme(project, "a-theme")
    plant(Theme.objects.filter(pk=theme.pk), parent=make_theme(elsewhere))

    assert audit(project) == [("theme", "a-theme", "it is part of a theme of another project")]
