"""Of two editors of one row the second chooses, field by field and row by row, whose words to take."""

import pytest
from django.conf import settings

from annotations.models import Name, Source
from tests.annotations.admin.claims import at as at_claim
from tests.annotations.admin.claims import form_of, now, said
from tests.annotations.admin.editing import at, filled, make_study, sign_in
from tests.factories import (
    Role,
    make_claim,
    make_member,
    make_name,
    make_project,
    make_source,
    make_speaker,
    make_stance,
    make_text,
    make_theme,
)

pytestmark = pytest.mark.django_db


def change_page(row):
    return at(row.project, f"{row._meta.model_name}/{row.pk}/change/")


def choices_of(conflict):
    """What the page of a conflict offers: each choice by its name."""
    parts = conflict.context["conflict"]
    found = [part.choice for part in parts if part.choice]
    found += [row.choice for part in parts for row in part.differences if row.choice]
    return {choice.name: choice for choice in found}


def sent_from(conflict, **chosen):
    """What a browser sends from there: the form as typed, the choices as they are offered, but for ``chosen``."""
    values = filled(conflict)
    for name, choice in choices_of(conflict).items():
        values[name] = chosen.get(name.removeprefix("take-"), choice.default)
        values |= dict(choice.other)
    return values


def after_conflict(client, address, typed, first, second, **chosen):
    """Let two save from the same page; the second one then chooses. Returns the conflict and the answer."""
    assert client.post(address, typed | first).status_code == 302
    conflict = client.post(address, typed | second)
    assert conflict.status_code == 409
    return conflict, client.post(address, sent_from(conflict, **chosen))


@pytest.fixture
def source(client):
    source = make_source(title="As it was", publisher="The Daily", byline="Ana Reis")
    sign_in(client, source.project)
    return source


def defaults(conflict):
    return {
        name.removeprefix("take-"): (choice.default, choice.both)
        for name, choice in choices_of(conflict).items()
    }


def test_what_only_one_changed_is_taken_from_that_one(client, source):
    typed = filled(client.get(change_page(source)))

    conflict, answer = after_conflict(
        client, change_page(source), typed, {"title": "By the first"}, {"byline": "By the second"}
    )

    source.refresh_from_db()
    assert defaults(conflict) == {"title": ("theirs", False), "byline": ("mine", False)}
    assert [answer.status_code, source.title, source.byline] == [302, "By the first", "By the second"]


@pytest.mark.parametrize(("side", "kept"), [("mine", "By the second"), ("theirs", "By the first")])
def test_what_both_changed_is_chosen(client, source, side, kept):
    typed = filled(client.get(change_page(source)))
    first, second = {"title": "By the first"}, {"title": "By the second"}

    conflict, _ = after_conflict(client, change_page(source), typed, first, second, title=side)

    source.refresh_from_db()
    assert defaults(conflict) == {"title": ("mine", True)}
    assert [source.title, source.version] == [kept, 3]


def test_what_was_emptied_can_be_taken(client, source):
    typed = filled(client.get(change_page(source)))

    after_conflict(client, change_page(source), typed, {"publisher": ""}, {"byline": "By the second"})

    source.refresh_from_db()
    assert [source.publisher, source.byline] == ["", "By the second"]


def test_a_third_who_is_faster_makes_another_conflict(client, source):
    typed = filled(client.get(change_page(source)))
    client.post(change_page(source), typed | {"title": "By the first"})
    conflict = client.post(change_page(source), typed | {"byline": "By the second"})
    chosen = sent_from(conflict)
    client.post(change_page(source), filled(client.get(change_page(source))) | {"publisher": "By a third"})

    again = client.post(change_page(source), chosen)
    client.post(change_page(source), sent_from(again))

    source.refresh_from_db()
    assert again.status_code == 409
    assert [source.title, source.byline, source.publisher] == ["By the first", "By the second", "By a third"]


def test_where_history_does_not_reach_nothing_is_chosen_for_them(client, source):
    typed = filled(client.get(change_page(source)))
    Source.history.all().delete()
    Source.objects.update(version=2, title="By the first")

    conflict = client.post(change_page(source), typed | {"byline": "By the second"})

    assert defaults(conflict) == {"title": ("mine", True), "byline": ("mine", True)}


# Every kind of row


@pytest.mark.parametrize(
    ("name", "field", "first", "other", "second"),
    [
        ("theme", "definition", "By the first", "use_when", "By the second"),
        ("membership", "role", "coder", None, None),
        ("project", "title", "By the first", "blind", "on"),
        ("scale", "label", "By the first", "stances-0-label", "By the second"),
    ],
)
def test_both_changes_are_kept_on_every_kind_of_row(client, name, field, first, other, second):
    project = make_project()
    row = make_study(project)[name]
    make_member(project, Role.MANAGER)
    sign_in(client, project)
    address = at(project, f"{name}/{row.pk}/change/")
    typed = filled(client.get(address))
    client.post(address, typed | {field: first})
    conflict = client.post(address, typed | ({other: second} if other else {field: "viewer"}))

    client.post(address, sent_from(conflict, **({} if other else {field: "theirs"})))

    now_typed = filled(client.get(address))
    assert now_typed[field] == first
    assert other is None or str(now_typed[other]) in (second, "True")


# Rows below


@pytest.fixture
def speaker(client):
    speaker = make_speaker(make_project(), "Qian Depei")
    make_name(speaker, "Qian Yupei")
    sign_in(client, speaker.project)
    return speaker


ADDED = {"names-2-text": "Added", "names-2-kind": "alias", "names-TOTAL_FORMS": 3}


@pytest.mark.parametrize(
    ("first", "second", "chosen", "kept"),
    [
        ({"names-1-text": "First"}, {"names-0-text": "Second"}, {}, ["First", "Second"]),
        ({"names-1-text": "First"}, {"names-1-text": "Second"}, {}, ["Qian Depei", "Second"]),
        (
            {"names-1-text": "First"},
            {"names-1-text": "Second"},
            {"names-1": "theirs"},
            ["First", "Qian Depei"],
        ),
        (ADDED, {"names-1-text": "Second"}, {}, ["Added", "Qian Depei", "Second"]),
        (ADDED, {"names-1-text": "Second"}, {"names-2": "mine"}, ["Qian Depei", "Second"]),
        ({"names-1-text": "First"}, ADDED, {}, ["Added", "First", "Qian Depei"]),
        ({"names-1-text": "First"}, ADDED, {"names-2": "theirs"}, ["First", "Qian Depei"]),
        ({"names-1-DELETE": "on"}, {"names-0-text": "Second"}, {}, ["Second"]),
        ({"names-1-DELETE": "on"}, {"names-1-text": "Second"}, {}, ["Qian Depei", "Second"]),
        ({"names-1-DELETE": "on"}, {"names-1-text": "Second"}, {"names-1": "theirs"}, ["Qian Depei"]),
        ({"names-0-text": "First"}, {"names-1-DELETE": "on"}, {}, ["First"]),
        (
            {"names-0-text": "First"},
            {"names-1-DELETE": "on"},
            {"names-1": "theirs"},
            ["First", "Qian Yupei"],
        ),
    ],
)
def test_rows_below_are_chosen_one_by_one(client, speaker, first, second, chosen, kept):
    typed = filled(client.get(change_page(speaker)))

    _, answer = after_conflict(client, change_page(speaker), typed, first, second, **chosen)

    assert answer.status_code == 302
    assert sorted(Name.objects.filter(speaker=speaker).values_list("text", flat=True)) == kept


# Claims, whose rows are written anew by each save


@pytest.fixture
def draft(client):
    project = make_project()
    coder = sign_in(client, project, Role.CODER)
    return make_claim(make_text(project=project), coder=coder)


def test_both_changes_of_a_claim_are_kept(client, draft):
    coding = draft.codings.get()
    supported = make_stance(coding.theme, "support").pk
    typed, address = form_of(draft), at_claim(draft.project, f"{draft.pk}/change/")

    conflict, answer = after_conflict(
        client, address, typed, {"codings-0-stance": supported}, {"quote": "small models"}
    )

    assert defaults(conflict) == {"quote": ("mine", False), "codings-0": ("theirs", False)}
    assert answer.status_code == 302
    assert [said(now(draft))["quote"], said(now(draft))["codes"]] == [
        "small models",
        [(coding.theme.code, "support")],
    ]


def test_a_theme_that_each_of_them_added_stays(client, draft):
    one, other = make_theme(draft.project, "one"), make_theme(draft.project, "other")
    typed, address = form_of(draft), at_claim(draft.project, f"{draft.pk}/change/")

    def added(theme):
        return {"codings-TOTAL_FORMS": 2, "codings-1-theme": theme.pk}

    _, answer = after_conflict(client, address, typed, added(one), added(other))

    themes = {row.theme.code for row in now(draft).codings.all()}
    assert [answer.status_code, {"one", "other"} < themes, len(themes)] == [302, True, 3]


@pytest.mark.django_db(transaction=True)
def test_two_editors_of_one_claim_choose_in_the_browser(client, draft, live_server, page):
    address = at_claim(draft.project, f"{draft.pk}/change/")
    cookie = client.cookies[settings.SESSION_COOKIE_NAME].value
    page.context.add_cookies(
        [{"name": settings.SESSION_COOKIE_NAME, "value": cookie, "url": live_server.url}]
    )
    page.goto(f"{live_server.url}{address}")
    client.post(address, form_of(draft, paraphrase="By the first", said="2023"))

    page.get_by_label("Paraphrase").fill("By the second")
    page.get_by_role("button", name="Save draft", exact=True).click()
    page.get_by_text("Somebody else saved before you").wait_for()
    page.get_by_role("group", name="Paraphrase").get_by_text("Theirs").click()
    page.get_by_role("button", name="Save what is chosen").click()
    page.get_by_text("The draft is saved.").wait_for()

    claim = now(draft)
    assert [claim.paraphrase, claim.said, claim.version] == ["By the first", "2023", 3]
