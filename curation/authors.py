"""Authors of a dataset, each on a line of their own: a name, an ORCID iD, an affiliation."""

import re
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

ORCID = re.compile(r"(?:https?://orcid\.org/)?([0-9]{4}-[0-9]{4}-[0-9]{4}-[0-9]{3}[0-9X])")


class Author(TypedDict):
    """A name, and an ORCID iD (0000-0002-1825-0097) and an affiliation, either of them or none."""

    name: str
    orcid: str
    affiliation: str


def read(line: str) -> Author:
    """Return the author that a line names: “Ana Reis; 0000-0002-1825-0097; University”; what is not known may be left out.

    Raises ``ValidationError`` for a line without a name, and for an ORCID iD whose last digit does not fit the others.
    """
    name, *others = [part.strip() for part in line.split(";")]
    found = [ORCID.fullmatch(part) for part in others]
    numbers = [match[1] for match in found if match]
    rest = [part for part, match in zip(others, found, strict=True) if part and not match]
    if not name or len(numbers) > 1 or len(rest) > 1:
        raise ValidationError(
            _(
                "“%(line)s” cannot be read: write a name, an ORCID iD and an affiliation, with semicolons between."
            ),
            params={"line": line},
        )
    if numbers and not fits(numbers[0]):
        raise ValidationError(
            _("%(orcid)s is no ORCID iD: one of its digits is wrong."), params={"orcid": numbers[0]}
        )
    return {"name": name, "orcid": "".join(numbers), "affiliation": "".join(rest)}


def written(author: Author) -> str:
    """Return the line that names an author."""
    return "; ".join(filter(None, [author["name"], author["orcid"], author["affiliation"]]))


def fits(orcid: str) -> bool:
    """Say whether the last digit of an ORCID iD is the check of the others (ISO 7064, MOD 11-2)."""
    digits = orcid.replace("-", "")
    total = 0
    for digit in digits[:-1]:
        total = (total + int(digit)) * 2
    return "0123456789X"[(12 - total % 11) % 11] == digits[-1]
