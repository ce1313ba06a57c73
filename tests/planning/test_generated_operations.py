"""Whatever a client may ask of the example graphs has a plan, and the plan is sound."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from hypothesis_graphql import queries

from gateway.planning import plan_operation, plan_text
from tests.plan_soundness import check_plan
from tests.planning.example_graphs import example, names


@pytest.mark.parametrize("graph", names())
@settings(max_examples=25, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(data=st.data())
def test_generated_queries_have_sound_plans(graph: str, data: st.DataObject) -> None:
    each = example(graph)
    operation = each.operation(data.draw(queries(each.supergraph.api)))
    plan = plan_operation(each.graph, operation)
    assert check_plan(each.supergraph, each.subgraphs, operation, plan) == [], plan_text(plan)
