"""pyld and rdflib read the linked data, offline; networkx the network."""

import json
from functools import cache

import networkx
import rdflib
from pyld import jsonld

from tests.judges.anno import CONTEXT

OA = "http://www.w3.org/ns/oa#"
AS = "http://www.w3.org/ns/activitystreams#"
SCHEMA = "https://schema.org/"
ANNO = "http://www.w3.org/ns/anno.jsonld"


def offline(url, options):
    """Give the one context that a file may name; nothing else is fetched."""
    assert url == ANNO, url
    return {"contentType": "application/ld+json", "contextUrl": None, "documentUrl": url, "document": CONTEXT}


@cache
def dataset(release):
    return json.loads((release / "dataset.json").read_bytes())


def triples(name, release):
    document = json.loads((release / name).read_bytes())
    quads = jsonld.to_rdf(document, {"documentLoader": offline, "format": "application/n-quads"})
    return rdflib.Dataset().parse(data=quads, format="nquads")


def counted(graph, kind):
    return len(set(graph.subjects(rdflib.RDF.type, rdflib.URIRef(kind))))


def anchors(release):
    return [anchor for claim in dataset(release)["claims"] for anchor in claim["anchors"]]


def test_every_key_of_the_annotations_has_a_meaning(release):
    document = json.loads((release / "annotations.jsonld").read_bytes())
    (expanded,) = jsonld.expand(document, {"documentLoader": offline})

    items = expanded[f"{AS}first"][0][f"{AS}items"][0]["@list"]
    assert len(items) == len(dataset(release)["claims"])
    for given, read in zip(document["first"]["items"], items, strict=True):
        assert len(read) == len(given)
        for one, target in zip(given["target"], read[f"{OA}hasTarget"], strict=True):
            assert len(target) == len(one)


def test_annotations_are_triples_with_all_places(release):
    graph = triples("annotations.jsonld", release)

    quoted = [anchor for anchor in anchors(release) if anchor["quote"]]
    exact = sorted(str(value) for value in graph.objects(None, rdflib.URIRef(f"{OA}exact")))
    assert counted(graph, f"{OA}Annotation") == len(dataset(release)["claims"])
    assert counted(graph, f"{OA}TextPositionSelector") == len(anchors(release))
    assert exact == sorted(anchor["quote"] for anchor in quoted)


def test_rdflib_reads_schema_org_itself(release):
    graph = rdflib.Graph().parse(release / "claims.jsonld", format="json-ld")

    assert counted(graph, f"{SCHEMA}Claim") == len(dataset(release)["claims"])
    assert counted(graph, f"{SCHEMA}Dataset") == 1
    assert counted(graph, f"{SCHEMA}DefinedTerm") == len(dataset(release)["themes"])


def test_pyld_reads_schema_org_the_same(release):
    graph = triples("claims.jsonld", release)

    assert counted(graph, f"{SCHEMA}Claim") == len(dataset(release)["claims"])


def test_networkx_reads_the_network(release):
    graph = networkx.read_graphml(release / "network.graphml")

    assert all(data["weight"] > 0 for _, _, data in graph.edges(data=True))
    assert {kind for _, kind in graph.nodes(data="type")} <= {"speaker", "theme"}
    assert networkx.is_bipartite(graph)
