"""Plain fields are read at once, and answered as graphql-core answers them: also where something is wrong."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from enum import Enum
from typing import Any

import pytest
import strawberry
from graphql import ExecutionResult, execute, parse
from strawberry import ID, federation

from services.kit import execution
from services.kit.context import Language, RequestContext
from services.kit.errors import LimitError
from services.kit.execution import Execution
from services.kit.field import field
from services.kit.guard import authenticated
from services.kit.leaves import leaves_of
from services.kit.schema import subgraph


@strawberry.enum
class Colour(Enum):
    RED = "RED"
    BLUE = "BLUE"


@strawberry.type
class Thing:
    id: ID
    title: str
    note: str | None
    count: int
    share: float | None
    is_new: bool
    colour: Colour | None
    day: date | None
    price: Decimal | None
    words: list[str]
    maybe: list[str | None] | None
    secret: str | None = federation.field(extensions=[authenticated()], default=None)

    @field()
    def said(self, loud: bool = False) -> str:
        return self.title.upper() if loud else self.title


GOOD: dict[str, Any] = {
    "id": "1",
    "title": "Wald",
    "note": None,
    "count": 3,
    "share": 0.5,
    "is_new": True,
    "colour": Colour.RED,
    "day": date(2026, 1, 2),
    "price": Decimal("1.50"),
    "words": ["a", "b"],
    "maybe": [None, "c"],
    "secret": "told to nobody",
}
FIELDS = "id title note count share isNew colour day price words maybe secret said loud: said(loud: true)"
OPERATION = f"{{ thing {{ __typename {FIELDS} again: title }} after: thing {{ id }} }}"


class Unasked(str):
    """A text of another class."""


@strawberry.type
class Query:
    @field()
    def thing(self, info: strawberry.Info[Any, None]) -> Thing | None:
        held: Thing = info.context.thing
        return held


SCHEMA = subgraph(Query)._schema


class Holding(RequestContext):
    thing: Thing


def answered(thing: Thing, values: int = 100) -> ExecutionResult:
    context = Holding(None, Language.DE)
    object.__setattr__(context, "thing", thing)
    found = execute(SCHEMA, parse(OPERATION), context_value=context, executor_class=Execution, values=values)
    assert isinstance(found, ExecutionResult)
    return found


def said(result: ExecutionResult) -> object:
    return result.data, sorted((each.message, each.path or []) for each in result.errors or [])


def without_leaves(monkeypatch: pytest.MonkeyPatch, ask: Callable[[], ExecutionResult]) -> ExecutionResult:
    with monkeypatch.context() as inside:
        inside.setattr(execution, "leaves_of", lambda _: {})
        return ask()


ODD: list[tuple[str, Any]] = [
    ("count", 2**40),
    ("count", True),
    ("count", "7"),
    ("count", 2.0),
    ("count", None),
    ("share", float("nan")),
    ("share", 1),
    ("share", "x"),
    ("title", None),
    ("title", Unasked("Wald")),
    ("title", 4),
    ("title", b"x"),
    ("id", 12),
    ("is_new", 1),
    ("is_new", None),
    ("colour", "RED"),
    ("colour", "GREEN"),
    ("colour", []),
    ("day", "2026-01-02"),
    ("day", 5),
    ("price", None),
    ("words", ["a", None]),
    ("words", ("a", "b")),
    ("words", "ab"),
    ("words", None),
    ("words", iter(["a"])),
    ("maybe", None),
    ("maybe", [object()]),
    ("note", ValueError("broken")),
]


@pytest.mark.parametrize(("name", "value"), [("title", "Wald"), *ODD], ids=lambda each: repr(each)[:20])
def test_they_are_answered_as_the_reference_answers_them(
    name: str, value: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def thing() -> Thing:
        fresh = iter(["a"]) if name == "words" and hasattr(value, "__next__") else value
        return Thing(**{**GOOD, name: fresh})

    expected = without_leaves(monkeypatch, lambda: answered(thing()))
    assert said(answered(thing())) == said(expected)


def test_a_guarded_field_is_not_plain() -> None:
    kind: Any = SCHEMA.type_map["Thing"]
    assert "secret" not in leaves_of(kind)
    assert "said" not in leaves_of(kind)
    assert {"__typename", "title", "words", "colour"} <= set(leaves_of(kind))
    result = answered(Thing(**GOOD))
    assert result.data is not None
    assert result.data["thing"]["secret"] is None


def test_their_items_count_among_the_values_of_an_answer() -> None:
    thing = Thing(**{**GOOD, "words": ["x"] * 200})
    with pytest.raises(LimitError):
        answered(thing)
    assert answered(Thing(**GOOD)).data is not None


def test_no_way_is_made_for_a_plain_field(monkeypatch: pytest.MonkeyPatch) -> None:
    """What each field cost: its resolving, one by one."""
    gone: list[str] = []
    kept = Execution.execute_field

    def noted(self: Execution, *arguments: Any) -> Any:
        gone.append(arguments[2][0].node.name.value)
        return kept(self, *arguments)

    monkeypatch.setattr(Execution, "execute_field", noted)
    answered(Thing(**GOOD))
    assert sorted(gone) == ["said", "said", "secret", "thing", "thing"]
