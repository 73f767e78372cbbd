"""The difference between two releases, from their dataset.json: claims matched by ``record``, the rest by id or code.

``between`` reads both files line by line, a record on each, and parses in full only what differs. What it returns is
plain data, published as changes.json; ``curation.changelog`` puts it in words.
"""

import re
from collections.abc import Container, Iterator, Mapping
from hashlib import blake2b
from pathlib import Path
from typing import Any, NamedTuple

import orjson

SECTION = re.compile(rb'"(scales|themes|speakers|sources|claims|notes)":\[')
IDENTITY = re.compile(rb'\{"(?:id|code)":"([^"]+)"(?:,"record":"([^"]+)")?')
SECTIONS = ("scales", "themes", "speakers", "sources", "claims", "notes")
LISTED = {
    "codings": "theme",
    "anchors": "text",
}  # parts of a claim that are told apart by one of their own keys
WORDS = ("quote", "prefix", "suffix")
UNSEEN: dict[str, set[str]] = {
    "claims": {"record", "supersedes", "state"},
    "sources": set(),
    "speakers": {"merged_into"},
}

Value = Any
Line = tuple[str, int, bytes]  # section, where it begins, the record without the comma after it


class Seen(NamedTuple):
    """A record of the older file: a digest of its bytes, and where they begin."""

    digest: bytes
    start: int


def between(old: Path, new: Path) -> dict[str, Value]:
    """Return what has changed from one dataset.json to another.

    For each section: ``added`` and ``withdrawn`` (ids, codes or records, in code-point order) and ``changed``, a list of
    ``{"id", "fields": [{"field", "was", "now"}]}``; for speakers also ``merged`` and ``parted``: ``{"id", "into"}``.
    """
    before = _known(old)
    found: dict[str, Value] = {key: {"added": [], "withdrawn": [], "changed": []} for key in SECTIONS}
    found["speakers"] |= {"merged": [], "parted": []}
    with old.open("rb") as earlier:
        for section, _, line in _lines(new):
            key = _identity(line)
            seen = before[section].pop(key, None)
            if seen is None:
                found[section]["added"].append(key)
            elif seen.digest != _digest(line):
                _compare(section, key, _at(earlier, seen.start), orjson.loads(line), found[section])
    for section in SECTIONS:
        found[section]["withdrawn"] = sorted(before[section])
        found[section]["added"].sort()
        found[section]["changed"].sort(key=lambda change: change["id"])
    return found


def records(path: Path, wanted: Mapping[str, Container[str]]) -> Iterator[tuple[str, str, dict]]:
    """Yield section, identity and record of a dataset.json; of a section that ``wanted`` names, only those in it."""
    for section, _, line in _lines(path):
        key = _identity(line)
        if section not in wanted or key in wanted[section]:
            yield section, key, orjson.loads(line)


def _known(path: Path) -> dict[str, dict[str, Seen]]:
    known: dict[str, dict[str, Seen]] = {section: {} for section in SECTIONS}
    for section, start, line in _lines(path):
        known[section][_identity(line)] = Seen(_digest(line), start)
    return known


def _lines(path: Path) -> Iterator[Line]:
    """Yield each record's line with its section; lines that hold no record open or close one."""
    section, start = "", 0
    with path.open("rb") as file:
        for line in file:
            record = line.rstrip(b",\n")
            if section and record.startswith(b"{"):
                yield section, start, record
            elif opened := SECTION.match(record):
                section = "" if record.endswith(b"]") else opened[1].decode()
            elif record.startswith(b"]"):
                section = ""
            start += len(line)


def _identity(line: bytes) -> str:
    found = IDENTITY.match(line)
    if not found:
        raise ValueError("This is no dataset.json of a release: a record does not begin with its id.")
    return (found[2] or found[1]).decode()


def _digest(line: bytes) -> bytes:
    return blake2b(line, digest_size=16).digest()


def _at(file: Any, start: int) -> dict:
    file.seek(start)
    return orjson.loads(file.readline().rstrip(b",\n"))


# One record


def _compare(section: str, key: str, was: dict, now: dict, found: dict[str, list]) -> None:
    if section == "speakers" and was["merged_into"] != now["merged_into"]:
        kind = "merged" if now["merged_into"] else "parted"
        found[kind].append({"id": key, "into": now["merged_into"] or was["merged_into"]})
    if section == "sources":
        was, now = _without_bodies(was), _without_bodies(now)
    fields = list(_fields(was, now, UNSEEN.get(section, set())))
    if fields:
        found["changed"].append({"id": key, "fields": fields})


def _without_bodies(source: dict) -> dict:
    """A source whose texts say by their SHA-256 what they hold: a difference is no place for whole texts."""
    bare = [{name: value for name, value in text.items() if name != "body"} for text in source["texts"]]
    return {**source, "texts": bare}


def _fields(was: dict, now: dict, unseen: set[str]) -> Iterator[dict[str, Value]]:
    for name in now:
        if name in unseen or was.get(name) == now[name]:
            continue
        if name in LISTED:
            yield from _parts(name, LISTED[name], was.get(name, []), now[name])
        elif (left := _leaving(name, was.get(name), now[name])) != now[name]:
            yield {"field": name, "was": left, "now": now[name]}


def _parts(name: str, by: str, was: list[dict], now: list[dict]) -> Iterator[dict[str, Value]]:
    """The parts of a claim that came, went or changed; where only their order did, all of them as they stood."""
    before, after = {part[by]: part for part in was}, {part[by]: part for part in now}
    if before == after:
        yield {"field": name, "was": was, "now": now}
    for key in sorted(before.keys() | after.keys()):
        if before.get(key) != after.get(key):
            left = _without_words(before.get(key), after.get(key))
            yield {"field": name, by: key, "was": left, "now": after.get(key)}


# What an earlier release gave away and this one does not must not come back in the difference


def _without_words(was: dict | None, now: dict | None) -> dict | None:
    """A part as it was, without the words of the source that it no longer has, or all of them where it is gone."""
    if was is None:
        return None
    kept = now or {}
    return {**was, **{name: "" for name in WORDS if name in was and not kept.get(name)}}


def _leaving(name: str, was: Value, now: Value) -> Value:
    if name == "speakers" and was and not any(voice["named_as"] for voice in now):
        return [{**voice, "named_as": ""} for voice in was]
    if name == "names":  # those of one source are its words; what went is not said again
        return [one for one in was if one["source"] is None or one in now]
    return [] if name == "examples" and not now else was


# What it means for the version


def heads(path: Path) -> dict[str, dict[str, str | None]]:
    """Return, from a dataset.json, the id of each record's claim and whom each speaker was merged into."""
    found: dict[str, dict[str, str | None]] = {"claims": {}, "speakers": {}}
    for section, _, line in _lines(path):
        if section == "claims" and (head := IDENTITY.match(line)):
            found["claims"][(head[2] or head[1]).decode()] = head[1].decode()
        if section == "speakers":
            speaker = orjson.loads(line)
            found["speakers"][speaker["id"]] = speaker["merged_into"]
    return found


def told_apart(was: Mapping[str, Value], now: Mapping[str, Value], section: str) -> dict[str, int]:
    """Return how many entries of a section were added, withdrawn and changed, of those that there are any."""
    counts = {
        f"{section}_added": len(now.keys() - was.keys()),
        f"{section}_withdrawn": len(was.keys() - now.keys()),
        f"{section}_changed": sum(was[key] != now[key] for key in was.keys() & now.keys()),
    }
    return {name: count for name, count in counts.items() if count}


def summary(difference: dict[str, Value]) -> dict[str, int]:
    """Return how many of each kind of change there are, of those that there are any."""
    counts = {
        f"{section}_{kind}": len(found)
        for section in SECTIONS
        for kind, found in difference[section].items()
        if found
    }
    return counts


def step(counts: dict[str, int]) -> str:
    """Return which part of the version moves: ``major`` for changes and withdrawals, ``minor`` for additions, else ``patch``."""
    kinds = {name.rpartition("_")[2] for name in counts}
    if kinds & {"withdrawn", "changed", "merged", "parted"}:
        return "major"
    return "minor" if "added" in kinds else "patch"
