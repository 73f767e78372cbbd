"""Each constraint, broken on the database itself, past every model, form and verb."""

import pytest
from django.db import IntegrityError, connection, models, transaction
from django.db.models import F, QuerySet
from django.db.models.functions import Now
from django.utils import timezone

from annotations import models as evidence
from annotations.models import (
    Act,
    Affiliation,
    Anchor,
    Attribution,
    Claim,
    CodebookVersion,
    Coding,
    Decision,
    Invitation,
    Membership,
    Name,
    Note,
    Reading,
    SavedView,
    Scale,
    Source,
    Speaker,
    SpeakerDecision,
    Stance,
    Text,
    Theme,
)
from tests.factories import (
    make_claim,
    make_member,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """One sound row of each model."""
    project = make_project()
    text = make_text(make_source(project, published="2023"))
    make_claim(text, state=Claim.State.ACCEPTED, said="2023")
    one, other = make_speaker(project), make_organisation(project)
    Affiliation.objects.create(speaker=one, organisation=other, since="2020", until="2023")
    SpeakerDecision.objects.create(project=project, one=one, other=other, outcome="not-same")
    Note.objects.create(project=project, body="?", theme=make_theme(project))
    coder = make_member(project)
    Invitation.objects.create(
        project=project, role="coder", made_by=coder, fingerprint="f", expires=timezone.now()
    )
    Act.objects.create(project=project, text=text, by=coder, key="an-act", kind="mark")
    SavedView.objects.create(project=project, owner=coder, list="claim", title="Mine", query="q=a")
    return {model: model.objects.order_by("pk").first() for model in TABLE}


def change(**values):
    """Write these values into the sound row."""

    def write(row):
        QuerySet(type(row)).filter(pk=row.pk).update(**values)

    return write


def copy(**values):
    """Write the sound row a second time, with these values."""

    def write(row):
        taken = {field.attname: getattr(row, field.attname) for field in row._meta.concrete_fields}
        taken.pop(row._meta.pk.attname)
        QuerySet(type(row)).bulk_create([type(row)(**taken | values)])

    return write


TABLE = {
    Affiliation: {
        "nobody_is_affiliated_with_themselves": change(organisation=F("speaker")),
        "an_affiliation_date_has_its_days_beside_it": change(until_last=None),
        "an_affiliation_ends_after_it_began": change(
            until="2019", until_first="2019-01-01", until_last="2019-12-31"
        ),
    },
    Anchor: {
        "an_anchor_ends_after_it_starts": change(start=F("end"), quote=""),
        "a_quote_is_as_long_as_its_place_or_taken_down": change(quote="short"),
        "a_claim_stands_once_in_a_text": copy(kind="parallel"),
        "a_claim_is_coded_in_one_place": lambda row: copy(text_id=make_text(row.text.source).pk)(row),
        "an_anchor_is_of_a_known_kind": change(kind="guessed"),
    },
    Attribution: {
        "a_speaker_speaks_once_for_an_organisation_in_a_claim": lambda row: (
            change(organisation=F("speaker"))(row) or copy(organisation_id=row.speaker_id)(row)
        ),
        "a_speaker_speaks_once_for_nobody_in_a_claim": copy(),
        "nobody_is_relayed_by_themselves": change(via=F("speaker")),
    },
    Act: {
        "an_act_is_done_once": copy(),
        "an_act_is_in_a_known_state": change(state="lost"),
    },
    Claim: {
        "a_claim_key_is_used_once_a_project": copy(state="draft"),
        "a_record_has_one_accepted_claim": copy(key="another"),
        "a_claim_is_in_a_known_state": change(state="lost"),
        "a_claim_is_reported_in_a_known_way": change(reporting="sung"),
        "a_claim_date_has_its_days_beside_it": change(said=""),
    },
    CodebookVersion: {
        "codebook_versions_are_numbered_once": copy(),
        "codebook_versions_count_from_one": change(number=0),
    },
    Coding: {
        "a_claim_has_each_theme_once": copy(),
        "a_coding_has_a_known_certainty": change(certainty="sure"),
    },
    Decision: {"a_decision_moves_a_claim": change(before=F("after"))},
    Invitation: {
        "an_invitation_gives_a_known_role": change(role="guest"),
        "an_invitation_is_used_or_taken_back": change(used=Now(), used_by=F("made_by"), revoked=Now()),
        "a_used_invitation_names_who_used_it": change(used=Now()),
    },
    Membership: {
        "a_person_is_a_member_once": copy(pseudonym="another"),
        "a_pseudonym_names_one_member": lambda row: change(pseudonym=row.pseudonym)(other_member(row)),
        "a_member_has_a_known_role": change(role="king"),
    },
    Name: {
        "a_name_has_words": change(text=""),
        "a_speaker_has_one_main_name": copy(),
        "a_name_is_of_a_known_kind": change(kind="nickname"),
    },
    Note: {
        "a_note_key_is_used_once_a_project": copy(),
        "a_note_is_of_a_known_kind": change(kind="poem"),
        "a_note_is_on_one_thing": change(record="a-record"),
        "a_note_on_a_text_is_on_a_passage": change(start=1, end=2),
    },
    Reading: {
        "a_coder_reads_a_text_once_a_round": copy(),
        "nothing_here_is_said_on_submission": change(nothing_here=True),
        "rounds_count_from_one": change(round=0),
    },
    SavedView: {
        "a_person_saves_a_view_once_under_a_title": copy(),
        "a_saved_view_has_a_title": change(title=""),
    },
    Scale: {"a_scale_code_is_used_once_a_project": copy()},
    Source: {
        "a_source_key_is_used_once_a_project": copy(),
        "a_source_has_known_rights": change(rights="all"),
        "a_source_date_has_its_days_beside_it": change(published_last="1999-01-01"),
    },
    Speaker: {
        "a_speaker_key_is_used_once_a_project": copy(),
        "a_speaker_is_of_a_known_kind": change(kind="robot"),
        "a_speaker_is_not_merged_into_itself": change(merged_into=F("pk")),
    },
    SpeakerDecision: {
        "a_speaker_decision_is_about_two": change(other=F("one")),
        "a_speaker_decision_has_a_known_outcome": change(outcome="perhaps"),
    },
    Stance: {"a_stance_code_is_used_once_a_scale": copy()},
    Text: {
        "a_text_key_is_used_once_a_project": copy(),
        "a_text_has_words_unless_taken_down": change(body=""),
        "a_text_is_of_a_known_kind": change(kind="poem"),
        "a_text_is_no_translation_of_itself": change(of=F("pk")),
        "a_text_does_not_replace_itself": change(replaces=F("pk")),
    },
    Theme: {
        "a_theme_code_is_used_once_a_project": copy(),
        "a_theme_is_not_its_own_parent": change(parent=F("pk")),
    },
}


def other_member(row):
    return Membership.objects.filter(project=row.project).exclude(pk=row.pk).first()


def named(error, constraint):
    """Say whether the database named the constraint; of a unique one SQLite names the columns instead."""
    if constraint.name in str(error):
        return True
    columns = [constraint_field(constraint, field) for field in getattr(constraint, "fields", ())]
    return connection.vendor == "sqlite" and bool(columns) and str(error).endswith(": " + ", ".join(columns))


def constraint_field(constraint, field):
    model = next(model for model in TABLE if constraint in model._meta.constraints)
    return f"{model._meta.db_table}.{model._meta.get_field(field).column}"


@pytest.mark.parametrize(
    ("model", "name"), [(model, name) for model, broken in TABLE.items() for name in broken]
)
def test_the_database_keeps_it(rows, model, name):
    constraint = next(constraint for constraint in model._meta.constraints if constraint.name == name)

    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        TABLE[model][name](rows[model])

    assert named(broken.value, constraint)


def test_no_constraint_is_left_untried():
    models_ = [getattr(evidence, name) for name in evidence.__all__]
    named = {constraint.name for model in models_ for constraint in model._meta.constraints}

    assert {name for broken in TABLE.values() for name in broken} == named


@pytest.mark.parametrize(
    "values",
    [
        {"theme": None, "record": "a-record"},
        {"theme": None, "speaker": Speaker},
        {"theme": None, "text": Text, "start": 0, "end": 2},
    ],
)
def test_a_note_may_be_on_any_one_thing(rows, values):
    change(**{field: rows.get(value, value) for field, value in values.items()})(rows[Note])

    note = Note.objects.get()
    assert note.theme is None
    assert [bool(note.record), bool(note.speaker), bool(note.text)].count(True) == 1


def test_what_work_stands_on_cannot_be_deleted(rows):
    for model in (Text, Source, Speaker, Theme, Stance, CodebookVersion, Reading):
        used = {
            Stance: rows[Coding].stance,
            Theme: rows[Coding].theme,
            Speaker: rows[Attribution].speaker,
        }.get(model, rows[model])
        with pytest.raises(models.ProtectedError), transaction.atomic():
            used.delete()
