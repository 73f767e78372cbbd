"""Licences by their SPDX identifiers: those under which data is published, and own ones under a name of their own.

Names as in the SPDX License List (https://spdx.org/licenses/). A licence that is not in it can be named as SPDX says
it: ``LicenseRef-`` and a name.
"""

import re

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

NAMES: dict[str, str] = {
    "CC0-1.0": "Creative Commons Zero v1.0 Universal",
    "CC-BY-4.0": "Creative Commons Attribution 4.0 International",
    "CC-BY-SA-4.0": "Creative Commons Attribution Share Alike 4.0 International",
    "CC-BY-NC-4.0": "Creative Commons Attribution Non Commercial 4.0 International",
    "CC-BY-NC-SA-4.0": "Creative Commons Attribution Non Commercial Share Alike 4.0 International",
    "CC-BY-ND-4.0": "Creative Commons Attribution No Derivatives 4.0 International",
    "CC-BY-NC-ND-4.0": "Creative Commons Attribution Non Commercial No Derivatives 4.0 International",
    "CC-BY-3.0": "Creative Commons Attribution 3.0 Unported",
    "CC-BY-SA-3.0": "Creative Commons Attribution Share Alike 3.0 Unported",
    "ODbL-1.0": "Open Data Commons Open Database License v1.0",
    "ODC-By-1.0": "Open Data Commons Attribution License v1.0",
    "PDDL-1.0": "Open Data Commons Public Domain Dedication & License 1.0",
    "CDLA-Permissive-1.0": "Community Data License Agreement Permissive 1.0",
    "CDLA-Permissive-2.0": "Community Data License Agreement Permissive 2.0",
    "CDLA-Sharing-1.0": "Community Data License Agreement Sharing 1.0",
    "DL-DE-BY-2.0": "Data licence Germany – attribution – version 2.0",
    "DL-DE-ZERO-2.0": "Data licence Germany – zero – version 2.0",
    "etalab-2.0": "Etalab Open License 2.0",
    "NLOD-2.0": "Norwegian Licence for Open Government Data (NLOD) 2.0",
    "OGL-UK-3.0": "Open Government Licence v3.0",
    "OGL-Canada-2.0": "Open Government Licence - Canada",
    "GFDL-1.3-or-later": "GNU Free Documentation License v1.3 or later",
    "MIT": "MIT License",
    "Apache-2.0": "Apache License 2.0",
    "BSD-3-Clause": 'BSD 3-Clause "New" or "Revised" License',
    "Unlicense": "The Unlicense",
}
OWN = re.compile(r"LicenseRef-[A-Za-z0-9.-]{1,50}")


def is_known(licence: str) -> bool:
    """Say whether this is the SPDX identifier of a licence, or an own one named as SPDX says."""
    return licence in NAMES or bool(OWN.fullmatch(licence))


def validate_licence(licence: str) -> None:
    """Raise ``ValidationError`` for what names no licence."""
    if not is_known(licence):
        raise ValidationError(
            _(
                "“%(licence)s” is no SPDX identifier that is known here. Write one such as CC-BY-4.0 or CC0-1.0, "
                "or name your own licence: LicenseRef- and a name."
            ),
            params={"licence": licence},
        )


def name_of(licence: str) -> str:
    """Return the licence's full name; its identifier where it is an own one."""
    return NAMES.get(licence, licence)


def address_of(licence: str) -> str:
    """Return where the licence can be read, or nothing for an own one."""
    return f"https://spdx.org/licenses/{licence}.html" if licence in NAMES else ""
