"""`make run`, as somebody who has just cloned the project meets it."""

import os
import random
import re
import signal
import socket
import subprocess
import sys
import time
from contextlib import closing, contextmanager
from pathlib import Path

import httpx
import pytest
from django.core.management.base import CommandError

from curation.management.commands import start
from tests.curation.test_settings import manage
from tests.rounds import rounds, seed
from tests.test_layout import ROOT

pytestmark = pytest.mark.xdist_group("start")


def free_port():
    with closing(socket.create_server(("127.0.0.1", 0))) as server:
        return server.getsockname()[1]


@contextmanager
def started(data_dir, port, **said):
    """The site in a process of its own; gives the process and what it said until it served."""
    environment = {"PATH": os.environ["PATH"], "DATA_DIR": str(data_dir), "PORT": str(port), **said}
    process = subprocess.Popen(
        [sys.executable, "-u", str(ROOT / "manage.py"), "start"],
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        lines = []
        while "Stop with Ctrl-C" not in "".join(lines[-1:]) and (line := process.stdout.readline()):
            lines.append(line)
        yield process, "".join(lines)
    finally:
        if process.poll() is None:
            stop(process)


def stop(process):
    process.send_signal(signal.SIGINT)
    rest, _ = process.communicate(timeout=30)
    return process.returncode, rest


@pytest.fixture(scope="module")
def first_start(tmp_path_factory):
    """A folder in which the site was started once, and what it said then."""
    data_dir, port = tmp_path_factory.mktemp("start") / "data", free_port()
    with started(data_dir, port) as (process, said):
        signed_in = sign_in(port, one_time_password(said))
        ended = stop(process)
    return {"data_dir": data_dir, "port": port, "said": said, "signed_in": signed_in, "ended": ended}


def one_time_password(said):
    return re.search(r"One-time password: (\S+)", said)[1]


def sign_in(port, password):
    """Send the sign-in form as a browser does, and return where it leads."""
    with httpx.Client(base_url=f"http://127.0.0.1:{port}") as browser:
        form = browser.get("/login/").text
        token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', form)[1]
        sent = {"csrfmiddlewaretoken": token, "login": "editor", "password": password}
        first = browser.post("/login/", data=sent)
        return [first.headers["location"], browser.get(first.headers["location"]).headers["location"]]


def test_a_first_start_says_where_it_is(first_start):
    port, data_dir = first_start["port"], first_start["data_dir"]

    lines = [line.strip() for line in first_start["said"].splitlines() if "password" not in line]

    assert lines == [
        "Preparing the database ...",
        "",
        f"Standpoint is at http://127.0.0.1:{port}/",
        "Sign in as: editor",
        f"The demo's dataset: {data_dir}/exports/demo.json",
        f"Database, uploads and key: {data_dir}",
        "Keep a copy of it with: make backup",
        "Stop with Ctrl-C.",
    ]


def test_the_one_time_password_leads_to_choosing_an_own_one(first_start):
    assert first_start["signed_in"] == ["/", "/account/password/?next=%2F"]


def test_ctrl_c_stops_it_without_a_word(first_start):
    assert first_start["ended"] == (0, "")


@pytest.mark.soak
def test_ctrl_c_is_heard_at_any_moment(first_start):
    chance = random.Random(seed())
    for _ in range(rounds(30)):
        with started(first_start["data_dir"], free_port()) as (process, _):
            time.sleep(chance.random() / 4)
            ended = stop(process)

        assert ended == (0, "")


def test_a_second_start_tells_no_password(first_start):
    with started(first_start["data_dir"], free_port()) as (_, said):
        assert "password" not in said


def test_static_files_carry_a_hash_and_all_headers(first_start):
    port = free_port()
    with started(first_start["data_dir"], port):
        page = httpx.get(f"http://127.0.0.1:{port}/login/").text
        link = re.search(r'href="(/static/[^"]+)"', page)[1]
        style = httpx.get(f"http://127.0.0.1:{port}{link}")

    assert re.search(r"base\.[0-9a-f]{12}\.css$", str(style.url))
    assert [style.status_code, "immutable" in style.headers["cache-control"]] == [200, True]
    assert "default-src 'none'" in style.headers["content-security-policy"]


def test_no_header_says_where_the_site_is_mounted(first_start):
    port = free_port()
    with started(first_start["data_dir"], port):
        answer = httpx.get(f"http://127.0.0.1:{port}/p/any/", headers={"script_name": "/elsewhere"})

    assert answer.headers["location"] == "/login/?next=/p/any/"


# One sentence each


def test_a_port_in_use_is_named(tmp_path):
    with closing(socket.create_server(("127.0.0.1", 0))) as taken:
        port = taken.getsockname()[1]
        answer = manage("start", data_dir=tmp_path, PORT=str(port))

    sentence = f"CommandError: 127.0.0.1:{port} cannot be served: Address already in use. Try another PORT.\n"
    assert [answer.returncode, answer.stderr] == [1, sentence]


def test_a_host_that_is_not_ours_is_named(tmp_path):
    answer = manage(
        "start", data_dir=tmp_path, HOST="192.0.2.1", ALLOWED_HOSTS="a.example", PORT=str(free_port())
    )

    assert answer.stderr.startswith("CommandError: 192.0.2.1:")


def test_other_machines_are_let_in_only_by_name(tmp_path):
    answer = manage("start", data_dir=tmp_path, HOST="0.0.0.0")

    assert answer.stderr == (
        "CommandError: HOST=0.0.0.0 opens the site to other machines: "
        "ALLOWED_HOSTS must say under which names they will reach it.\n"
    )


def test_a_read_only_folder_is_named(settings):
    settings.DATA_DIR = Path("/proc")  # where nobody can make a file, not even root

    with pytest.raises(CommandError, match="The data folder /proc cannot be written to: .+[.]$"):
        start.check_data_folder()


def test_a_database_that_does_not_answer_is_named(tmp_path):
    answer = manage(
        "start", data_dir=tmp_path, DATABASE_URL="postgres://nobody@127.0.0.1:1/none", PORT=str(free_port())
    )

    assert re.fullmatch(r"CommandError: The database does not answer: .*Connection refused\n", answer.stderr)
