"""Whatever is sent, its preparation ends within the steps; and every walk over fragments is linear in the text."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import lru_cache, partial
from itertools import count
from pathlib import Path
from types import FrameType

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from gateway.answering.graph import Graph
from gateway.answering.prepare import compile_operation, read_operation, specialise_operation
from gateway.ground.errors import RequestError
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.budget import LOOK, Budget, End, TooExpensiveError
from gateway.operations import answer_introspection, condition_values, read_variables
from gateway.settings import Settings
from tools.judge_hostile.documents import SHAPES, Hostile, Shape, bomb, crossed_bomb, interfaces, introspection

SUPERGRAPH = Path(__file__).parents[2] / "schema" / "supergraph.graphql"
STEPS = 20_000
CALLS = 60
"""Of Python functions for one step, at most."""


@lru_cache
def graph() -> Graph:
    chosen = Settings()
    return graph_of(supergraph_of(SUPERGRAPH.read_text(encoding="utf-8"), chosen), chosen, not_open)


def prepare(hostile: Hostile, budget: Budget) -> RequestError | None:
    """All that stands between a text and a program, one after the other; the error that it ends in."""
    try:
        operation = read_operation(graph(), hostile.text, "Q0" if "query Q0" in hostile.text else None, budget)
        if isinstance(operation, RequestError):
            return operation
        conditions = condition_values(operation, read_variables(operation, hostile.variables))
        specialised = specialise_operation(graph(), operation, conditions, budget)
        if isinstance(specialised, RequestError):
            return specialised
        if specialised.introspection:
            answer_introspection(operation, specialised.introspection, hostile.variables, budget)
        compiled = compile_operation(graph(), specialised, None, frozenset(), budget)
        return compiled if isinstance(compiled, RequestError) else None
    except TooExpensiveError as error:
        return error


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(size=st.integers(1, 400))
@example(size=30)
def test_preparation_ends_within_the_steps_whatever_the_size(shape: Shape, size: int) -> None:
    budget = Budget(STEPS)
    error = prepare(shape(size), budget)
    assert budget.steps >= 0 or isinstance(error, TooExpensiveError)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_small_ones_of_each_shape_are_prepared(shape: Shape) -> None:
    # Types of types of types: what is asked for grows with the square of the schema.
    assert prepare(shape(1), Budget(5 * STEPS if shape is introspection else STEPS)) is None


def spent(hostile: Hostile) -> float:
    budget = Budget(1_000_000)
    prepare(hostile, budget)
    return 1_000_000 - budget.steps


@pytest.mark.parametrize("shape", [bomb, crossed_bomb])
def test_walks_over_fragments_are_linear_in_the_document(shape: Shape) -> None:
    small, large = spent(shape(10)), spent(shape(40))
    assert large < 6 * small


def test_levels_of_an_interface_do_not_multiply_the_places_of_a_plan() -> None:
    operation = read_operation(graph(), interfaces(4).text, None)
    assert not isinstance(operation, RequestError)
    specialised = specialise_operation(graph(), operation, ())
    assert not isinstance(specialised, RequestError)
    compiled = compile_operation(graph(), specialised, None, frozenset())
    assert not isinstance(compiled, RequestError)
    assert compiled.plan is not None
    assert max(len(call.paths) for fetch in compiled.plan.fetches for call in fetch.entities) <= 6


@pytest.mark.parametrize("end", End)
def test_work_hears_that_it_is_to_end(end: End) -> None:
    budget = Budget(10 * LOOK, lambda: end)
    with pytest.raises(TooExpensiveError) as caught:
        budget.spend(LOOK + 1)
    assert caught.value.end is end


def calls_of(work: Callable[[], object]) -> int:
    """How many Python functions are called: work counted by somebody else than the passes themselves."""
    called = count()

    def seen(_: FrameType, event: str, __: object) -> None:
        if event == "call":
            next(called)

    sys.setprofile(seen)
    try:
        work()
    finally:
        sys.setprofile(None)
    return next(called)


@pytest.mark.parametrize("shape", SHAPES, ids=lambda shape: shape.__name__)
def test_no_pass_works_without_counting(shape: Shape) -> None:
    budget = Budget(100_000)
    called = calls_of(lambda: prepare(shape(25), budget))
    assert called < CALLS * (100_000 - budget.steps) + 5_000


def test_the_end_is_looked_for_now_and_then() -> None:
    asked: list[int] = []
    budget = Budget(10 * LOOK, partial(asked.append, 1))
    for _ in range(10 * LOOK):
        budget.spend()
    assert 9 <= len(asked) <= 11
    with pytest.raises(TooExpensiveError):
        budget.spend()
