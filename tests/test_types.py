"""Public functions of verb files say what comes in and what goes out; mypy then holds them to it."""

import ast

from tests.test_layout import ROOT, VERBS, layer, modules, plant


def public_functions_without_types(root):
    return [
        f"{name}.{function.name}"
        for name, tree in modules(root).items()
        for function in tree.body
        if layer(name) == VERBS
        and isinstance(function, ast.FunctionDef)
        and not function.name.startswith("_")
        if not is_typed(function)
    ]


def is_typed(function):
    taken = function.args
    named = [*taken.posonlyargs, *taken.args, *taken.kwonlyargs, taken.vararg, taken.kwarg]
    return bool(function.returns) and all(argument.annotation for argument in named if argument)


def test_public_functions_of_verbs_say_their_types():
    assert public_functions_without_types(ROOT) == []


def test_a_public_function_without_types_is_found(tmp_path):
    plant(
        tmp_path,
        annotations__review="def accept(claim) -> None: ...\ndef reject(claim: int): ...\ndef _own(claim): ...",
        annotations__speakers="def merge(one: int, *, other: int, **rest: str) -> int: ...",
        annotations__admin="def page(request): ...",
    )

    assert public_functions_without_types(tmp_path) == [
        "annotations.review.accept",
        "annotations.review.reject",
    ]
