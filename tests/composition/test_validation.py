"""More ways to a code than the smallest one that explains it, and near misses that are right."""

from __future__ import annotations

import pytest

from gateway.model.composition import SubgraphSource
from tests.composition.subgraph_sets import codes, composed, subgraph, subgraphs

Q = "type Query { a: Int }\n"
T = 'type T @key(fields: "id") { id: ID! x: Int @shareable u: U @shareable }\ntype U @shareable { x: Int y: Int }'

WRONG = [
    ("INVALID_GRAPHQL", "type Query { a: Int "),
    ("INVALID_GRAPHQL", Q + "type Query { b: Int }"),
    ("INVALID_GRAPHQL", "interface I { x: Int } type Query implements I { a: Int }"),
    ("INVALID_GRAPHQL", 'type Query { a(x: Int = "one"): Int }'),
    ("INVALID_GRAPHQL", "type Query { a(x: In): Int } input In { x: In! }"),
    ("INVALID_GRAPHQL", "type Query { a(x: T = 1): T } type T { a: Int }"),
    ("INVALID_GRAPHQL", "type Query { a: Int @unknown }"),
    ("INVALID_GRAPHQL", "type Query { a: Int @cost(weight: true) }"),
    ("INVALID_GRAPHQL", Q + "type __T { a: Int }"),
    ("INVALID_GRAPHQL", Q + "enum E"),
    ("INVALID_GRAPHQL", "type Query { a: Int @deprecated(reason: null) }"),
    ("INVALID_GRAPHQL", "type Query { a: S } scalar S @specifiedBy(url: null)"),
    ("INVALID_GRAPHQL", "type Query { a: Int @deprecated(reason: 1) }"),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "") { id: ID! }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "id {") { id: ID! }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "id { x }") { id: ID! }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "__typename { x }") { id: ID! }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "__typename(a: 1) id") { id: ID! }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "a: __typename id") { id: ID! }'),
    ("REQUIRES_INVALID_FIELDS", Q + 'type T { x: Int @requires(fields: "__typename { x }") }'),
    ("PROVIDES_INVALID_FIELDS", 'type Query { t: T @provides(fields: "__typename { x }") } type T { x: Int }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "u") { u: U } type U { x: Int }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "number: id") { id: ID! }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "... on U { x }") { id: ID! } type U { x: Int }'),
    ("KEY_INVALID_FIELDS", Q + 'type T @key(fields: "id } fragment F on T { id") { id: ID! }'),
    (
        "KEY_FIELDS_SELECT_INVALID_TYPE",
        Q + 'type T @key(fields: "u { __typename }") { u: U } union U = A type A { x: Int }',
    ),
    ("INVALID_SHAREABLE_USAGE", Q + "type T @shareable @shareable { x: Int }"),
    (
        "INTERFACE_KEY_NOT_ON_IMPLEMENTATION",
        'type Query { i: I } interface I @key(fields: "id") { id: ID! } '
        'type A implements I @key(fields: "id", resolvable: false) { id: ID! }',
    ),
    ("CONTEXT_NAME_INVALID", 'type Query { t: T } type T @context(name: "1st") { x: Int }'),
    (
        "CONTEXT_NOT_SET",
        'type Query { t: T } interface T { f(x: Int @fromContext(field: "$c { y }")): Int } '
        "type A implements T { f(x: Int): Int }",
    ),
    ("LIST_SIZE_INVALID_SLICING_ARGUMENT", 'type Query { a: [Int] @listSize(slicingArguments: ["first"]) }'),
    ("LIST_SIZE_INVALID_SIZED_FIELD", 'type Query { a: Int @listSize(assumedSize: 1, sizedFields: ["x"]) }'),
    ("LIST_SIZE_APPLIED_TO_NON_LIST", 'type Query { t: T @listSize(sizedFields: ["x"]) } type T { x: Int }'),
    (
        "AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE",
        'type Query { i: I } interface I { x: Int @policy(policies: [["p"]]) } type A implements I { x: Int }',
    ),
    ("EXTERNAL_UNUSED", Q + 'type T @key(fields: "id") @external { id: ID! x: Int }'),
    ("ROOT_QUERY_USED", "schema { query: Q } type Q { a: Int } type Query { b: Int }"),
    ("ONLY_INACCESSIBLE_CHILDREN", "type Query { e: E } enum E { A @inaccessible }"),
    ("ONLY_INACCESSIBLE_CHILDREN", "type Query { u: U } union U = A type A @inaccessible { x: Int }"),
    ("REQUIRED_INACCESSIBLE", "type Query { a(x: In): Int } input In { x: Int! @inaccessible y: Int }"),
    ("REFERENCED_INACCESSIBLE", "type Query { a(x: In): Int } input In @inaccessible { x: Int }"),
    (
        "IMPLEMENTED_BY_INACCESSIBLE",
        "type Query { i: I } interface I { f(x: Int): Int } type A implements I { f(x: Int @inaccessible): Int }",
    ),
    (
        "DEFAULT_VALUE_USES_INACCESSIBLE",
        "type Query { a(x: In = { y: 1 }): Int } input In { y: Int @inaccessible z: Int }",
    ),
]


@pytest.mark.parametrize(("code", "sdl"), WRONG, ids=lambda value: value[:60])
def test_wrong(code: str, sdl: str) -> None:
    assert code in codes(subgraph("a", sdl))


RIGHT = [
    Q + 'type T @key(fields: "id u { x }") { id: ID! u: U } type U { x: Int }',
    Q + 'type T @key(fields: "{ id }") { id: ID! }',
    Q + 'type T @key(fields: "id __typename") { id: ID! }',
    Q + 'type T @key(fields: "... on T { id }") { id: ID! }',
    "type Query @shareable { a: Int @shareable }",
    "schema { query: Q } type Q { a: Int q: Q }",
    "extend type Query { a: Int }",
    Q + 'scalar Any type T { x(y: Any = {a: [1, "b"]}): Int }',
    'type Query { i: I } interface I @key(fields: "id", resolvable: false) { id: ID! } '
    'type A implements I @key(fields: "id", resolvable: false) { id: ID! }',
    'type Query { a(first: Int!, last: Int): [Int]! @listSize(slicingArguments: ["first", "last"]) }',
    "type Query { a(x: E = A): Int b: E } enum E { A B @inaccessible }",
]


@pytest.mark.parametrize("sdl", RIGHT, ids=lambda value: value[:60])
def test_right(sdl: str) -> None:
    assert not codes(subgraph("a", sdl))


PAIRS = [
    (
        set(),
        "type Query { u: U @shareable } union U = A type A @shareable { x: Int }",
        "type Query { u: U @shareable } union U = A type A @shareable { x: Int }",
    ),
    ({"TYPE_KIND_MISMATCH"}, Q + "scalar S", "enum S { A }"),
    ({"FIELD_TYPE_MISMATCH"}, "type Query @shareable { a: [Int] }", "type Query @shareable { a: Int }"),
    (set(), "type Query @shareable { a: [Int!]! }", "type Query @shareable { a: [Int] }"),
    ({"INVALID_FIELD_SHARING"}, "type Query { a: Int @shareable }", "type Query { a: Int }"),
    (
        {"INVALID_FIELD_SHARING"},
        Q + "type Subscription { s: Int @shareable }",
        "type Subscription { s: Int @shareable }",
    ),
    (set(), 'type Query { a: Int @override(from: "b") }', "type Query { a: Int }"),
    (set(), "type Query { t: T } " + T, T),
    (
        {"REQUIRES_INVALID_FIELDS"},
        'type Query { t: T } type T @key(fields: "id") { id: ID! '
        'x(n: Int, m: Int): Int @external y: Int @requires(fields: "x(n: 1)") }',
        'type T @key(fields: "id") { id: ID! x(n: Int, m: Int!): Int }',
    ),
    (  # nobody knows a Z that is an I
        {"REQUIRES_INVALID_FIELDS"},
        'type Query { t: T } type T @key(fields: "id") { id: ID! i: I @external x: Int @requires(fields: '
        '"i { ... on Z { v } }") } interface I { n: Int } type Z { v: Int @external }',
        'type T @key(fields: "id") { id: ID! i: I } interface I { n: Int } type U implements I { n: Int } '
        "type Z { v: Int }",
    ),
    (  # what is provided is asked by this subgraph's own schema
        {"PROVIDES_INVALID_FIELDS"},
        'type Query { t: T @provides(fields: "i { ... on U { v } }") } type T @key(fields: "id") { id: ID! '
        "i: I @external } interface I { n: Int } type U { v: Int @external }",
        'type T @key(fields: "id") { id: ID! i: I @shareable } interface I { n: Int } '
        "type U implements I { n: Int v: Int @shareable }",
    ),
    (  # and so is a key
        {"KEY_INVALID_FIELDS"},
        'type Query { t: T } type T @key(fields: "id ... on N { m }") { id: ID! m: Int } interface N { m: Int }',
        'interface N { m: Int } type T implements N @key(fields: "id") { id: ID! m: Int @shareable }',
    ),
    (
        {"OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE"},
        'type Query { i: I } interface I @key(fields: "id") { id: ID! } '
        'type A implements I @key(fields: "id") { id: ID! x: Int @override(from: "b") }',
        'type I @interfaceObject @key(fields: "id") { id: ID! x: Int }',
    ),
    (
        {"INVALID_GRAPHQL"},
        "type Query { a(x: E = B): Int } enum E { A B }",
        "type Query { b(x: E): Int } enum E { A }",
    ),
    (
        {"INTERFACE_OBJECT_USAGE_ERROR"},
        'type Query { i: I } interface I @key(fields: "id") { id: ID! } '
        'type A implements I @key(fields: "id") { id: ID! }',
        'type I @interfaceObject @key(fields: "id") { id: ID! x: Int } type A @key(fields: "id") { id: ID! y: Int }',
    ),
]


@pytest.mark.parametrize(("expected", "one", "other"), PAIRS, ids=lambda value: str(value)[:40])
def test_pair(expected: set[str], one: str, other: str) -> None:
    assert expected <= codes(*subgraphs(a=one, b=other))
    assert expected or not codes(*subgraphs(a=one, b=other))


def old(**sdls: str) -> list[SubgraphSource]:
    """Federation 1 subgraphs."""
    return [SubgraphSource(name, f"http://{name}", sdl) for name, sdl in sdls.items()]


USERS = 'type Query { u: User } type User @key(fields: "id") { id: ID! name: String }'
UPGRADES = {
    "value types are shared": old(a=Q + "type V { x: Int }", b="type V { x: Int y: Int }"),
    "root fields are shared": old(a=Q, b=Q),
    "key fields of extensions are resolved": old(
        a=USERS, b='extend type User @key(fields: "id") { id: ID! @external posts: Int }'
    ),
    "externals nobody uses are dropped": old(
        a=USERS, b='type User @extends @key(fields: "id") { id: ID! @external name: String @external posts: Int }'
    ),
    "requires of nothing external is dropped": old(
        a=USERS, b='extend type User @key(fields: "id") { id: ID! @external posts: Int @requires(fields: "id") }'
    ),
    "fields may be lists and words": old(a=USERS.replace('"id")', '["id"])'), b=USERS.replace('"id")', "id)")),
    "directives on interfaces are ignored": old(
        a=Q + 'interface I @key(fields: "id") { id: ID! x: Int @external } type A implements I { id: ID! x: Int }'
    ),
    "provides on a leaf is ignored": old(a='type Query { a: Int @provides(fields: "b") }'),
    "an extension of a type elsewhere": old(a=USERS, b="extend type User { posts: Int } extend type Query { b: Int }"),
}


@pytest.mark.parametrize("sources", UPGRADES.values(), ids=UPGRADES)
def test_federation_one_is_understood(sources: list[SubgraphSource]) -> None:
    if "User { posts" in sources[-1].sdl:
        # Without a key nobody can enter the extension.
        assert codes(*sources) == {"SATISFIABILITY_ERROR"}
    else:
        composed(*sources)


def test_federation_one_and_two_together() -> None:
    new = subgraph("b", 'type User @key(fields: "id") { id: ID! name: String @shareable }')
    api = composed(*old(a=USERS), new).api_sdl
    assert api.count("type User {") == 1
    assert "name: String" in api


def test_a_key_on_an_old_interface_is_no_entity_interface() -> None:
    new = subgraph("b", 'type I @interfaceObject @key(fields: "id") { id: ID! x: Int }')
    before = old(a='type Query { i: I } interface I @key(fields: "id") { id: ID! } type A implements I { id: ID! }')
    assert codes(*before, new) == {"INTERFACE_OBJECT_USAGE_ERROR"}


def test_an_old_entity_with_nothing_of_its_own() -> None:
    empty = 'type User @extends @key(fields: "id") { name: String @external } type Query { a: Int }'
    assert codes(*old(a=empty, b=USERS)) == {"TYPE_WITH_ONLY_UNUSED_EXTERNAL"}
