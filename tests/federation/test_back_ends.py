"""Both back ends of the executor give the same answers to every example query, and structs do most of the work."""

from __future__ import annotations

import pytest

from gateway.execution import compile_plan, compile_typed
from gateway.model.budget import UNLIMITED
from gateway.operations import DocumentLimits, condition_values, pick_operation, read_document, specialise
from gateway.projection import build_shape
from tests.federation.example import load
from tests.federation.federated import ask, planner_of
from tests.federation.test_examples import cases
from tests.federation.test_failures import down


@pytest.mark.parametrize(("name", "query"), cases())
async def test_structs_answer_as_dictionaries_do(name: str, query: str) -> None:
    example = load(name)
    text = example.queries[query]
    variables = {"no": False} if "$no" in text else {}
    assert await ask(example, text, variables, structs=True) == await ask(example, text, variables, structs=False)


@pytest.mark.parametrize("name", ["library", "keys", "nulls", "shared"])
async def test_so_they_do_when_a_subgraph_is_down(name: str) -> None:
    example = load(name)
    for dead in example.subgraphs:
        for text in example.queries.values():
            variables = {"no": False} if "$no" in text else {}
            typed = await ask(example, text, variables, spoiled={dead: down}, structs=True)
            plain = await ask(example, text, variables, spoiled={dead: down}, structs=False)
            assert typed == plain


def test_structs_fit_where_types_are_concrete() -> None:
    supergraph, plan = planner_of("library")
    text = load("library").queries["Provided"]
    operation = pick_operation(read_document(text, supergraph.api, DocumentLimits()), None)
    specialised = specialise(operation, supergraph, condition_values(operation, {}))
    assert specialised.planned is not None
    made = plan(specialised.planned, labels=frozenset(), budget=UNLIMITED)
    shape = build_shape(specialised.asked, supergraph)
    assert compile_typed(made, shape, compile_plan(made, supergraph.schema)) is not None
