"""Where a refusal says the fault lies: one rule for all houses, and no rule that names what nobody knows."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from services.kit.placing import Placing, arguments_of, placed

SERVICES = Path(__file__).parents[2] / "services"
HOUSES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")
FIRST = ("invalid", "unknown", "faults_of_line", "faults_of_localized", "faults_of_list", "faults_of_url")
"""Makers of faults whose first argument is the path, as ``a.b``."""


def mutations(house: str) -> dict[str, Any]:
    schema = import_module(f"services.{house}.schema").SCHEMA._schema
    return dict(schema.mutation_type.fields)


def named(house: str) -> Iterator[tuple[str, str]]:
    """Each path that stands in the source as it is: its place, and its first word."""
    for file in sorted((SERVICES / house).rglob("*.py")):
        for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(call, ast.Call):
                continue
            maker = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            parts: list[ast.expr] = []
            if maker == "Fault" and len(call.args) > 2 and isinstance(call.args[2], ast.Tuple):
                parts = call.args[2].elts
            elif maker in FIRST:
                parts = call.args[:1]
            elif maker == "not_found":
                parts = call.args[1:2]
            words = [each.value for each in parts if isinstance(each, ast.Constant)]
            if words and len(words) == len(parts):
                yield f"{file.relative_to(SERVICES)}:{call.lineno}", str(words[-1 if words[0] == "input" else 0])


@pytest.mark.parametrize("house", HOUSES)
def test_every_mutation_places_its_faults(house: str) -> None:
    found = mutations(house)
    assert len(found) > 10
    for name, field in found.items():
        assert isinstance(field.resolve, Placing), name
        assert field.resolve.arguments == arguments_of(field), name


@pytest.mark.parametrize("house", HOUSES)
def test_every_path_in_the_source_names_what_some_mutation_takes(house: str) -> None:
    taken = {"input"}
    for field in mutations(house).values():
        for name, fields in arguments_of(field).items():
            taken |= {name, *fields}
    found = list(named(house))
    assert [f"{place}: {word}" for place, word in found if word.split(".")[0] not in taken] == []
    assert len(found) > 20


@pytest.mark.parametrize("house", HOUSES)
def test_what_is_placed_begins_with_an_argument_and_stays_there(house: str) -> None:
    words = {word.split(".")[0] for _, word in named(house)} | {"id", "input"}
    for name, field in mutations(house).items():
        arguments = arguments_of(field)
        for word in words:
            path = placed((word, "0"), arguments)
            assert not path or path[0] in arguments, (name, word)
            assert placed(path, arguments) == path, (name, word)
