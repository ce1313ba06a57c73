"""Values of scalars: built-in ones as GraphQL 3.5 coerces results, custom ones as their subgraph wrote them."""

from __future__ import annotations

import asyncio
import json
from decimal import Decimal
from typing import Any

import pytest
from graphql import GraphQLError, specified_scalar_types
from hypothesis import given, settings
from hypothesis import strategies as st

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.model.exchange import GraphQLRequest, SubgraphRequest
from gateway.web.http.parameters import Parameters, _one
from tests.federation.example import Example
from tests.federation.federated import InProcess
from tests.traps.trap import ask, planner_of, trap

SCALARS = trap(
    {
        "a": """scalar Money
        type Query { Int: Int Float: Float String: String Boolean: Boolean ID: ID
          money: Money sure: Money! many: [Money!]
          echo(m: Money, f: Float, in: In): String t: T }
        input In { m: [Money] }
        type T @key(fields: "id") { id: ID! sum: Money }""",
        "b": """scalar Money
        type T @key(fields: "id") { id: ID! sum: Money @external seen: String @requires(fields: "sum") }""",
    },
    {"T": [{"id": "1", "sum": 1, "seen": "x"}]},
    {},
)

PLAIN = st.none() | st.booleans() | st.integers(-(2**33), 2**33) | st.integers(-(10**30), 10**30)
FLOATS = st.floats(allow_nan=False, allow_infinity=False) | st.integers(-(2**33), 2**33).map(float)
WORDS = (
    st.text(max_size=4) | st.sampled_from(["7", "-0", "1.5", "1e400", "inf", " 3 ", "true"]) | st.integers().map(str)
)
VALUES = PLAIN | FLOATS | WORDS | st.sampled_from([[], [1], {}, {"a": 1}])


def reference(name: str, value: Any) -> Any:
    """What graphql-core serialises; None where it refuses. It refuses whole numbers that a double cannot hold, which
    lose nothing as JSON.
    """
    if name == "Float" and type(value) is int:
        return value
    try:
        return None if value is None else specified_scalar_types[name].coerce_output_value(value)
    except GraphQLError:
        return None


@settings(max_examples=150, deadline=None)
@given(name=st.sampled_from(["Int", "Float", "String", "Boolean", "ID"]), value=VALUES)
def test_built_in_scalars_are_coerced_alike_by_both_back_ends_and_the_reference(name: str, value: Any) -> None:
    def spoil(_: SubgraphRequest, __: object) -> bytes:
        return json.dumps({"data": {name: value}}).encode()

    expected = reference(name, value)
    for structs in (True, False):
        got = asyncio.run(ask(SCALARS, f"{{ {name} }}", spoiled={"a": spoil}, structs=structs))
        assert type(got["data"][name]) is type(expected) or name == "Float", got
        assert got["data"][name] == expected, got
        assert ("errors" in got) == (value is not None and expected is None)


def test_numbers_that_are_no_doubles_are_no_floats() -> None:
    for structs in (True, False):
        for text in (b"1e400", b"1" + b"0" * 400):
            spoiled = {"a": lambda _r, _g, text=text: b'{"data":{"Float":' + text + b"}}"}
            got = asyncio.run(ask(SCALARS, "{ Float }", spoiled=spoiled, structs=structs))
            assert got["data"] == {"Float": None} or got["data"] is None
            assert got["errors"]


NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,25})\.[0-9]{1,25}([eE][-+]?[0-9]{1,3})?", fullmatch=True) | st.sampled_from(
    ["0.1", "1e400", "-0.0", "12345678901234567.89", "9007199254740993.0", "1E-500", "123456789012345678901"]
)


async def spoken(query: str, variables: str, body: bytes, structs: bool) -> tuple[bytes, list[bytes]]:
    """The answer's text and all that was sent; the request is read as from the network."""
    supergraph, plan = planner_of(SCALARS.name)
    bodies = iter([body])

    def spoil(_: SubgraphRequest, given_: dict[str, Any]) -> bytes:
        return next(bodies, json.dumps(given_).encode())

    send = InProcess(_anything(SCALARS), SCALARS.store(), {"a": spoil})
    graph = Graph(supergraph=supergraph, plan=plan, send=send, structs=structs)
    read: Parameters = _one.decode(
        json.dumps({"query": query})[:-1].encode() + b',"variables":' + variables.encode() + b"}"
    )
    got = await answer(graph, GraphQLRequest(query=read.query or "", variables=read.variables or {}))
    return got.body, [request.body for request in send.requests]


def _anything(example: Example) -> Example:
    fields = {("Query", name): lambda *_: None for name in ("money", "sure", "many", "echo", "t")}
    return Example(example.name, example.whole, example.subgraphs, {}, example.records, fields)


def same(text: bytes, number: str, *place: str | int) -> bool:
    value = json.loads(text, parse_float=Decimal, parse_int=Decimal)
    for step in place:
        value = value[step]
    return bool(value == Decimal(number))


@pytest.mark.parametrize("structs", [True, False])
@settings(max_examples=40, deadline=None)
@given(number=NUMBERS)
def test_decimals_of_custom_scalars_keep_their_digits(structs: bool, number: str) -> None:
    async def check() -> None:
        body = b'{"data":{"money":%b,"sure":%b,"many":[%b]}}' % ((number.encode(),) * 3)
        got, _ = await spoken("{ money sure many }", "{}", body, structs)
        assert same(got, number, "data", "money")
        assert same(got, number, "data", "sure")
        assert same(got, number, "data", "many", 0)
        nothing = b'{"data":{"echo":null}}'
        query = "query($m: Money, $i: In) { echo(m: $m, in: $i) }"
        _, sent = await spoken(query, f'{{"m": {number}, "i": {{"m": [{number}]}}}}', nothing, structs)
        assert same(sent[0], number, "variables", "m")
        assert same(sent[0], number, "variables", "i", "m", 0)
        _, sent = await spoken(f"{{ echo(m: {number}, in: {{m: [{number}]}}) }}", "{}", nothing, structs)
        text = json.loads(sent[0])["query"].replace(",", " ").replace("[", " ").replace("]", " ").split()
        written = [word for word in text if word.startswith("-") or word[0].isdigit()]
        assert [Decimal(word.rstrip(")}")) for word in written] == [Decimal(number)] * 2
        t = b'{"data":{"t":{"__typename":"T","id":"1","sum":%b}}}' % number.encode()
        _, sent = await spoken("{ t { seen } }", "{}", t, structs)
        assert same(sent[1], number, "variables", "representations", 0, "sum")

    asyncio.run(check())


async def test_floats_of_clients_may_have_more_digits_than_a_double() -> None:
    query = "query($f: Float) { echo(f: $f) }"
    for text, is_right in (("0.12345678901234567890123", True), ("1e400", False)):
        got, sent = await spoken(query, f'{{"f": {text}}}', b'{"data":{"echo":null}}', True)
        assert bool(sent) is is_right
        assert (b"BAD_USER_INPUT" in got) is not is_right
