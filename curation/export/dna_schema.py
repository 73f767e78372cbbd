"""The tables of a database of Discourse Network Analyzer 3, as it makes them."""

VERSION = "3.0.7"
ATTRIBUTES = ("Type", "Alias", "Notes")
PERMISSIONS = (
    "AddDocuments EditDocuments DeleteDocuments ImportDocuments AddStatements EditStatements DeleteStatements "
    "EditAttributes EditRegex EditStatementTypes EditCoders EditCoderRelations ViewOthersDocuments "
    "EditOthersDocuments ViewOthersStatements EditOthersStatements"
).split()


def _short(name: str, default: str = "") -> str:
    return f"{name} TEXT NOT NULL {default} CHECK (LENGTH({name}) < 191)"


def _between(name: str, default: str, low: int, high: int) -> str:
    return f"{name} INTEGER NOT NULL DEFAULT {default} CHECK ({name} BETWEEN {low} AND {high})"


def _points(name: str, table: str, key: str = "ID") -> str:
    return f"FOREIGN KEY ({name}) REFERENCES {table} ({key}) ON DELETE CASCADE"


ID = "ID INTEGER NOT NULL PRIMARY KEY"
EMPTY = "DEFAULT ''"
COLOURS = ", ".join(_between(colour, "0", 0, 255) for colour in ("Red", "Green", "Blue"))
ANY_COLOURS = ", ".join(f"{one} INTEGER CHECK ({one} BETWEEN 0 AND 255)" for one in ("Red", "Green", "Blue"))
FLAGS = ", ".join(_between(f"Permission{name}", "1", 0, 1) for name in PERMISSIONS)
SEEN = ", ".join(
    _between(name, "1", 0, 1)
    for name in ("viewStatements", "editStatements", "viewDocuments", "editDocuments")
)
CODERS = ", ".join(
    [
        ID,
        _short("Name"),
        COLOURS,
        _between("Refresh", "0", 0, 9999),
        _between("FontSize", "14", 1, 99),
        _short("Password"),
        "PopupWidth INTEGER DEFAULT 300 CHECK (PopupWidth BETWEEN 100 AND 9999)",
        _between("ColorByCoder", "0", 0, 1),
        _between("PopupDecoration", "0", 0, 1),
        _between("PopupAutoComplete", "1", 0, 1),
        FLAGS,
    ]
)
SHORT_TEXTS = ", ".join(_short(name, EMPTY) for name in ("Author", "Source", "Section"))


def _data(value: str) -> str:
    links = f"{_points('StatementId', 'STATEMENTS')}, {_points('VariableId', 'VARIABLES')}"
    return f"{ID}, StatementId INTEGER NOT NULL, VariableId INTEGER NOT NULL, {value}, {links}"


TABLES = {
    "SETTINGS": "Property TEXT PRIMARY KEY, Value TEXT NOT NULL",
    "CODERS": CODERS,
    "CODERRELATIONS": f"{ID}, Coder INTEGER CHECK (Coder > 0), OtherCoder INTEGER CHECK (OtherCoder > 0), {SEEN}, "
    f"CHECK (Coder != OtherCoder), {_points('Coder', 'CODERS')}, {_points('OtherCoder', 'CODERS')}",
    "DOCUMENTS": f"{ID}, {_short('Title')}, Text TEXT NOT NULL, Coder INTEGER, {SHORT_TEXTS}, "
    f"Notes TEXT NOT NULL {EMPTY}, {_short('Type', EMPTY)}, Date INTEGER NOT NULL, {_points('Coder', 'CODERS')}",
    "STATEMENTTYPES": f"{ID}, {_short('Label')}, {COLOURS}",
    "VARIABLES": f"{ID}, {_short('Variable')}, DataType TEXT NOT NULL DEFAULT 'short text' "
    "CHECK (DataType IN ('boolean', 'integer', 'long text', 'short text')), StatementTypeId INTEGER, "
    f"{_points('StatementTypeId', 'STATEMENTTYPES')}, UNIQUE (Variable, StatementTypeId)",
    "VARIABLELINKS": f"{ID}, SourceVariableId INTEGER, TargetVariableId INTEGER, "
    f"CHECK (TargetVariableId != SourceVariableId), {_points('SourceVariableId', 'VARIABLES')}, "
    f"{_points('TargetVariableId', 'VARIABLES')}",
    "REGEXES": f"Label TEXT PRIMARY KEY CHECK (LENGTH(Label) < 191), {COLOURS}",
    "STATEMENTS": f"{ID}, StatementTypeId INTEGER, DocumentId INTEGER, Start INTEGER NOT NULL CHECK (Start >= 0), "
    "Stop INTEGER NOT NULL CHECK (Stop >= 0), Coder INTEGER, CHECK (Start < Stop), "
    f"{_points('StatementTypeId', 'STATEMENTTYPES')}, {_points('Coder', 'CODERS')}, "
    f"{_points('DocumentId', 'DOCUMENTS')}",
    "ENTITIES": f"{ID}, VariableId INTEGER NOT NULL, {_short('Value', EMPTY)}, {ANY_COLOURS}, "
    "ChildOf INTEGER CHECK (ChildOf > 0), UNIQUE (VariableId, Value), "
    f"{_points('ChildOf', 'ENTITIES')}, {_points('VariableId', 'VARIABLES')}",
    "DATABOOLEAN": f"{_data('Value INTEGER NOT NULL DEFAULT 1')}, UNIQUE (StatementId, VariableId)",
    "DATAINTEGER": f"{_data('Value INTEGER NOT NULL DEFAULT 0')}, UNIQUE (StatementId, VariableId)",
    "DATASHORTTEXT": f"{_data('Entity INTEGER NOT NULL')}, {_points('Entity', 'ENTITIES')}, "
    "UNIQUE (StatementId, VariableId)",
    "DATALONGTEXT": f"{_data(f'Value TEXT {EMPTY}')}, UNIQUE (StatementId, VariableId)",
    "ATTRIBUTEVARIABLES": f"{ID}, VariableId INTEGER NOT NULL, {_short('AttributeVariable')}, "
    f"UNIQUE (VariableId, AttributeVariable), {_points('VariableId', 'VARIABLES')}",
    "ATTRIBUTEVALUES": f"{ID}, EntityId INTEGER NOT NULL, AttributeVariableId INTEGER NOT NULL, "
    f"{_short('AttributeValue', EMPTY)}, UNIQUE (EntityId, AttributeVariableId), "
    f"{_points('EntityId', 'ENTITIES')}, {_points('AttributeVariableId', 'ATTRIBUTEVARIABLES')}",
}
SCHEMA = "".join(f"CREATE TABLE {name} ({columns});" for name, columns in TABLES.items())
