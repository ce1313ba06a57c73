"""A shared field that returns an interface: one object's own fields are never put together from two subgraphs."""

from __future__ import annotations

import pytest

from gateway.ground.errors import RequestError
from gateway.model.operation import Field, Fragment, Operation, OperationKind
from gateway.planning import plan_operation
from gateway.query_graph import QueryGraph, build_query_graph, read_supergraph

# Written by hand: each subgraph knows the id of one type only, so that the other's id is external in it.
NODES = """
schema
  @link(url: "https://specs.apollo.dev/link/v1.0")
  @link(url: "https://specs.apollo.dev/join/v0.3", for: EXECUTION)
{ query: Query }
enum join__Graph { A @join__graph(name: "a", url: "http://a") B @join__graph(name: "b", url: "http://b") }
type Query @join__type(graph: A) @join__type(graph: B) { node: Node }
interface Node @join__type(graph: A) @join__type(graph: B) { id: ID! }
type Account implements Node
  @join__implements(graph: A, interface: "Node") @join__implements(graph: B, interface: "Node")
  @join__type(graph: A, key: "id") @join__type(graph: B) {
  id: ID! @join__field(graph: A) @join__field(graph: B, external: true)
  username: String @join__field(graph: A)
}
type Chat implements Node
  @join__implements(graph: A, interface: "Node") @join__implements(graph: B, interface: "Node")
  @join__type(graph: A) @join__type(graph: B, key: "id") {
  id: ID! @join__field(graph: A, external: true) @join__field(graph: B)
  text: String @join__field(graph: B)
}
"""


@pytest.fixture(scope="module")
def graph() -> QueryGraph:
    return build_query_graph(read_supergraph(NODES))


def query(*selections: Field | Fragment) -> Operation:
    return Operation(OperationKind.QUERY, "Query", (Field("node", None, (), selections),))


def test_an_id_that_no_subgraph_gives_for_every_type_is_refused(graph: QueryGraph) -> None:
    with pytest.raises(RequestError) as caught:
        plan_operation(graph, query(Field("id")))
    assert caught.value.code == "QUERY_PLANNING_FAILED"
    assert '"Node.id"' in caught.value.message
    assert 'at "node"' in caught.value.message


def test_fields_of_one_type_come_from_where_it_is_whole(graph: QueryGraph) -> None:
    plan = plan_operation(graph, query(Fragment("Account", (Field("id"), Field("username")))))
    assert [fetch.subgraph for fetch in plan.fetches] == ["a"]
