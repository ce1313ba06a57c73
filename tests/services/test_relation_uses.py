"""Each use of a relation gives its statement as many further arguments as it takes, whether a test runs it or not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import pytest

from services.kit.relation import Many, One

ROOT = Path(__file__).parents[2]
SERVICES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")
LOADING = {"load": 0, "each": 0, "counted": 0, "found": 2, "certain": 2, "found_all": 2, "found_each": 2}
"""Where in the arguments of these the relation stands; its key follows, then what else it takes."""
LEAST = 15
"""So many uses each service has; fewer would mean that this test no longer finds them."""


@dataclass(frozen=True)
class Use:
    """``given``: further arguments; ``is_open``: more of them may come out of a starred one."""

    place: str
    relation: One[Any] | Many[Any]
    given: int
    is_open: bool

    @property
    def taken(self) -> int:
        return parameters(self.relation.statement.text) - 1

    @property
    def is_right(self) -> bool:
        return self.given <= self.taken if self.is_open else self.given == self.taken


def parameters(statement: str) -> int:
    """The number of a statement's parameters.

    >>> parameters("SELECT * FROM a WHERE id = ANY ($1) AND ($2 IS NULL OR b = $2)")
    2
    """
    return max((int(number) for number in re.findall(r"\$(\d+)", statement)), default=0)


def uses(service: str) -> Iterator[Use]:
    for file in sorted((ROOT / "services" / service).rglob("*.py")):
        if file.parent.name in {"types", "schema"} or file.name == "schema.py":
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            yield from uses_in(file, vars(import_module(name.removesuffix(".__init__"))))


def uses_in(file: Path, names: dict[str, Any]) -> Iterator[Use]:
    for call in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        if not isinstance(call, ast.Call):
            continue
        word = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        at = LOADING.get(word)
        if at is None or len(call.args) < at + 2:
            continue
        relation = value_of(call.args[at], names)
        if isinstance(relation, One | Many):
            further = call.args[at + 2 :]
            starred = sum(isinstance(each, ast.Starred) for each in further)
            is_open = any(isinstance(each, ast.Starred) for each in call.args[at + 1 :])
            place = f"{file.relative_to(ROOT)}:{call.lineno}"
            yield Use(place, relation, len(further) - starred, is_open)


def value_of(expression: ast.expr, names: dict[str, Any]) -> object:
    """What a name, or an attribute of a module, stands for; None where only a run would tell."""
    match expression:
        case ast.Name(id=name):
            return names.get(name)
        case ast.Attribute(value=inner, attr=name):
            return getattr(value_of(inner, names), name, None)
        case _:
            return None


@pytest.mark.parametrize("service", SERVICES)
def test_every_use_gives_what_the_statement_takes(service: str) -> None:
    found = list(uses(service))
    assert len(found) >= LEAST, [use.place for use in found]
    wrong = [use for use in found if not use.is_right]
    assert not wrong, [
        f"{use.place}: {use.relation.statement.name} takes {use.taken} further, not {use.given}" for use in wrong
    ]


def test_a_use_that_forgets_an_argument_is_noticed() -> None:
    use = next(use for use in uses("marketplace") if use.given and not use.is_open)
    assert not Use(use.place, use.relation, use.given - 1, is_open=False).is_right
    assert not Use(use.place, use.relation, use.given + 1, is_open=True).is_right
