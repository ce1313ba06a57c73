"""Codes about @key, @requires and @provides."""

from __future__ import annotations

from gateway.composition.explanations.entry import Explanation, explained, federation

_T = 'type Query {{ t: T }}\ntype T @key(fields: "id") {{ id: ID! {} }}'
_OTHER = 'type T @key(fields: "id") { id: ID! x: Int @shareable u: U @shareable }\ntype U @shareable { x: Int y: Int }'
_TEXT = "Write the fields as one text in quotation marks."
_EXISTS = "Select fields that the type has in this subgraph; add those of other subgraphs with @external."
_PLAIN = "Leave directives out of the field set."
_EXTERNAL = (
    "Mark the selected field @external here, or leave the directive out: this subgraph resolves the field itself."
)

FIELD_SETS: tuple[Explanation, ...] = (
    explained(
        "KEY_INVALID_FIELDS",
        "The fields of a @key do not parse, or select something that the type does not have.",
        _EXISTS,
        a='type Query { t: T }\ntype T @key(fields: "uuid") { id: ID! }',
    ),
    explained(
        "REQUIRES_INVALID_FIELDS",
        "The fields of a @requires do not parse, select something that the type does not have, or give arguments that "
        "other subgraphs do not take.",
        _EXISTS,
        a=_T.format('y: Int @requires(fields: "x")'),
    ),
    explained(
        "PROVIDES_INVALID_FIELDS",
        "The fields of a @provides do not parse, or select something that the field's type does not have.",
        _EXISTS,
        a='type Query { t: T @provides(fields: "x") }\ntype T @key(fields: "id") { id: ID! }',
    ),
    explained(
        "KEY_INVALID_FIELDS_TYPE",
        "The fields of a @key are not a text.",
        _TEXT,
        a='type Query { t: T }\ntype T @key(fields: ["id"]) { id: ID! }',
    ),
    explained(
        "REQUIRES_INVALID_FIELDS_TYPE",
        "The fields of a @requires are not a text.",
        _TEXT,
        a=_T.format("x: Int @external y: Int @requires(fields: [x])"),
        b=_OTHER,
    ),
    explained(
        "PROVIDES_INVALID_FIELDS_TYPE",
        "The fields of a @provides are not a text.",
        _TEXT,
        a='type Query { t: T @provides(fields: ["x"]) }\ntype T @key(fields: "id") { id: ID! x: Int @external }',
        b=_OTHER,
    ),
    explained(
        "KEY_DIRECTIVE_IN_FIELDS_ARG",
        "The fields of a @key carry a directive.",
        _PLAIN,
        a='type Query { t: T }\ntype T @key(fields: "id @include(if: true)") { id: ID! }',
    ),
    explained(
        "REQUIRES_DIRECTIVE_IN_FIELDS_ARG",
        "The fields of a @requires carry a directive.",
        _PLAIN,
        a=_T.format('x: Int @external y: Int @requires(fields: "x @skip(if: false)")'),
        b=_OTHER,
    ),
    explained(
        "PROVIDES_DIRECTIVE_IN_FIELDS_ARG",
        "The fields of a @provides carry a directive.",
        _PLAIN,
        a='type Query { t: T @provides(fields: "x @skip(if: false)") }\n'
        'type T @key(fields: "id") { id: ID! x: Int @external }',
        b=_OTHER,
    ),
    explained(
        "KEY_FIELDS_HAS_ARGS",
        "A @key selects a field that takes arguments.",
        "Build keys of fields without arguments.",
        a='type Query { t: T }\ntype T @key(fields: "id") { id(format: Int): ID! }',
    ),
    explained(
        "PROVIDES_FIELDS_HAS_ARGS",
        "A @provides selects a field that takes arguments: what is provided could not depend on them.",
        "Provide fields without arguments.",
        a='type Query { t: T @provides(fields: "x") }\n'
        'type T @key(fields: "id") { id: ID! x(unit: Int): Int @external }',
        b='type T @key(fields: "id") { id: ID! x(unit: Int): Int @shareable }',
    ),
    explained(
        "KEY_FIELDS_SELECT_INVALID_TYPE",
        "A @key selects a field whose type is an interface or a union.",
        "Build keys of scalars, enums and objects.",
        a='type Query { t: T }\ntype T @key(fields: "i { id }") { i: I }\ninterface I { id: ID! }\n'
        "type A implements I { id: ID! }",
    ),
    explained(
        "KEY_UNSUPPORTED_ON_INTERFACE",
        "A @key stands on an interface in a subgraph that links federation before v2.3.",
        "Link v2.3 or newer.",
        a=federation(
            'type Query { i: I }\ninterface I @key(fields: "id") { id: ID! }\n'
            'type A implements I @key(fields: "id") { id: ID! }',
            "2.0",
        ),
    ),
    explained(
        "REQUIRES_UNSUPPORTED_ON_INTERFACE",
        "A @requires stands on a field of an interface.",
        "Write it on the field of each implementing type.",
        a='type Query { i: I }\ninterface I { x: Int y: Int @requires(fields: "x") }\n'
        "type A implements I { x: Int y: Int }",
    ),
    explained(
        "PROVIDES_UNSUPPORTED_ON_INTERFACE",
        "A @provides stands on a field of an interface.",
        "Write it on the field of each implementing type.",
        a='type Query { i: I }\ninterface I { u: U @provides(fields: "x") }\ntype A implements I { u: U }\n'
        "type U { x: Int }",
    ),
    explained(
        "REQUIRES_FIELDS_MISSING_EXTERNAL",
        "A @requires selects a field that this subgraph resolves itself.",
        _EXTERNAL,
        a=_T.format('x: Int y: Int @requires(fields: "x")'),
    ),
    explained(
        "PROVIDES_FIELDS_MISSING_EXTERNAL",
        "A @provides selects a field that this subgraph resolves anyway.",
        _EXTERNAL,
        a='type Query { t: T @provides(fields: "x") }\ntype T @key(fields: "id") { id: ID! x: Int }',
    ),
    explained(
        "PROVIDES_ON_NON_OBJECT_FIELD",
        "A @provides stands on a field that has no subfields.",
        "Leave it out.",
        a='type Query { a: Int @provides(fields: "b") }',
    ),
    explained(
        "EXTERNAL_UNUSED",
        "A field is @external, but no @key, @requires, @provides or interface needs it here.",
        "Delete the field from this subgraph, or the @external.",
        a=_T.format("x: Int @external"),
        b=_OTHER,
    ),
    Explanation(
        "TYPE_WITH_ONLY_UNUSED_EXTERNAL",
        "In a Federation 1 subgraph, a type has nothing but @external fields that nothing uses, yet is referred to.",
        "Give the type a field that this subgraph resolves, or a @key with its external key field.",
        {
            "a": "type Query { t: T }\nextend type T { x: Int @external }",
            "b": 'type T @key(fields: "id") { id: ID! x: Int }',
        },
    ),
    explained(
        "EXTERNAL_ON_INTERFACE",
        "A field of an interface is @external, but interfaces resolve nothing anyway.",
        "Delete the @external.",
        a="type Query { i: I }\ninterface I { x: Int @external }\ntype A implements I { x: Int }",
    ),
    explained(
        "EXTERNAL_MISSING_ON_BASE",
        "A field is @external in all subgraphs that have it: nobody resolves it.",
        "Delete the @external in the subgraph that resolves the field.",
        a=_T.format('x: Int @external y: Int @requires(fields: "x")'),
    ),
    explained(
        "EXTERNAL_TYPE_MISMATCH",
        "An @external field has another type than in the subgraph that resolves it.",
        "Copy the type from there.",
        a=_T.format('x: String @external y: Int @requires(fields: "x")'),
        b=_OTHER,
    ),
    explained(
        "EXTERNAL_ARGUMENT_MISSING",
        "An @external field lacks an argument that the resolving subgraph's field has.",
        "Copy the arguments from there.",
        a=_T.format('x: Int @external y: Int @requires(fields: "x")'),
        b='type T @key(fields: "id") { id: ID! x(unit: Int): Int }',
    ),
    explained(
        "EXTERNAL_ARGUMENT_TYPE_MISMATCH",
        "An argument of an @external field has another type than in the resolving subgraph.",
        "Copy the arguments from there.",
        a=_T.format('x(unit: String): Int @external y: Int @requires(fields: "x")'),
        b='type T @key(fields: "id") { id: ID! x(unit: Int): Int }',
    ),
    explained(
        "EXTERNAL_ARGUMENT_DEFAULT_MISMATCH",
        "An argument of an @external field has another default than in the resolving subgraph.",
        "Copy the arguments from there.",
        a=_T.format('x(unit: Int = 1): Int @external y: Int @requires(fields: "x")'),
        b='type T @key(fields: "id") { id: ID! x(unit: Int = 2): Int }',
    ),
    explained(
        "EXTERNAL_COLLISION_WITH_ANOTHER_DIRECTIVE",
        "A field is @external and has a @provides: what this subgraph does not resolve provides nothing.",
        "Delete one of the two.",
        a=_T.format('u: U @external @provides(fields: "x") y: Int @requires(fields: "u { x }")')
        + "\ntype U { x: Int @external }",
        b=_OTHER,
    ),
    explained(
        "MERGED_DIRECTIVE_APPLICATION_ON_EXTERNAL",
        "A directive that goes on into the supergraph (@tag, @inaccessible, ...) stands on an @external field.",
        "Write it in the subgraph that resolves the field.",
        a=_T.format('x: Int @external @tag(name: "t") y: Int @requires(fields: "x")'),
        b=_OTHER,
    ),
)
