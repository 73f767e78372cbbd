"""Every address × every role (nobody, strangers and former members too) × own and other project × every method.

What may be opened and written by whom is declared in ``TABLE``; an address without a row fails. No answer, whatever
its status, may hold a word of another project, nor of another coder's blind reading.
"""

import re
from dataclasses import dataclass

import pytest
from django.db import connection
from django.test import Client
from django.urls import URLResolver, get_resolver

from annotations import access, codebook, invitations, models, projects, saved_views, speakers
from curation.models import Dataset, Release
from tests.account_addresses import ACCOUNT
from tests.factories import (
    Role,
    State,
    make_claim,
    make_content,
    make_member,
    make_project,
    make_source,
    make_speaker,
    make_text,
    make_theme,
)
from tests.releases import make_dataset, make_release

ELSEWHERE = "ForeignCanary"
BLIND = "BlindCanary"
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
INSIDE = (Role.VIEWER, Role.CODER, Role.REVIEWER, Role.MANAGER)
ROLES = ("nobody", "stranger", "former", *INSIDE)
V, C, R, M = INSIDE
NO_ENTRY = {403, 404}
MOVED, POSTED, NOTHING = (frozenset({status}) for status in (302, 405, 204))


@dataclass(frozen=True)
class Row:
    """Who may open an address and who may write there; None is nobody. ``model`` names the row it is about."""

    read: str | None
    write: str | None = None
    model: type | None = None
    found: frozenset = frozenset({200})
    path: str = ""


def of_model(model, *, read, row_read=None, add=None, change=None):
    """The addresses that the admin gives each model; ``row_read`` is who sees the row of ``World``, if not all who see the list."""
    row_read = row_read or read
    base = f"admin/{model._meta.app_label}/{model._meta.model_name}/"
    has_history = hasattr(model, "history")
    history_read = max(row_read, Role.CODER, key=access.RANKS.index) if has_history and read else None
    pages = {
        base: Row(read, read),
        f"{base}add/": Row(add, add),
        f"{base}<path:object_id>/change/": Row(row_read, change, model),
        f"{base}<path:object_id>/": Row(V, V, model, MOVED),
        f"{base}<path:object_id>/delete/": Row(None, None, model),
        f"{base}<path:object_id>/history/": Row(history_read, None, model),
    }
    if model is not models.User:
        pages[f"{base}^([^/]+)/history/([^/]+)/$"] = Row(history_read, None, model)
    return pages


CHOICES = "?app_label=annotations&model_name=coding&field_name=theme"

TABLE = {
    "": Row(V, V, found=MOVED),
    "start/codebook/": Row(M, M),
    "start/people/": Row(M, M),
    "dataset.json": Row(V),
    "claims/<str:record>/": Row(V, V, models.Claim, MOVED),
    "desk/": Row(V, found=MOVED),
    "desk/claim/<str:record>/": Row(V, None, models.Claim, MOVED),
    "desk/speakers/": Row(C),
    "desk/<int:text_id>/": Row(V, None, models.Text),
    "desk/<int:text_id>/claims/": Row(V, None, models.Text),
    "desk/<int:text_id>/acts/": Row(C, C, models.Text, POSTED),
    "desk/<int:text_id>/undo/": Row(C, C, models.Text, POSTED),
    "desk/<int:text_id>/redo/": Row(C, C, models.Text, POSTED),
    "desk/<int:text_id>/speakers/": Row(C, C, models.Text, POSTED),
    "desk/<int:text_id>/speaks-for/": Row(V, None, models.Text),
    "desk/<int:text_id>/reading/": Row(C, C, models.Text, POSTED),
    "desk/<int:text_id>/mentions/": Row(V, None, models.Text),
    "desk/<int:text_id>/neighbours/": Row(V, None, models.Text),
    "desk/<int:text_id>/beside/<int:other_id>/": Row(
        V, None, models.Text, path="desk/<int:text_id>/beside/<other>/?start=0&end=9"
    ),
    "desk/<int:text_id>/doubts/": Row(V, None, models.Text),
    "desk/<int:text_id>/doubts/new/": Row(C, C, models.Text, POSTED),
    "desk/<int:text_id>/doubts/<int:note_id>/": Row(C, C, models.Text, POSTED),
    "admin/": Row(V, V),
    "admin/review/": Row(R, R),
    "admin/autocomplete/": Row(V, path=f"admin/autocomplete/{CHOICES}"),
    "admin/jsi18n/": Row(V),
    "admin/^(?P<app_label>annotations|curation)/$": Row(V, V, found=MOVED, path="admin/annotations/"),
    "admin/views/save/": Row(V, V, found=POSTED),
    "admin/views/<int:view_id>/forget/": Row(M, M, models.SavedView, POSTED),
    "admin/(?P<url>.*)$": Row(None, path="admin/nothing-here/"),
    **of_model(models.Project, read=V, change=M),
    "admin/annotations/project/<int:project_id>/import/": Row(M, M, models.Project),
    "admin/annotations/project/<int:project_id>/import/progress/": Row(M, None, models.Project, NOTHING),
    **of_model(models.Membership, read=M, add=M, change=M),
    "admin/annotations/membership/invite/": Row(M, M),
    "admin/annotations/membership/invitation/<int:invitation_id>/revoke/": Row(
        M, M, models.Invitation, POSTED
    ),
    "admin/annotations/membership/<int:member_id>/end/": Row(M, M, models.Membership, POSTED),
    **of_model(models.Source, read=V, add=C, change=C),
    "admin/annotations/source/<int:source_id>/takedown/": Row(M, M, models.Source),
    **of_model(models.Text, read=V),
    "admin/annotations/text/add/": Row(
        C, C, models.Source, frozenset({200, 302}), "admin/annotations/text/add/?source=<id>"
    ),
    "admin/annotations/text/<int:text_id>/read/": Row(C, C, models.Text, POSTED),
    **of_model(models.Reading, read=C, row_read=R),
    "admin/annotations/reading/<int:reading_id>/submit/": Row(R, R, models.Reading, POSTED),
    **of_model(models.Speaker, read=V, add=C, change=C),
    "admin/annotations/speaker/finding/<str:name>/": Row(
        R, R, models.Speaker, path="admin/annotations/speaker/finding/merge/?speaker=<id>"
    ),
    "admin/annotations/speaker/duplicates/": Row(R, R),
    "admin/annotations/speaker/table/": Row(C, C),
    "admin/annotations/speaker/table/<str:kind>/": Row(V, path="admin/annotations/speaker/table/csv/"),
    **of_model(models.SpeakerDecision, read=C),
    **of_model(models.Theme, read=V, add=M, change=M),
    "admin/annotations/theme/book/": Row(V, V),
    "admin/annotations/theme/table/": Row(M, M),
    "admin/annotations/theme/table/<str:kind>/": Row(V, path="admin/annotations/theme/table/csv/"),
    **of_model(models.Scale, read=V, add=M, change=M),
    **of_model(models.CodebookVersion, read=V),
    "admin/annotations/codebookversion/freeze/": Row(M, M),
    **of_model(models.Claim, read=V, add=C),
    "admin/annotations/claim/choices/": Row(V, path=f"admin/annotations/claim/choices/{CHOICES}"),
    "admin/annotations/claim/find/": Row(C, C, found=POSTED),
    "admin/annotations/claim/speaker/": Row(C, C, found=POSTED),
    "admin/annotations/claim/speaks-for/": Row(C),
    "admin/annotations/claim/<int:claim_id>/place/": Row(V, C, models.Claim),
    "admin/annotations/claim/<int:claim_id>/step/<str:name>/": Row(
        V, R, models.Claim, path="admin/annotations/claim/<id>/step/withdraw/"
    ),
    "admin/annotations/claim/<int:claim_id>/note/": Row(C, C, models.Claim),
    **of_model(models.Decision, read=C),
    **of_model(models.Note, read=V, row_read=R, add=C, change=R),
    "admin/annotations/note/<int:note_id>/resolve/": Row(R, R, models.Note, POSTED),
    "admin/annotations/note/<int:note_id>/reopen/": Row(R, R, models.Note, POSTED),
    **of_model(models.Batch, read=M),
    **of_model(Dataset, read=V, add=M, change=M),
    "admin/curation/dataset/preview/": Row(M, M, found=POSTED),
    "admin/curation/dataset/<int:dataset_id>/freeze/": Row(M, M, Dataset),
    "admin/curation/dataset/<int:dataset_id>/progress/": Row(V, None, Dataset, NOTHING),
    **of_model(Release, read=V),
    "admin/curation/release/<int:release_id>/withdraw/": Row(M, M, Release),
    "admin/curation/release/<int:release_id>/difference/": Row(
        V, None, Release, frozenset({404}), "admin/curation/release/<id>/difference/?with=1"
    ),
    "admin/curation/release/<int:release_id>/codebook/": Row(V, V, Release),
    **of_model(models.User, read=None),
    "admin/annotations/user/<int:user_id>/link/": Row(None, None, models.User),
}


class World:
    """Two projects with a row of every kind in each, and a person of every role in the first."""

    def __init__(self):
        self.own = make_project("own", blind=True)
        self.other = make_project("other", title=f"{ELSEWHERE} title")
        self.rows = {self.own: self.fill(self.own, "Own"), self.other: self.fill(self.other, ELSEWHERE)}
        self.people = {role: make_member(self.own, role, role) for role in INSIDE}
        self.people["stranger"] = make_member(self.other, Role.MANAGER, "stranger")
        self.people["former"] = make_member(self.own, Role.MANAGER, "former")
        make_member(self.own, Role.MANAGER)
        projects.leave(models.Membership.objects.get(user=self.people["former"]))
        self.mark_blindly()

    def fill(self, project, word):
        manager = make_member(project, Role.MANAGER, f"{word}-manager")
        evidence = self.evidence(project, word, manager)
        dataset = make_dataset(project, title=f"{word} dataset")
        return evidence | {
            models.Project: project,
            models.Membership: models.Membership.objects.get(user=manager),
            models.Invitation: invitations.invite(project, by=manager, role=C)[0],
            models.User: manager,
            models.Scale: project.scales.get(),
            models.CodebookVersion: codebook.current(project, by=None),
            models.SavedView: saved_views.save(
                project, by=manager, of="claim", title=f"{word} view", query="state=draft", shared=True
            ),
            models.Batch: models.Batch.objects.create(project=project, file_name=word, sha256="0" * 64),
            Dataset: dataset,
            Release: make_release(dataset),
        }

    def evidence(self, project, word, manager):
        """What was said, who said it, and what was found and asked about it."""
        source = make_source(project, title=f"{word} source")
        text = make_text(source, body=f"{word} body. " * 9)
        make_text(source, body=f"{word} wording. " * 9, of=text, kind=models.Text.Kind.HUMAN_TRANSLATION)
        speaker = make_speaker(project, f"{word} speaker")
        theme = make_theme(project, f"{word}-theme", proposition=f"{word} proposition")
        claim = make_claim(
            text=text,
            coder=manager,
            state=State.ACCEPTED,
            content=make_content(text, speakers=[speaker], themes=[theme], paraphrase=f"{word} paraphrase"),
        )
        twin = make_speaker(project, f"{word} twin")
        return {
            models.Source: source,
            models.Text: text,
            models.Reading: claim.reading,
            models.Speaker: speaker,
            models.SpeakerDecision: speakers.not_same(speaker, twin, by=manager, note=f"{word} reason"),
            models.Theme: theme,
            models.Claim: claim,
            models.Decision: claim.decisions.first(),
            models.Note: models.Note.objects.create(
                project=project, theme=theme, body=f"{word} note", by=manager
            ),
        }

    def mark_blindly(self):
        """One coder's blind work in all states but accepted: hidden from other coders and from viewers."""
        coder = make_member(self.own, Role.CODER, f"{BLIND}-coder")
        text = make_text(make_source(self.own, title="Read blindly"))
        for state in (State.DRAFT, State.SUBMITTED, State.RETURNED, State.REJECTED):
            content = make_content(
                text, paraphrase=f"{BLIND} paraphrase", themes=[self.rows[self.own][models.Theme]]
            )
            claim = make_claim(text=text, coder=coder, state=state, content=content)
            models.Note.objects.create(project=self.own, record=claim.record, body=f"{BLIND} note", by=coder)

    def client(self, role):
        client = Client(raise_request_exception=False)
        if role != "nobody":
            client.force_login(self.people[role])
        return client

    def path(self, route, row, project):
        """The address of this route for the row of this project."""
        about = self.rows[project].get(row.model) if row.model else None
        path = row.path or route
        if about is None:
            return path
        page = about.history.first().pk if hasattr(about, "history") and about.history.exists() else 1
        path = path.replace("^([^/]+)/history/([^/]+)/$", f"{about.pk}/history/{page}/")
        if "<other>" in path:
            others = models.Text.objects.filter(source=about.source_id).exclude(pk=about.pk)
            path = path.replace("<other>", str((others.first() or about).pk))
        return re.sub(r"<path:object_id>|<id>|<int:\w+>", str(about.pk), path).replace(
            "<str:record>", getattr(about, "record", "")
        )


def routes(patterns=None, before=""):
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from routes(pattern.url_patterns, route)
        else:
            yield route


def holds(role, least):
    return least is not None and role in INSIDE and access.RANKS.index(role) >= access.RANKS.index(least)


def expected(row, role, method, *, own_row):
    """The statuses that an address inside a project may answer with to a member's role."""
    refused = {405, *NO_ENTRY, *(row.found if holds(role, row.read) else ())}
    if method not in ("GET", "HEAD", "POST"):
        return refused
    if method == "POST":
        if not holds(role, row.write):
            return refused
        # A page that needs its row named in the question says so, and does nothing.
        asks_again = row.found if MOVED < row.found else set()
        return {200, 302, 400, 409} if own_row else {302, *NO_ENTRY, *asks_again}
    if not holds(role, row.read):
        return NO_ENTRY | (row.found & POSTED) | ({405} if row.read is None else set())
    return set(row.found) if own_row else NO_ENTRY | (row.found & {302})


def body(answer):
    blocks = answer.streaming_content if answer.streaming else [answer.content]
    return b"".join(blocks).decode(errors="replace") + "".join(f"{answer.headers}")


def rows_now():
    """How many rows each table has and who stands where: what a refused request must leave alone."""
    counts = ", ".join(f"(SELECT count(*) FROM {model._meta.db_table})" for model in access.RULES)
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}")
        many = cursor.fetchone()
    return many, list(models.Claim.objects.order_by("pk").values_list("pk", "state", "version"))


def test_every_address_has_a_row():
    assert sorted(set(routes()) - set(TABLE) - set(ACCOUNT)) == []


def test_every_row_has_an_address():
    assert sorted({*TABLE, *ACCOUNT} - set(routes())) == []


def account_path(route):
    """An address of this route, of nobody in particular."""
    path = route.replace("(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)", "1-none").replace(
        r"(?P<key>[-:\w]+)", "none"
    )
    path = re.sub(r"<\w+:\w+>", "1", path)
    return "/" + path.replace("^", "").replace("$", "")


@pytest.mark.django_db
@pytest.mark.parametrize("route", ACCOUNT)
def test_of_accounts_a_stranger_sees_only_the_way_in(client, route):
    assert client.get(account_path(route)).status_code == ACCOUNT[route]


@pytest.fixture(scope="module")
def world(module_db):
    """One world for all addresses: each test undoes what it did there."""
    return World()


@pytest.mark.django_db
@pytest.mark.parametrize("route", TABLE)
def test_an_address_opens_to_its_roles_only(world, route):
    row = TABLE[route]
    path = world.path(route, row, world.own)
    before = rows_now()

    for role in ROLES:
        client = world.client(role)
        for method in METHODS:
            answer = client.generic(method, f"/p/own/{path}")
            told = f"{role} {method} {path}: {answer.status_code}"
            if role == "nobody":
                assert answer.status_code == 302 and "/login/" in answer["Location"], told
            elif role in ("stranger", "former"):
                assert answer.status_code == 404, told
            else:
                assert answer.status_code in expected(row, role, method, own_row=True), told
            check_words(answer, role, told)
            if method == "POST" and holds(role, row.write):
                before = rows_now()
            else:
                assert rows_now() == before, told


@pytest.mark.django_db
@pytest.mark.parametrize("route", TABLE)
def test_a_row_of_another_project_is_not_there(world, route):
    row = TABLE[route]
    path = world.path(route, row, world.other)

    for role in ROLES[1:]:
        client = world.client(role)
        for method in ("GET", "POST"):
            through_the_other = client.generic(method, f"/p/other/{path}")
            if role != "stranger":
                assert through_the_other.status_code == 404, f"{role} {method} /p/other/{path}"
                check_words(through_the_other, role, path)
            if row.model in (None, models.Project) or role not in INSIDE:
                continue
            through_own = client.generic(method, f"/p/own/{path}")
            told = f"{role} {method} /p/own/{path}: {through_own.status_code}"
            assert through_own.status_code in expected(row, role, method, own_row=False) | {405}, told
            check_words(through_own, role, told)


@pytest.mark.django_db
def test_nothing_of_a_project_stands_outside_it(world):
    client = world.client(Role.MANAGER)

    answers = {route: client.get(f"/{world.path(route, row, world.own)}") for route, row in TABLE.items()}

    assert {
        route: answer.status_code for route, answer in answers.items() if answer.status_code not in (302, 404)
    } == {}


def check_words(answer, role, told):
    """No word of another project for anybody; none of blind work for viewers and other coders."""
    words = body(answer)
    assert role == "stranger" or ELSEWHERE not in words, told
    assert role not in (Role.VIEWER, Role.CODER) or BLIND not in words, told
