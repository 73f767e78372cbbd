"""What people paste by mistake comes out as it went in, or is refused with a reason, and stays on the screen.

Every text field of every form takes every string of ``tests.naughty``, each field another one at a time; ROUNDS says
how many of them.
"""

import json
import random
import re
import unicodedata
from html.parser import HTMLParser

import httpx
import pytest
from django.core.cache import cache
from django.db import models, transaction
from django.test import Client

from annotations import access, invitations, projects
from annotations.imports import codebook_table, speaker_table, table
from annotations.models import Claim, Name, Project, Theme, User
from curation.export import dataset
from tests.annotations.admin.editing import make_study
from tests.editor import Editor, as_browser
from tests.factories import Role, make_claim, make_content, make_project, make_user
from tests.naughty import NAUGHTY
from tests.rounds import rounds, seed

pytestmark = pytest.mark.django_db
AT = "/p/study/admin/annotations"
# The address of a form, a field of it, and what is typed into it so that it can be saved at all.
FORMS = {
    "project": ("{at}/project/{project}/change/", "title", {}),
    "new source": ("{at}/source/add/", "title", {"language": "en"}),
    "source": ("{at}/source/{source}/change/", "title", {}),
    "new text": ("{at}/text/add/?source={source}", "body", {"language": "en", "kind": "human-translation"}),
    "new speaker": ("{at}/speaker/add/", "names-0-text", {}),
    "speaker": ("{at}/speaker/{speaker}/change/", "names-0-text", {}),
    "new theme": ("{at}/theme/add/", "proposition", {}),
    "theme": ("{at}/theme/{theme}/change/", "proposition", {}),
    "new scale": ("{at}/scale/add/", "label", {}),
    "scale": ("{at}/scale/{scale}/change/", "label", {}),
    "new note": ("{at}/note/add/", "body", {}),
    "new claim": ("{at}/claim/add/", "quote", {}),
    "draft": ("{at}/claim/{draft}/change/", "paraphrase", {}),
    "freeze": ("{at}/codebookversion/freeze/", "reason", {}),
    "withdraw": ("{at}/claim/{claim}/step/withdraw/", "note", {}),
    "member": ("{at}/membership/{membership}/change/", "role", {}),
    "account": ("/account/", "name", {}),
    "start": ("/start/", "title", {"language": "en"}),
    "start with people": ("/p/study/start/people/", "email", {"role": "coder"}),
    "invitation": ("{at}/membership/invite/", "email", {"role": "coder"}),
}


class Fields(HTMLParser):
    """What a page's text fields hold, as a browser reads it."""

    def __init__(self, words):
        super().__init__(convert_charrefs=True)
        self.values, self.area = {}, None
        self.feed(words)
        self.close()

    def handle_starttag(self, tag, attributes):
        known = dict(attributes)
        if tag == "textarea":
            self.area = known.get("name")
            self.values[self.area] = ""
        elif tag == "input" and known.get("type", "text") in TYPED and known.get("name"):
            self.values[known["name"]] = as_kept(known.get("value") or "")

    def handle_endtag(self, tag):
        if tag == "textarea" and self.area:
            self.values[self.area] = as_kept(self.values[self.area]).removeprefix("\n")
            self.area = None

    def handle_data(self, words):
        if self.area:
            self.values[self.area] += words


TYPED = ("text", "search", "url", "email", "tel")


# A site with one study, and its manager at the forms


@pytest.fixture
def study(db):
    """The rows of a study by name, and ``boss``, who manages it and has a draft in it."""
    project = make_project("study")
    rows = make_study(project)
    boss = make_user("boss")
    projects.join(project, boss, role=Role.MANAGER)
    rows["claim"] = Claim.objects.accepted().first()
    rows["draft"] = make_claim(coder=boss, content=make_content(rows["text"]))
    return {name: row.pk for name, row in rows.items()} | {"at": AT}


class Inside(httpx.BaseTransport):
    """Leads a browser's requests straight into the site, in the test's own transaction."""

    def __init__(self, client):
        self.client = client

    def handle_request(self, request):
        kind = request.headers.get("content-type", "application/octet-stream")
        where = request.url.raw_path.decode()
        answer = self.client.generic(request.method, where, request.read(), content_type=kind)
        return httpx.Response(answer.status_code, headers=list(answer.items()), content=answer.getvalue())


class InProcess(Editor):
    def __init__(self, client):
        self.client = httpx.Client(
            transport=Inside(client), base_url="http://localhost", follow_redirects=True
        )


@pytest.fixture
def editor(study, client, settings):
    settings.MAIL, settings.DEFAULT_FROM_EMAIL = (
        True,
        "site@example.org",
    )  # where there is mail, addresses are asked for
    client.raise_request_exception = False
    client.force_login(User.objects.get(username="boss"))
    editor = InProcess(client)
    yield editor
    editor.close()


def text_fields(page, form):
    """The names of the text fields of a form; of rows below it, those that are there already."""
    found = form.xpath(
        ".//textarea[@name] | .//input[@name and (not(@type) or @type='text' or @type='url' or @type='email')]"
    )
    there = {name.removesuffix("id") for name, value in form.form_values() if name.endswith("-id") and value}
    names = [field.name for field in found if not {"readonly", "disabled"} & {*field.keys()}]
    return [
        name for name in names if not (row := re.match(r"\w+-(\d+|__prefix__)-", name)) or row[0] in there
    ]


def as_sent(value):
    """A browser sends half a character as U+FFFD."""
    return value.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def as_kept(value):
    return as_browser(value).replace("\r\n", "\n")


def strings(value):
    """All strings in a document."""
    if isinstance(value, str):
        yield value
    for one in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from strings(one)


def exported(project):
    return set(strings(json.loads(b"".join(dataset.stream(project, states=Claim.State.values)))))


def stored():
    kinds = (models.CharField, models.TextField, models.JSONField)
    found = set()
    for model in access.RULES:
        fields = [field.name for field in model._meta.concrete_fields if isinstance(field, kinds)]
        for row in model._base_manager.values_list(*fields) if fields else ():
            found |= set(strings(list(row)))
    return found


def problems(editor, address, having, given, values):
    """Send one form with these values, give way where it refuses, and return what went wrong."""
    page = editor.open(address)
    form = page.form(having=having)
    names = [name for name in text_fields(page, form) if name not in given]
    typed = {name: as_sent(next(values)) for name in names}
    for _ in range(len(names) + 1):
        answer = editor.send(form, page, **given | typed)
        if answer.status != 200:
            return [f"{answer.status} on {typed!r}"]
        refused = [name for name in typed if f'id="id_{name}_error"' in answer.text]
        if not answer.errors:
            return not_kept(answer, typed)
        if not refused:
            return [f"no field named: {answer.errors} on {typed!r}"] if not having_words(answer) else []
        lost = [name for name in typed if Fields(answer.text).values.get(name) != as_kept(typed[name])]
        if lost:
            return [
                f"{name} did not stay: {typed[name]!r}, {Fields(answer.text).values.get(name)!r}"
                for name in lost
            ]
        typed = {name: value for name, value in typed.items() if name not in refused}
    return [f"always refused: {answer.errors}"]


def having_words(answer):
    """The form as a whole may be refused with a sentence, such as that a quote is not in the text."""
    return [said for said in answer.errors if len(said.split()) > 3]


def not_kept(answer, typed):
    there = stored() | set(Fields(answer.text).values.values())
    out = exported(Project.objects.order_by("pk").last())
    kept = {name: as_kept(value) for name, value in typed.items()}
    kept |= {name: value.strip() for name, value in kept.items() if name.split("-")[-1] in TRIMMED}
    return [
        f"{name} came out otherwise: {value!r}"
        for name, value in kept.items()
        for part in parts(name, value)
        if part not in (out if name in EXPORTED else there)
    ]


def parts(name, value):
    """What is kept of a value: of a list, each line that is not empty."""
    lines = [line for line in value.split("\n") if line.strip()]
    if name in PAIRS:
        return [line.partition(":")[2].removeprefix(" ") for line in lines]
    return lines if name in LISTS else [value] if value else []


# Codes, tags, dates and people's own names have no spaces at their ends; of a list, each line is one, and of pairs what
# stands after the colon.
TRIMMED = {"code", "email", "language", "name", "script", "text_language"}
TRIMMED |= {"published", "retrieved", "said", "since", "until"}
LISTS, PAIRS = {"examples"}, {"identifiers", "labels"}
EXPORTED = {"title", "publisher", "byline", "event", "body", "proposition", "definition", "paraphrase"}


@pytest.mark.soak
@pytest.mark.parametrize("name", FORMS)
def test_what_is_typed_comes_out_as_it_was_or_is_refused_with_a_reason(editor, study, name):
    address, having, given = FORMS[name]
    chance = random.Random(f"{seed()} {name}")
    found = []

    for number in range(rounds(len(NAUGHTY), few=2)):
        order = [*NAUGHTY[number:], *NAUGHTY[:number]]
        values = iter(order if number == 0 else chance.sample(order, len(order)))
        with transaction.atomic():
            found += problems(editor, address.format(**study), having, given, values)
            transaction.set_rollback(True)

    assert found == []


# Following an invitation: somebody new chooses a user name and says how they are called


@pytest.mark.soak
def test_a_newcomer_is_called_as_they_wrote_or_is_told_why_not(study, client):
    client.raise_request_exception = False
    boss, project = User.objects.get(username="boss"), Project.objects.get(slug="study")
    _invitation, secret = invitations.invite(project, by=boss, role=Role.CODER)
    chance = random.Random(f"{seed()} newcomer")
    found = []

    for _ in range(rounds(len(NAUGHTY), few=2)):
        typed = {"username": as_sent(chance.choice(NAUGHTY)), "first_name": as_sent(chance.choice(NAUGHTY))}
        for name, value in typed.items():
            with transaction.atomic():
                found += problems_of_newcomer(f"/invitation/{secret}/", name, value)
                transaction.set_rollback(True)

    assert found == []


def problems_of_newcomer(address, name, value):
    """Send the form with one of its fields so, all else fine, and return what went wrong."""
    cache.clear()  # however many came before
    editor = InProcess(Client(raise_request_exception=False))
    page = editor.open(address)
    fine = {"username": "newcomer", "first_name": "", "password": "three plain words"}
    answer = editor.send(page.form(having="username"), page, **fine | {name: value})
    editor.close()
    if answer.status == 200 and answer.errors:
        kept = Fields(answer.text).values.get(name)
        return [] if kept == as_kept(value) else [f"{name} did not stay: {value!r}, {kept!r}"]
    made = User.objects.order_by("pk").last()
    wanted = {as_kept(value).strip(), unicodedata.normalize("NFKC", as_kept(value).strip())}
    as_typed = made.username != "boss" and getattr(made, name) in wanted
    return [] if answer.status == 200 and as_typed else [f"{answer.status} on {name} {value!r}"]


# Tables: what a cell holds comes in as it was, or the row is named and nothing comes in

TABLES = {
    "speaker": (speaker_table, ("key", "kind", "name"), "name", Name, "text"),
    "theme": (codebook_table, ("code", "label:en", "proposition"), "proposition", Theme, "proposition"),
}
FINE = {"kind": "person"}


@pytest.mark.soak
@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("write", [table.as_csv, table.as_xlsx], ids=["csv", "xlsx"])
def test_what_stands_in_a_table_comes_in_as_it_was_or_its_row_is_named(editor, kind, write):
    verb, columns, odd, model, field = TABLES[kind]
    texts = [
        text for text in map(as_sent, NAUGHTY) if text.strip() and len(text) < 10_000 and "\0" not in text
    ]
    rows = [
        [text if name == odd else FINE.get(name, f"{name[:2]}{number}") for name in columns]
        for number, text in enumerate(texts, start=2)
    ]
    plan = verb.plan(Project.objects.get(slug="study"), table.read(write(columns, rows)))
    refused = {problem.row: problem.reason for problem in plan.problems}
    fine = [row for number, row in enumerate(rows, start=2) if number not in refused]

    told = sent_table(editor, kind, write(columns, rows))
    shown = sent_table(editor, kind, write(columns, fine))
    done = editor.send(shown.form(having="mark"), shown)

    there = set(model.objects.values_list(field, flat=True))
    lost = [row for row in fine if not {kept := as_kept(row[columns.index(odd)]), kept.strip()} & there]
    assert [told.status, done.status, lost] == [200, 200, []]
    assert all(reason in told.document.text_content() for reason in list(refused.values())[:100])
    assert len(fine) > len(rows) / 2


@pytest.mark.parametrize("text", ["a\0b", "\0"])
def test_a_table_with_what_no_database_holds_is_refused_whole(editor, text):
    answer = sent_table(editor, "speaker", table.as_csv(["name"], [["Ana"], [text]]))

    assert [answer.status, len(answer.errors), Name.objects.filter(text="Ana").count()] == [200, 1, 0]


def sent_table(editor, kind, data):
    """Choose this file on the page where a table is brought in, and return what it shows."""
    page = editor.open(f"{AT}/{kind}/table/")
    return editor.send(page.form(having="file"), page, files={"file": ("table", data)})
