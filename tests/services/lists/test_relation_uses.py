"""Each use of a relation gives its statement what it takes, in number and kind, whether a test runs it or not."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from importlib import import_module
from pathlib import Path
from typing import Annotated, Any, get_args, get_origin

import pytest
from strawberry.types.base import StrawberryObjectDefinition

from services.kit.database import open_connection
from services.kit.finding import nothing_further
from services.kit.paged import Paged, Sorted
from services.kit.prepared import python_type
from services.kit.relation import Many, One, many
from services.kit.sql import Statement
from services.kit.under import declared
from tests.services.conftest import House
from tests.services.expression_types import Scope, base, parts_of, plain, returned, scope_of, type_of
from tests.services.lists.test_filters import SCHEMAS

ROOT = Path(__file__).parents[3]
SERVICES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")
LOADING = {"load": 0, "each": 0, "counted": 0, "found": 2, "certain": 2, "found_all": 2, "found_each": 2}
"""Where in the arguments of these the relation stands; its key follows, then what else it takes."""
PAGES, FILTERS = "found_page", 5
"""Its relation stands at 1, the key and the page's two follow, then what else both statements take."""
LEAST = 15
"""So many uses each service has; fewer would mean that this test no longer finds them."""
KNOWN = 0.8
"""Of so many arguments at least the annotations say what they are."""


@dataclass(frozen=True)
class Use:
    """``given``: further arguments, each with its type (None: not known); ``is_open``: more of them may come out of a
    starred one. ``behind``: parameters of the statement after them, which the kit gives.
    """

    place: str
    statement: Statement
    given: tuple[Any, ...]
    is_open: bool
    behind: int = 0

    @property
    def taken(self) -> int:
        return parameters(self.statement.text) - 1 - self.behind

    @property
    def is_right(self) -> bool:
        return len(self.given) <= self.taken if self.is_open else len(self.given) == self.taken

    def wrong(self, parameter_types: Sequence[object]) -> Iterator[str]:
        """A sentence for each argument of another type than the statement's parameter (those after the keys)."""
        for number, (given, taken) in enumerate(zip(self.given, parameter_types[1:], strict=False)):
            kind = base(given)
            if kind is not None and not fits(kind, taken):
                name, wanted = self.statement.name, getattr(taken, "__name__", taken)
                yield f"{self.place}: {name} takes {wanted} as its ${number + 2}, not {kind.__name__}"


def fits(given: type, taken: object) -> bool:
    """Whether asyncpg encodes it. A moment is no day, though Python's datetime is a date; a bool is no number.

    >>> fits(int, float), fits(datetime, date), fits(bool, int), fits(str, "uuid")
    (True, False, False, True)
    """
    if not isinstance(taken, type):
        return True  # a type of PostgreSQL that the kit has no word for
    if given in (bool, datetime) or taken in (bool, datetime):
        return given is taken
    return issubclass(given, taken) or (given is int and taken in (float, Decimal))


def parameters(statement: str) -> int:
    """The number of a statement's parameters.

    >>> parameters("SELECT * FROM a WHERE id = ANY ($1) AND ($2 IS NULL OR b = $2)")
    2
    """
    return max((int(number) for number in re.findall(r"\$(\d+)", statement)), default=0)


def declared_lists(service: str) -> Iterator[Use]:
    """Lists by declaration (``services.kit.under``): each order's statement, and that which counts."""
    for kind in SCHEMAS[service].schema_converter.type_map.values():
        definition = kind.definition
        if not isinstance(definition, StrawberryObjectDefinition):
            continue
        for each in definition.fields:
            how = declared(each)
            if how is None or not isinstance(how.relation, Sorted):
                continue
            given = parts_of(returned(getattr(how.further, "func", how.further)))  # also of a partial one
            asked = [list if is_list(one.annotation) else base_of(one.annotation) for one in how.cut.parameters()]
            place, types = f"{definition.name}.{each.name}", () if given is None else (*given, *asked)
            for rows in how.relation.rows.values():
                yield Use(place, rows.statement, types, given is None, 3 if how.in_pages or how.goes_on else 1)
            if how.relation.count is not None:
                yield Use(place, how.relation.count.statement, types, given is None)


def is_list(annotation: Any) -> bool:
    return base(annotation) is list


def base_of(annotation: Any) -> Any:
    """What an argument is for a statement: of an enum its name, of ``Annotated`` what it annotates."""
    bare = plain(get_args(annotation)[0] if get_origin(annotation) is Annotated else annotation)
    return str if isinstance(bare, type) and issubclass(bare, Enum) else bare


def uses(service: str) -> Iterator[Use]:
    yield from declared_lists(service)
    for file in sorted((ROOT / "services" / service).rglob("*.py")):
        if file.parent.name in {"types", "schema"} or file.name == "schema.py":
            name = ".".join(file.relative_to(ROOT).with_suffix("").parts)
            yield from uses_in(file, vars(import_module(name.removesuffix(".__init__"))))


def uses_in(file: Path, names: dict[str, Any]) -> Iterator[Use]:
    for call, scope in calls_in(ast.parse(file.read_text(encoding="utf-8")), names, None):
        word = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
        place = f"{file.relative_to(ROOT)}:{call.lineno}"
        if word == PAGES and len(call.args) >= FILTERS:
            paged = value_of(call.args[1], names)
            if isinstance(paged, Paged):
                order, further = len(paged.order) + 1, call.args[FILTERS:]
                yield use(place, paged.rows.statement, further, scope, call, order)
                yield use(place, paged.count.statement, further, scope, call)
        if word == "found_by" and isinstance(relation := value_of(call.args[0], names), One):
            named = [each.value for each in call.keywords if each.arg == "further"]
            (more,) = [value_of(each, names) for each in (*call.args[2:], *named)] or [nothing_further]
            given = parts_of(returned(more)) if callable(more) else None
            yield Use(place, relation.statement, tuple(given or ()), is_open=given is None)
        at = LOADING.get(word)
        if at is None or len(call.args) < at + 2:
            continue
        relation = value_of(call.args[at], names)
        if isinstance(relation, One | Many):
            yield use(place, relation.statement, call.args[at + 2 :], scope, call)


def use(
    place: str, statement: Statement, further: list[ast.expr], scope: Scope, call: ast.Call, behind: int = 0
) -> Use:
    given: list[Any] = []
    is_open = any(isinstance(each, ast.Starred) for each in call.args[: len(call.args) - len(further)])
    for each in further:
        parts = parts_of(type_of(each.value, scope)) if isinstance(each, ast.Starred) else [type_of(each, scope)]
        # What comes after something of unknown length has no certain place.
        given += [None] * len(parts or ()) if is_open else parts or ()
        is_open = is_open or parts is None
    return Use(place, statement, tuple(given), is_open, behind)


def calls_in(node: ast.AST, names: dict[str, Any], own: type | None, scope: Scope | None = None) -> Iterator[Any]:
    """Each call with what its names are there."""
    for child in ast.iter_child_nodes(node):
        inner, around = scope or Scope(names), own
        if isinstance(child, ast.ClassDef):
            found = names.get(child.name)
            around = found if isinstance(found, type) else None
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef):
            made = scope_of(child, names, own)
            inner = Scope(names, own, {**inner.local, **made.local})
        if isinstance(child, ast.Call):
            yield child, inner
        yield from calls_in(child, names, around, inner)


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
def test_every_use_gives_as_many_as_the_statement_takes(service: str) -> None:
    found = list(uses(service))
    assert len(found) >= LEAST, [use.place for use in found]
    wrong = [use for use in found if not use.is_right]
    assert not wrong, [
        f"{use.place}: {use.statement.name} takes {use.taken} further, not {len(use.given)}" for use in wrong
    ]
    further = [given for use in found for given in use.given]
    known = [given for given in further if base(given) is not None]
    assert len(known) >= KNOWN * len(further), f"of {len(further)} arguments only {len(known)} have a known type"


@pytest.mark.parametrize("service", SERVICES)
async def test_every_use_gives_what_the_statement_takes(demo_houses: Mapping[str, House], service: str) -> None:
    house = demo_houses[service]
    wrong: list[str] = []
    async with open_connection(house.url, schema=house.schema) as connection:
        for each in uses(service):
            prepared = await connection.prepare(each.statement.text)
            wrong += each.wrong([python_type(kind) for kind in prepared.get_parameters()])
    assert not wrong, wrong


def test_a_use_that_forgets_an_argument_is_noticed() -> None:
    use = next(use for use in uses("marketplace") if use.given and not use.is_open)
    assert not replace(use, given=use.given[1:]).is_right
    assert not replace(use, given=(*use.given, str, str, str), is_open=True, behind=99).is_right


PLANTED = """
async def projects(self: Any, info: Info, day: datetime, first: int | None, *more: str) -> None:
    names = tuple(more)
    await info.context.load(RELATION, self.id, info.context.moment, first)
    await info.context.load(RELATION, self.id, day, *info.context.viewer)
    await info.context.load(RELATION, self.id, names, "1")
"""


def test_a_planted_wrong_type_is_said_in_a_sentence(tmp_path: Path) -> None:
    relation: Many[Any] = many(dict, Statement("planted", "none", "SELECT $1, $2, $3"))
    file = ROOT / "planted.py"
    names = {**vars(import_module("services.cip.types.hubs")), "RELATION": relation, "datetime": datetime, "Any": Any}
    found = []
    for call, scope in calls_in(ast.parse(PLANTED), names, None):
        if getattr(call.func, "attr", "") == "load":
            found.append(use(f"{file.name}:{call.lineno}", relation.statement, call.args[2:], scope, call))
    said = [sentence for each in found for sentence in each.wrong([list, date, str])]
    assert said == [
        "planted.py:4: planted takes date as its $2, not datetime",
        "planted.py:4: planted takes str as its $3, not int",
        "planted.py:5: planted takes date as its $2, not datetime",
        "planted.py:6: planted takes date as its $2, not list",
    ]
