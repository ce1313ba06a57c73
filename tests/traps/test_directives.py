"""Executable directives that all subgraphs define are the client's: what may be written is handed on."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from gateway.answering.answer import answer
from gateway.answering.graph import Graph
from gateway.model.exchange import GraphQLRequest
from tests.federation.example import ref
from tests.federation.federated import InProcess
from tests.traps.trap import planner_of, trap

LANG = "directive @lang(to: String!, deep: Boolean = false) on FIELD | QUERY | MUTATION | VARIABLE_DEFINITION "
LANG += "| INLINE_FRAGMENT | FRAGMENT_SPREAD | FRAGMENT_DEFINITION directive @bare on INLINE_FRAGMENT "
GRAPH = trap(
    {
        "a": LANG
        + """type Query { t(n: Int): T many: [T] } type Mutation { do(n: Int): T }
        type T @key(fields: "id") { id: ID! a: String t: T }""",
        "b": LANG + 'type T @key(fields: "id") { id: ID! b: String }',
    },
    {"T": [{"id": "1", "a": "A", "b": "B", "t": ref("T", "1")}]},
    {(kind, name): lambda r, a, s: ref("T", "1") for kind, name in (("Query", "t"), ("Mutation", "do"))},
)


async def sent(query: str, variables: Mapping[str, Any]) -> tuple[dict[str, Any], list[tuple[str, str, Any]]]:
    """The answer, and for each request the subgraph, the text and the variables without the representations."""
    supergraph, plan = planner_of(GRAPH.name)
    send = InProcess(GRAPH, GRAPH.store())
    graph = Graph(supergraph=supergraph, plan=plan, send=send)
    got = await answer(graph, GraphQLRequest(query=query, variables=variables))
    requests = [(each.subgraph, json.loads(each.body)) for each in send.requests]
    return json.loads(got.body), [
        (name, body["query"], {k: v for k, v in body["variables"].items() if k != "representations"})
        for name, body in requests
    ]


ENTITIES = "($representations: [_Any!]!)"


async def test_those_of_fields_and_of_the_operation_with_their_variables() -> None:
    query = 'query($l: String!, $x: String!) @lang(to: $l) { t { a @lang(to: "de") b @lang(to: $x, deep: true) } }'
    got, requests = await sent(query, {"l": "fr", "x": "it"})
    assert got == {"data": {"t": {"a": "A", "b": "B"}}}
    assert requests[0] == ("a", 'query ($l: String!) @lang(to: $l) { t { a @lang(to: "de") id } }', {"l": "fr"})
    name, text, variables = requests[1]
    assert (name, variables) == ("b", {"l": "fr", "x": "it"})
    assert text.startswith("query ($l: String!, $x: String!, $representations: [_Any!]!) @lang(to: $l) ")
    assert "... on T { b @lang(to: $x, deep: true) }" in text


async def test_equal_fields_with_different_directives_stay_apart() -> None:
    query = '{ t { a @lang(to: "de") } t @lang(to: "x") { a a @lang(to: "fr") a @lang(to: "de") } }'
    got, requests = await sent(query, {})
    assert got == {"data": {"t": {"a": "A"}}}
    leaves = 'a @lang(to: "de") a a @lang(to: "fr")'
    assert [text for _, text, _ in requests] == [f'{{ t {{ {leaves} }} t @lang(to: "x") {{ {leaves} }} }}']


async def test_a_key_is_asked_for_without_the_clients_directive() -> None:
    got, requests = await sent('{ t { id @lang(to: "de") b } }', {})
    assert got == {"data": {"t": {"id": "1", "b": "B"}}}
    assert requests[0][1] == '{ t { id @lang(to: "de") _internal_0_id: id } }'


async def test_those_of_variables_and_of_a_mutation() -> None:
    query = 'mutation($n: Int = 1 @lang(to: "de")) @lang(to: "fr") { do(n: $n) { b } }'
    got, requests = await sent(query, {})
    assert got == {"data": {"do": {"b": "B"}}}
    assert requests[0][1] == 'mutation ($n: Int = 1 @lang(to: "de")) @lang(to: "fr") { do(n: $n) { id } }'
    assert requests[1][1].startswith("query ($representations: [_Any!]!) { _entities")


async def test_what_decides_is_decided_and_not_handed_on() -> None:
    got, requests = await sent(
        'query($n: Boolean!) { t { a @lang(to: "de") @include(if: $n) id @skip(if: $n) } }', {"n": True}
    )
    assert got == {"data": {"t": {"a": "A"}}}
    assert [text for _, text, _ in requests] == ['{ t { a @lang(to: "de") } }']


@pytest.mark.parametrize(
    "query",
    [
        '{ t { ... @lang(to: "de") { a } } }',
        '{ t { ...F @lang(to: "de") } } fragment F on T { a }',
        '{ t { ...F } } fragment F on T @lang(to: "de") { a }',
        "{ t { ... @bare { a } } }",
    ],
)
async def test_on_a_fragment_they_are_refused_rather_than_lost(query: str) -> None:
    got, requests = await sent(query, {})
    assert got["errors"][0]["extensions"]["code"] == "GRAPHQL_VALIDATION_FAILED"
    assert not requests
