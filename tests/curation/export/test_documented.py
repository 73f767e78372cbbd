"""docs/formats.md names every file of a release, and each sentence about what a format cannot hold."""

import ast
from pathlib import Path

from curation.export import FORMATS

ROOT = Path(__file__).resolve().parents[3]


def documented():
    return (ROOT / "docs" / "formats.md").read_text()


def sentences():
    """The sentences marked for translation in the modules of the formats."""
    for path in sorted((ROOT / "curation" / "export").glob("*.py")):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "gettext_noop":
                yield ast.literal_eval(node.args[0])


def test_every_file_is_explained_in_the_order_in_which_it_is_written():
    headings = [line[4:-1] for line in documented().splitlines() if line.startswith("## `")]

    assert headings == [form.FILE for form in FORMATS]


def test_every_loss_is_explained_in_the_words_of_the_release():
    text = " ".join(documented().split())

    found = list(sentences())
    assert len(found) > 10
    assert [sentence for sentence in found if sentence not in text] == []
