import hashlib

import pytest

from annotations import evidence, sources, versions
from annotations.access import NotAllowed
from annotations.models import Membership, Source, Text
from tests.annotations.refusing import refusal
from tests.factories import make_member, make_text

pytestmark = pytest.mark.django_db

Role = Membership.Role
WORDS = " Qian spoke.\n\u2028 👩🏽‍💻 \n"


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    return settings.MEDIA_ROOT


def files(media):
    return [path for path in media.rglob("*") if path.is_file()]


def test_a_source_is_added_with_its_first_text(project, coder):
    source = sources.add_source(
        project,
        by=coder,
        title="A report",
        language="zh",
        body=WORDS,
        text_language="pt",
        kind=Text.Kind.MACHINE_TRANSLATION,
        made_by="a machine",
        rights=Source.Rights.QUOTES,
        publisher="A paper",
        published="2024-07",
        event="A seminar",
    )

    source.refresh_from_db()
    assert (source.title, source.language, source.rights, source.publisher) == (
        "A report",
        "zh",
        "quotes",
        "A paper",
    )
    assert (str(source.published_first), str(source.published_last)) == ("2024-07-01", "2024-07-31")
    text = source.texts.get()
    assert (text.body, text.language, text.kind, text.made_by) == (
        WORDS,
        "pt",
        "machine-translation",
        "a machine",
    )
    assert text.project == project


def test_who_added_it_is_in_its_history(project, coder):
    source = sources.add_source(project, by=coder, language="en", body=WORDS)

    assert source.history.get().history_user == coder
    assert source.texts.get().history.get().history_user == coder


def test_uploaded_bytes_are_kept_under_their_sum(project, coder, media):
    data = b"\xef\xbb\xbfone\r\ntwo"
    source = sources.add_source(project, by=coder, language="en", data=data)

    text = source.texts.get()
    sha256 = hashlib.sha256(data).hexdigest()
    assert text.body == "one\ntwo"
    assert (text.upload.name, text.upload_sha256) == (f"uploads/{sha256[:2]}/{sha256}", sha256)
    assert (media / text.upload.name).read_bytes() == data
    assert list(evidence.faults(project)) == []


def test_the_same_file_is_kept_once(project, coder, media):
    for _ in range(2):
        sources.add_source(project, by=coder, language="en", data=b"words")

    assert len(files(media)) == 1
    assert Text.objects.values("upload").distinct().count() == 1


def test_a_file_that_was_half_written_is_written_anew(project, coder, media):
    sources.add_source(project, by=coder, language="en", data=b"words")
    files(media)[0].write_bytes(b"wo")

    sources.add_source(project, by=coder, language="en", data=b"words")

    assert [path.read_bytes() for path in files(media)] == [b"words"]


def test_typed_words_leave_no_file(project, coder, media):
    source = sources.add_source(project, by=coder, language="en", body=WORDS)

    assert not source.texts.get().upload
    assert files(media) == []


@pytest.mark.parametrize(
    ("given", "title"),
    [
        ({"title": "Given", "body": "First line"}, "Given"),
        ({"body": "\n  First line \nSecond"}, "First line"),
        ({"body": "x" * 300}, "x" * 200),
    ],
)
def test_without_a_title_the_first_line_is_it(project, coder, given, title):
    assert sources.add_source(project, by=coder, language="en", **given).title == title


def test_below_coder_nobody_adds(project):
    viewer = make_member(project, Role.VIEWER)

    with pytest.raises(NotAllowed):
        sources.add_source(project, by=viewer, language="en", body=WORDS)


def test_the_command_line_needs_no_role(project):
    assert sources.add_source(project, by=None, language="en", body=WORDS).history.get().history_user is None


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"body": ""}, "There are no words in it: add a text that has some."),
        ({"body": "a\0"}, "Character 2 is U+0000 (a null), which cannot be kept. Remove it."),
        (
            {"data": b"%PDF-1.7"},
            "This is a PDF, not plain text. Copy its text into a plain text file (.txt) and add that.",
        ),
        ({"body": "a", "data": b"a"}, "Give either the words or a file, not both."),
        (
            {"body": "a", "published": "last year"},
            "Published: “last year” is not a date: write 2023, 2023-08 or 2023-08-14.",
        ),
        ({"body": "a", "rights": "all"}, "Rights: Value 'all' is not a valid choice."),
        ({"body": "a", "kind": "poem"}, "Kind: Value 'poem' is not a valid choice."),
        (
            {"body": "a", "publisher": "\0"},
            "Publisher: Character 1 is U+0000 (a null), which cannot be kept. Remove it.",
        ),
    ],
)
def test_what_cannot_be_kept_is_refused_and_leaves_nothing(project, coder, given, sentence):
    assert refusal(sources.add_source, project, by=coder, language="en", **given) == sentence
    assert not Source.objects.exists()


# Further wordings


def add_text(source, coder, **options):
    given = {
        "seen": source.version,
        "language": "pt",
        "kind": Text.Kind.HUMAN_TRANSLATION,
        "body": "Qian falou.",
    }
    return sources.add_text(source, by=coder, **given | options)


def test_a_translation_moves_the_version_of_its_source(project, coder):
    original = make_text(project=project)

    text = add_text(original.source, coder, of=original, made_by="Ana", title="Um relato")

    assert (text.of, text.made_by, text.title, text.body) == (original, "Ana", "Um relato", "Qian falou.")
    now, before = original.source.history.all()
    assert (now.version, now.history_user, before.version) == (2, coder, 1)


def test_a_correction_replaces_the_faulty_text(project, coder):
    faulty = make_text(project=project)

    text = add_text(faulty.source, coder, replaces=faulty, kind=Text.Kind.ORIGINAL)

    assert list(faulty.source.texts.current()) == [text]


def test_a_text_is_corrected_once(project, coder):
    faulty = make_text(project=project)
    add_text(faulty.source, coder, replaces=faulty)

    assert "has been corrected already" in refusal(add_text, faulty.source, coder, replaces=faulty)


@pytest.mark.parametrize("field", ["of", "replaces"])
def test_texts_of_other_sources_are_refused(project, coder, field):
    source = make_text(project=project).source

    assert "belongs to another source" in refusal(
        add_text, source, coder, **{field: make_text(project=project)}
    )


def test_a_stale_version_of_the_source_is_a_conflict(project, coder):
    source = make_text(project=project).source
    add_text(source, coder)

    with pytest.raises(versions.Conflict):
        add_text(source, coder, seen=1)

    assert source.texts.count() == 2


def test_a_refused_text_leaves_the_version_as_it_was(project, coder):
    source = make_text(project=project).source
    refusal(add_text, source, coder, body="")

    source.refresh_from_db()
    assert source.version == 1


def test_below_coder_nobody_adds_a_text(project):
    with pytest.raises(NotAllowed):
        add_text(make_text(project=project).source, make_member(project, Role.VIEWER))


# The same words


def test_the_same_words_are_found_whatever_their_newlines(project):
    text = make_text(project=project, body="one\ntwo")

    assert sources.same_text(project, "one\r\ntwo") == text.source


def test_other_words_and_other_projects_are_not_the_same(project):
    make_text(body="one")

    assert sources.same_text(project, "one") is None
