"""Two subgraphs that fit, seen whole."""

from __future__ import annotations

from itertools import permutations

from graphql import build_schema

from gateway.composition import compose
from tests.composition.subgraph_sets import composed, subgraphs

THREE = subgraphs(
    offers="""
        type Query { offers: [Offer!]! }
        type Offer @key(fields: "id") { id: ID! title: String! kind: Kind price: Float @shareable }
        enum Kind { PRIZE LOAN }
    """,
    topics="""
        type Query { topic(slug: ID!): Topic }
        type Topic @key(fields: "slug") { slug: ID! offers(first: Int = 5): [Offer!]! }
        type Offer @key(fields: "id", resolvable: false) { id: ID! }
    """,
    prices="""
        type Query { kinds: [Kind!]! }
        type Offer @key(fields: "id") { id: ID! price: Float! @shareable secret: Int @inaccessible }
        enum Kind { PRIZE LOAN GIFT }
    """,
)


def test_each_subgraph_is_named_where_it_is_needed() -> None:
    sdl = composed(*THREE).supergraph_sdl
    assert '  PRICES @join__graph(name: "prices", url: "http://prices.example")' in sdl
    assert '  @join__type(graph: TOPICS, key: "id", resolvable: false)' in sdl
    assert (
        '  price: Float @join__field(graph: OFFERS, type: "Float") @join__field(graph: PRICES, type: "Float!")\n' in sdl
    )
    assert "  GIFT @join__enumValue(graph: PRICES)\n" in sdl
    build_schema(sdl)


def test_clients_see_neither_machinery_nor_what_is_hidden() -> None:
    api = composed(*THREE).api_sdl
    assert "join__" not in api
    assert "secret" not in api
    assert "  topic(slug: ID!): Topic\n" in api
    build_schema(api)


def test_order_of_subgraphs_does_not_matter() -> None:
    assert len({str(compose(order)) for order in permutations(THREE)}) == 1
