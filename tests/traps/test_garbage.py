"""Subgraphs that answer with what no type allows: an answer all the same, never a crash."""

from __future__ import annotations

import json
from typing import Any

import pytest

from gateway.model.exchange import SubgraphRequest
from tests.federation.federated import Spoil
from tests.traps.test_keys import ROOTS
from tests.traps.trap import ask, trap

ZOO = trap(
    {
        "a": """
        type Query { animals: [Animal] }
        interface Animal { id: ID! }
        type Dog implements Animal @key(fields: "id") { id: ID! }
        type Cat implements Animal @key(fields: "id") { id: ID! home: Home }
        type Home { nr: Int }
        """,
        "b": """
        type Dog @key(fields: "id") { id: ID! barks: Boolean }
        type Cat @key(fields: "id") { id: ID! home: Home @external lives: Int @requires(fields: "home { nr }") }
        type Home { nr: Int @external }
        """,
    },
    {"Dog": [{"id": "d", "barks": True}], "Cat": [{"id": "c", "home": {"nr": 1}, "lives": 9}]},
    {("Query", "animals"): lambda _, a, s: s.of("Dog") + s.of("Cat")},
)
QUERY = "{ animals { ... on Dog { barks } ... on Cat { lives } } }"


def first_type(name: Any) -> Spoil:
    def spoil(_: SubgraphRequest, given: dict[str, Any]) -> bytes:
        given["data"]["animals"][0]["__typename"] = name
        return json.dumps(given).encode()

    return spoil


@pytest.mark.parametrize("structs", [True, False])
@pytest.mark.parametrize("name", [["Dog"], {"x": "Dog"}, 5, True, "", "Query"])
async def test_a_type_name_that_is_none_costs_only_its_object(name: Any, structs: bool) -> None:
    got = await ask(ZOO, QUERY, spoiled={"a": first_type(name)}, structs=structs)
    assert got["data"] == {"animals": [None, {"lives": 9}]}
    assert [error["path"] for error in got["errors"]] == [["animals", 0]]


@pytest.mark.parametrize("structs", [True, False])
async def test_a_subgraph_may_give_its_root_type_another_name(structs: bool) -> None:
    def renamed(_: SubgraphRequest, given: dict[str, Any]) -> bytes:
        return json.dumps(given).replace('"Query"', '"RootQuery"').encode()

    query = "{ again { t: __typename me { id } __typename } }"
    got = await ask(ROOTS, query, spoiled={"a": renamed, "b": renamed}, structs=structs)
    assert got == {"data": {"again": {"t": "Query", "me": {"id": "m"}, "__typename": "Query"}}}
