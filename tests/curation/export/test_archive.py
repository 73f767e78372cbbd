"""Members of ZIP files: the same bytes at any time, and nothing is compressed twice."""

import io
import zipfile

import pytest

from curation.export.archive import Member


def packed(name, content):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        archive.writestr(Member(name), content)
    return out


@pytest.mark.parametrize(
    ("name", "stored"),
    [("claims.csv", False), ("discourse.dna", False), ("inception.zip", True), ("tables.xlsx", True)],
)
def test_what_is_compressed_already_is_stored(name, stored):
    with zipfile.ZipFile(packed(name, b"a" * 1000)) as archive:
        facts = archive.getinfo(name)

    assert (facts.compress_type == zipfile.ZIP_STORED, facts.compress_size < 1000) == (stored, not stored)


def test_a_member_has_neither_a_day_nor_a_place_of_its_own():
    with zipfile.ZipFile(packed("claims.csv", b"a")) as archive:
        facts = archive.getinfo("claims.csv")

    assert (facts.date_time, facts.external_attr >> 16, facts.create_system) == (
        (1980, 1, 1, 0, 0, 0),
        0o644,
        3,
    )
