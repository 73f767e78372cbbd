"""The rules of the house that a machine can keep: where things stand, and who may know whom.

Each rule is a function that reads a tree and returns its faults. Each is tried twice: on the project,
where there are none, and on a small tree with one offender planted in it.
"""

import ast
import io
import re
import tokenize
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
TOP_LEVEL = set(
    "manage.py curation annotations templates tests requirements.txt requirements.in requirements-dev.txt "
    "requirements-dev.in requirements-judges.txt requirements-judges.in requirements-celery.txt "
    "requirements-celery.in README.md CHANGELOG.md CONTRIBUTING.md LICENSE Makefile pyproject.toml docs bench .ci .git .gitignore".split()
)
APPS = ("annotations", "curation")
CODE = (*APPS, "tests", "bench")
SAYING_NOTHING = {"utils", "util", "helpers", "services", "common", "core", "misc", "lib"}
MOST_LINES = 400

MODELS, VERBS, SURFACES, ADDRESSES = range(4)
LAYERS = {"models": MODELS, "urls": ADDRESSES, "apps": ADDRESSES, "wsgi": ADDRESSES, "settings": ADDRESSES}
LAYERS |= dict.fromkeys(
    "admin desk explore api views published accounts errors middleware management templatetags".split(),
    SURFACES,
)
SIGNALS = re.compile(r"django\.dispatch|[\w.]*\bsignals\b")


# Reading a tree


def modules(root):
    """Every module of the two apps by its dotted name, parsed; migrations are history, not layout."""
    paths = [path for app in APPS for path in (root / app).rglob("*.py") if "migrations" not in path.parts]
    return {dotted(path.relative_to(root)): ast.parse(path.read_text()) for path in sorted(paths)}


def dotted(path):
    return ".".join(path.with_suffix("").parts).removesuffix(".__init__")


def imports(tree, known=()):
    """What a module imports, in dotted names; ``from a import b`` is a.b where that is a module."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        if isinstance(node, ast.ImportFrom) and not node.level:
            names = [f"{node.module}.{alias.name}" for alias in node.names]
            yield from (name if name in known else node.module for name in names)


def links(tree):
    """Which of our modules each of our modules imports."""
    return {
        name: sorted({found for found in imports(tree[name], tree) if found in tree} - {name})
        for name in tree
    }


def app_of(module):
    return module.split(".")[0]


def part_of(module):
    """The second segment, which says what the module is in its app."""
    return module.split(".")[1] if "." in module else ""


def layer(module):
    return LAYERS.get(part_of(module), VERBS)


def python_files(root):
    found = [path for folder in CODE for path in (root / folder).rglob("*.py")]
    return sorted(path for path in found if "migrations" not in path.parts)


# The rules


def unknown_top_level_names(root):
    made_by_tools = (root / ".gitignore").read_text().split() if (root / ".gitignore").exists() else []
    allowed = TOP_LEVEL | {name.strip("/") for name in made_by_tools}
    return sorted(path.name for path in root.iterdir() if path.name not in allowed)


def names_that_say_nothing(root):
    paths = [path for folder in CODE for path in (root / folder).rglob("*")]
    return sorted(str(path.relative_to(root)) for path in paths if path.stem in SAYING_NOTHING)


def evidence_that_knows_the_site(root):
    tree = modules(root)
    return [
        f"{name} imports {found}"
        for name in tree
        for found in imports(tree[name], tree)
        if app_of(name) == "annotations" and app_of(found) == "curation"
    ]


def imports_against_the_order(root):
    """Inside an app: models, then verbs, then surfaces, then addresses; and no verb knows any surface."""
    known = links(modules(root))
    free = {name for name in known if not known[name]}  # knows none of ours, so anyone may know it
    return [
        f"{name} imports {found}"
        for name in known
        for found in known[name]
        if found not in free
        and (app_of(name) == app_of(found) or layer(found) == SURFACES)
        and layer(name) < layer(found)
    ]


def surfaces_that_know_each_other(root):
    known = links(modules(root))
    return [
        f"{name} imports {found}"
        for name in known
        for found in known[name]
        if layer(name) == layer(found) == SURFACES
        and app_of(name) == app_of(found)
        and part_of(name) != part_of(found)
    ]


def circles(root):
    """Modules that import each other, at whatever distance; a module in none can be taken away."""
    known = links(modules(root))
    while done := [name for name in known if not set(known[name]) & set(known)]:
        known = {name: known[name] for name in known if name not in done}
    return sorted(name for name in known if reaches(known, name, name))


def reaches(known, start, goal):
    seen, ahead = set(), set(known[start])
    while ahead - seen:
        seen |= ahead
        ahead = {found for name in ahead for found in known.get(name, [])}
    return goal in seen


def imports_inside_functions(root):
    faults = []
    for path in python_files(root):
        for function in ast.walk(ast.parse(path.read_text())):
            inside = isinstance(function, ast.FunctionDef | ast.AsyncFunctionDef) and list(ast.walk(function))
            allowed = path.name == "apps.py" and getattr(function, "name", "") == "ready"
            if (
                inside
                and not allowed
                and any(isinstance(node, ast.Import | ast.ImportFrom) for node in inside)
            ):
                faults.append(f"{path.relative_to(root)}: {function.name}")
    return faults


def relative_imports(root):
    """A full name says where a thing lives; and the rules above read full names only."""
    return [
        f"{path.relative_to(root)}:{node.lineno}"
        for path in python_files(root)
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.ImportFrom) and node.level
    ]


def signals(root):
    tree = modules(root)
    return [
        f"{name} imports {found}"
        for name in tree
        for found in [*imports(tree[name]), *names_taken(tree[name])]
        if SIGNALS.fullmatch(found)
    ]


def names_taken(tree):
    taken = [node for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)]
    return [alias.name for node in taken for alias in node.names]


def files_too_long(root):
    lines = {path: len(path.read_text().splitlines()) for path in python_files(root)}
    return [f"{path.relative_to(root)}: {count} lines" for path, count in lines.items() if count > MOST_LINES]


def silenced_rules(root):
    silence = re.compile(r"noqa|type:\s*ignore|fmt:\s*(off|skip)|ruff:|mypy:|pyright:|pragma:", re.IGNORECASE)
    faults = []
    for path in python_files(root):
        tokens = tokenize.generate_tokens(io.StringIO(path.read_text()).readline)
        found = [token for token in tokens if token.type == tokenize.COMMENT and silence.search(token.string)]
        faults += [f"{path.relative_to(root)}:{token.start[0]}" for token in found]
    return faults


# The rules hold here


def test_top_level_names_are_those_of_the_design():
    assert unknown_top_level_names(ROOT) == []


def test_names_say_what_they_hold():
    assert names_that_say_nothing(ROOT) == []


def test_evidence_does_not_know_the_site():
    assert evidence_that_knows_the_site(ROOT) == []


def test_imports_follow_the_order():
    assert imports_against_the_order(ROOT) == []


def test_surfaces_do_not_know_each_other():
    assert surfaces_that_know_each_other(ROOT) == []


def test_no_imports_in_circles():
    assert circles(ROOT) == []


def test_no_imports_inside_functions():
    assert imports_inside_functions(ROOT) == []


def test_no_relative_imports():
    assert relative_imports(ROOT) == []


def test_no_signals():
    assert signals(ROOT) == []


def test_files_are_not_too_long():
    assert files_too_long(ROOT) == []


def test_no_rule_is_silenced():
    assert silenced_rules(ROOT) == []


# The rules bite: one offender each


def plant(root, **files):
    """Write files named like modules: ``annotations__review="…"`` is annotations/review.py."""
    for name, text in files.items():
        path = root / f"{name.replace('__', '/')}.py"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)


def test_an_unknown_top_level_name_is_found(tmp_path):
    plant(tmp_path, manage="", script="")

    assert unknown_top_level_names(tmp_path) == ["script.py"]


def test_a_name_that_says_nothing_is_found(tmp_path):
    plant(tmp_path, annotations__utils="", curation__export__helpers="")

    assert names_that_say_nothing(tmp_path) == ["annotations/utils.py", "curation/export/helpers.py"]


def test_evidence_that_knows_the_site_is_found(tmp_path):
    plant(
        tmp_path,
        annotations__review="from curation import release",
        curation__release="from annotations import review",
    )

    assert evidence_that_knows_the_site(tmp_path) == ["annotations.review imports curation.release"]


def test_a_model_that_knows_a_verb_is_found(tmp_path):
    plant(
        tmp_path,
        annotations__models__claim="from annotations import review",
        annotations__review="from annotations import dates",
        annotations__dates="",
    )

    assert imports_against_the_order(tmp_path) == ["annotations.models.claim imports annotations.review"]


def test_a_model_may_know_what_knows_none_of_ours(tmp_path):
    plant(tmp_path, annotations__models__claim="from annotations import dates", annotations__dates="")

    assert imports_against_the_order(tmp_path) == []


def test_a_verb_that_knows_a_surface_is_found(tmp_path):
    plant(
        tmp_path,
        curation__release="from annotations.admin import site",
        annotations__admin__site="from annotations import review",
        annotations__review="",
    )

    assert imports_against_the_order(tmp_path) == ["curation.release imports annotations.admin.site"]


def test_surfaces_that_know_each_other_are_found(tmp_path):
    plant(tmp_path, annotations__admin__claim="from annotations.desk import page", annotations__desk__page="")

    assert surfaces_that_know_each_other(tmp_path) == [
        "annotations.admin.claim imports annotations.desk.page"
    ]


def test_a_circle_is_found(tmp_path):
    plant(
        tmp_path,
        annotations__a="import annotations.b",
        annotations__b="from annotations import c",
        annotations__c="from annotations.a import x",
        annotations__d="from annotations import a",
    )

    assert circles(tmp_path) == ["annotations.a", "annotations.b", "annotations.c"]


def test_an_import_inside_a_function_is_found(tmp_path):
    plant(
        tmp_path,
        annotations__review="def accept():\n    import json",
        annotations__apps="def ready():\n    import json",
    )

    assert imports_inside_functions(tmp_path) == ["annotations/review.py: accept"]


def test_a_relative_import_is_found(tmp_path):
    plant(tmp_path, annotations__a="from . import b")

    assert relative_imports(tmp_path) == ["annotations/a.py:1"]


def test_signals_are_found(tmp_path):
    plant(
        tmp_path,
        annotations__a="from django.db.models.signals import post_save",
        annotations__b="from django.db.models import signals",
        annotations__c="from django.dispatch import receiver",
    )

    assert signals(tmp_path) == [
        "annotations.a imports django.db.models.signals",
        "annotations.b imports signals",
        "annotations.c imports django.dispatch",
    ]


def test_a_file_too_long_is_found(tmp_path):
    plant(tmp_path, annotations__a="\n" * 401, annotations__b="\n" * 400)

    assert files_too_long(tmp_path) == ["annotations/a.py: 401 lines"]


def test_a_silenced_rule_is_found(tmp_path):
    plant(tmp_path, annotations__a="import os  # noqa: F401\nword = '# noqa'")

    assert silenced_rules(tmp_path) == ["annotations/a.py:1"]
