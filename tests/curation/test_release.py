"""Freezing a dataset: refused in sentences, whole or not at all, and the same bytes for the same content."""

import hashlib
import json
from datetime import UTC, datetime

import pytest
import time_machine
from django.utils import translation

from annotations import review, speakers
from annotations.access import NotAllowed
from annotations.models import Project
from annotations.refusal import Refused
from annotations.versions import Conflict
from curation import release, release_files, work
from curation.export import FORMATS
from curation.models import Dataset, Release, Work
from curation.models.release import Frozen
from tests.factories import Role, make_member, make_speaker, make_theme
from tests.releases import ask_for_release, make_accepted, make_dataset, make_release, unpacked

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("few_formats")]


@pytest.fixture
def dataset(project):
    make_accepted(project)
    return make_dataset(project)


def refusal_of(dataset, version="1.0.0"):
    with pytest.raises(Refused) as refused:
        make_release(dataset, version)
    return str(refused.value)


# What it holds


def test_a_release_holds_its_files_with_their_sums(dataset):
    made = make_release(dataset)

    files = unpacked(made)
    sums = [line.split("  ") for line in files["SHA256SUMS"].decode().splitlines()]
    assert {name: digest for digest, name in sums} == {
        name: hashlib.sha256(content).hexdigest() for name, content in files.items() if name != "SHA256SUMS"
    }
    assert {file["name"] for file in made.files[1:]} == set(files)
    assert {"dataset.json", "changes.json", "CHANGELOG.md", "release.json"} < set(files)


def test_each_file_by_itself_is_the_one_in_the_archive(dataset):
    made = make_release(dataset)

    folder = release_files.folder_of(made)
    assert {file["name"]: (folder / file["name"]).read_bytes() for file in made.files[1:]} == unpacked(made)


def test_a_release_keeps_what_was_said_of_it_then(project, dataset):
    theme = make_theme(project, "energy")
    made = make_release(dataset, notes="The first one.")

    Dataset.objects.filter(pk=dataset.pk).update(title="Another title")
    theme.delete()

    kept = Release.objects.get(pk=made.pk)
    assert [kept.about["title"], kept.notes, kept.counts["claims"]] == [
        "What experts say",
        "The first one.",
        1,
    ]
    assert "energy" in [theme["code"] for theme in kept.codebook["themes"]]


def test_the_same_content_is_the_same_bytes_in_every_format_whoever_asked(dataset, monkeypatch):
    monkeypatch.setattr(release_files, "FORMATS", FORMATS)
    moments = [datetime(2026, 11, 22, hour, tzinfo=UTC) for hour in (3, 20)]
    made = []
    for moment, language in zip(moments, ("en", "pt-br"), strict=True):
        with time_machine.travel(moment, tick=False), translation.override(language):
            made.append(build_again(dataset))

    assert made[0] == made[1]


def build_again(dataset):
    """The bytes of a release's archive that is then undone, so that the same version can be made once more."""
    made = make_release(dataset)
    found = release_files.folder_of(made) / made.files[0]["name"]
    content = found.read_bytes()
    super(type(Release.objects.all()), Release.objects.all()).delete()
    return content


def test_a_choice_narrows_what_is_released(project):
    make_accepted(project, themes=[make_theme(project, "energy")])
    make_accepted(project, themes=[make_theme(project, "water")])

    made = make_release(make_dataset(project, query="theme=energy"))

    assert [made.counts[kind] for kind in ("claims", "sources", "themes")] == [1, 1, 2]


# Refused early


def test_nothing_accepted_is_refused(project):
    assert "Nothing is accepted" in refusal_of(make_dataset(project))


def test_no_licence_is_refused(dataset):
    Dataset.objects.filter(pk=dataset.pk).update(licence="")
    dataset.refresh_from_db()

    assert "It has no licence." in refusal_of(dataset)


def test_an_unknown_licence_is_refused_when_it_is_written_down(project):
    with pytest.raises(Refused, match="“CC-BY” is no SPDX identifier"):
        make_dataset(project, licence="CC-BY")


def test_a_source_that_lets_nothing_leave_is_refused_where_it_is_asked_for(project):
    claim = make_accepted(project, rights="none")
    source = claim.coded_anchor.text.source

    assert "let nothing of it leave" in refusal_of(make_dataset(project, query=f"source={source.key}"))


@pytest.mark.parametrize("version", ["1.0.0", "0.9.9"])
def test_a_version_that_is_not_higher_is_refused(dataset, version):
    make_release(dataset)

    assert refusal_of(dataset, version) == (
        f"Version {version} is not higher than 1.0.0, which is the last one."
    )


@pytest.mark.parametrize("version", ["1", "1.0", "1.0.0-beta", "01.0.0", "v1.0.0", "٣.٠.٠", "1.0.9999999"])
def test_what_is_no_version_is_refused(dataset, version):
    assert "is no version" in refusal_of(dataset, version)


def test_a_question_that_cannot_be_read_any_more_is_refused(project, dataset):
    Dataset.objects.filter(pk=dataset.pk).update(query="theme=gone")
    dataset.refresh_from_db()

    assert refusal_of(dataset).startswith("Theme: ")


def test_only_managers_release(dataset):
    with pytest.raises(NotAllowed):
        make_release(dataset, by=make_member(dataset.project, Role.REVIEWER))


def test_a_dataset_that_has_moved_is_a_conflict(dataset):
    by = make_member(dataset.project, Role.MANAGER)

    with pytest.raises(Conflict):
        release.ask(dataset, version="1.0.0", notes="", by=by, seen=dataset.version + 1)


def test_a_dataset_that_moves_while_its_release_waits_is_a_conflict(dataset):
    asked = ask_for_release(dataset)
    Dataset.objects.filter(pk=dataset.pk).update(version=2)

    with pytest.raises(Conflict):
        release.freeze(work.take(asked.pk))


def test_a_second_one_who_asks_is_told(dataset):
    ask_for_release(dataset)

    with pytest.raises(Refused, match="is being made at this moment"):
        ask_for_release(dataset, "2.0.0")


# For good


def test_nothing_changes_or_deletes_a_release(dataset):
    made = make_release(dataset)

    for change in (
        made.save,
        made.delete,
        Release.objects.all().delete,
        lambda: Release.objects.update(notes="other"),
        lambda: Release.objects.bulk_update([made], ["notes"]),
    ):
        with pytest.raises(Frozen):
            change()


def test_a_withdrawn_release_keeps_its_reason_and_its_sums(dataset):
    made, manager = make_release(dataset), make_member(dataset.project, Role.MANAGER)

    release.withdraw(made, by=manager, reason="A source was wrong.")

    kept = Release.objects.get(pk=made.pk)
    assert [kept.withdrawn_because, kept.withdrawn_by, kept.files] == [
        "A source was wrong.",
        manager,
        made.files,
    ]


def test_the_files_of_a_withdrawn_release_are_deleted_or_else_swept(
    dataset, django_capture_on_commit_callbacks
):
    made, manager = make_release(dataset), make_member(dataset.project, Role.MANAGER)
    folder = release_files.folder_of(made)

    with django_capture_on_commit_callbacks():
        release.withdraw(made, by=manager, reason="A source was wrong.")
    left = folder.is_dir()  # as where the power fails before they are deleted

    assert [left, release.sweep(), folder.exists()] == [True, [made.key], False]


def test_withdrawing_deletes_the_files_at_once(dataset, django_capture_on_commit_callbacks):
    made, manager = make_release(dataset), make_member(dataset.project, Role.MANAGER)

    with django_capture_on_commit_callbacks(execute=True):
        release.withdraw(made, by=manager, reason="A source was wrong.")

    assert not release_files.folder_of(made).exists()


def test_withdrawing_needs_a_reason_and_a_manager_and_happens_once(dataset):
    made, manager = make_release(dataset), make_member(dataset.project, Role.MANAGER)
    with pytest.raises(Refused, match="Give the reason"):
        release.withdraw(made, by=manager, reason=" ")
    with pytest.raises(NotAllowed):
        release.withdraw(made, by=make_member(dataset.project), reason="because")
    release.withdraw(made, by=manager, reason="because")

    with pytest.raises(Refused, match="was withdrawn already"):
        release.withdraw(made, by=manager, reason="again")


def test_a_withdrawn_version_is_not_used_again(dataset):
    made = make_release(dataset)
    release.withdraw(made, by=make_member(dataset.project, Role.MANAGER), reason="because")

    assert "is not higher" in refusal_of(dataset)


# The next version


def test_the_first_version_is_proposed(dataset):
    assert str(release.propose(dataset).version) == "1.0.0"


def test_nothing_new_is_a_patch(dataset):
    make_release(dataset)

    assert str(release.propose(dataset).version) == "1.0.1"


def test_additions_are_a_minor_step(dataset):
    make_release(dataset)
    make_accepted(dataset.project)

    proposed = release.propose(dataset)

    assert [str(proposed.version), proposed.counts] == ["1.1.0", {"claims_added": 1, "themes_added": 1}]


def test_withdrawals_and_merged_speakers_are_a_major_step(dataset):
    claim, reviewer = make_accepted(dataset.project), make_member(dataset.project, Role.REVIEWER)
    one, other = make_speaker(dataset.project), make_speaker(dataset.project, "Qian Yupei")
    make_release(dataset)
    review.withdraw(claim, by=reviewer, seen=claim.version, note="because")
    speakers.merge(one, into=other, by=reviewer, seen={one.pk: 1, other.pk: 1}, note="the same")

    proposed = release.propose(dataset)

    assert [str(proposed.version), proposed.counts] == [
        "2.0.0",
        {"claims_withdrawn": 1, "speakers_merged": 1},
    ]


def test_other_rights_are_a_major_step(dataset):
    make_release(dataset)
    Dataset.objects.filter(pk=dataset.pk).update(rights="quotes")
    dataset.refresh_from_db()

    assert str(release.propose(dataset).version) == "2.0.0"


def test_a_release_says_what_has_changed_since_the_one_before(dataset):
    make_release(dataset)
    make_accepted(dataset.project)

    made = make_release(dataset, "1.1.0", notes="More of it.")

    files = unpacked(made)
    assert made.changes["from"] == "1.0.0"
    assert made.changes["counts"]["claims_added"] == 1
    assert len(json.loads(files["changes.json"])["claims"]["added"]) == 1
    words = files["CHANGELOG.md"].decode()
    assert "- 1 claim was added." in words and "More of it." in words and "## 1.0.0" in words


# A crash at any moment


def broken(monkeypatch, where, name):
    def breaks(*args, **options):
        raise RuntimeError("the power went")

    monkeypatch.setattr(where, name, breaks)


@pytest.mark.parametrize(
    ("where", "name"),
    [
        (release_files, "spool"),
        (release_files, "write_all"),
        (release_files, "_pack"),
        (release, "_put"),
        (release, "_register"),
    ],
)
def test_what_breaks_on_the_way_leaves_no_release_and_can_be_done_again(dataset, monkeypatch, where, name):
    with monkeypatch.context() as patch:
        broken(patch, where, name)
        with pytest.raises(RuntimeError):
            make_release(dataset)
    assert not Release.objects.exists()
    Work.objects.update(state=Work.State.FAILED)
    swept = release.sweep()

    make_release(dataset)

    assert len(swept) == (name == "_register")
    assert Release.objects.count() == len(list(release_files.releases_folder().iterdir()))


def test_an_attempt_that_was_given_up_registers_nothing(dataset):
    asked = ask_for_release(dataset)
    attempt = work.take(asked.pk)
    Work.objects.filter(pk=asked.pk).update(attempt=2)

    with pytest.raises(work.Lost):
        release.freeze(attempt)

    assert not Release.objects.exists()


def test_the_sweeper_leaves_alone_what_is_under_way_and_what_is_not_ours(dataset):
    made = make_release(dataset)
    asked = ask_for_release(dataset, "2.0.0")
    current = release.key_of(work.take(asked.pk).work)
    for name in (current, "999.1", "somebody's own"):
        (release.unfinished_folder() / name).mkdir(parents=True)

    assert release.sweep() == ["999.1"]
    assert release_files.folder_of(made).is_dir()


def test_a_project_with_a_release_stays(dataset):
    make_release(dataset)

    with pytest.raises(Frozen):
        Release.objects.filter(dataset__project=dataset.project).delete()
    assert Project.objects.filter(pk=dataset.project.pk).exists()
