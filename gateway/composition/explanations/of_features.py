"""Codes about hidden elements, contexts, costs and access control."""

from __future__ import annotations

from gateway.composition.explanations.entry import Explanation, explained

_CONTEXT = (
    'type Query {{ u: U }}\ntype U @context(name: "{name}") {{ name: String age: Int t: T }}\n'
    'type T{key} {{ id: ID! f(x: String @fromContext(field: "{field}")): Int }}'
)
_KEY = ' @key(fields: "id")'
_OTHER = 'type T @key(fields: "id") { id: ID! }'

FEATURES: tuple[Explanation, ...] = (
    explained(
        "REFERENCED_INACCESSIBLE",
        "A hidden type is the type of a visible field or argument.",
        "Hide the field or argument, too.",
        a="type Query { t: T, a: Int }\ntype T @inaccessible { x: Int }",
    ),
    explained(
        "DEFAULT_VALUE_USES_INACCESSIBLE",
        "A visible default value uses a hidden enum value or input field.",
        "Change the default.",
        a="type Query { a(x: E = B): Int }\nenum E { A B @inaccessible }",
    ),
    explained(
        "QUERY_ROOT_TYPE_INACCESSIBLE",
        "The type Query itself is hidden.",
        "Hide its fields instead.",
        a="type Query @inaccessible { a: Int }",
    ),
    explained(
        "REQUIRED_INACCESSIBLE",
        "A required argument or input field is hidden: nobody could call the field.",
        "Give it a default, or make it nullable.",
        a="type Query { a(x: Int! @inaccessible): Int }",
    ),
    explained(
        "IMPLEMENTED_BY_INACCESSIBLE",
        "A field is hidden that implements a visible field of an interface.",
        "Hide the interface's field, too.",
        a="type Query { i: I }\ninterface I { x: Int }\ntype A implements I { x: Int @inaccessible y: Int }",
    ),
    explained(
        "DISALLOWED_INACCESSIBLE",
        "@inaccessible stands on an argument of a directive for schemas, which clients never see anyway.",
        "Delete it.",
        a='extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective", '
        '"@inaccessible"]) @link(url: "https://example.org/mine/v1.0", import: ["@mine"]) '
        '@composeDirective(name: "@mine")\ndirective @mine(x: Int @inaccessible) on OBJECT\ntype Query { a: Int }',
    ),
    explained(
        "ONLY_INACCESSIBLE_CHILDREN",
        "A visible type has nothing but hidden fields, values or members.",
        "Hide the type, too.",
        a="type Query { t: T }\ntype T { x: Int @inaccessible }",
    ),
    explained(
        "CONTEXT_NOT_SET",
        "A @fromContext names a context that no type sets, or stands where it may not.",
        'Write @context(name: "...") on the type that the value comes from.',
        a=_CONTEXT.format(name="user", key=_KEY, field="$other { name }"),
        b=_OTHER,
    ),
    explained(
        "CONTEXT_INVALID_SELECTION",
        "The selection of a @fromContext does not give exactly one value of the argument's type.",
        "Select one field; the argument's type is that field's, and nullable.",
        a=_CONTEXT.format(name="user", key=_KEY, field="$user { age }"),
        b=_OTHER,
    ),
    explained(
        "NO_CONTEXT_IN_SELECTION",
        "The text of a @fromContext does not start with a context.",
        'Write "$name { field }".',
        a=_CONTEXT.format(name="user", key=_KEY, field="{ name }"),
        b=_OTHER,
    ),
    explained(
        "CONTEXT_NO_RESOLVABLE_KEY",
        "A type has a contextual argument and no resolvable @key, by which it could be asked again with the value.",
        "Give the type a @key.",
        a=_CONTEXT.format(name="user", key="", field="$user { name }"),
    ),
    explained(
        "CONTEXT_NAME_INVALID",
        "The name of a context is not made of letters and digits.",
        "Leave underscores out.",
        a=_CONTEXT.format(name="the_user", key=_KEY, field="$the_user { name }"),
        b=_OTHER,
    ),
    explained(
        "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS",
        "An argument comes from a context in one subgraph and is required of clients in another.",
        "Make it contextual everywhere, or optional where it is not.",
        a='type Query { u: U }\ntype U @context(name: "user") { name: String t: T }\n'
        'type T @key(fields: "id") { id: ID! f(x: String @fromContext(field: "$user { name }")): Int @shareable }',
        b='type T @key(fields: "id") { id: ID! f(x: String!): Int @shareable }',
    ),
    explained(
        "COST_APPLIED_TO_INTERFACE_FIELD",
        "@cost stands on a field of an interface.",
        "Write it on the fields of the implementing types.",
        a="type Query { i: I }\ninterface I { x: Int @cost(weight: 2) }\ntype A implements I { x: Int }",
    ),
    explained(
        "LIST_SIZE_APPLIED_TO_NON_LIST",
        "@listSize stands on a field that is no list.",
        "Delete it, or name the list below with sizedFields.",
        a="type Query { a: Int @listSize(assumedSize: 3) }",
    ),
    explained(
        "LIST_SIZE_INVALID_ASSUMED_SIZE",
        "The assumed size of a list is negative.",
        "Write a number from 0.",
        a="type Query { a: [Int] @listSize(assumedSize: -3) }",
    ),
    explained(
        "LIST_SIZE_INVALID_SLICING_ARGUMENT",
        "A slicing argument is not an argument of the field, or no Int.",
        "Name the argument that limits the list.",
        a='type Query { a(first: String): [Int] @listSize(slicingArguments: ["first"]) }',
    ),
    explained(
        "LIST_SIZE_INVALID_SIZED_FIELD",
        "A sized field does not exist below the field.",
        "Name a list of the field's type.",
        a='type Query { a: T @listSize(assumedSize: 3, sizedFields: ["items"]) }\ntype T { x: [Int] }',
    ),
    explained(
        "AUTH_REQUIREMENTS_APPLIED_ON_INTERFACE",
        "Access control stands on an interface, its field, or an @interfaceObject.",
        "Write it on the implementing types: the interface asks for what they ask.",
        a="type Query { i: I }\ninterface I @authenticated { x: Int }\ntype A implements I { x: Int }",
    ),
    explained(
        "MISSING_TRANSITIVE_AUTH_REQUIREMENTS",
        "A field gets protected data by @requires or @fromContext without asking for the same access itself.",
        "Repeat the access control of the required field on this one.",
        a='type Query { t: T }\ntype T @key(fields: "id") { id: ID! x: Int @external y: Int @requires(fields: "x") }',
        b='type T @key(fields: "id") { id: ID! x: Int @authenticated }',
    ),
)
