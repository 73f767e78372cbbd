"""The codebook of a dataset's file, taken alone."""

import io
import json

import pytest

from annotations.access import NotAllowed
from annotations.imports import codebook
from annotations.imports.file import NotImported
from annotations.models import Claim, CodebookVersion, Project, Source
from annotations.refusal import Refused
from tests.datasets import make_dataset
from tests.factories import Role, make_member, make_project, make_theme

pytestmark = pytest.mark.django_db


def take(project, document, by=None):
    by = by or make_member(project, Role.MANAGER)
    text = document if isinstance(document, bytes) else json.dumps(document).encode()
    return codebook.take(io.BytesIO(text), name="other.json", project=project, by=by)


def themes_of(project):
    return list(project.themes.order_by("order").values_list("code", "parent__code", "scale__code"))


def test_scales_and_themes_come_in_and_nothing_else():
    project, document = make_project(), make_dataset()

    batch = take(project, document)

    assert themes_of(project) == [
        (theme["code"], theme["parent"], theme["scale"]) for theme in document["themes"]
    ]
    assert sorted(project.scales.values_list("code", flat=True)) == sorted(
        scale["code"] for scale in document["scales"]
    )
    assert [batch.counts["themes"], Source.objects.count(), Claim.objects.count()] == [
        len(document["themes"]),
        0,
        0,
    ]


def test_the_codebook_counts_as_changed_and_has_no_version_yet():
    project = make_project()

    take(project, make_dataset())

    project.refresh_from_db()
    assert [project.codebook_changed, CodebookVersion.objects.count()] == [True, 0]


def test_a_project_with_themes_keeps_them():
    project = make_project()
    make_theme(project, code="own")

    with pytest.raises(Refused, match="has themes already"):
        take(project, make_dataset())

    assert [code for code, *_ in themes_of(project)] == ["own"]


def test_only_a_manager_takes_a_codebook():
    project = make_project()

    with pytest.raises(NotAllowed):
        take(project, make_dataset(), by=make_member(project, Role.REVIEWER))


FAULTS = {
    "no JSON": (lambda document: b"no JSON", "This is not JSON"),
    "an empty file": (lambda document: b"", "The file is empty"),
    "no themes": (lambda document: document | {"themes": []}, "There are no themes in this file."),
    "a theme of no scale": (
        lambda document: document | {"scales": []},
        r"themes\[0\].scale.*There is no scale",
    ),
    "a theme twice": (
        lambda document: document | {"themes": [document["themes"][0]] * 2},
        r"themes\[1\].code.*for the second time",
    ),
}


@pytest.mark.parametrize("name", FAULTS)
def test_a_file_with_a_fault_is_refused_whole(name):
    project = make_project()
    before = list(project.scales.values())
    change, sentence = FAULTS[name]

    with pytest.raises(NotImported, match=sentence):
        take(project, change(make_dataset()))

    assert [themes_of(project), list(Project.objects.get().scales.values())] == [[], before]
