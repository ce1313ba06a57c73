"""What cannot be planned is refused with a code and words that name the field."""

from __future__ import annotations

import re

import pytest

from gateway.ground.errors import RequestError
from gateway.model.operation import Field, Fragment, Operation, OperationKind
from gateway.planning import plan_operation
from gateway.query_graph import QueryGraph, build_query_graph, read_supergraph
from tests.planning.example_graphs import GRAPHS, example


def graph_of(sdl: str) -> QueryGraph:
    return build_query_graph(read_supergraph(sdl))


def query(*selections: Field | Fragment) -> Operation:
    return Operation(OperationKind.QUERY, "Query", selections)


def test_the_type_behind_an_interface_object_that_nobody_resolves() -> None:
    sdl = (GRAPHS / "nodes.supergraph.graphql").read_text()
    closed = sdl.replace(
        '@join__type(graph: CATALOGUE, key: "id")', '@join__type(graph: CATALOGUE, key: "id", resolvable: false)'
    )
    assert closed != sdl
    wanted = query(Field("topRated", None, (), (Fragment("Book", (Field("pages"),)),)))
    with pytest.raises(RequestError) as caught:
        plan_operation(graph_of(closed), wanted)
    assert caught.value.code == "QUERY_PLANNING_FAILED"
    assert '"Book.__typename" at "topRated"' in caught.value.message


def test_a_field_behind_a_key_that_nobody_resolves() -> None:
    sdl = (GRAPHS / "shop.supergraph.graphql").read_text()
    closed = sdl.replace('graph: INVENTORY, key: "upc"', 'graph: INVENTORY, key: "upc", resolvable: false')
    assert closed != sdl
    with pytest.raises(RequestError) as caught:
        plan_operation(graph_of(closed), query(Field("products", None, (), (Field("inStock"),))))
    assert caught.value.message == (
        'No subgraph can give the field "Product.inStock" at "products" from what products can give.'
    )


def test_a_mutation_that_no_single_subgraph_can_finish() -> None:
    sdl = (GRAPHS / "migration.supergraph.graphql").read_text()
    closed = sdl.replace(', key: "id")', ', key: "id", resolvable: false)')
    wanted = Field("both", None, (), (Field("name"), Field("z")))
    with pytest.raises(RequestError) as caught:
        plan_operation(graph_of(closed), Operation(OperationKind.MUTATION, "Mutation", (wanted,)))
    assert caught.value.code == "QUERY_PLANNING_FAILED"


def test_an_alias_that_would_hide_the_type() -> None:
    with pytest.raises(RequestError) as caught:
        plan_operation(example("shop").graph, query(Field("me", None, (), (Field("name", "__typename"),))))
    assert "__typename" in caught.value.message


def test_nothing_but_the_root_type_asks_nobody() -> None:
    assert plan_operation(example("shop").graph, query(Field("__typename"))).fetches == ()


@pytest.mark.parametrize("name", ["a", "a-subgraph-with-a-very-long-name-that-makes-every-message-longer"])
@pytest.mark.parametrize("place", [0, 1])
def test_the_choice_of_a_mutations_refusal_does_not_depend_on_names(name: str, place: int) -> None:
    sdl = (
        (GRAPHS / "migration.supergraph.graphql").read_text().replace(', key: "id")', ', key: "id", resolvable: false)')
    )
    old = re.findall(r'@join__graph\(name: "([^"]+)"', sdl)[place]
    wanted = Field("both", None, (), (Field("name"), Field("z")))
    operation = Operation(OperationKind.MUTATION, "Mutation", (wanted,))
    with pytest.raises(RequestError) as before:
        plan_operation(graph_of(sdl), operation)
    with pytest.raises(RequestError) as renamed:
        plan_operation(graph_of(sdl.replace(f'@join__graph(name: "{old}"', f'@join__graph(name: "{name}"')), operation)
    assert renamed.value.message.split(" from ")[0] == before.value.message.split(" from ")[0]
