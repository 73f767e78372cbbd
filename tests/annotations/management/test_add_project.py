import pytest
from django.core.management import CommandError, call_command

from annotations.access import role_in
from annotations.models import Project
from tests.factories import make_project, make_user

pytestmark = pytest.mark.django_db


def test_an_empty_project_is_started_with_its_manager(capsys):
    manager = make_user("ana")

    call_command("add_project", "energy", title="Energy", manager="ana", language="pt")

    project = Project.objects.get(slug="energy")
    assert (project.title, project.language, role_in(manager, project)) == ("Energy", "pt", "manager")
    assert capsys.readouterr().out == "“Energy” is at /p/energy/; ana manages it.\n"


@pytest.mark.parametrize(
    ("slug", "options", "reason"),
    [
        ("energy", {"manager": "nobody"}, "There is no user “nobody”."),
        ("taken", {}, "There is a project at “taken” already: choose another address."),
        ("energy", {"language": "klingon!!"}, "Write a language tag, such as en, pt-BR or zh-Hans (BCP 47)."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_made(slug, options, reason):
    make_user("ana")
    make_project("taken")

    with pytest.raises(CommandError, match=reason.replace("(", r"\(").replace(")", r"\)")):
        call_command("add_project", slug, **({"title": "T", "manager": "ana"} | options))

    assert Project.objects.count() == 1
