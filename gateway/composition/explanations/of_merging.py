"""Codes about differences between subgraphs."""

from __future__ import annotations

from gateway.composition.explanations.entry import Explanation, explained

_Q = "type Query { a: Int }\n"

MERGING: tuple[Explanation, ...] = (
    explained(
        "TYPE_KIND_MISMATCH",
        "Two subgraphs use one name for types of different kinds.",
        "Rename one of them, or make both the same kind.",
        a=_Q + "type T { a: Int }",
        b="interface T { a: Int }",
    ),
    explained(
        "FIELD_TYPE_MISMATCH",
        "A field has types in two subgraphs of which neither is a subtype of the other.",
        "Agree on one type; nullability may differ, and one may be an interface or union of the other.",
        a="type Query { a: T }\ntype T @shareable { x: Int }",
        b="type T @shareable { x: String }",
    ),
    explained(
        "FIELD_ARGUMENT_TYPE_MISMATCH",
        "An argument has incompatible types in two subgraphs.",
        "Agree on one type; only nullability may differ.",
        a="type Query @shareable { a(x: Int): Int }",
        b="type Query @shareable { a(x: String): Int }",
    ),
    explained(
        "FIELD_ARGUMENT_DEFAULT_MISMATCH",
        "An argument has different defaults in two subgraphs.",
        "Agree on one default.",
        a="type Query @shareable { a(x: Int = 1): Int }",
        b="type Query @shareable { a(x: Int = 2): Int }",
    ),
    explained(
        "INPUT_FIELD_DEFAULT_MISMATCH",
        "A field of an input object has different defaults in two subgraphs.",
        "Agree on one default.",
        a="type Query { a(x: In): Int }\ninput In { x: Int = 1 }",
        b="type Query { b(x: In): Int }\ninput In { x: Int = 2 }",
    ),
    explained(
        "REQUIRED_ARGUMENT_MISSING_IN_SOME_SUBGRAPH",
        "An argument is required in one subgraph and unknown in another that resolves the same field.",
        "Make it optional, or add it everywhere.",
        a="type Query @shareable { a(x: Int!): Int }",
        b="type Query @shareable { a: Int }",
    ),
    explained(
        "REQUIRED_INPUT_FIELD_MISSING_IN_SOME_SUBGRAPH",
        "A field of an input object is required in one subgraph and unknown in another.",
        "Make it optional, or add it everywhere.",
        a="type Query { a(x: In): Int }\ninput In { x: Int! y: Int }",
        b="type Query { b(x: In): Int }\ninput In { y: Int }",
    ),
    explained(
        "EMPTY_MERGED_INPUT_TYPE",
        "Subgraphs have an input object with no field in common; only common fields can be sent to all of them.",
        "Agree on the fields, or rename one of the types.",
        a="type Query { a(x: In): Int }\ninput In { x: Int }",
        b="type Query { b(x: In): Int }\ninput In { y: Int }",
    ),
    explained(
        "EMPTY_MERGED_ENUM_TYPE",
        "Subgraphs take an enum as input and have no value in common.",
        "Agree on the values, or rename one of the types.",
        a="type Query { a(x: E): Int }\nenum E { A }",
        b="type Query { b(x: E): Int }\nenum E { B }",
    ),
    explained(
        "ENUM_VALUE_MISMATCH",
        "An enum is taken as input and given as output, and its values differ between subgraphs.",
        "Give it the same values everywhere, or hide new ones with @inaccessible until all subgraphs have them.",
        a="type Query { a(x: E): E }\nenum E { A B }",
        b="type Query { b: E }\nenum E { A }",
    ),
    explained(
        "EXTENSION_WITH_NO_BASE",
        "A type is extended everywhere and defined nowhere.",
        "Write `type` instead of `extend type` in the subgraph that owns it.",
        a=_Q + "extend type T { a: Int }",
    ),
    explained(
        "INTERFACE_FIELD_NO_IMPLEM",
        "An interface has a field from one subgraph that a type, which implements it in another, lacks.",
        "Add the field to the type.",
        a="type Query { i: I }\ninterface I { x: Int y: Int }\ntype A implements I { x: Int y: Int }",
        b="interface I { x: Int }\ntype B implements I { x: Int }",
    ),
    explained(
        "INVALID_FIELD_SHARING",
        "Several subgraphs resolve a field, and one of them does not say that it is shared.",
        "Mark it @shareable in all of them, or let one take it over with @override, or mark it @external.",
        a='type Query { t: T }\ntype T @key(fields: "id") { id: ID! x: Int }',
        b='type T @key(fields: "id") { id: ID! x: Int }',
    ),
    explained(
        "INVALID_SHAREABLE_USAGE",
        "@shareable stands twice on one block, or on a field of an interface.",
        "Delete it there.",
        a="type Query { i: I }\ninterface I { x: Int @shareable }\ntype A implements I { x: Int }",
    ),
    explained(
        "SHAREABLE_HAS_MISMATCHED_RUNTIME_TYPES",
        "A shared field gives objects of types that the subgraphs do not have in common.",
        "Let the subgraphs agree on the types that the field can give.",
        a="type Query { u: U @shareable }\nunion U = A\ntype A { a: Int }",
        b="type Query { u: U @shareable }\nunion U = B\ntype B { b: Int }",
    ),
    explained(
        "OVERRIDE_FROM_SELF_ERROR",
        "An @override names its own subgraph.",
        "Name the subgraph that resolves the field so far.",
        a='type Query { a: Int @override(from: "a") }',
    ),
    explained(
        "OVERRIDE_SOURCE_HAS_OVERRIDE",
        "The subgraph that an @override takes a field from takes it over itself.",
        "Keep one @override of a field.",
        a='type Query { a: Int @override(from: "b") }',
        b='type Query { a: Int @override(from: "a") }',
    ),
    explained(
        "OVERRIDE_COLLISION_WITH_ANOTHER_DIRECTIVE",
        "An @override meets @external, @requires, @provides or @interfaceObject, with which it cannot go together.",
        "Take the other directive away first.",
        a='type Query { t: T }\ntype T @key(fields: "id") { id: ID! x: Int @override(from: "b") z: Int }',
        b='type T @key(fields: "id") { id: ID! x: Int @requires(fields: "z") z: Int @external }',
    ),
    explained(
        "OVERRIDE_ON_INTERFACE",
        "An @override stands on a field of an interface.",
        "Write it on the fields of the implementing types.",
        a='type Query { i: I }\ninterface I { x: Int @override(from: "b") }\ntype A implements I { x: Int }',
        b="type Query { b: Int }",
    ),
    explained(
        "OVERRIDE_LABEL_INVALID",
        "The label of an @override is neither a name nor percent(x) with x from 0 to 100.",
        "Write for example percent(5) or my-label.",
        a='type Query { a: Int @override(from: "b", label: "percent(101)") }',
        b="type Query { a: Int }",
    ),
    explained(
        "INTERFACE_OBJECT_USAGE_ERROR",
        "An @interfaceObject has no @key, stands for no interface, or its subgraph knows the types that it hides.",
        "Define the interface with a @key in one subgraph; in the other, only the @interfaceObject with that key.",
        a='type Query { i: I }\ntype I @interfaceObject @key(fields: "id") { id: ID! x: Int }',
    ),
    explained(
        "INTERFACE_KEY_NOT_ON_IMPLEMENTATION",
        "An interface has a @key that one of its implementations lacks.",
        "Write the key on every implementation.",
        a='type Query { i: I }\ninterface I @key(fields: "id") { id: ID! }\ntype A implements I { id: ID! }',
    ),
    explained(
        "INTERFACE_KEY_MISSING_IMPLEMENTATION_TYPE",
        "A subgraph resolves an interface by its key without knowing all types that implement it.",
        "Define the missing types there, or make the key resolvable: false.",
        a='type Query { i: I }\ninterface I @key(fields: "id") { id: ID! }\n'
        'type A implements I @key(fields: "id") { id: ID! }',
        b='interface I { id: ID! }\ntype B implements I @key(fields: "id") { id: ID! }',
    ),
    explained(
        "SATISFIABILITY_ERROR",
        "A query that the API allows cannot be answered: at some point there is no way to the subgraph with the field.",
        "The message has the smallest such query and, for each subgraph, what is missing: mostly a @key.",
        a='type Query { t: T }\ntype T @key(fields: "id") { id: ID! }',
        b='type T @key(fields: "id", resolvable: false) { id: ID! x: Int }',
    ),
)
