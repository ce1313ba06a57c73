"""The executor against the reference executor: for each example query the same plan gives the same tree."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import pytest

from gateway.execution import Run, compile_plan
from gateway.model.budget import UNLIMITED
from gateway.model.exchange import SubgraphAnswer
from gateway.model.plan import Plan
from gateway.operations import DocumentLimits, condition_values, pick_operation, read_document, specialise
from tests.execution.reference import execute
from tests.federation.example import Example, example_names, load
from tests.federation.federated import planner_of
from tests.federation.subgraph import Subgraph
from tests.federation.test_examples import cases


def plan_of(example: Example, text: str, variables: Mapping[str, Any]) -> Plan:
    supergraph, plan = planner_of(example.name)
    operation = pick_operation(read_document(text, supergraph.api, DocumentLimits()), None)
    planned = specialise(operation, supergraph, condition_values(operation, variables)).planned
    assert planned is not None
    return plan(planned, labels=frozenset(), budget=UNLIMITED)


def responding(example: Example) -> Any:
    store = example.store()

    def respond(subgraph: str, document: str, variables: Mapping[str, Any]) -> Any:
        return Subgraph(example, subgraph, store).answer({"query": document, "variables": variables})["data"]

    return respond


def run_at_once(plan: Plan, example: Example, variables: Mapping[str, Any]) -> dict[str, Any] | None:
    supergraph, _ = planner_of(example.name)
    run = Run(compile_plan(plan, supergraph.schema), variables)
    respond = responding(example)
    while calls := run.ready():
        for call in calls:
            body = json.loads(call.body)
            data = respond(call.subgraph, body["query"], body["variables"])
            run.receive(call.fetch, SubgraphAnswer(200, json.dumps({"data": data}).encode()))
    assert run.finished
    assert run.result.errors == ()
    return run.result.data


@pytest.mark.parametrize(("name", "query"), cases())
def test_the_tree_is_the_reference_executors(name: str, query: str) -> None:
    example = load(name)
    text = example.queries[query]
    variables = {"no": False} if "$no" in text else {}
    plan = plan_of(example, text, variables)
    supergraph, _ = planner_of(name)
    expected = execute(plan, supergraph.schema, variables, responding(example))
    assert run_at_once(plan, example, variables) == expected


def test_there_are_enough_examples() -> None:
    assert len(example_names()) >= 15
