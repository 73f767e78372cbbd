"""Somebody new is added once; for whom one speaks is proposed from where one belonged at that time."""

import pytest

from annotations import access, voices
from annotations.models import Affiliation, Name, Speaker
from annotations.refusal import Refused
from tests.factories import (
    Role,
    make_member,
    make_name,
    make_organisation,
    make_project,
    make_source,
    make_speaker,
    make_text,
)

pytestmark = pytest.mark.django_db


def belong(speaker, organisation, since="", until=""):
    return Affiliation.objects.create(speaker=speaker, organisation=organisation, since=since, until=until)


def test_somebody_new_has_one_main_name_as_the_text_has_it(project, coder):
    speaker = voices.introduce(project, name="钱德沛", kind="person", language="zh", by=coder)

    name = Name.objects.get()
    assert [name.speaker, name.text, name.kind, name.language] == [speaker, "钱德沛", "main", "zh"]
    assert [page.history_user for page in (*speaker.history.all(), *name.history.all())] == [coder, coder]


@pytest.mark.parametrize("name", ["Ana Reis", "ana reis", "A. Reis"])
def test_who_has_the_name_already_is_told(project, coder, name):
    ana = make_speaker(project, "Ana Reis")
    make_name(ana, "A. Reis")

    with pytest.raises(voices.NamedAlready) as refused:
        voices.introduce(project, name=name, kind="person", by=coder)

    assert [refused.value.speakers, Speaker.objects.count()] == [[ana], 1]


def test_the_same_words_may_name_another(project, coder):
    ana = make_speaker(project, "Ana Reis")

    another = voices.introduce(project, name="Ana Reis", kind="person", by=coder, another=True)

    assert voices.named(project, "Ana Reis") == [ana, another]


def test_a_name_of_another_project_is_none_here(project, coder):
    make_speaker(make_project(), "Ana Reis")

    assert voices.introduce(project, name="Ana Reis", kind="person", by=coder).name == "Ana Reis"


@pytest.mark.parametrize(
    ("name", "kind", "sentence"),
    [
        (" ", "person", "Write the name first."),
        ("a\0", "person", "Character 2 is U"),
        ("x" * 501, "person", "at most 500"),
        ("Ana", "ghost", "ghost"),
    ],
)
def test_what_is_no_name_is_refused(project, coder, name, kind, sentence):
    with pytest.raises(Refused, match=sentence):
        voices.introduce(project, name=name, kind=kind, by=coder)

    assert Speaker.objects.count() == 0


def test_a_viewer_adds_nobody(project):
    with pytest.raises(access.NotAllowed):
        voices.introduce(project, name="Ana", kind="person", by=make_member(project, Role.VIEWER))


@pytest.mark.parametrize(
    ("said", "found"),
    [("2023-08", "Academy"), ("2020", "Institute"), ("2021", None), ("", None), ("long ago", None)],
)
def test_one_speaks_for_whom_one_belonged_to_at_that_time(project, said, found):
    speaker = make_speaker(project, "Ana Reis")
    belong(speaker, make_organisation(project, "Institute"), until="2021-05")
    belong(speaker, make_organisation(project, "Academy"), since="2021-06")

    organisation = voices.speaks_for(speaker, said=said)

    assert (organisation and organisation.name) == found


def test_without_a_date_the_day_of_publication_counts(project):
    speaker = make_speaker(project, "Ana Reis")
    belong(speaker, make_organisation(project, "Institute"), until="2021-05")
    academy = make_organisation(project, "Academy")
    belong(speaker, academy, since="2021-06")
    source = make_source(project, published="2023", published_first="2023-01-01", published_last="2023-12-31")

    assert voices.speaks_for(speaker, said="", text=make_text(source)) == academy


def test_who_belongs_nowhere_speaks_for_nobody(project):
    assert voices.speaks_for(make_speaker(project), said="2023") is None
