"""Who may not ask for the schema is not told of it by messages about what he wrote wrongly."""

from __future__ import annotations

import json

import pytest

from gateway.answering.answer import answer
from gateway.composition import compose
from gateway.making import graph_of, not_open, supergraph_of
from gateway.model.composition import Composed, SubgraphSource
from gateway.model.exchange import GraphQLRequest
from gateway.settings import Settings

SDL = """
type Query { products(color: Color, filter: Filter, number: Int): [Product] sellers: [Seller] }
type Product { warehouse: String }
type Seller { product: Product }
enum Color { CRIMSON }
input Filter { weight: Int, shades: [Color!] }
"""
TOLD = (
    "products",
    "sellers",
    "product",
    "warehouse",
    "color",
    "filter",
    "number",
    "CRIMSON",
    "weight",
    "shades",
)
"""Whatever the schema knows; each text below misses one of them by a letter."""

WRONG = [
    ("{ productz }", None),
    ("{ products { warehous } }", None),
    ("{ products(colour: CRIMSON) { __typename } }", None),
    ("{ products(color: CRIMSONN) { __typename } }", None),
    ('{ products(color: "CRIMSON") { __typename } }', None),
    ("{ products(filter: {weigh: 1}) { __typename } }", None),
    ("{ products { ... on Produc { __typename } } }", None),
    ("query($f: Filtr) { __typename }", None),
    ("query($c: Color) { products(color: $c) { __typename } }", {"c": "CRIMSONN"}),
    ("query($f: Filter) { products(filter: $f) { __typename } }", {"f": {"weigh": 1}}),
    ("query($f: Filter) { products(filter: $f) { __typename } }", {"f": {"shades": ["CRIMSONN"]}}),
    ("{ sellers { produkt } }", None),
    ("{ ...F } fragment F on Quer { __typename }", None),
]


@pytest.mark.parametrize(("query", "variables"), WRONG)
async def test_without_introspection_a_mistake_is_answered_without_a_word_of_the_schema(
    query: str, variables: dict[str, object] | None
) -> None:
    messages = {}
    for allowed in (True, False):
        composed = compose([SubgraphSource("one", "http://one", SDL)])
        assert isinstance(composed, Composed)
        settings = Settings(introspection=allowed)
        graph = graph_of(supergraph_of(composed.supergraph_sdl, settings), settings, not_open)
        got = json.loads((await answer(graph, GraphQLRequest(query, variables=variables or {}))).body)
        assert "data" not in got
        messages[allowed] = " ".join(error["message"] for error in got["errors"])
    assert "Did you mean" not in messages[False]
    sent = query + json.dumps(variables)
    words = messages[False].replace("'", " ").replace('"', " ").replace(".", " ").split()
    assert not [word for word in TOLD if word in words and word not in sent]
    assert "Did you mean" in messages[True], "else this would prove nothing"
