"""The soundness checker finds what is planted."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest

from gateway.model.operation import Argument, Field, print_selections
from gateway.model.plan import Fetch, Plan
from gateway.planning import plan_operation
from tests.plan_soundness import check_plan
from tests.planning.example_graphs import example

QUERY = "{ product(upc: 1) { name shipping comments(limit: 1) mood } }"


def with_fetch(plan: Plan, number: int, change: Callable[[Fetch], Fetch]) -> Plan:
    return replace(plan, fetches=tuple(change(each) if each.id == number else each for each in plan.fetches))


def number_of(plan: Plan, asked: str) -> int:
    return next(fetch.id for fetch in plan.fetches if asked in fetch.document)


def without_waiting(plan: Plan) -> Plan:
    return with_fetch(plan, number_of(plan, "shipping"), lambda fetch: replace(fetch, after=()))


def without_the_last(plan: Plan) -> Plan:
    return replace(plan, fetches=plan.fetches[:-1])


def with_an_unknown_field(plan: Plan) -> Plan:
    return with_fetch(plan, 0, lambda fetch: replace(fetch, document=fetch.document.replace("name", "nome")))


def without_the_key(plan: Plan) -> Plan:
    def change(fetch: Fetch) -> Fetch:
        assert fetch.root is not None
        [product] = fetch.root.selections
        kept = tuple(each for each in product.selections if not (isinstance(each, Field) and each.name == "upc"))
        selections = (replace(product, selections=kept),)
        return replace(fetch, root=replace(fetch.root, selections=selections), document=print_selections(selections))

    return with_fetch(plan, 0, change)


def with_the_wrong_arguments(plan: Plan) -> Plan:
    def change(fetch: Fetch) -> Fetch:
        [call, *_] = fetch.entities
        [representation] = call.representations
        sent = tuple(
            replace(each, arguments=(Argument("limit", 1),))
            if isinstance(each, Field) and each.name == "comments"
            else each
            for each in representation.selections
        )
        changed = replace(call, representations=(replace(representation, selections=sent),))
        return replace(fetch, entities=(changed,))

    return with_fetch(plan, number_of(plan, "mood"), change)


@pytest.mark.parametrize(
    ("spoil", "words"),
    [
        (without_waiting, "that no earlier request asks for"),
        (without_the_last, "nobody is asked for product."),
        (with_an_unknown_field, "Cannot query field 'nome'"),
        (without_the_key, "sends product.upc that no earlier request asks for"),
        (with_the_wrong_arguments, "that no earlier request asks for"),
    ],
)
def test_planted_faults_are_found(spoil: Callable[[Plan], Plan], words: str) -> None:
    shop = example("shop")
    operation = shop.operation(QUERY)
    plan = plan_operation(shop.graph, operation)
    assert check_plan(shop.supergraph, shop.subgraphs, operation, plan) == []
    found = check_plan(shop.supergraph, shop.subgraphs, operation, spoil(plan))
    assert any(words in problem for problem in found), found
