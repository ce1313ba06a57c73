"""Hints: the subgraphs fit, but their owners may want to know."""

from __future__ import annotations

from gateway.composition.explanations.entry import Explanation, explained

_Q = "type Query { a: Int }\n"
_AGREE = "If it is meant so, nothing is to do; else let the subgraphs agree."
_CUSTOM = (
    'extend schema @link(url: "https://specs.apollo.dev/federation/v2.9", import: ["@composeDirective"]) '
    '@link(url: "https://example.org/mine/{version}", import: [{name}])'
)

HINTS: tuple[Explanation, ...] = (
    explained(
        "INCONSISTENT_BUT_COMPATIBLE_FIELD_TYPE",
        "A field's types differ between subgraphs; the supergraph uses the widest.",
        _AGREE,
        a="type Query { t: T }\ntype T @shareable { x: Int }",
        b="type T @shareable { x: Int! }",
    ),
    explained(
        "INCONSISTENT_BUT_COMPATIBLE_ARGUMENT_TYPE",
        "An argument's types differ between subgraphs; the supergraph uses the narrowest.",
        _AGREE,
        a="type Query @shareable { a(x: Int): Int }",
        b="type Query @shareable { a(x: Int!): Int }",
    ),
    explained(
        "INCONSISTENT_DEFAULT_VALUE_PRESENCE",
        "An argument or input field has a default in some subgraphs only; the supergraph has none.",
        "Add the default everywhere.",
        a="type Query @shareable { a(x: Int = 1): Int }",
        b="type Query @shareable { a(x: Int): Int }",
    ),
    explained(
        "INCONSISTENT_ENTITY",
        "A type has a @key in some subgraphs only.",
        _AGREE,
        a='type Query { t: T }\ntype T @key(fields: "id") { id: ID! }',
        b="type T { id: ID! @shareable }",
    ),
    explained(
        "INCONSISTENT_OBJECT_VALUE_TYPE_FIELD",
        "A type without @key has a field in some subgraphs only; a query can come where it is missing.",
        "Add the field everywhere, or make the type an entity.",
        a="type Query { a: Int }\ntype T @shareable { x: Int y: Int }",
        b="type T @shareable { x: Int }",
    ),
    explained(
        "INCONSISTENT_INTERFACE_VALUE_TYPE_FIELD",
        "An interface has a field in some subgraphs only.",
        _AGREE,
        a="type Query { i: I }\ninterface I { x: Int y: Int }\ntype A implements I @shareable { x: Int y: Int }",
        b="interface I { x: Int }\ntype A implements I @shareable { x: Int y: Int }",
    ),
    explained(
        "INCONSISTENT_INPUT_OBJECT_FIELD",
        "A field of an input object is unknown to some subgraphs, and so left out.",
        "Add it everywhere.",
        a="type Query { a(x: In): Int }\ninput In { x: Int y: Int }",
        b="type Query { b(x: In): Int }\ninput In { x: Int }",
    ),
    explained(
        "INCONSISTENT_UNION_MEMBER",
        "A union has a member in some subgraphs only.",
        _AGREE,
        a="type Query { u: U }\nunion U = A | B\ntype A @shareable { a: Int }\ntype B { b: Int }",
        b="union U = A\ntype A @shareable { a: Int }",
    ),
    explained(
        "INCONSISTENT_ENUM_VALUE_FOR_INPUT_ENUM",
        "A value of an enum that is taken as input is unknown to some subgraphs, and so left out.",
        "Add it everywhere.",
        a="type Query { a(x: E): Int }\nenum E { A B }",
        b="type Query { b(x: E): Int }\nenum E { A }",
    ),
    explained(
        "INCONSISTENT_ENUM_VALUE_FOR_OUTPUT_ENUM",
        "A value of an enum that is given as output is unknown to some subgraphs.",
        _AGREE,
        a="type Query { a: E }\nenum E { A B }",
        b="type Query { b: E }\nenum E { A }",
    ),
    explained(
        "INCONSISTENT_EXECUTABLE_DIRECTIVE_PRESENCE",
        "A directive for queries is defined in some subgraphs only, and so left out.",
        "Define it everywhere.",
        a="directive @mine on FIELD\ntype Query { a: Int }",
        b="type Query { b: Int }",
    ),
    explained(
        "NO_EXECUTABLE_DIRECTIVE_INTERSECTION",
        "A directive for queries may nowhere stand in all subgraphs, and so is left out.",
        "Agree on its locations.",
        a="directive @mine on FIELD\ntype Query { a: Int }",
        b="directive @mine on QUERY\ntype Query { b: Int }",
    ),
    explained(
        "INCONSISTENT_EXECUTABLE_DIRECTIVE_REPEATABLE",
        "A directive for queries is repeatable in some subgraphs only, and so not in the supergraph.",
        "Agree on it.",
        a="directive @mine repeatable on FIELD\ntype Query { a: Int }",
        b="directive @mine on FIELD\ntype Query { b: Int }",
    ),
    explained(
        "INCONSISTENT_EXECUTABLE_DIRECTIVE_LOCATIONS",
        "A directive for queries may stand at different places; the supergraph has the common ones.",
        "Agree on its locations.",
        a="directive @mine on FIELD | QUERY\ntype Query { a: Int }",
        b="directive @mine on FIELD\ntype Query { b: Int }",
    ),
    explained(
        "INCONSISTENT_DESCRIPTION",
        "An element has different descriptions; the supergraph uses the most frequent one.",
        "Agree on one.",
        a='type Query { t: T }\n"one"\ntype T @shareable { x: Int }',
        b='"other"\ntype T @shareable { x: Int }',
    ),
    explained(
        "INCONSISTENT_ARGUMENT_PRESENCE",
        "An optional argument is unknown to some subgraphs, and so left out.",
        "Add it everywhere.",
        a="type Query @shareable { a(x: Int): Int }",
        b="type Query @shareable { a: Int }",
    ),
    explained(
        "FROM_SUBGRAPH_DOES_NOT_EXIST",
        "An @override names a subgraph that is not there.",
        "Mend the name, or delete the @override.",
        a='type Query { a: Int @override(from: "bb") }',
        b="type Query { b: Int }",
    ),
    explained(
        "OVERRIDDEN_FIELD_CAN_BE_REMOVED",
        "A field was taken over by another subgraph.",
        "Delete it here.",
        a='type Query { a: Int @override(from: "b") }',
        b="type Query { a: Int }",
    ),
    explained(
        "OVERRIDE_DIRECTIVE_CAN_BE_REMOVED",
        "The subgraph that an @override names no longer resolves the field.",
        "Delete the @override.",
        a='type Query { a: Int @override(from: "b") }',
        b="type Query { b: Int }",
    ),
    explained(
        "OVERRIDE_MIGRATION_IN_PROGRESS",
        "A field moves step by step from one subgraph to another.",
        "When all requests go to the new one, delete the field in the old one.",
        a='type Query { a: Int @override(from: "b", label: "percent(5)") }',
        b="type Query { a: Int }",
    ),
    explained(
        "UNUSED_ENUM_TYPE",
        "Nothing uses an enum.",
        "Delete it, or use it.",
        a=_Q + "enum E { A }",
    ),
    explained(
        "INCONSISTENT_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
        "A directive that may stand once has different arguments; the supergraph uses the most frequent ones.",
        "Agree on them.",
        a='type Query @shareable { a: Int @deprecated(reason: "x") }',
        b='type Query @shareable { a: Int @deprecated(reason: "y") }',
    ),
    explained(
        "MERGED_NON_REPEATABLE_DIRECTIVE_ARGUMENTS",
        "A directive that may stand once has different arguments; the supergraph has them merged by a rule.",
        _AGREE,
        a="type Query @shareable { a: Int @cost(weight: 1) }",
        b="type Query @shareable { a: Int @cost(weight: 2) }",
    ),
    explained(
        "DIRECTIVE_COMPOSITION_INFO",
        "A @composeDirective does nothing, or subgraphs link different major versions of a specification.",
        "Delete the @composeDirective, or link the same version.",
        a='extend schema @composeDirective(name: "@tag")\ntype Query { a: Int @tag(name: "x") }',
    ),
    explained(
        "DIRECTIVE_COMPOSITION_WARN",
        "A composed directive has another name in a subgraph that does not compose it.",
        "Use one name.",
        a=_CUSTOM.format(version="v1.0", name='"@mine"')
        + ' @composeDirective(name: "@mine")\ndirective @mine on FIELD_DEFINITION\ntype Query { a: Int @mine }',
        b=_CUSTOM.format(version="v1.0", name='{name: "@mine", as: "@yours"}')
        + "\ndirective @yours on FIELD_DEFINITION\ntype Query { b: Int @yours }",
    ),
    explained(
        "INCONSISTENT_RUNTIME_TYPES_FOR_SHAREABLE_RETURN",
        "A shared field can give objects of different types in different subgraphs.",
        "Let it give only objects of the common types.",
        a="type Query { u: U @shareable }\nunion U = A | B\ntype A @shareable { a: Int }\ntype B { b: Int }",
        b="type Query { u: U @shareable }\nunion U = A\ntype A @shareable { a: Int }",
    ),
    explained(
        "IMPLICITLY_UPGRADED_FEDERATION_VERSION",
        "A subgraph links a specification that came with a newer federation version than it links.",
        "Link the newer version.",
        a='extend schema @link(url: "https://specs.apollo.dev/federation/v2.3") '
        '@link(url: "https://specs.apollo.dev/cost/v0.1", import: ["@cost"])\ntype Query { a: Int @cost(weight: 2) }',
    ),
    explained(
        "CONTEXTUAL_ARGUMENT_NOT_CONTEXTUAL_IN_ALL_SUBGRAPHS",
        "An optional argument comes from a context in another subgraph, and so is left out.",
        "Make it contextual everywhere.",
        a='type Query { u: U }\ntype U @context(name: "user") { name: String t: T }\n'
        'type T @key(fields: "id") { id: ID! f(x: String @fromContext(field: "$user { name }")): Int @shareable }',
        b='type T @key(fields: "id") { id: ID! f(x: String): Int @shareable }',
    ),
    explained(
        "GUARDED_FIELD_IS_NON_NULL",
        "A non-null field asks for a right that its parent does not ask for; the null that others get takes the parent "
        "along.",
        "Make the field nullable, or ask for the same right on the parent type.",
        a="type Query { prizes: [Prize] }\ntype Prize { title: String amount: Int! @authenticated }",
    ),
)
