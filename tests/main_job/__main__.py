"""Do the main job on a folder of articles, and say what came of it: `python -m tests.main_job FOLDER`."""

import json
import shutil
import sys
import tempfile
import time
from pathlib import Path

import jsonschema

from tests.main_job import desk, plan
from tests.main_job.people import Coder, Manager, Reviewer
from tests.main_job.site import PASSWORD, SLUG, audit, make_empty, make_site, told
from tests.server import ROOT, Server


def main(folder: Path) -> None:
    begun = time.monotonic()
    articles = plan.articles(folder)
    with tempfile.TemporaryDirectory(prefix="standpoint-main-job-") as data:
        empty = make_empty(Path(data) / "empty")
        server = make_site(empty, Path(data) / "here")
        with server:
            dataset = told(server, do_the_job, articles)
        check(server, dataset, articles)
        go_round(server, dataset, empty, Path(data))
        desk.code_by_keyboard(make_site(empty, Path(data) / "desk"), articles, dataset)
    print(f"The main job is done in {time.monotonic() - begun:.0f} s.")


def do_the_job(server: Server, articles: list) -> bytes:
    """Codebook, speakers, articles, claims, review, revision; returns the dataset as a manager downloads it."""
    manager, coder, reviewer = (
        who(server, SLUG, name, PASSWORD)
        for who, name in ((Manager, "mara"), (Coder, "cora"), (Reviewer, "remy"))
    )
    known = {theme["code"]: manager.add_theme(theme) for theme in plan.wanted_themes(articles)}
    for speaker in plan.wanted_speakers(articles):
        known[speaker["id"]] = manager.add_speaker(speaker, known)
    for article in articles:
        text = coder.add_source(article)
        coded = [(coder.code(claim, article, text, known), claim) for claim in article.claims]
        for claim_id, claim in coded:
            reviewer.decide(claim_id, claim)
        back = [pair for pair in coded if pair[1]["review"] == "return"]
        for claim_id, claim in back:
            reviewer.accept(coder.revise(claim_id, claim, article, text, known))
        print(f"{article.about['title']}: {len(coded)} claims coded, {len(back)} returned and revised.")
    return manager.download()


def check(server: Server, dataset: bytes, articles: list) -> None:
    """The dataset is what was typed, has the published shape, and the audit finds no fault."""
    document = json.loads(dataset)
    schema = json.loads((ROOT / "docs" / "dataset.schema.json").read_text(encoding="utf-8"))
    jsonschema.Draft202012Validator(schema).validate(document)
    bodies = {text["id"]: text["body"] for source in document["sources"] for text in source["texts"]}
    assert sorted(bodies.values()) == sorted(article.body for article in articles), "a text is not as it was"
    places = set()
    for claim in document["claims"]:
        (anchor,) = claim["anchors"]
        assert bodies[anchor["text"]][anchor["start"] : anchor["end"]] == anchor["quote"], claim["id"]
        places.add((bodies[anchor["text"]], anchor["start"], anchor["end"]))
    wanted = {(one.body, claim["start"], claim["end"]) for one in articles for claim in one.claims}
    assert wanted <= places, "a passage is not where it was marked"
    for article in articles:
        assert len(article.claims) >= 15, f"{article.path.name} has too few claims"
        speaking = {row["speaker"] for claim in article.claims for row in claim["speakers"]}
        assert len(speaking) >= 7, f"{article.path.name} has too few speakers"
    audit(server)
    states = sorted({claim["state"] for claim in document["claims"]})
    print(f"The dataset has {len(document['claims'])} claims ({', '.join(states)}) and the published shape.")


def go_round(server: Server, dataset: bytes, empty: Path, data: Path) -> None:
    """By command the same bytes come out; elsewhere they go in, and come out the same again."""
    exported = server.manage("export_dataset", "--project", SLUG, "--state", "all").stdout
    assert exported.encode() == dataset, "the command and the page differ"
    file = data / "dataset.json"
    file.write_bytes(dataset)
    elsewhere = Server(shutil.copytree(empty, data / "elsewhere"))
    elsewhere.manage("import_dataset", str(file), "--project", SLUG)
    again = elsewhere.manage("export_dataset", "--project", SLUG, "--state", "all").stdout
    assert again.encode() == dataset, "the dataset came back changed"
    audit(elsewhere)
    print(f"Out, in elsewhere, and out again: the same {len(dataset):,} bytes.")


if __name__ == "__main__":
    if len(sys.argv) != 2:
        raise SystemExit("Say which folder of articles: python -m tests.main_job FOLDER")
    main(Path(sys.argv[1]))
