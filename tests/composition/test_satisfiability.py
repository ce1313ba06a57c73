"""Whether every query can be answered, and what is said where not."""

from __future__ import annotations

from gateway.composition import compose
from gateway.composition.merging.supergraph import merge_subgraphs
from gateway.composition.reading import read_subgraph
from gateway.composition.report import Report
from gateway.composition.satisfiability import check_satisfiability
from gateway.composition.state import SubgraphState
from gateway.model.composition import CompositionFailed, SourceLocation
from tests.composition.subgraph_sets import codes, subgraphs


def test_witness_and_reasons() -> None:
    sources = subgraphs(
        a='type Query { t(n: Int, kind: K!): T } enum K { X } type T @key(fields: "id") { id: ID! u: U }'
        " type U @shareable { a: Int }",
        b='type T @key(fields: "sku") { sku: ID! x: Int } type U @shareable { b: [Int] }',
    )
    result = compose(sources)
    assert isinstance(result, CompositionFailed)
    assert {error.code for error in result.errors} == {"SATISFIABILITY_ERROR"}
    messages = {error.message for error in result.errors}
    assert (
        "The following supergraph API query:\n"
        "{\n  t(n: 0, kind: X) {\n    x\n  }\n}\n"
        "cannot be satisfied by the subgraphs because:\n"
        '- from subgraph "a":\n'
        '  - cannot find field "T.x".\n'
        '  - cannot move to subgraph "b" using @key(fields: "sku") of "T", the key field(s) cannot be resolved from '
        'subgraph "a".'
    ) in messages
    assert any(
        'cannot move to subgraph "b", which has field "U.b", because type "U" has no @key defined in subgraph "b"'
        in message
        for message in messages
    )
    assert SourceLocation("b", 2, 39) in {place for error in result.errors for place in error.locations}


def test_a_key_may_come_from_a_third_subgraph() -> None:
    assert not codes(
        *subgraphs(
            a='type Query { t: T } type T @key(fields: "id") { id: ID! }',
            b='type T @key(fields: "id") @key(fields: "sku") { id: ID! sku: ID! }',
            c='type T @key(fields: "sku") { sku: ID! x: Int }',
        )
    )


def test_a_provided_field_is_there_on_its_path_only() -> None:
    sdls = {
        "a": 'type Query { one: T @provides(fields: "x") } type T @key(fields: "id") { id: ID! x: Int @external }',
        "b": 'type T @key(fields: "id", resolvable: false) { id: ID! x: Int @shareable }',
    }
    assert not codes(*subgraphs(**sdls))
    sdls["a"] = sdls["a"].replace("{ one:", "{ two: T one:")
    assert codes(*subgraphs(**sdls)) == {"SATISFIABILITY_ERROR"}


def test_where_no_object_can_be_nothing_is_missing() -> None:
    """``b`` gives an interface that no type of its own implements: there is only null, whatever is asked below it."""
    sdls = {
        "a": "type Query { i: I } interface I { v: V } type T implements I { v: V @shareable }"
        " type V @shareable { x: Int y: Int }",
        "b": "type Query { none: I some: [I!]! } interface I { v: V } type V @shareable { x: Int }",
    }
    assert not codes(*subgraphs(**sdls))
    sdls["b"] += " type U implements I { v: V @shareable }"
    assert codes(*subgraphs(**sdls)) == {"SATISFIABILITY_ERROR"}


def test_what_a_field_requires_is_had_from_its_own_subgraph() -> None:
    """Whoever comes from ``a`` could bring it along; from elsewhere, once there is such a way, nobody could."""
    sdls = {
        "a": 'type Query { t: T } type T @key(fields: "id sku") { id: ID! sku: ID! x: Int }',
        "b": 'type T @key(fields: "sku") { sku: ID! x: Int @external y: Int @requires(fields: "x") }',
    }
    result = compose(subgraphs(**sdls))
    assert isinstance(result, CompositionFailed)
    assert [error.code for error in result.errors] == ["SATISFIABILITY_ERROR"]
    reason = 'cannot satisfy @require conditions on field "T.y": what it requires cannot be had from subgraph "b"'
    assert reason in result.errors[0].message
    sdls["a"] = sdls["a"].replace('"id sku")', '"id sku") @key(fields: "sku")')
    assert not codes(*subgraphs(**sdls))


def test_hidden_fields_need_no_way() -> None:
    sdls = {
        "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! }',
        "b": 'type T @key(fields: "id", resolvable: false) { id: ID! x: Int @inaccessible }',
    }
    assert not codes(*subgraphs(**sdls))


def test_a_mutation_is_called_once() -> None:
    user = 'type User @key(fields: "id", resolvable: false) {{ id: ID! @shareable {} }}'
    both = {
        "a": "type Query { a: Int } type Mutation { make: User @shareable } " + user.format("x: Int"),
        "b": "type Mutation { make: User @shareable } " + user.format("y: Int"),
    }
    result = compose(subgraphs(**both))
    assert isinstance(result, CompositionFailed)
    assert [error.code for error in result.errors] == ["SATISFIABILITY_ERROR"]
    assert "without needing to call that field from multiple subgraphs" in result.errors[0].message


def test_both_states_of_a_label_are_tried() -> None:
    sdls = {
        "a": 'type Query { t: T } type T @key(fields: "id") { id: ID! }',
        "b": 'type T @key(fields: "id") { id: ID! x: Int }',
        "c": 'type T @key(fields: "id", resolvable: false) { id: ID! x: Int @override(from: "b", label: "new") }',
    }
    assert codes(*subgraphs(**sdls)) == {"SATISFIABILITY_ERROR"}


def test_a_graph_too_large_is_given_up() -> None:
    states = [read_subgraph(source) for source in subgraphs(a="type Query { a: T } type T { b: Int c: Int d: Int }")]
    report = Report()
    merging = merge_subgraphs([state for state in states if isinstance(state, SubgraphState)], report)
    check_satisfiability(merging, most_steps=2)
    assert [error.code for error in report.errors] == ["MAX_VALIDATION_SUBGRAPH_PATHS_EXCEEDED"]
