"""How elements of several subgraphs become one, seen in the supergraph."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from gateway.composition.merging.join import graph_names, join_version
from gateway.composition.merging.strategies import both_requirements, implies
from gateway.model.composition import SubgraphSource
from gateway.query_graph.read import read_supergraph
from tests.composition.subgraph_sets import FEDERATION, composed, subgraph, subgraphs

GOLDENS = Path(__file__).parent / "goldens"


def supergraph(**sdls: str) -> str:
    return composed(*subgraphs(**sdls)).supergraph_sdl


def line(sdl: str, start: str) -> str:
    """The one line of the SDL that starts so."""
    found = [each.strip() for each in sdl.split("\n") if each.strip().startswith(start)]
    assert len(found) == 1, found
    return found[0]


def test_output_types_widen_and_input_types_narrow() -> None:
    sdl = supergraph(
        a="type Query { t: T } type T @shareable { x(n: Int): Int! }",
        b="type T @shareable { x(n: Int!): Int }",
    )
    assert line(sdl, "x(n:").startswith('x(n: Int!): Int @join__field(graph: A, type: "Int!")')


def test_an_interface_is_wider_than_what_implements_it() -> None:
    sdl = supergraph(
        a="type Query { t: T } type T @shareable { x: I } interface I { n: Int } type A implements I { n: Int }",
        b="type T @shareable { x: B } type B implements I { n: Int } interface I { n: Int }",
    )
    assert 'x: I @join__field(graph: A, type: "I") @join__field(graph: B, type: "B")' in sdl


@pytest.mark.parametrize(("mine", "kept"), [("A B", "A B C"), ("A B C", "A B C")])
def test_values_of_an_enum_that_only_comes_out_are_united(mine: str, kept: str) -> None:
    sdl = supergraph(a=f"type Query {{ a: E }} enum E {{ {mine} }}", b="type Query { b: E } enum E { A B C }")
    for value in kept.split():
        assert f"\n  {value} @join__enumValue" in sdl


def test_values_of_an_enum_that_only_goes_in_are_those_in_common() -> None:
    sdl = supergraph(
        a="type Query { a(e: E): Int } enum E { NEW OLD }", b="type Query { b(e: E): Int } enum E { OLD ODD }"
    )
    assert line(sdl, "OLD") == "OLD @join__enumValue(graph: A) @join__enumValue(graph: B)"
    assert "NEW" not in sdl
    assert "ODD" not in sdl


def test_most_frequent_description_wins() -> None:
    sdl = supergraph(
        a='type Query { a: Int } "one" type T @shareable { x: Int }',
        b='"two" type T @shareable { x: Int }',
        c='"two" type T @shareable { x: Int }',
    )
    assert '"""two"""\ntype T' in sdl


def test_an_overridden_field_is_resolved_once() -> None:
    sdl = supergraph(
        a='type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "b") }',
        b='type T @key(fields: "id") { id: ID! x: Int }',
    )
    assert line(sdl, "x:") == 'x: Int @join__field(graph: A, override: "b")'


def test_a_field_that_moves_step_by_step_stays_in_both() -> None:
    sdl = supergraph(
        a='type Query { t: T } type T @key(fields: "id") { id: ID! x: Int @override(from: "b", label: "percent(5)") }',
        b='type T @key(fields: "id") { id: ID! x: Int }',
    )
    assert line(sdl, "x:") == (
        'x: Int @join__field(graph: A, override: "b", overrideLabel: "percent(5)") '
        '@join__field(graph: B, overrideLabel: "percent(5)")'
    )


def test_an_interface_object_gives_its_fields_to_all_implementations() -> None:
    sdl = supergraph(
        a='type Query { i: I } interface I @key(fields: "id") { id: ID! } '
        'type T implements I @key(fields: "id") { id: ID! }',
        b='type I @interfaceObject @key(fields: "id") { id: ID! rating: Int @authenticated }',
    )
    body = sdl.split("type T implements I")[1].split("}")[0]
    assert "rating: Int @authenticated @join__field" in body
    assert '@join__type(graph: B, key: "id", isInterfaceObject: true)' in sdl


def test_access_control_passes_up_to_interfaces() -> None:
    sdl = supergraph(
        a="type Query { i: I } interface I { x: Int } "
        'type T implements I { x: Int @requiresScopes(scopes: [["read"]]) } type U implements I { x: Int }'
    )
    assert '\n  x: Int @requiresScopes(scopes: [["read"]])' in sdl.split("interface I")[1].split("}")[0]


def test_a_context_is_known_by_its_subgraph() -> None:
    sdl = supergraph(
        a='type Query { u: U } type U @context(name: "user") { name: String t: T } '
        'type T @key(fields: "id") { id: ID! f(x: String @fromContext(field: "$user { name }")): Int }',
        b='type T @key(fields: "id") { id: ID! }',
    )
    assert '@context(name: "a__user")' in sdl
    assert 'contextArguments: [{context: "a__user", name: "x", type: "String", selection: " { name }"}]' in sdl
    assert "f: Int" in line(sdl, "f:")


def test_cache_tags_are_carried_for_each_subgraph() -> None:
    link = FEDERATION.replace("v2.9", "v2.12").format('"@key", "@cacheTag"')
    sdl = composed(subgraph("a", 'type Query { t: Int @cacheTag(format: "t") }', link=link)).supergraph_sdl
    assert '@join__directive(graphs: [A], name: "federation__cacheTag", args: {format: "t"})' in sdl


def test_custom_directives_go_on_when_asked() -> None:
    link = (
        'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"]) '
        '@link(url: "https://example.org/mine/v1.0", import: ["@mine"]) @composeDirective(name: "@mine") '
        "directive @mine(note: String) on FIELD_DEFINITION "
    )
    sdl = composed(subgraph("a", 'type Query { t: Int @mine(note: "n") }', link=link)).supergraph_sdl
    assert '@link(url: "https://example.org/mine/v1.0", import: ["@mine"])' in sdl
    assert 't: Int @mine(note: "n")' in sdl
    assert "directive @mine(note: String) on FIELD_DEFINITION" in sdl


def test_renamed_directives_keep_their_name() -> None:
    link = FEDERATION.format('"@key", {name: "@tag", as: "@mark"}')
    sdl = composed(subgraph("a", 'type Query { t: Int @mark(name: "x") }', link=link)).supergraph_sdl
    assert '@link(url: "https://specs.apollo.dev/tag/v0.3", import: [{name: "@tag", as: "@mark"}])' in sdl
    assert 't: Int @mark(name: "x")' in sdl


def test_one_of_and_specified_by_go_on() -> None:
    sdl = supergraph(a='type Query { t(x: X): S } input X @oneOf { a: Int b: Int } scalar S @specifiedBy(url: "u")')
    assert "@oneOf" in sdl
    assert 'scalar S\n  @join__type(graph: A)\n  @specifiedBy(url: "u")' in sdl


@pytest.mark.parametrize(
    ("federation", "join"), [((2, 0), (0, 3)), ((2, 7), (0, 4)), ((2, 8), (0, 5)), ((2, 12), (0, 5))]
)
def test_version_of_the_join_specification(federation: tuple[int, int], join: tuple[int, int]) -> None:
    assert join_version(federation) == join


def test_graph_names_are_unique_words() -> None:
    assert graph_names(["a-b", "a_b", "7up", "x_1"]) == ("A_B_1", "A_B_2", "_7UP", "X_1_")


def test_both_requirements_must_be_met() -> None:
    assert both_requirements([[["a"], ["b"]], [["c"]]]) == [["a", "c"], ["b", "c"]]
    assert implies([["a", "c"]], [["a"], ["x"]])
    assert not implies([["a"], ["x"]], [["a", "c"]])


FEDERATION_ONE = {
    "accounts": """
        extend type Query { me: User }
        type User @key(fields: "id") { id: ID! name: String email: String @tag(name: "pii") }
        type Money { amount: Int }
    """,
    "reviews": """
        type Review @key(fields: "id") { id: ID! author: User @provides(fields: "name") price: Money }
        extend type User @key(fields: "id") { id: ID! @external name: String @external reviews: [Review] }
        extend type Query { reviews: [Review] }
        type Money { amount: Int }
    """,
    "shops": """
        type Product @key(fields: "upc") @extends { upc: ID! @external weight: Int @external
          shipping: Int @requires(fields: "weight") unused: Int @external }
    """,
    "products": """
        type Query { products: [Product] }
        type Product @key(fields: "upc") { upc: ID! weight: Int unused: Int }
    """,
}


def test_golden_of_federation_one() -> None:
    sources = [SubgraphSource(name, f"http://{name}.example", sdl) for name, sdl in FEDERATION_ONE.items()]
    _golden("federation_one", composed(*sources).supergraph_sdl)


def test_golden_of_everything() -> None:
    sdl = supergraph(
        cip="""
            type Query { entry(id: ID!): Entry @cost(weight: 2) search(text: String = "", kind: Kind): [Result!]! }
            type Mutation { enter(entry: EntryInput!): Entry @authenticated }
            "An entry of a round." type Entry implements Node @key(fields: "id") { id: ID! title: String! @shareable
              kind: Kind region: Region @shareable idea: Idea }
            interface Node @key(fields: "id") { id: ID! }
            type Idea implements Node @key(fields: "id") { id: ID! text: String @tag(name: "public") }
            type Region @shareable { code: String! name: String }
            union Result = Entry | Idea
            enum Kind { PRIZE LOAN }
            input EntryInput { title: String! note: String = "none" }
        """,
        lab="""
            type Query { datasets: [Dataset] @listSize(assumedSize: 20) }
            type Dataset @key(fields: "id") @key(fields: "slug region { code }") { id: ID! slug: String! region: Region!
              owner: Node }
            type Node @interfaceObject @key(fields: "id") { id: ID! datasets: [Dataset!] }
            type Region @shareable { code: String! name: String! }
            type Subscription { datasetChanged: Dataset }
        """,
        market="""
            type Entry @key(fields: "id") { id: ID! title: String! @external
              score: Float @requires(fields: "title") kind: Kind @override(from: "cip", label: "percent(10)") }
            enum Kind { PRIZE LOAN GRANT @inaccessible }
            type Query { best: Entry @provides(fields: "title") }
        """,
    )
    read_supergraph(sdl)
    _golden("everything", sdl)


def _golden(name: str, sdl: str) -> None:
    path = GOLDENS / f"{name}.graphql"
    if os.environ.get("ACCEPT_GOLDENS") == "1":
        path.write_text(sdl)
    assert sdl == path.read_text(), "accept with `make accept` what changed on purpose"
