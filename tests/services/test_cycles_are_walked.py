"""Every life cycle of the rules is walked by a test, state by state and person by person; none is on a list."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import pytest

from services.kit.transitions import LifeCycle
from tools.run.settings import ROOT, SERVICES

TESTS = ROOT / "tests" / "services"


def cycles() -> Iterator[tuple[str, str]]:
    """By module and name: what stands in the rules of the houses."""
    for house in SERVICES:
        for file in sorted((ROOT / "services" / house / "rules").glob("*.py")):
            module = f"services.{house}.rules.{file.stem}"
            for name, value in vars(import_module(module)).items():
                if isinstance(value, LifeCycle) and f"{name}" in file.read_text(encoding="utf-8"):
                    yield module, name


def used(file: Path) -> set[tuple[str, str]]:
    """What a test file that walks takes from the rules: names by ``from``, and attributes of modules."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    modules: dict[str, str] = {}
    found = set[tuple[str, str]]()
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for name in node.names:
                found.add((node.module, name.name))
                modules[name.asname or name.name] = f"{node.module}.{name.name}"
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name) and node.value.id in modules:
            found.add((modules[node.value.id], node.attr))
    return found


WALKED = set[tuple[str, str]]().union(
    *(used(file) for file in TESTS.rglob("test_*.py") if "Walk(" in file.read_text(encoding="utf-8"))
)


def own() -> list[tuple[str, str]]:
    """Each once, where it is made: another module may take it over by its name."""
    made: dict[int, tuple[str, str]] = {}
    for module, name in cycles():
        made.setdefault(id(getattr(import_module(module), name)), (module, name))
    return sorted(made.values())


@pytest.mark.parametrize("cycle", own(), ids=lambda each: f"{each[0].removeprefix('services.')}.{each[1]}")
def test_a_walk_takes_it(cycle: tuple[str, str]) -> None:
    assert cycle in WALKED


def test_there_are_as_many_as_the_domain_has() -> None:
    assert len(own()) >= 25
