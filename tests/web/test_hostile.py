"""Hostile requests against the whole gateway in this process: composition, planner, execution, no network."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import orjson
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from gateway.answering.answer import answering
from gateway.composition import compose
from gateway.ground.cell import Cell
from gateway.making import graph_of, supergraph_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.settings import Settings
from gateway.web.edge import endpoint
from gateway.web.http.graphql import GraphQLEndpoint

SDL = """
  extend schema @link(url: "https://specs.apollo.dev/federation/v2.3", import: ["@key"])
  scalar Anything
  enum Colour { RED GREEN }
  input Filter { inner: Filter, any: Anything, list: [[Int!]], colour: Colour = RED }
  type Query { thing(filter: Filter, id: ID, any: Anything, size: Int): Thing, things: [Thing!]! }
  type Mutation { change(filter: Filter!): Thing }
  type Thing @key(fields: "id") { id: ID!, name: String, next: Thing, number(of: Float): Int }
"""


@pytest.fixture(scope="module")
def endpoint_of() -> Callable[[bytes], GraphQLEndpoint]:
    """A gateway whose only subgraph answers with the bytes given."""
    composed = compose([SubgraphSource("things", "http://things", SDL)])
    assert isinstance(composed, Composed)
    chosen = Settings(graphiql=False, batch_limit=3)
    supergraph = supergraph_of(composed.supergraph_sdl, chosen)

    def make(answer: bytes) -> GraphQLEndpoint:
        async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
            return SubgraphAnswer(200, answer)

        return endpoint(chosen, answering(Cell(graph_of(supergraph, chosen, send))))

    return make


USUAL = b'{"data": {"thing": {"id": "1", "name": "x"}, "things": []}}'
DEEP = 2000


@pytest.mark.parametrize(
    "query",
    [
        "",
        "#",
        "\x00",
        "{",
        "{}",
        "query",
        "fragment F on Query { things { id } }",
        "{ ...F } fragment F on Query { ...F }",
        "{ ...A } fragment A on Query { ...B } fragment B on Query { ...A things { id } }",
        "{ __typename @skip }",
        "query($a: Int = $a) { things { id } }",
        "query($a: Nothing) { things { id } }",
        "query($a: [[[[Int]]]]! ) { things { id } }",
        "subscription { x }",
        "type Query { a: Int }",
        "{ thing(filter: {inner: {inner: {list: [[1, null]]}}}) { id } }",
        "{ thing(size: 99999999999999999999) { id } }",
        '{ thing(id: "\\uD800") { id } }',
        '{ thing(id: """' + "x" * 5000 + '""") { id } }',
        "{ thing " + "{ next " * DEEP + "{ id }" + "}" * DEEP + "}",
        "{ thing(any: " + "[" * DEEP + "]" * DEEP + ") { id } }",
        "query($a: " + "[" * DEEP + "Int" + "]" * DEEP + ") { things { id } }",
        "{ " + " ".join(f"a{n}: things {{ id }}" for n in range(3000)) + " }",
        "{ things { " + "id " * 14000 + "} }",
        "{ " + "...F " * 3000 + "} fragment F on Query { things { id } }",
        " ".join(f"fragment F{n} on Thing {{ next {{ ...F{n + 1} ...F{n + 1} }} }}" for n in range(60))
        + " fragment F60 on Thing { id } { thing { ...F0 } }",
        "{ __schema { types { fields { type { fields { type { fields { type { name } } } } } } } } }",
        "{ thing { id: name name: id } }",
        "{ thing { __typename: id } }",
        "query A { things { id } } query A { things { id } }",
        "{ things { id @include(if: $x) } }",
        "mutation { change(filter: {}) { id } }",
    ],
    ids=lambda query: query[:40],
)
async def test_hostile_documents_get_a_plain_answer(ask: Any, endpoint_of: Any, query: str) -> None:
    reply = await ask(endpoint_of(USUAL), body={"query": query})
    assert reply.status == 200
    assert "data" in reply.json or reply.json["errors"]


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


@pytest.mark.parametrize(
    "variables",
    [
        b'{"f": {"any": %s}}' % nested(200),
        b'{"f": {"any": %s}}' % nested(900),
        b'{"f": {"any": 123456789012345678901234567890}}',
        b'{"f": {"any": 1e400}}',
        b'{"f": {"any": "\\u0000"}}',
        b'{"f": {"list": [[1.5]]}}',
        b'{"f": {"list": 1}}',
        b'{"f": {"colour": "BLUE"}}',
        b'{"f": {"unknown": 1}}',
        b'{"f": 1}',
        b"{}",
        b'{"f": null, "g": 1}',
        b'{"f": ' + b'{"inner": ' * 150 + b"null" + b"}" * 150 + b"}",
        b'{"f": ' + b'{"inner": ' * 900 + b"null" + b"}" * 900 + b"}",
        b'{"f": {}, "": 1, "__proto__": {}}',
    ],
)
async def test_hostile_variables_get_a_plain_answer(ask: Any, endpoint_of: Any, variables: bytes) -> None:
    body = b'{"query": "query($f: Filter) { thing(filter: $f) { id } }", "variables": ' + variables + b"}"
    reply = await ask(endpoint_of(USUAL), body=body)
    assert reply.status in (200, 400)
    assert "data" in reply.json or reply.json["errors"]


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b'{"data": null}',
        b'{"data": []}',
        b'{"data": 1}',
        b'{"data": {"thing": 1}}',
        b'{"data": {"thing": []}}',
        b'{"data": {"thing": {"id": {}}}}',
        b'{"data": {"thing": {"id": null}}}',
        b'{"data": {"thing": {"name": [1]}}}',
        b'{"data": {"thing": {"number": 1e400}}}',
        b'{"data": {"thing": {"number": "x"}}}',
        b'{"data": {"things": {"id": 1}}, "errors": 1}',
        b'{"data": {"things": [null]}, "errors": []}',
        b'{"errors": [1, null, {}, {"message": 1}, {"message": "m", "path": 1, "locations": "x", "extensions": []}]}',
        b'{"errors": [{"message": "m", "path": ["thing", {}, null]}], "data": {"thing": null}}',
        b'{"data": {"thing": ' + b'{"next": ' * 1000 + b"null" + b"}" * 1000 + b"}}",
        b'{"data": {"thing": {"name": "\xff"}}}',
        nested(100_000),
    ],
    ids=lambda answer: repr(answer[:40]),
)
async def test_hostile_subgraphs_get_no_further(ask: Any, endpoint_of: Any, answer: bytes) -> None:
    reply = await ask(
        endpoint_of(answer), body={"query": "{ thing { id name number next { next { id } } } things { id } }"}
    )
    assert reply.status == 200
    assert "data" in reply.json


names = st.sampled_from(["thing", "things", "id", "name", "next", "number", "__typename", "nothing", "__schema", "a"])
values = st.sampled_from(["1", "$v", '"x"', "RED", "null", "{}", "[1]", "{any: $v}", "-1.5e3"])
fields = st.builds(
    lambda alias, name, argument, value, directive: f"{alias}{name}{argument.format(value)}{directive}",
    st.sampled_from(["", "a: ", "id: "]),
    names,
    st.sampled_from(["", "(id: {})", "(filter: {})", "(of: {})", "(any: {})"]),
    values,
    st.sampled_from(["", " @skip(if: $v)", " @include(if: true)", " @unknown"]),
)
selections = st.recursive(
    st.lists(fields, min_size=1, max_size=3).map(" ".join),
    lambda inner: st.builds(
        lambda head, body, more: f"{head} {{ {body} }} {more}",
        fields | st.sampled_from(["... on Thing", "... on Query", "...", "... @skip(if: $v)"]),
        inner,
        st.sampled_from(["", "...F", "id"]),
    ),
    max_leaves=6,
)
documents = st.builds(
    lambda head, body, rest: f"{head} {{ {body} }} {rest}",
    st.sampled_from(["", "query($v: Boolean!)", "query Q($v: ID = 1)", "mutation($v: Filter)", "query($v: Anything)"]),
    selections,
    st.sampled_from(["", "fragment F on Thing { id name }", "fragment F on Query { things { id } }"]),
)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    query=documents | st.text(max_size=60), value=st.sampled_from([None, True, 1, "x", [], {}, 1.5, {"any": [None]}])
)
async def test_no_document_is_our_fault(ask: Any, endpoint_of: Any, query: str, value: Any) -> None:
    body = orjson.dumps({"query": query, "variables": {"v": value}})
    reply = await ask(endpoint_of(USUAL), body=body)
    assert reply.status == 200
    assert "data" in reply.json or reply.json["errors"]
