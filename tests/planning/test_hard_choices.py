"""The planner takes the fewest requests, quickly, and gives up in time."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gateway.ground.errors import RequestError
from gateway.model.budget import Budget
from gateway.model.operation import Field, Operation, OperationKind
from gateway.operations import pick_operation, read_document, specialise
from gateway.operations.document import DocumentLimits
from gateway.planning import plan_operation
from gateway.planning.choosing import Prices, choose_requests
from gateway.query_graph import build_query_graph
from tests.planning.example_graphs import example
from tests.planning.hard_choices import CASES, HardChoice, entity_fields, nested

STEPS = 80_000


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.name)
def test_the_fewest_requests_are_taken_with_little_work(case: HardChoice) -> None:
    supergraph = case.supergraph
    client = pick_operation(read_document(case.query, supergraph.api, DocumentLimits()), None)
    operation = specialise(client, supergraph, ()).planned
    assert operation is not None
    # A tenth of the usual budget: work is counted, not timed, so that a busy machine changes nothing.
    plan = plan_operation(build_query_graph(supergraph), operation, budget=Budget(STEPS // 10))
    assert len(plan.fetches) == case.fewest


def test_an_operation_made_to_explode_ends_in_a_clear_error() -> None:
    case = nested(10, 6)
    supergraph = case.supergraph
    client = pick_operation(read_document(case.query, supergraph.api, DocumentLimits()), None)
    operation = specialise(client, supergraph, ()).planned
    assert operation is not None
    with pytest.raises(RequestError) as caught:
        plan_operation(build_query_graph(supergraph), operation, budget=Budget(400))
    assert caught.value.code == "PLANNING_TOO_EXPENSIVE"


def test_an_operation_that_is_too_deep_ends_in_a_clear_error() -> None:
    selections: tuple[Field, ...] = (Field("id"),)
    for _ in range(3000):
        selections = (Field("guests", None, (), selections),)
    operation = Operation(OperationKind.QUERY, "Query", (Field("customers", None, (), selections),))
    with pytest.raises(RequestError) as caught:
        plan_operation(example("contexts").graph, operation)
    assert caught.value.code == "PLANNING_TOO_EXPENSIVE"


def test_many_independent_choices_are_made_apart() -> None:
    case = entity_fields()
    supergraph = case.supergraph
    text = " ".join(f"a{number}: e {{ f1 f2 }}" for number in range(150))
    client = pick_operation(read_document(f"{{ {text} }}", supergraph.api, DocumentLimits()), None)
    operation = specialise(client, supergraph, ()).planned
    assert operation is not None
    assert len(plan_operation(build_query_graph(supergraph), operation).fetches) == case.fewest


@given(
    st.lists(st.lists(st.integers(1, 255), min_size=1, max_size=3), min_size=1, max_size=5),
    st.lists(st.tuples(st.sampled_from("abc"), st.integers(0, 2)), min_size=8, max_size=8),
)
def test_small_choices_are_optimal(groups: list[list[int]], places: list[tuple[str, int]]) -> None:
    prices = Prices(places)
    every = {0}
    for group in groups:
        every = {taken | option for taken in every for option in group}
    assert prices.of(choose_requests([tuple(group) for group in groups], prices)) == min(
        prices.of(taken) for taken in every
    )


@given(st.lists(st.lists(st.integers(1, 4095), min_size=2, max_size=4), min_size=31, max_size=40))
def test_large_choices_serve_every_group(groups: list[list[int]]) -> None:
    taken = choose_requests([tuple(group) for group in groups], Prices([(str(bit), bit % 3) for bit in range(12)]))
    assert all(any(option & ~taken == 0 for option in group) for group in groups)


def test_active_labels_move_a_field() -> None:
    graph = example("migration")
    operation = graph.operation("{ people { email } }")
    subgraphs = [fetch.subgraph for fetch in plan_operation(graph.graph, operation).fetches]
    moved = [
        fetch.subgraph for fetch in plan_operation(graph.graph, operation, labels=frozenset({"percent(50)"})).fetches
    ]
    assert (subgraphs, moved) == (["new", "old"], ["new"])
