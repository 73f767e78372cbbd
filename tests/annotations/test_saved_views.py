"""A list as somebody asked for it is kept under a title, for themselves or for all."""

import pytest

from annotations import saved_views
from annotations.access import NotAllowed
from annotations.models import SavedView
from annotations.refusal import Refused
from tests.factories import Role, make_member

pytestmark = pytest.mark.django_db


def save(project, by, title="Drafts", query="state=draft", **fields):
    return saved_views.save(project, by=by, of="claim", title=title, query=query, **fields)


def titles(user, project, name="claim"):
    return [view.title for view in saved_views.of_list(user, project, name)]


def test_a_view_keeps_what_was_asked_and_not_the_page():
    assert saved_views.kept_query("theme=a&q=%E8%B6%85&p=3&more=1&stance=") == "q=%E8%B6%85&theme=a"


def test_a_view_is_its_owners_unless_it_is_shared(project, coder):
    save(project, coder)
    save(project, coder, "For all", shared=True)

    other = make_member(project, Role.MANAGER)
    assert [titles(user, project) for user in (coder, other)] == [["Drafts", "For all"], ["For all"]]


def test_own_views_stand_before_those_of_others(project, coder):
    save(project, make_member(project), "Theirs", shared=True)
    save(project, coder, "Mine")

    assert titles(coder, project) == ["Mine", "Theirs"]


def test_a_view_belongs_to_one_list(project, coder):
    save(project, coder)

    assert titles(coder, project, "source") == []


def test_the_same_title_again_replaces_the_view(project, coder):
    save(project, coder)
    save(project, coder, query="state=returned")

    assert [view.query for view in saved_views.of_list(coder, project, "claim")] == ["state=returned"]


@pytest.mark.parametrize(
    "fields", [{"query": "p=2&more=1"}, {"title": " "}, {"title": "x" * 61}, {"query": "q=" + "x" * 2000}]
)
def test_what_cannot_be_kept_is_refused(project, coder, fields):
    with pytest.raises(Refused):
        save(project, coder, **fields)

    assert SavedView.objects.count() == 0


def test_viewers_keep_views_for_themselves_only(project):
    viewer = make_member(project, Role.VIEWER)
    save(project, viewer)

    with pytest.raises(NotAllowed):
        save(project, viewer, "For all", shared=True)
    assert titles(viewer, project) == ["Drafts"]


def test_ones_own_view_can_go(project, coder):
    saved_views.forget(save(project, coder), by=coder)

    assert titles(coder, project) == []


def test_a_shared_view_goes_by_its_owner_or_a_manager(project, coder):
    view = save(project, coder, shared=True)

    with pytest.raises(NotAllowed):
        saved_views.forget(view, by=make_member(project, Role.REVIEWER))
    saved_views.forget(view, by=make_member(project, Role.MANAGER))
    assert SavedView.objects.count() == 0


def test_a_title_is_kept_as_it_was_typed(project, coder):
    assert save(project, coder, " 草稿\u202e <b> ").title == " 草稿\u202e <b> "
