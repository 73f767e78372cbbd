"""Measure and print: starting, saving a claim, the pages of every day, export, import and releases. `make bench`; a
number of claims shortens it.

python -m bench [1000 10000 100000]
"""

import sys
import tempfile
from pathlib import Path
from urllib.parse import quote

from bench import desk, releases, starts, table, years
from bench.clock import told
from bench.study import ADMIN, LIST, Study

SIZES = (1_000, 10_000, 100_000)
NAMES = 100_000
OFFERED = f"{LIST}choices/?app_label=annotations&model_name=attribution&field_name=speaker&term="
LISTS = ("source", "text", "reading", "speaker", "theme", "note", "decision", "batch")
PAGES = {
    "front page": ADMIN,
    "review queue": f"{ADMIN}review/",
    "claims": LIST,
    "claims by theme and stance": f"{LIST}?theme=theme-000&stance=support",
    **{f"list: {name}": f"{ADMIN}annotations/{name}/" for name in LISTS},
    "search: claims": f"{LIST}?q=barema",
    "search: sources": f"{ADMIN}annotations/source/?q=barema",
    "search: speakers": f"{ADMIN}annotations/speaker/?q=barema",
}
TYPED = {"two letters": "ba", "a word": "barema", "two words": "ba lo", "nothing yet": ""}


def main(sizes: list[int]) -> None:
    with tempfile.TemporaryDirectory(prefix="standpoint-bench-") as name:
        folder = Path(name)
        with told("starting"):
            started = starts.measure(folder / "starts")
        with told("datasets made up"):
            studies = {size: Study(folder / str(size), size) for size in sizes}
            names = Study(folder / "names", sizes[0], names=NAMES)
        with told("import and export"):
            moved = [row for study in studies.values() for row in study.move()]
        with told("releases"):
            released = releases.measure(studies[sizes[-1]])
        with told("pages"):
            for study in studies.values():
                years.go_by(study.folder / "standpoint.sqlite3")
            pages = {size: study.pages(PAGES) for size, study in studies.items()}
        with told("speakers offered"):
            names.move_in()
            offers = names.pages({name: f"{OFFERED}{quote(typed)}" for name, typed in TYPED.items()})
        with told("saving"):
            saves = studies[sizes[-1]].saves()
        with told("coding desk"):
            (folder / "desk").mkdir()
            at_the_desk = desk.measure(folder / "desk")
    starts.show(started)
    table.show_saves(saves, claims=sizes[-1])
    table.show_pages(pages)
    table.show_offers(offers, names=NAMES)
    table.show_moves([row for row in moved if row.claims >= 10_000] or moved)
    releases.show(released)
    desk.show(at_the_desk)


if __name__ == "__main__":
    main([int(word) for word in sys.argv[1:]] or list(SIZES))
