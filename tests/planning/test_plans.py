"""Plans of the example graphs: readable goldens, and beside them a check that they are sound."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gateway.planning import plan_operation, plan_text
from tests.plan_soundness import check_plan
from tests.planning.example_graphs import composed_here, example, names, operations

GOLDENS = Path(__file__).parent / "goldens"
CASES = [(graph, name, text) for graph in names() for name, text in operations(graph)]


@pytest.mark.parametrize(("graph", "name", "text"), CASES, ids=[f"{graph}-{name}" for graph, name, _ in CASES])
def test_each_plan_is_sound(graph: str, name: str, text: str) -> None:
    each = example(graph)
    operation = each.operation(text)
    plan = plan_operation(each.graph, operation)
    assert check_plan(each.supergraph, each.subgraphs, operation, plan) == [], plan_text(plan)


@pytest.mark.parametrize("graph", names())
def test_golden_plans(graph: str) -> None:
    each = example(graph)
    parts = [
        f"==== {text}\n\n{plan_text(plan_operation(each.graph, each.operation(text)))}" for _, text in operations(graph)
    ]
    text = "\n".join(parts)
    golden = GOLDENS / f"{graph}.txt"
    if os.environ.get("ACCEPT_GOLDENS") == "1":
        golden.write_text(text)
    assert text == golden.read_text()


@pytest.mark.parametrize("graph", names())
def test_our_own_composition_leads_to_the_same_plans(graph: str) -> None:
    theirs, ours = example(graph), composed_here(graph)
    for _, text in operations(graph):
        expected = plan_text(plan_operation(theirs.graph, theirs.operation(text)))
        assert plan_text(plan_operation(ours.graph, ours.operation(text))) == expected
