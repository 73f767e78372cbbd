"""The documents that INCEpTION reads."""

import io
import json
import zipfile

from curation.export import cas
from tests.release_records import make_records, written


def test_each_text_is_a_document_with_its_claims(tmp_path):
    held, _ = written(cas, make_records(tmp_path))

    with zipfile.ZipFile(io.BytesIO(held)) as packed:
        documents = {name: json.loads(packed.read(name)) for name in packed.namelist()}

    layers = {
        name: [one for one in document["%FEATURE_STRUCTURES"] if one["%TYPE"] == cas.LAYER]
        for name, document in documents.items()
    }
    assert {name: len(layer) for name, layer in layers.items()} == {"z-original.json": 1, "r1.json": 4}
    (first,) = layers["z-original.json"]
    assert (first["begin"], first["end"], first["speaker"], first["theme"]) == (14, 29, "Lin Mu", "joining")
