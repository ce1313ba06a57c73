"""Ways through the query graph, and why there is none."""

from __future__ import annotations

import pytest

from gateway.model.budget import Budget, TooExpensiveError
from gateway.model.operation import Field, OperationKind
from gateway.query_graph import PathSearch, build_query_graph, explain, graph_text, paths_text, read_supergraph
from gateway.query_graph.outcomes import Paths
from tests.composition.subgraph_sets import composed, subgraphs
from tests.planning.example_graphs import ExampleGraph, example


def at(search: PathSearch, *names: str) -> Paths:
    """The places at the end of a chain of query fields."""
    owner, paths = "Query", search.start(OperationKind.QUERY)
    for name in names:
        paths = search.field(paths, owner, Field(name)).paths
        owner = search.graph.field_type(owner, name)
    return paths


def shown(paths: Paths) -> list[str]:
    return [str(path) for path in paths]


def test_a_local_field_needs_no_hop() -> None:
    search = PathSearch(example("shop").graph)
    assert shown(at(search, "me", "name")) == ["Query@accounts .me .name"]


def test_a_key_that_only_a_third_subgraph_knows_is_a_need_of_the_hop() -> None:
    search = PathSearch(example("shop").graph)
    [path] = at(search, "warehouse", "stock", "price")
    assert path.previous is not None
    assert [str(need).count("->Product@products") for need in path.previous.needs] == [1, 1]
    assert path.depth == 2


def test_required_fields_are_needs_of_the_hop() -> None:
    search = PathSearch(example("shop").graph)
    [path] = at(search, "product", "shelf")
    assert "Query@products .product .internalCode" in shown(path.previous.needs if path.previous else ())


def test_the_type_behind_an_interface_object_is_found_elsewhere() -> None:
    search = PathSearch(example("nodes").graph)
    places = at(search, "topRated")
    assert "->Media@catalogue" in str(search.cast(places, "Media", "Book").paths[0])
    assert not search.cast(places, "Media", "Book").is_blocked


def test_a_member_that_only_one_candidate_can_give_is_never_there() -> None:
    search = PathSearch(example("animals").graph)
    places = at(search, "media")
    assert len(places) == 2
    assert search.cast(places, "Media", "Film").paths == ()
    assert len(search.cast(places, "Media", "Book").paths) == 2


def test_an_interface_field_that_only_the_implementers_have_goes_through_them() -> None:
    search = PathSearch(example("animals").graph)
    assert search.field(at(search, "animals"), "Animal", Field("tag")).through == ("Cat", "Dog")


def test_labels_decide_between_subgraphs() -> None:
    graph = example("migration").graph
    inactive, active = PathSearch(graph), PathSearch(graph, frozenset({"percent(50)"}))
    assert shown(at(inactive, "user", "email")) == ["Query@old .user .email"]
    assert "User@new" in shown(at(active, "user", "email"))[0]


def test_obstacles_name_each_subgraph() -> None:
    search = PathSearch(example("fallback").graph)
    reasons = [str(each.reason) for each in explain(search, at(search, "badge", "owner"), "Badge", "colour")]
    assert 'cannot find field "Person.colour".' in reasons
    assert any('cannot move to subgraph "colours" using @key(fields: "owner { id }")' in each for each in reasons)


def test_a_search_ends_with_its_budget() -> None:
    with pytest.raises(TooExpensiveError):
        at(PathSearch(example("shop").graph, budget=Budget(3)), "warehouse", "stock", "price")


def test_graph_and_paths_can_be_shown() -> None:
    graph = example("nodes").graph
    assert "Media@reviews (@interfaceObject)" in graph_text(graph)
    assert "  => Media@reviews by @key(id)" in graph_text(graph)
    operation = example("nodes").operation("{ book { stars } }")
    assert "->Media@reviews by @key(id)" in paths_text(graph, operation)


TYPES = range(12)
SHARED = "type S @shareable { x: Int y: Int }"
A = "type Query { all: [I] one: O } type O { x: Int } interface I { s: S } type S @shareable { x: Int } " + " ".join(
    f'type T{each} implements I @key(fields: "id") {{ id: ID! s: S @shareable }}' for each in TYPES
)
B = f"{SHARED} " + " ".join(f'type T{each} @key(fields: "id") {{ id: ID! s: S @shareable }}' for each in TYPES)
OPERATIONS = {
    "{ all { s { x } } }": 2,  # the first is __typename: that an object is there
    "{ all { s { x y } } }": 25,  # of each type alone
    "{ all { __typename s { y } } }": 13,
    "{ all { ... on I { s { x } } ... on T1 { s { x } } } }": 3,
    "{ a: one { x } b: one { x y: x } }": 3,
    "{ all { s { ... @include(if: true) { x } } } }": 2,
}


@pytest.mark.parametrize(("text", "leaves"), OPERATIONS.items())
def test_no_way_is_shown_twice(text: str, leaves: int) -> None:
    supergraph = read_supergraph(composed(*subgraphs(a=A, b=B)).supergraph_sdl)
    graph = build_query_graph(supergraph)
    blocks = paths_text(graph, ExampleGraph("twelve", supergraph, graph, {}).operation(text)).split("leaf ")[1:]
    ways = [way.splitlines()[1:] for way in blocks]
    assert [int(block.splitlines()[0]) for block in blocks] == list(range(leaves))
    assert len(set(map(tuple, ways))) == leaves
    assert all(len(set(each)) == len(each) for each in ways)
