"""The JSON form that plan viewers read."""

from __future__ import annotations

from gateway.planning import plan_json, plan_operation
from tests.planning.example_graphs import example


def test_waves_are_a_sequence_of_parallels() -> None:
    shop = example("shop")
    got = plan_json(plan_operation(shop.graph, shop.operation("{ product(upc: 1) { price inStock } }")))
    first, second = got["node"]["nodes"]
    assert (got["kind"], got["node"]["kind"], first["kind"], second["kind"]) == (
        "QueryPlan",
        "Sequence",
        "Fetch",
        "Parallel",
    )
    flatten = second["nodes"][0]
    assert flatten["path"] == [{"Field": "product"}]
    assert flatten["node"]["depends"] == [0]
    assert flatten["node"]["requires"][0]["typeCondition"] == "Product"


def test_an_interface_object_rewrites_the_type_sent() -> None:
    nodes = example("nodes")
    got = plan_json(plan_operation(nodes.graph, nodes.operation("{ book { stars } }")))
    rewrites = got["node"]["nodes"][1]["node"]["inputRewrites"]
    assert rewrites == [
        {"ValueSetter": {"path": [{"TypenameEquals": ["Book"]}, {"Key": "__typename"}], "setValueTo": "Media"}}
    ]


def test_several_calls_are_a_batch() -> None:
    shop = example("shop")
    got = plan_json(plan_operation(shop.graph, shop.operation("{ product(upc: 1) { mood longMood } }")))
    batch = got["node"]["nodes"][1]
    assert batch["kind"] == "BatchFetch"
    assert [each["alias"] for each in batch["entityBatch"]["aliases"]] == ["_e0", "_e1"]


def test_a_subscription_has_a_primary_request_and_the_rest() -> None:
    shop = example("shop")
    operation = shop.operation("subscription { userChanged { name reviews { body } } }")
    node = plan_json(plan_operation(shop.graph, operation))["node"]
    assert (node["kind"], node["primary"]["operationKind"], node["rest"]["kind"]) == (
        "Subscription",
        "subscription",
        "Flatten",
    )
