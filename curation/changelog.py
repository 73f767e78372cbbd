"""A difference between two releases in words: a sentence for each kind of change, and a file that tells each one."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

MOST_TOLD = 200  # changes of a kind, one by one
LONGEST = 120  # characters of a value


def sentences(counts: dict[str, int]) -> list[str]:
    """Return a sentence for each kind of change, in the reader's language; one that says so where there is none."""
    said = [SAID[name](count) % {"count": count} for name, count in counts.items() if name in SAID]
    return said or [_("No claim, theme, speaker or source has changed.")]


SAID: dict[str, Callable[[int], str]] = {
    "claims_added": lambda n: ngettext("%(count)d claim was added.", "%(count)d claims were added.", n),
    "claims_withdrawn": lambda n: ngettext(
        "%(count)d claim was withdrawn.", "%(count)d claims were withdrawn.", n
    ),
    "claims_changed": lambda n: ngettext("%(count)d claim has changed.", "%(count)d claims have changed.", n),
    "themes_added": lambda n: ngettext("%(count)d theme was added.", "%(count)d themes were added.", n),
    "themes_withdrawn": lambda n: ngettext(
        "%(count)d theme was taken out.", "%(count)d themes were taken out.", n
    ),
    "themes_changed": lambda n: ngettext("%(count)d theme has changed.", "%(count)d themes have changed.", n),
    "scales_added": lambda n: ngettext("%(count)d scale was added.", "%(count)d scales were added.", n),
    "scales_withdrawn": lambda n: ngettext(
        "%(count)d scale was taken out.", "%(count)d scales were taken out.", n
    ),
    "scales_changed": lambda n: ngettext("%(count)d scale has changed.", "%(count)d scales have changed.", n),
    "speakers_added": lambda n: ngettext("%(count)d speaker was added.", "%(count)d speakers were added.", n),
    "speakers_withdrawn": lambda n: ngettext(
        "%(count)d speaker is no longer in it.", "%(count)d speakers are no longer in it.", n
    ),
    "speakers_changed": lambda n: ngettext(
        "%(count)d speaker has other names or facts.", "%(count)d speakers have other names or facts.", n
    ),
    "speakers_merged": lambda n: ngettext(
        "%(count)d speaker was found to be the same as another.",
        "%(count)d speakers were found to be the same as others.",
        n,
    ),
    "speakers_parted": lambda n: ngettext(
        "%(count)d speaker stands for itself again.", "%(count)d speakers stand for themselves again.", n
    ),
    "sources_added": lambda n: ngettext("%(count)d source was added.", "%(count)d sources were added.", n),
    "sources_withdrawn": lambda n: ngettext(
        "%(count)d source is no longer in it.", "%(count)d sources are no longer in it.", n
    ),
    "sources_changed": lambda n: ngettext(
        "%(count)d source has changed.", "%(count)d sources have changed.", n
    ),
    "notes_added": lambda n: ngettext("%(count)d note was added.", "%(count)d notes were added.", n),
    "notes_withdrawn": lambda n: ngettext(
        "%(count)d note is no longer in it.", "%(count)d notes are no longer in it.", n
    ),
    "notes_changed": lambda n: ngettext("%(count)d note has changed.", "%(count)d notes have changed.", n),
}
NOUNS = {
    "claims": "Claim",
    "themes": "Theme",
    "scales": "Scale",
    "speakers": "Speaker",
    "sources": "Source",
    "notes": "Note",
}


def chapter(version: str, day: str, notes: str, counts: dict[str, int] | None) -> str:
    """Return what a changelog says of one version, in English and Markdown; ``counts`` None is the first one."""
    with override("en"):
        said = ["The first release."] if counts is None else sentences(counts)
    lines = [f"## {version} – {day}", "", *([notes.strip(), ""] if notes.strip() else [])]
    return "\n".join([*lines, *(f"- {sentence}" for sentence in said), ""])


def details(difference: dict[str, Any]) -> Iterator[str]:
    """Yield a line of Markdown for each change, in English; of very many only the first, and how many more there are."""
    for section, noun in NOUNS.items():
        lines = list(_lines(noun, difference[section]))
        yield from lines[:MOST_TOLD]
        if len(lines) > MOST_TOLD:
            yield f"- … and {len(lines) - MOST_TOLD} more changes of {section}: changes.json has them all."


def _lines(noun: str, found: dict[str, list]) -> Iterator[str]:
    yield from (f"- {noun} `{key}` was added." for key in found["added"])
    yield from (f"- {noun} `{key}` was withdrawn." for key in found["withdrawn"])
    yield from (f"- {noun} `{one['id']}` was merged into `{one['into']}`." for one in found.get("merged", []))
    yield from (f"- {noun} `{one['id']}` is no longer `{one['into']}`." for one in found.get("parted", []))
    for change in found["changed"]:
        for field in change["fields"]:
            yield f"- {noun} `{change['id']}`: {_told(field)}"


def _told(field: dict[str, Any]) -> str:
    part = field.get("theme") or field.get("text")
    name = f"{field['field']} (`{part}`)" if part else field["field"]
    was, now = field["was"], field["now"]
    if isinstance(was, dict) and isinstance(now, dict):
        moved = [key for key in now if was.get(key) != now[key]]
        return f"{name}: " + "; ".join(f"{key} {_short(was.get(key))} → {_short(now[key])}" for key in moved)
    return f"{name}: {_short(was)} → {_short(now)}"


def _short(value: Any) -> str:
    """A value on one line, cut where it is long."""
    if value in (None, "", []):
        return "nothing"
    words = " ".join(value.split()) if isinstance(value, str) else _counted(value)
    return f"“{words[:LONGEST]}…”" if len(words) > LONGEST else f"“{words}”"


def _counted(value: Any) -> str:
    if isinstance(value, list):
        return f"{len(value)} in a list"
    if isinstance(value, dict):
        return ", ".join(f"{key} {part}" for key, part in value.items() if part not in (None, "", []))
    return str(value)
