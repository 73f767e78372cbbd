"""A site with one project of so many claims, and what people do there: what the other files measure."""

import subprocess
import sys
import uuid
from functools import partial
from pathlib import Path

from bench import data, raw, table
from bench.clock import Visitor, medians
from tests.editor import Editor, empty_buttons
from tests.server import ROOT, Server

PASSWORD = "bench, not a secret"
ADMIN = "/p/bench/admin/"
LIST = f"{ADMIN}annotations/claim/"


class Study:
    """A site with one project of so many claims."""

    def __init__(self, folder: Path, claims: int, *, names: int = 0):
        self.claims = claims
        folder.mkdir()
        self.folder = folder
        self.server = Server(folder, settings="bench.settings")
        self.bare = Server(folder, settings="bench.bare")
        self.file = folder / "dataset.json"
        data.write_dataset(self.file, claims=claims, names=names)

    def move(self) -> list[table.Move]:
        """Import the dataset, export it again, and do the same rows raw."""
        came_in, in_memory = self.move_in()
        out = self.folder / "out.json"
        database = self.folder / "standpoint.sqlite3"
        # In turn, and the best of each: short runs on a noisy machine say little one by one.
        ours, raws = [], []
        for _ in range(3):
            ours.append(self.child("export_dataset", "--project", "bench", out=out))
            raws.append(raw.export_seconds(database, self.folder / "raw.jsonl"))
        went_out, out_memory = min(ours)
        raw_out = min(raws)
        raw_in = raw.import_seconds(database, self.folder / "raw.sqlite3")
        return [
            table.Move(
                "export",
                self.claims,
                went_out,
                raw_out,
                out_memory,
                same=out.read_bytes() == self.file.read_bytes(),
            ),
            table.Move("import", self.claims, came_in, raw_in, in_memory, same=True),
        ]

    def move_in(self) -> tuple[float, float]:
        """Import the dataset and let somebody sign in to it; returns the import's seconds and its MB over idle."""
        self.server.manage("migrate")
        took = self.child("import_dataset", str(self.file), "--project", "bench")
        self.make_person()
        return took

    def child(self, *words: str, out: Path | None = None) -> tuple[float, float]:
        """Run a management command in a process of its own; returns its seconds and its MB over idle."""
        with (out or self.folder / "nothing").open("wb") as file:
            done = subprocess.run(
                [sys.executable, "-m", "bench.child", *words],
                cwd=ROOT,
                env=self.server.environment,
                stdout=file,
                stderr=subprocess.PIPE,
                text=True,
            )
        if done.returncode:
            raise RuntimeError(done.stderr)
        seconds, memory = done.stderr.splitlines()[-1].split()
        return float(seconds), float(memory)

    def make_person(self) -> None:
        script = (
            "from annotations import projects; from annotations.models import Project, User; "
            f"user = User.objects.create_user('bench', password={PASSWORD!r}); "
            "projects.join(Project.objects.get(), user, role='manager')"
        )
        self.server.manage("shell", "-c", script)

    def pages(self, asked: dict[str, str]) -> dict[str, float]:
        """Pages by name: median milliseconds of each."""
        with self.server:
            visitor = Visitor(self.server.url, Editor(self.server.url, "bench", PASSWORD))
            return medians({name: partial(visitor.get, path) for name, path in asked.items()}, times=15)

    def id_of(self, table: str) -> str:
        """The first row's id, asked of the database itself."""
        query = f"SELECT min(id) FROM annotations_{table}"
        return raw.one_value(self.folder / "standpoint.sqlite3", query)

    def saves(self) -> dict[str, float]:
        """Saving: median milliseconds of a bare INSERT, one behind the sign-in, the verb, the desk, and the admin's form."""
        with self.server, self.bare:
            editor = Editor(self.server.url, "bench", PASSWORD)
            visitor, bare = Visitor(self.server.url, editor), Visitor(self.bare.url)
            wanted = {name: self.id_of(name) for name in ("text", "speaker", "theme", "stance")}
            claim = {"text": wanted["text"], "speaker": wanted["speaker"], "start": 100}
            claim["theme"] = [int(wanted["theme"]), int(wanted["theme"]) + 1]
            acts = {
                "bare INSERT": partial(bare.post, "/bench/insert-bare", {}),
                "signed-in INSERT": partial(visitor.post, "/p/bench/bench/insert", {}),
                "claim, through the verb": partial(visitor.post, "/p/bench/bench/claim", claim),
                "claim, through the desk": at_the_desk(visitor, wanted),
                "claim, through the admin's form": form_filler(editor, visitor, self.quote(), wanted),
            }
            return medians(acts, times=60)

    def quote(self) -> str:
        query = "SELECT substr(body, 201, 80) FROM annotations_text WHERE id = (SELECT min(id) FROM annotations_text)"
        return raw.one_value(self.folder / "standpoint.sqlite3", query)


def at_the_desk(visitor: Visitor, wanted: dict[str, str]):
    """Return an act that marks a claim as the desk's scripts do: under a new key each time, with the time it took."""
    theme, stance = int(wanted["theme"]), int(wanted["stance"])
    content = {
        "start": 100,
        "end": 180,
        "reporting": "indirect",
        "said": "2026-11",
        "paraphrase": "What she is reported to have said.",
        "voices": [{"speaker": int(wanted["speaker"]), "named_as": "she", "organisation": None, "via": None}],
        "codes": [{"theme": theme, "stance": stance, "certainty": "high", "note": ""}, {"theme": theme + 1}],
    }
    act = {"kind": "mark", "content": content, "seconds": 12, "known": [int(wanted["speaker"])]}
    address = f"/p/bench/desk/{wanted['text']}/acts/"
    return lambda: visitor.send(address, act | {"act": new_key(), "claim": new_key(), "sitting": new_key()})


def new_key() -> str:
    return str(uuid.uuid4())


def form_filler(editor: Editor, visitor: Visitor, quote: str, wanted: dict[str, str]):
    """Return an act that sends the admin's claim form, filled in once as an editor would."""
    page = editor.open(f"{LIST}add/")
    form = page.form(having="quote")
    fields = (
        dict(form.form_values())
        | empty_buttons(form)
        | {
            "text": wanted["text"],
            "quote": quote,
            "attributions-TOTAL_FORMS": "1",
            "attributions-0-speaker": wanted["speaker"],
            "codings-TOTAL_FORMS": "2",
            "codings-0-theme": wanted["theme"],
            "codings-0-stance": wanted["stance"],
            "codings-1-theme": str(int(wanted["theme"]) + 1),
            "codings-1-stance": wanted["stance"],
        }
    )
    return partial(visitor.post, f"{LIST}add/", fields, expected=(302,))
