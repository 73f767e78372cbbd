import pytest

from annotations import codebook
from annotations.access import NotAllowed
from annotations.models import CodebookVersion, Membership
from tests.factories import make_claim, make_member, make_project, make_text, make_theme

pytestmark = pytest.mark.django_db

Role = Membership.Role


def numbers(project):
    return sorted(CodebookVersion.objects.filter(project=project).values_list("number", flat=True))


def test_the_first_coding_freezes_the_first_version(project):
    claim = make_claim(make_text(project=project))

    assert claim.codings.get().codebook.number == 1
    assert numbers(project) == [1]


def test_codings_share_a_version_until_the_codebook_changes(project):
    theme = make_theme(project)
    text = make_text(project=project)
    claims = [make_claim(text, themes=[theme]) for _ in range(2)]
    codebook.touch(project)
    claims.append(make_claim(text, themes=[theme]))

    assert [claim.codings.get().codebook.number for claim in claims] == [1, 1, 2]


def test_a_burst_of_edits_is_one_version(project, manager):
    codebook.current(project, by=manager)
    for _ in range(3):
        make_theme(project)

    assert codebook.current(project, by=manager).number == 2


def test_a_version_keeps_what_the_codebook_was(project, manager):
    theme = make_theme(project, "a-theme", definition="as it was")
    version = codebook.freeze(project, by=manager, reason="We start")

    theme.definition = "as it is now"
    theme.save()

    version.refresh_from_db()
    assert version.frozen["themes"][0]["definition"] == "as it was"
    assert (version.reason, version.by) == ("We start", manager)


def test_a_version_is_as_published_parents_first(project):
    whole = make_theme(project, "whole", order=2)
    make_theme(project, "other", order=1)
    make_theme(project, "part", parent=whole)

    frozen = codebook.as_it_stands(project)

    assert [(theme["code"], theme["parent"]) for theme in frozen["themes"]] == [
        ("other", None),
        ("whole", None),
        ("part", "whole"),
    ]
    assert [stance["code"] for stance in frozen["scales"][0]["stances"]] == [
        "support",
        "oppose",
        "mixed",
        "neutral",
        "unclear",
    ]


def test_freezing_what_has_not_changed_makes_no_new_version(project, manager):
    first = codebook.freeze(project, by=manager, reason="One")

    assert codebook.freeze(project, by=manager, reason="Two") == first
    assert numbers(project) == [1]


def test_the_number_now_is_the_next_one_while_there_are_changes(project, manager):
    seen = [codebook.number_now(project)]
    codebook.freeze(project, by=manager, reason="")
    seen.append(codebook.number_now(project))
    codebook.touch(project)
    seen.append(codebook.number_now(project))

    assert seen == [1, 1, 2]


def test_projects_count_for_themselves(project, manager):
    other = make_project()
    codebook.current(other, by=None)
    codebook.touch(other)
    codebook.current(other, by=None)

    assert codebook.freeze(project, by=manager, reason="").number == 1


@pytest.mark.parametrize("role", [Role.VIEWER, Role.CODER, Role.REVIEWER])
def test_below_manager_nobody_freezes_with_a_reason(project, role):
    with pytest.raises(NotAllowed):
        codebook.freeze(project, by=make_member(project, role), reason="")
