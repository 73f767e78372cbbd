import pytest
from django.core.management import CommandError, call_command

from annotations.models import Source, Text
from tests.factories import make_member, make_project, make_user

pytestmark = pytest.mark.django_db


@pytest.fixture
def project():
    return make_project(slug="study")


def written(folder, **files):
    for name, data in files.items():
        (folder / f"{name}.txt").write_bytes(data)
    return [str(folder / f"{name}.txt") for name in files]


def add(*paths, **options):
    call_command("add_source", *paths, **{"project": "study", "language": "pt"} | options)


def test_files_become_sources(project, tmp_path, capsys):
    add(*written(tmp_path, one=b"One\r\nline", two="Dois \U0001f469".encode()))

    texts = Text.objects.order_by("pk").values_list("source__title", "language", "body")
    assert list(texts) == [("One", "pt", "One\nline"), ("Dois \U0001f469", "pt", "Dois \U0001f469")]
    assert capsys.readouterr().out == "2 sources added to “A study”.\n"


def test_what_is_known_of_them_is_kept(project, tmp_path):
    ana = make_member(project, username="ana")
    add(
        *written(tmp_path, one=b"One"),
        title="Um",
        publisher="A paper",
        published="2024-07",
        kind="machine-translation",
        rights="quotes",
        by="ana",
    )

    source = Source.objects.get()
    assert (source.title, source.publisher, source.published, source.rights) == (
        "Um",
        "A paper",
        "2024-07",
        "quotes",
    )
    assert source.texts.get().kind == "machine-translation"
    assert source.history.get().history_user == ana


def test_all_files_or_none(project, tmp_path, capsys):
    paths = written(tmp_path, good=b"Good", bad=b"\xff", empty=b" ")
    with pytest.raises(SystemExit) as left:
        add(*paths, str(tmp_path / "missing.txt"))

    assert left.value.code == 1
    assert not Source.objects.exists()
    assert capsys.readouterr().err.splitlines() == [
        f"{paths[1]}: Byte 1 (0xFF, in line 1) is not UTF-8. Save the file as UTF-8 and add it again.",
        f"{paths[2]}: There are no words in it: add a text that has some.",
        f"{tmp_path}/missing.txt: No such file or directory.",
        "Nothing was added.",
    ]


def test_the_same_words_are_added_with_a_warning(project, tmp_path, capsys):
    (path,) = written(tmp_path, one=b"One")
    add(path)
    add(path)

    assert Source.objects.count() == 2
    assert (
        capsys.readouterr().err == f"{path}: “One” has these very words already; it is added all the same.\n"
    )


def test_one_title_does_not_serve_two_files(project, tmp_path):
    with pytest.raises(CommandError, match="One title cannot serve several files"):
        add(*written(tmp_path, one=b"One", two=b"Two"), title="Um")


@pytest.mark.parametrize(
    ("option", "sentence"), [("project", "no project “nobody”"), ("by", "no user “nobody”")]
)
def test_unknown_names_are_refused(project, tmp_path, option, sentence):
    with pytest.raises(CommandError, match=sentence):
        add(*written(tmp_path, one=b"One"), **{option: "nobody"})


def test_who_may_not_code_may_not_add(project, tmp_path, capsys):
    make_user("stranger")
    with pytest.raises(SystemExit):
        add(*written(tmp_path, one=b"One"), by="stranger")

    assert "Only a coder of “A study” or somebody above may do this." in capsys.readouterr().err
