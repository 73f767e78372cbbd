"""A source is taken down: no word of it is left anywhere, what must stay stays, and the rest of the project is untouched."""

import io
import json

import pytest
from django.db import connection

from annotations import acts, drafting, evidence, review, search, sources, takedown, versions
from annotations.access import NotAllowed
from annotations.imports import dataset as reading
from annotations.models import Anchor, Attribution, Claim, Name, Project, Source, Text, Theme
from annotations.refusal import Refused
from curation.export import dataset as writing
from tests.annotations.acting import Worker
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_name,
    make_project,
    make_source,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db

CANARY = "Zyxcanary"
BODY = f"Before it {CANARY} spoke of {CANARY}s at length, and after it {CANARY} went home."
ALL_STATES = list(Claim.State.values)


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def make_canary(project=None):
    """A source whose words are everywhere: an uploaded file, claims in several states, names, a translation, a history."""
    project = project or make_project()
    coder = make_member(project)
    source = sources.add_source(project, by=coder, title="The source", language="en", data=BODY.encode())
    text = source.texts.get()
    speaker = make_speaker(project)
    make_name(speaker, f"the {CANARY}", source=source)
    for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.ACCEPTED):
        make_claim(content=make_content(text, start=10, end=40, speakers=[speaker]), state=state)
    moved = make_claim(content=make_content(text, start=10, end=40, speakers=[speaker]), coder=coder)
    Attribution.objects.filter(claim__project=project).update(named_as=CANARY)
    drafting.rewrite(
        moved, make_content(text, start=12, end=30, speakers=[speaker]), by=coder, seen=moved.version
    )
    worker = Worker(text, coder)
    acted = worker.mark(make_content(text, start=10, end=40, speakers=[speaker], paraphrase="In short."))
    put = acts.written.as_json(
        make_content(text, start=12, end=30, speakers=[speaker]), state="draft", version=0
    )
    put["voices"][0]["named_as"] = CANARY
    worker.do("rewrite", acted, content={**put, "paraphrase": ""})
    source.refresh_from_db()
    sources.add_text(
        source,
        by=coder,
        seen=source.version,
        language="pt",
        kind="machine-translation",
        of=text,
        body=f"Palavras de {CANARY}",
    )
    return Source.objects.get(pk=source.pk)


def take_down(source, **given):
    manager = given.pop("by", None) or make_member(source.project, Role.MANAGER)
    asked = {"seen": source.version, "reason": "A court said so", "title": source.title} | given
    return takedown.take_down(source, by=manager, **asked)


def tables_with(word):
    """Every table, those of the index too, in which some row holds the word, whatever its case."""
    found = []
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')
            if any(word.lower() in shown(row) for row in cursor.fetchall()):
                found.append(table)
    return found


def shown(row):
    values = [value.decode("utf-8", "replace") if isinstance(value, bytes) else str(value) for value in row]
    return "\n".join(values).lower()


def exported(project, **options):
    out = io.BytesIO()
    writing.export(project, out, **options)
    return out.getvalue().decode()


def test_no_table_holds_a_word_of_it(media, django_capture_on_commit_callbacks):
    source = make_canary()
    before = tables_with(CANARY)

    with django_capture_on_commit_callbacks(execute=True):
        take_down(source)

    assert {"annotations_text", "annotations_anchor", "annotations_historicalanchor"} < set(before)
    assert {"annotations_historicalattribution", "annotations_name"} < set(before)
    assert "annotations_act" in before
    assert any(table.startswith("claim_words") for table in before)
    assert tables_with(CANARY) == []
    assert [path for path in media.rglob("*") if path.is_file()] == []


def test_nothing_of_it_leaves_and_what_leaves_comes_in_again(tmp_path):
    source = make_canary()
    other = make_claim(make_text(make_source(source.project, title="Another")), state=State.ACCEPTED)
    take_down(source)

    whole = exported(source.project, states=ALL_STATES)
    path = tmp_path / "again.json"
    path.write_text(whole)
    reading.load(path, slug="again")

    assert [CANARY in whole, source.key in whole, other.key in whole] == [False, False, True]
    assert [claim["id"] for claim in json.loads(whole)["claims"]] == [other.key]
    assert list(evidence.faults(Project.objects.get(slug="again"))) == []


def test_what_must_stay_stays():
    source = make_canary()
    sums = list(source.texts.values_list("sha256", "upload_sha256"))
    manager = make_member(source.project, Role.MANAGER)

    made = take_down(source, by=manager)

    assert list(source.texts.values_list("sha256", "upload_sha256")) == sums
    assert [made.reason, made.by, made.source.rights] == ["A court said so", manager, "none"]
    assert source.history.first().history_user == manager


def test_claims_end_with_a_decision():
    source = make_canary()

    take_down(source)

    ends = Claim.objects.order_by("pk").values_list("state", "decisions__note").distinct()
    with_it = {state for state, note in ends if note == "The source was taken down."}
    assert with_it == {"discarded", "rejected", "withdrawn"}
    assert Claim.objects.filter(state=State.RETURNED).count() == 1


def test_the_audit_finds_no_fault():
    source = make_canary()

    take_down(source)

    assert list(evidence.faults(source.project)) == []


def test_other_sources_keep_their_words():
    claim = make_claim(state=State.ACCEPTED)
    anchor = claim.anchors.get()

    take_down(make_canary(claim.project))

    kept = Anchor.objects.get(pk=anchor.pk)
    assert [kept.quote, kept.text.body] == [anchor.quote, anchor.text.body]
    assert list(search.claims_with("general model", project=claim.project)) == [claim]


def test_a_file_that_another_source_has_too_stays(media, django_capture_on_commit_callbacks):
    source = make_canary()
    sources.add_source(source.project, by=None, title="The same", language="en", data=BODY.encode())

    with django_capture_on_commit_callbacks(execute=True):
        take_down(source)

    assert [path.read_bytes() for path in media.rglob("*") if path.is_file()] == [BODY.encode()]


def test_a_name_of_the_source_goes_and_its_speaker_moves_on():
    source = make_canary()
    speaker = Name.objects.get(source=source).speaker

    take_down(source)

    names = speaker.names.values_list("text", flat=True)
    assert [list(names), type(speaker).objects.get(pk=speaker.pk).version] == [
        ["Qian Depei"],
        speaker.version + 1,
    ]


def test_its_extent_says_what_goes():
    source = make_canary()

    found = takedown.extent(source)

    assert found == takedown.Extent(
        texts=2, characters=len(BODY) + len(f"Palavras de {CANARY}"), files=1, claims=6, names=1
    )


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"reason": " "}, "Give the reason: it is what stays."),
        ({"title": "Another"}, "This is not the title of the source. Type it as it stands above."),
    ],
)
def test_without_reason_or_title_nothing_goes(given, sentence):
    source = make_canary()

    with pytest.raises(Refused, match=sentence):
        take_down(source, **given)

    assert Text.objects.filter(source=source, body="").count() == 0


def test_below_manager_nobody_takes_down():
    source = make_canary()

    with pytest.raises(NotAllowed):
        take_down(source, by=make_member(source.project, Role.REVIEWER))


def test_a_stale_version_is_a_conflict():
    source = make_canary()

    with pytest.raises(versions.Conflict):
        take_down(source, seen=source.version - 1)

    assert CANARY in source.texts.first().body


def test_it_is_done_once():
    source = make_canary()
    take_down(source)
    source.refresh_from_db()

    with pytest.raises(Refused, match="taken down before"):
        take_down(source)


def test_no_wording_can_be_added_afterwards():
    source = make_canary()
    take_down(source)
    source.refresh_from_db()

    with pytest.raises(Refused, match="no wording of it can be added"):
        sources.add_text(source, by=None, seen=source.version, language="pt", kind="original", body="x")


def test_a_draft_without_its_words_is_not_submitted():
    source = make_canary()
    draft = Claim.objects.filter(state=State.DRAFT).first()
    take_down(source)
    draft.refresh_from_db()
    review.restore(draft, by=draft.coder, seen=draft.version)

    with pytest.raises(Refused, match="Mark the passage first"):
        review.submit(draft, by=draft.coder, seen=draft.version)


# The audit knows what must not be


@pytest.mark.parametrize(
    ("break_it", "what"),
    [
        (
            lambda source: Source.objects.filter(pk=source.pk).update(rights="full"),
            "something of it may leave",
        ),
        (
            lambda source: Anchor.objects.filter(text__source=source).update(quote="x" * 30),
            "words of it are still there",
        ),
        (
            lambda source: make_name(make_speaker(source.project), CANARY, source=source),
            "the word of a source that was taken down",
        ),
    ],
)
def test_what_is_left_of_it_is_a_fault(break_it, what):
    source = make_canary()
    take_down(source)
    Anchor.objects.filter(text__source=source).exclude(start=10).delete()

    break_it(source)

    assert any(what in fault.what for fault in evidence.faults(source.project))


def test_themes_are_left_alone():
    source = make_canary()
    before = Theme.objects.count()

    take_down(source)

    assert Theme.objects.count() == before


@pytest.mark.django_db(transaction=True)
@pytest.mark.skipif("connection.vendor != 'sqlite'", reason="PostgreSQL forgets by its own vacuum")
def test_the_file_of_the_database_holds_no_word_of_it():
    source = make_canary()
    name = connection.settings_dict["NAME"]
    before = words_in_files(name)
    with connection.cursor() as cursor:
        cursor.execute("PRAGMA secure_delete = OFF")  # some builds of SQLite have it on

    take_down(source)

    assert [before, words_in_files(name)] == [True, False]


def words_in_files(name):
    there = b""
    for end in ("", "-wal"):
        try:
            with open(f"{name}{end}", "rb") as file:
                there += file.read()
        except FileNotFoundError:
            continue
    return CANARY.lower().encode() in there.lower()
