"""Views of the graph by tag: the same subgraphs, a part of the API."""

from __future__ import annotations

from graphql import build_schema

from gateway.composition import compose
from gateway.model.composition import Composed, CompositionFailed, View
from tests.composition.subgraph_sets import subgraphs

SOURCES = subgraphs(
    offers="""
        type Query { offers(kind: Kind, limit: Int @tag(name: "internal")): [Offer] @tag(name: "public"), audit: Audit }
        type Offer @key(fields: "id") @tag(name: "public") { id: ID! title: String cost: Int @tag(name: "internal") }
        type Audit { by: Person }
        type Person { name: String }
        enum Kind { LOAN PRIZE SECRET @tag(name: "internal") }
    """,
    notes='type Offer @key(fields: "id") { id: ID! note: String @tag(name: "public") }',
)


def api(view: View) -> str:
    result = compose(SOURCES, view)
    assert isinstance(result, Composed), result
    build_schema(result.api_sdl)
    return result.api_sdl


def test_without_tags_everything_is_shown() -> None:
    plain = compose(SOURCES)
    assert isinstance(plain, Composed)
    assert api(View()) == plain.api_sdl


def test_excluded_tags_are_gone() -> None:
    shown = api(View(exclude=frozenset({"internal"})))
    for word in ("cost", "SECRET", "limit"):
        assert word not in shown
    assert "audit: Audit" in shown


def test_included_tags_bring_what_they_need_and_nothing_else() -> None:
    shown = api(View(include=frozenset({"public"})))
    for word in ("offers", "title", "note", "enum Kind"):
        assert word in shown
    for word in ("audit", "Audit", "Person"):
        assert word not in shown


def test_a_view_is_a_supergraph_that_hides() -> None:
    result = compose(SOURCES, View(exclude=frozenset({"internal"})))
    assert isinstance(result, Composed)
    assert '@link(url: "https://specs.apollo.dev/inaccessible/v0.2", for: SECURITY)' in result.supergraph_sdl
    assert 'cost: Int @join__field(graph: OFFERS) @tag(name: "internal") @inaccessible' in result.supergraph_sdl


def test_a_view_that_shows_nothing_is_no_graph() -> None:
    result = compose(SOURCES, View(include=frozenset({"nobody"})))
    assert isinstance(result, CompositionFailed)
    assert {error.code for error in result.errors} == {"QUERY_ROOT_TYPE_INACCESSIBLE"}
