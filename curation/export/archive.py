"""Members of ZIP files that are the same bytes whenever they are written."""

import zipfile

NO_TIME = (1980, 1, 1, 0, 0, 0)  # the first that a ZIP file can say
READABLE = 0o644 << 16


def member(name: str) -> zipfile.ZipInfo:
    """Return a compressed member without a time of its own."""
    info = zipfile.ZipInfo(name, NO_TIME)
    info.compress_type = zipfile.ZIP_DEFLATED
    info.external_attr = READABLE
    info.create_system = 3
    return info
