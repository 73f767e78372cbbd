"""Label Studio's labelling setup for the tasks in ``label-studio.json``: the codebook as a tree of themes and stances."""

from collections.abc import Iterator
from typing import BinaryIO
from xml.sax.saxutils import quoteattr

from annotations.imports.table import UNSPEAKABLE
from curation.export.label_studio import LABEL, NOT_CODED
from curation.export.records import Loss, Records

FILE = "label-studio.xml"
REPORTING = ("direct", "indirect", "reported")


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write the setup; what a codebook says beyond codes and labels has no place in it."""
    out.write("\n".join(_lines(dataset)).encode() + b"\n")
    return {}


def _lines(dataset: Records) -> Iterator[str]:
    stances = {scale["code"]: scale["stances"] for scale in dataset.scales}
    yield "<View>"
    yield f'  <Labels name="claim" toName="text"><Label value="{LABEL}"/></Labels>'
    yield '  <Text name="text" value="$text"/>'
    yield '  <Taxonomy name="coding" toName="text" perRegion="true">'
    for theme in dataset.themes:
        yield f"    <Choice {_value(theme['code'])} {_alias(dataset.theme_labels[theme['code']])}>"
        for stance in stances[theme["scale"]]:
            yield f"      <Choice {_value(stance['code'])} {_alias(stance['label'])}/>"
        yield f"      <Choice {_value(NOT_CODED)}/>"
        yield "    </Choice>"
    yield "  </Taxonomy>"
    yield '  <TextArea name="speaker" toName="text" perRegion="true"/>'
    yield '  <TextArea name="paraphrase" toName="text" perRegion="true"/>'
    yield '  <Choices name="reporting" toName="text" perRegion="true">'
    yield from (f"    <Choice {_value(one)}/>" for one in REPORTING)
    yield "  </Choices>"
    yield "</View>"


def _value(code: str) -> str:
    return f"value={quoteattr(code)}"


def _alias(label: str) -> str:
    return f"hint={quoteattr(UNSPEAKABLE.sub('_', label))}"
