"""Cells of a list that know the name of their column: on a phone a row is read as lines, and its head is out of sight."""

import re
from collections.abc import Iterator

from django import template
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import capfirst

register = template.Library()
START = len("<td")
EMPTY = re.compile(r"<t[dh][^>]*>\s*[-—]?\s*</t[dh]>")


@register.filter
def in_columns(cells: list[SafeString], heads: list[dict]) -> Iterator[SafeString]:
    """Yield the cells of a row as the admin made them, each with its column's name; empty ones are marked as such."""
    for cell, head in zip(cells, heads, strict=True):
        yield mark_safe(cell[:START] + _about(cell, head) + cell[START:])


def _about(cell: str, head: dict) -> str:
    if EMPTY.fullmatch(cell):
        return " data-empty"
    if "action-checkbox" in head["class_attrib"]:
        return ""
    return format_html(' data-column="{}"', capfirst(head["text"]))
