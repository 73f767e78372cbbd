"""The network of speakers and themes as GraphML: who said something on what, how often, and how far for or against.

Nodes are speakers (as whom readers see them) and themes; an edge holds the number of codings, the mean of the
positions of their stances, and the number of codings of each stance.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import escape, quoteattr

from django.utils.translation import gettext_noop

from annotations.imports.table import UNSPEAKABLE
from annotations.shape import ClaimRecord
from curation.export.passages import SILENT, is_silent
from curation.export.records import Loss, Records

FILE = "network.graphml"
NAMESPACE = "http://graphml.graphdrawing.org/xmlns"
COUNTED = gettext_noop(
    "Codings are only counted here: passages, dates, organisations and certainty are left out."
)
UNPLACED = gettext_noop("Codings whose stance has no position are in no mean.")
REPLACED = "\ufffd"
Edges = dict[tuple[str, str], Counter[str]]
NOT_CODED = "none"


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the network; nodes stand in the order of speakers' ids and of the codebook."""
    loss: Counter[str] = Counter()
    edges = _edges(dataset, loss)
    out.writelines(line.encode() + b"\n" for line in _lines(dataset, edges))
    return dict(loss)


def _edges(dataset: Records, loss: Counter[str]) -> Edges:
    edges: Edges = defaultdict(Counter)
    for claim in dataset.claims():
        loss.update(_lost(claim, dataset))
        for speaker in sorted({dataset.people[voice["speaker"]].id for voice in claim["speakers"]}):
            for coding in claim["codings"]:
                edges[speaker, coding["theme"]][coding["stance"] or NOT_CODED] += 1
    return edges


def _lost(claim: ClaimRecord, dataset: Records) -> Loss:
    """A claim that is on no edge, or its codings: each once, whoever speaks."""
    if is_silent(claim):
        return {SILENT: 1}
    placed = [dataset.positions.get((coding["theme"], coding["stance"])) for coding in claim["codings"]]
    return {COUNTED: len(placed), UNPLACED: placed.count(None)}


def _lines(dataset: Records, edges: Edges) -> Iterator[str]:
    stances = sorted({stance for found in edges.values() for stance in found})
    yield '<?xml version="1.0" encoding="UTF-8"?>'
    yield f'<graphml xmlns="{NAMESPACE}">'
    yield from _keys(stances)
    yield '<graph id="network" edgedefault="undirected">'
    speakers = {speaker for speaker, _ in edges}
    for person in sorted(speakers):
        yield _node("speaker", person, dataset.people[person].name, dataset.people[person].kind)
    themes = {theme for _, theme in edges}
    order = [theme["code"] for theme in dataset.themes if theme["code"] in themes]
    for code in order:
        yield _node("theme", code, dataset.theme_labels[code], "theme")
    place = {code: number for number, code in enumerate(order)}
    for speaker, theme in sorted(edges, key=lambda pair: (pair[0], place[pair[1]])):
        yield _edge(dataset, speaker, theme, edges[speaker, theme])
    yield "</graph>\n</graphml>"


def _keys(stances: list[str]) -> Iterator[str]:
    for name, kind in (("label", "string"), ("kind", "string"), ("type", "string")):
        yield f'<key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>'
    for name, kind in (("weight", "int"), ("position", "double")):
        yield f'<key id="{name}" for="edge" attr.name="{name}" attr.type="{kind}"/>'
    for stance in stances:
        yield f'<key id="stance-{stance}" for="edge" attr.name="{stance}" attr.type="int"/>'


def _node(kind: str, key: str, label: str, sort: str) -> str:
    data = (
        f'<data key="label">{_text(label)}</data><data key="kind">{sort}</data><data key="type">{kind}</data>'
    )
    return f"<node id={quoteattr(f'{kind}:{key}')}>{data}</node>"


def _edge(dataset: Records, speaker: str, theme: str, stances: Counter[str]) -> str:
    placed = [
        (dataset.positions.get((theme, stance)), codings) for stance, codings in sorted(stances.items())
    ]
    known = [(position, codings) for position, codings in placed if position is not None]
    data = f'<data key="weight">{sum(stances.values())}</data>'
    if known:
        mean = sum(position * codings for position, codings in known) / sum(codings for _, codings in known)
        data += f'<data key="position">{mean:.6g}</data>'
    data += "".join(
        f'<data key="stance-{stance}">{codings}</data>' for stance, codings in sorted(stances.items())
    )
    ends = f"source={quoteattr(f'speaker:{speaker}')} target={quoteattr(f'theme:{theme}')}"
    return f"<edge {ends}>{data}</edge>"


def _text(text: str) -> str:
    return escape(UNSPEAKABLE.sub(lambda found: found[0] if found[0] == "_" else REPLACED, text))
