"""The statements as a database of Discourse Network Analyzer (``.dna``, SQLite, schema 3), to open and draw.

DNA asks who opens it: the coder is ``Admin``, the password ``standpoint``. The file keeps no secret; DNA cannot do
without a password. The statements are made by ``curation.export.dna_statements``.
"""

import base64
import hashlib
import shutil
import sqlite3
import tempfile
from collections import Counter
from collections.abc import Iterator
from itertools import count
from pathlib import Path
from typing import BinaryIO

from curation.export.dna_schema import ATTRIBUTES, SCHEMA, VERSION
from curation.export.dna_statements import LONGEST, VARIABLES, Document, counted, documents
from curation.export.records import Loss, Records

FILE = "discourse.dna"
PASSWORD = "standpoint"
ROUNDS = 100_000
SALT_BYTES = 16
ADMIN = 1
AGREEMENT = len(VARIABLES) + 1
OF_SPEAKERS = (1, 2)
BLACK = (0, 0, 0)


def write(dataset: Records, out: BinaryIO) -> Loss:
    """Write a database that DNA 3 opens."""
    loss: Counter[str] = Counter()
    with tempfile.TemporaryDirectory(dir=dataset.folder) as folder:
        path = Path(folder) / FILE
        with sqlite3.connect(path, isolation_level=None) as database:
            database.execute("PRAGMA journal_mode = OFF")
            database.execute("PRAGMA synchronous = OFF")
            database.executescript(f"BEGIN;{SCHEMA}")
            _settings(database, dataset)
            _statements(database, dataset, loss)
            database.execute("COMMIT")
        database.close()
        with path.open("rb") as file:
            shutil.copyfileobj(file, out)
    return counted(loss)


def _settings(database: sqlite3.Connection, dataset: Records) -> None:
    said = [("version", VERSION), ("date", dataset.about.date)]
    database.executemany("INSERT INTO SETTINGS VALUES (?, ?)", said)
    database.execute("INSERT INTO STATEMENTTYPES VALUES (1, 'DNA Statement', 239, 208, 51)")
    kinds = [(n, name, "short text", 1) for n, name in enumerate(VARIABLES, 1)]
    kinds.append((AGREEMENT, "agreement", "integer", 1))
    database.executemany("INSERT INTO VARIABLES VALUES (?, ?, ?, ?)", kinds)
    own = [(variable, name) for name in ATTRIBUTES for variable in range(1, AGREEMENT)]
    numbered = [(n, *one) for n, one in enumerate(own, 1)]
    database.executemany("INSERT INTO ATTRIBUTEVARIABLES VALUES (?, ?, ?)", numbered)


def _statements(database: sqlite3.Connection, dataset: Records, loss: Counter[str]) -> None:
    coders, entities, values = Coders(database), Entities(database, _described(dataset)), count(1)
    for document in documents(dataset, loss):
        database.execute(
            "INSERT INTO DOCUMENTS VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (*document[:3], ADMIN, *document[3:9]),
        )
        rows = _rows(document, coders, entities)
        for number, start, stop, coder, agreement, found in rows:
            place = (number, 1, document.number, start, stop, coder)
            database.execute("INSERT INTO STATEMENTS VALUES (?, ?, ?, ?, ?, ?)", place)
            database.execute(
                "INSERT INTO DATAINTEGER VALUES (?, ?, ?, ?)", (number, number, AGREEMENT, agreement)
            )
            short = [(next(values), number, variable, entity) for variable, entity in enumerate(found, 1)]
            database.executemany("INSERT INTO DATASHORTTEXT VALUES (?, ?, ?, ?)", short)


def _rows(document: Document, coders: "Coders", entities: "Entities") -> Iterator[tuple]:
    for one in document.statements:
        found = [entities.number(variable, value) for variable, value in enumerate(one.values, 1)]
        yield one.number, one.start, one.stop, coders.number(one.coder), one.agreement, found


def _described(dataset: Records) -> dict[str, tuple[str, str]]:
    """By main name: what sort of speaker it is and its other names, for DNA's attributes "Type" and "Alias"."""
    found: dict[str, tuple[str, str]] = {}
    for speaker in dataset.speakers():
        names = [name["text"] for name in speaker["names"]]
        if speaker["merged_into"] is None:
            others = "; ".join(name for name in names if name != dataset.people[speaker["id"]].name)
            found[dataset.people[speaker["id"]].name[:LONGEST]] = (speaker["kind"], others[:LONGEST])
    return found


class Coders:
    """Who coded, by pseudonym; where nobody is named that is the one who opens the file."""

    def __init__(self, database: sqlite3.Connection):
        self.database = database
        self.numbers: dict[str, int] = {}
        self.password = password(PASSWORD)
        self.number("Admin")
        self.numbers[""] = ADMIN

    def number(self, name: str) -> int:
        if name not in self.numbers:
            self.numbers[name] = 1 + len(set(self.numbers.values()))
            self.database.execute(
                "INSERT INTO CODERS (ID, Name, Red, Green, Blue, Password) VALUES (?, ?, ?, ?, ?, ?)",
                (self.numbers[name], name, *BLACK, self.password),
            )
        return self.numbers[name]


class Entities:
    """The values of the short texts, each once; the first of each variable is nobody."""

    def __init__(self, database: sqlite3.Connection, described: dict[str, tuple[str, str]]):
        self.database, self.described = database, described
        self.numbers: dict[tuple[int, str], int] = {}
        for variable in range(1, AGREEMENT):
            self.number(variable, "")

    def number(self, variable: int, value: str) -> int:
        if (variable, value) not in self.numbers:
            number = self.numbers[variable, value] = len(self.numbers) + 1
            row = (number, variable, value, *BLACK)
            self.database.execute("INSERT INTO ENTITIES VALUES (?, ?, ?, ?, ?, ?, NULL)", row)
            known = self.described.get(value, ("", "")) if variable in OF_SPEAKERS else ("", "")
            self._describe(number, variable, known)
        return self.numbers[variable, value]

    def _describe(self, number: int, variable: int, known: tuple[str, str]) -> None:
        for place, text in enumerate((*known, "")):
            attribute = place * len(VARIABLES) + variable
            self.database.execute(
                "INSERT INTO ATTRIBUTEVALUES (EntityId, AttributeVariableId, AttributeValue) VALUES (?, ?, ?)",
                (number, attribute, text),
            )


def password(words: str, *, salt: bytes = b"standpoint-salts") -> str:
    """Return a password as DNA keeps it: jasypt's StrongPasswordEncryptor, salt and 100,000 rounds of SHA-256."""
    digest = hashlib.sha256(salt[:SALT_BYTES] + words.encode()).digest()
    for _ in range(ROUNDS - 1):
        digest = hashlib.sha256(digest).digest()
    return base64.b64encode(salt[:SALT_BYTES] + digest).decode()
