"""Many people at once on the real server, and the server dying under them: nothing acknowledged is ever lost.

SQLite in every run: it is the database that must queue its writers. Twenty seconds, a hundred rounds and twenty
deaths are for `make soak`; every other run does a few of each.
"""

import random
import shutil
import sqlite3
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import httpx
import pytest

from tests.editor import Editor
from tests.rounds import rounds, seed
from tests.server import Server

pytestmark = pytest.mark.xdist_group("many at once")
CLIENTS = 8
PASSWORD = "of this run only"
ADMIN = "/p/busy/admin/annotations"
QUOTE = "Small models are enough"
PREPARE = f"""
from annotations import projects
from annotations.models import Name, Source, Speaker, Text, Theme, User
boss = User.objects.create_user("boss", password={PASSWORD!r})
project = projects.start("busy", title="Busy", manager=boss)
people = [("boss2", "manager"), ("rev1", "reviewer"), ("rev2", "reviewer")]
people += [(f"coder{{n}}", "coder") for n in range({CLIENTS})]
for name, role in people:
    projects.join(project, User.objects.create_user(name, password={PASSWORD!r}), role=role)
source = Source.objects.create(project=project, title="Report", language="en")
Text.objects.create(source=source, language="en", body="“{QUOTE}”, said Ana Reis; others doubted it.")
speaker = Speaker.objects.create(project=project)
Name.objects.create(speaker=speaker, text="Ana Reis", kind="main")
Theme.objects.create(project=project, code="size", labels={{"en": "Size"}}, proposition="Small is enough", scale=project.scales.get())
from curation import datasets
from tests.factories import make_claim
make_claim(text=Text.objects.get(), state="accepted")
datasets.begin(project, slug="voices", title="Voices", by=None, licence="CC0-1.0")
"""


@pytest.fixture(scope="module")
def site(migrated, tmp_path_factory):
    """A server with people at work; their sessions are ended with it."""
    server = Server(shutil.copytree(migrated, tmp_path_factory.mktemp("many") / "site"))
    server.people = []
    server.manage("shell", "-v0", "-c", PREPARE)
    with server:
        yield server
    for editor in server.people:
        editor.close()


def sign_in(site, username):
    site.people.append(Editor(site.url, username, PASSWORD))
    return site.people[-1]


class Coder:
    """A coder who has the claim form open and can send it again and again."""

    def __init__(self, site, username):
        self.editor = sign_in(site, username)
        self.page = self.editor.open(f"{ADMIN}/claim/add/")
        self.form = self.page.form(having="quote")
        self.values = {
            "text": 1,
            "quote": QUOTE,
            "attributions-TOTAL_FORMS": 1,
            "attributions-0-speaker": 1,
            "codings-TOTAL_FORMS": 1,
            "codings-0-theme": 1,
            "codings-0-stance": 1,
        }

    def add_claim(self, paraphrase, *, press="_save"):
        """Send the form and return the new claim's id; raises if it is not acknowledged."""
        self.editor.client.follow_redirects = False
        page = self.editor.send(self.form, self.page, press=press, paraphrase=paraphrase, **self.values)
        self.editor.client.follow_redirects = True
        assert page.status == 302, f"{page.status}: {page.errors or page.text[:500]}"
        return int(page.location.rstrip("/").split("/")[-2])


def query(site, sql, *values):
    with sqlite3.connect(site.data_dir / "standpoint.sqlite3") as connection:
        return connection.execute(sql, values).fetchall()


def assert_whole(site, acknowledged):
    """Every acknowledged claim is there with all its parts, and the audit finds nothing half done."""
    there = dict(query(site, "SELECT id, paraphrase FROM annotations_claim"))
    assert {claim: there.get(claim) for claim in acknowledged} == acknowledged
    assert query(site, "SELECT count(*) FROM annotations_coding")[0][0] == len(there)
    done = site.manage("check_evidence", check=False)
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.soak
def test_eight_clients_read_and_write_and_nothing_is_lost_or_locked(site):
    coders = [Coder(site, f"coder{number}") for number in range(CLIENTS)]
    end = time.monotonic() + rounds(20)

    def work(number):
        mine = {}
        while time.monotonic() < end:
            listed = coders[number].editor.open(f"{ADMIN}/claim/")
            assert listed.status == 200
            words = f"{number} has {len(mine)}"
            mine[coders[number].add_claim(words)] = words
        return mine

    with ThreadPoolExecutor(CLIENTS) as pool:
        found = list(pool.map(work, range(CLIENTS)))

    acknowledged = {claim: words for mine in found for claim, words in mine.items()}
    assert len(acknowledged) == sum(map(len, found)) > CLIENTS
    assert "locked" not in site.log()
    assert_whole(site, acknowledged)


@pytest.mark.soak
def test_a_server_that_dies_at_any_moment_keeps_what_it_acknowledged(site):
    acknowledged, moments = {}, random.Random(seed())
    for death in range(rounds(20)):
        coders = [Coder(site, f"coder{number}") for number in range(4)]
        dying = threading.Event()

        def work(number, coders=coders, dying=dying, death=death):
            mine, count = {}, 0
            while not dying.is_set():
                words = f"{death}.{number}.{count}"
                try:
                    mine[coders[number].add_claim(words)] = words
                except httpx.TransportError:
                    break
                count += 1
            return mine

        with ThreadPoolExecutor(4) as pool:
            working = [pool.submit(work, number) for number in range(4)]
            time.sleep(moments.uniform(0.1, 1.2))
            site.kill()
            dying.set()
        for one in working:
            acknowledged |= one.result()
        site.start()

    assert acknowledged
    assert_whole(site, acknowledged)


@pytest.mark.soak
def test_each_backup_holds_what_was_acknowledged_before_it_began(site, tmp_path):
    coders = [Coder(site, f"coder{number}") for number in range(CLIENTS)]
    acknowledged, backups, done = {}, [], threading.Event()

    def work(number):
        while not done.is_set():
            words = f"{number} beside {len(backups)}"
            acknowledged[coders[number].add_claim(words)] = words

    with ThreadPoolExecutor(CLIENTS) as pool:
        working = [pool.submit(work, number) for number in range(CLIENTS)]
        try:
            for number in range(rounds(25, few=2)):
                path = tmp_path / f"{number}.tar.gz"
                backups.append((path, dict(acknowledged)))
                site.manage("backup", str(path))
        finally:
            done.set()
    for one in working:
        one.result()

    assert len(acknowledged) > len(backups[-1][1]) > 0
    for path, before in backups:
        elsewhere = Server(path.with_suffix(".restored"))
        elsewhere.manage("restore", str(path))
        assert_whole(elsewhere, before)


# Two editors on the same row: one succeeds, the other is told


def form_of(path, having, **typed):
    """A change form that both have open; each types something of their own."""
    return lambda site: [
        (path, having, {name: text.format(who) for name, text in typed.items()}) for who in (1, 2)
    ]


def draft_of(having, **typed):
    def path(site):
        claim = Coder(site, "coder0").add_claim("as it was")
        return form_of(f"{ADMIN}/claim/{claim}/change/", having, **typed)(site)

    return path


def two_steps(first, second):
    """Two buttons of one claim that awaits review."""

    def path(site):
        claim = Coder(site, "coder0").add_claim("for review", press="_submit")
        page = f"{ADMIN}/claim/{claim}/change/"
        return [
            (page, f"/step/{first}/", {"note": "because"}),
            (page, f"/step/{second}/", {"note": "because"}),
        ]

    return path


def in_the_queue(site):
    """A claim that both reviewers have open in the queue."""
    claim = Coder(site, "coder0").add_claim("for review", press="_submit")
    page = f"/p/busy/admin/review/?claim={claim}"
    return [(page, "decision", {"decision": act, "note": "because"}) for act in ("accept", "return")]


def a_note(site):
    """A question that both resolve on the claim's page."""
    coder = Coder(site, "coder0")
    page = f"{ADMIN}/claim/{coder.add_claim('asked about', press='_submit')}/change/"
    opened = coder.editor.open(page)
    coder.editor.send(opened.form(having="body"), opened, body="Who is meant?")
    return [(page, "/resolve/", {})] * 2


def a_freeze(site):
    """The page on which both freeze the same version; what was frozen before is done by then."""
    while query(site, "SELECT count(*) FROM curation_work WHERE state IN ('waiting', 'working')") != [(0,)]:
        time.sleep(0.1)
    return form_of(f"{DATASET}/freeze/", "version", notes="By {}")(site)


DATASET = "/p/busy/admin/curation/dataset/1"
WRITE_PATHS = {
    "dataset": ("boss", "boss2", form_of(f"{DATASET}/change/", "abstract", title="Voices {}")),
    "freeze a dataset": ("boss", "boss2", a_freeze),
    "project": ("boss", "boss2", form_of(f"{ADMIN}/project/1/change/", "title", title="Busy {}")),
    "member": ("boss", "boss2", form_of(f"{ADMIN}/membership/5/change/", "role", role="coder")),
    "source": ("boss", "boss2", form_of(f"{ADMIN}/source/1/change/", "title", title="Report {}")),
    "speaker": ("boss", "boss2", form_of(f"{ADMIN}/speaker/1/change/", "kind", identifiers="wikidata: Q{}")),
    "a speaker's names": (
        "boss",
        "boss2",
        form_of(f"{ADMIN}/speaker/1/change/", "kind", **{"names-0-text": "Ana {}"}),
    ),
    "theme": ("boss", "boss2", form_of(f"{ADMIN}/theme/1/change/", "proposition", proposition="Small {}")),
    "a scale's stances": (
        "boss",
        "boss2",
        form_of(f"{ADMIN}/scale/1/change/", "label", **{"stances-0-label": "For {}"}),
    ),
    "draft": ("coder0", "coder0", draft_of("quote", paraphrase="By {}")),
    "a draft's codes": ("coder0", "coder0", draft_of("quote", **{"codings-0-note": "By {}"})),
    "accept and return": ("rev1", "rev2", two_steps("accept", "return")),
    "accept twice": ("rev1", "rev2", two_steps("accept", "accept")),
    "accept and return in the queue": ("rev1", "rev2", in_the_queue),
    "resolve a note": ("rev1", "rev2", a_note),
}


@pytest.mark.soak
@pytest.mark.parametrize("name", WRITE_PATHS)
def test_of_two_editors_one_succeeds_and_one_is_told(site, name):
    first, second, prepare = WRITE_PATHS[name]
    editors = [sign_in(site, first), sign_in(site, second)]

    for _ in range(rounds(100)):
        acts = prepare(site)
        pages = [editor.open(path) for editor, (path, _, _) in zip(editors, acts, strict=True)]
        forms = [form_with(page, having) for page, (_, having, _) in zip(pages, acts, strict=True)]
        start = threading.Barrier(2)

        def send(number, acts=acts, pages=pages, forms=forms, start=start):
            start.wait()
            return editors[number].send(forms[number], pages[number], **acts[number][2])

        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(send, range(2)))

        assert sorted(answer.status for answer in answers) == [200, 409], [
            answer.errors for answer in answers
        ]
    assert "Traceback" not in site.log()


def form_with(page, having):
    """The form with this field, or the one that goes to this address."""
    if not having.startswith("/"):
        return page.form(having=having)
    return next(form for form in page.document.forms if (form.get("action") or "").endswith(having))


# Two windows at the desk


class Desk:
    """Somebody at the desk, as the scripts of the page send what is done there."""

    content = {
        "start": 1,
        "end": 24,
        "quote": QUOTE,
        "voices": [{"speaker": 1, "named_as": "", "organisation": None, "via": None}],
        "codes": [{"theme": 1, "stance": 1, "certainty": "", "note": ""}],
    }

    def __init__(self, site, username):
        self.client = sign_in(site, username).client

    def send(self, what="acts", **told):
        headers = {"accept": "application/json", "x-csrftoken": self.client.cookies["csrftoken"]}
        return self.client.post(f"/p/busy/desk/1/{what}/", json=told, headers=headers)

    def mark(self, paraphrase="", **told):
        told = {"act": str(uuid4()), "claim": str(uuid4())} | told
        return self.send(kind="mark", content=self.content | {"paraphrase": paraphrase}, **told)


def at_once(*acts):
    start = threading.Barrier(len(acts))

    def run(act):
        start.wait()
        return act()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(run, acts))


@pytest.mark.soak
def test_of_two_windows_at_the_desk_one_saves_and_one_is_told(site):
    windows = [Desk(site, "coder0"), Desk(site, "coder0")]

    for _ in range(rounds(100)):
        claim = windows[0].mark().json()["claim"]

        def change(number, key=claim["key"]):
            content = Desk.content | {"paraphrase": f"By {number}"}
            told = {"kind": "rewrite", "claim": key, "seen": 1, "content": content}
            return windows[number].send(act=str(uuid4()), **told)

        answers = at_once(partial(change, 0), partial(change, 1))

        assert sorted(answer.status_code for answer in answers) == [200, 409]
        saved, told = sorted(answers, key=lambda answer: answer.status_code)
        assert told.json()["claim"]["paraphrase"] == saved.json()["claim"]["paraphrase"]
    assert "Traceback" not in site.log()


@pytest.mark.soak
def test_an_act_sent_twice_at_once_is_done_once_and_answered_alike(site):
    windows = [Desk(site, "coder0"), Desk(site, "coder0")]

    for _ in range(rounds(100)):
        act, key, words = str(uuid4()), str(uuid4()), str(uuid4())
        answers = at_once(*(partial(window.mark, words, act=act, claim=key) for window in windows))

        assert [answer.status_code for answer in answers] == [200, 200]
        assert answers[0].json()["claim"] == answers[1].json()["claim"]
        assert query(site, "SELECT count(*) FROM annotations_claim WHERE paraphrase = ?", words) == [(1,)]
    assert "Traceback" not in site.log()


@pytest.mark.soak
def test_a_doubt_sent_twice_at_once_is_kept_once_and_settled_once(site):
    windows = [Desk(site, "coder2"), Desk(site, "coder2")]
    for _ in range(rounds(100)):
        told = {"start": 1, "end": 24, "fault": "other", "words": "Sure?", "act": str(uuid4())}
        kept = at_once(*(partial(window.send, "doubts/new", **told) for window in windows))
        place = f"doubts/{kept[0].json()['doubts'][-1]['id']}"
        settled = at_once(*(partial(window.send, place, resolved=True, seen=1) for window in windows))
        assert [answer.status_code for answer in kept] == [200, 200]
        assert sorted(answer.status_code for answer in settled) == [200, 409]
        assert query(site, "SELECT count(*) FROM annotations_note WHERE key = ?", told["act"]) == [(1,)]


@pytest.mark.soak
def test_an_undo_sent_twice_at_once_is_done_once(site):
    windows = [Desk(site, "coder1"), Desk(site, "coder1")]

    for _ in range(rounds(100)):
        keys = [windows[0].mark().json()["claim"]["key"] for _ in range(2)]
        act = str(uuid4())
        answers = at_once(*(partial(window.send, "undo", act=act) for window in windows))

        assert [answer.status_code for answer in answers] == [200, 200]
        states = query(site, "SELECT state FROM annotations_claim WHERE key IN (?, ?) ORDER BY id", *keys)
        assert states == [("draft",), ("discarded",)]
