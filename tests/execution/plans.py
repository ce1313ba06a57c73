"""A hand-written plan of six fetches, and subgraphs that answer it from a table."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, cast

from graphql import OperationDefinitionNode, build_schema, parse

from gateway.execution import Call, Program, Run, compile_plan
from gateway.model.exchange import SubgraphAnswer
from gateway.model.operation import Fragment, OperationKind, Selections
from gateway.model.plan import Each, EntityCall, Fetch, Key, MergePath, Plan, Representation, RootCall
from gateway.operations.conversion import Conversion

SCHEMA = build_schema(
    """
    type Query { books: [Book] reader: Reader }
    type Book { id: ID isbn: String weight: Int cost: Int reviews: [Review] }
    type Review { id: ID stars: Int author: Reader }
    type Reader { id: ID name: String favourite: Book }
    """
)


def selected(text: str) -> Selections:
    """``"a b { c }"`` as selections."""
    operation = cast(OperationDefinitionNode, parse("{ " + text + " }").definitions[0])
    return Conversion({}, {}, limit=100).selections(operation.selection_set)


def entity(path: MergePath, type_name: str, key: str, asked: str, requires: str = "") -> EntityCall:
    """One call for one type: ``key``, ``requires`` and ``asked`` are names of leaves."""
    return EntityCall(
        alias="_entities",
        variable="representations",
        paths=(path,),
        representations=(
            Representation(
                on=frozenset({type_name}),
                typename=type_name,
                selections=selected(f"__typename {key} {requires}"),
                key=selected(key),
            ),
        ),
        selections=(Fragment(type_name, selected(asked)),),
    )


def fetch(number: int, subgraph: str, after: tuple[int, ...], *calls: EntityCall, root: str = "") -> Fetch:
    return Fetch(
        id=number,
        subgraph=subgraph,
        kind=OperationKind.QUERY,
        document=f"fetch {number}",
        variables=(),
        after=after,
        root=RootCall((), selected(root)) if root else None,
        entities=calls,
    )


BOOKS: MergePath = (Key("books"), Each())
AUTHORS: MergePath = (*BOOKS, Key("reviews"), Each(), Key("author"))

SIX = Plan(
    OperationKind.QUERY,
    (
        fetch(0, "catalogue", (), root="books { __typename id isbn }"),
        fetch(1, "readers", (), root="reader { name }"),
        fetch(2, "weights", (0,), entity(BOOKS, "Book", "isbn", "weight")),
        fetch(3, "reviews", (0,), entity(BOOKS, "Book", "id", "reviews { id stars author { __typename id } }")),
        fetch(4, "shipping", (2,), entity(BOOKS, "Book", "isbn", "cost", requires="weight")),
        fetch(5, "readers", (3,), entity(AUTHORS, "Reader", "id", "name")),
    ),
)

BOOK_KEYS = [
    {"__typename": "Book", "id": "1", "isbn": "a"},
    {"__typename": "Book", "id": "2", "isbn": "b"},
    None,
    {"__typename": "Book", "id": "1", "isbn": "a"},
]
REVIEWS = {
    "1": [{"id": "x", "stars": 5, "author": {"__typename": "Reader", "id": "u"}}, {"id": "y", "author": None}],
    "2": [],
}


def respond(call: Call) -> dict[str, Any]:
    """What an honest subgraph answers."""
    sent = json.loads(call.body)["variables"].get("representations", [])
    match call.fetch:
        case 0:
            return {"books": BOOK_KEYS}
        case 1:
            return {"reader": {"name": "Ada"}}
        case 2:
            return {"_entities": [{"weight": ord(r["isbn"])} for r in sent]}
        case 3:
            return {"_entities": [{"reviews": REVIEWS[r["id"]]} for r in sent]}
        case 4:
            return {"_entities": [{"cost": None if r["weight"] is None else r["weight"] * 2} for r in sent]}
    return {"_entities": [{"name": f"reader {r['id']}"} for r in sent]}


def answered(data: Any, **more: Any) -> SubgraphAnswer:
    return SubgraphAnswer(200, json.dumps({"data": data, **more}).encode())


def program() -> Program:
    return compile_plan(SIX, SCHEMA)


def arrival_orders(compiled: Program) -> Iterator[tuple[int, ...]]:
    """Every order in which the answers can come: each time any fetch under way may be the next."""

    def extend(order: tuple[int, ...]) -> Iterator[tuple[int, ...]]:
        run = Run(compiled, {})
        under_way = {call.fetch: call for call in run.ready()}
        for number in order:
            run.receive(number, answered(respond(under_way.pop(number))))
            under_way |= {call.fetch: call for call in run.ready()}
        if not under_way:
            yield order
        for number in sorted(under_way):
            yield from extend((*order, number))

    yield from extend(())
