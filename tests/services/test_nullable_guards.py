"""A field that may be refused is nullable: else one refusal takes its parent along, or a whole list."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module

import pytest
from graphql import (
    GraphQLSchema,
    build_schema,
    get_named_type,
    is_interface_type,
    is_non_null_type,
    is_object_type,
)
from graphql.language import FieldDefinitionNode, TypeDefinitionNode, print_ast

SERVICES = ("cip", "ideenwerkstatt", "civic_data_lab", "marketplace")
GUARDS = {"authenticated", "requiresScopes", "policy"}


def guards(node: FieldDefinitionNode | TypeDefinitionNode | None) -> set[str]:
    """The guarding directives of a definition, with their arguments."""
    directives = node.directives if node is not None and node.directives else ()
    return {print_ast(each) for each in directives if each.name.value in GUARDS}


def guarded_and_always_there(schema: GraphQLSchema) -> Iterator[str]:
    for kind in schema.type_map.values():
        if kind.name.startswith("_") or not (is_object_type(kind) or is_interface_type(kind)):
            continue
        for name, field in kind.fields.items():
            own = guards(field.ast_node)
            by_type = guards(get_named_type(field.type).ast_node) - guards(kind.ast_node)
            if (own or by_type) and is_non_null_type(field.type):
                yield f"{kind.name}.{name}"


@pytest.mark.parametrize("name", SERVICES)
def test_what_may_be_refused_may_be_null(name: str) -> None:
    sdl = import_module(f"services.{name}.schema").SCHEMA.as_str()
    assert list(guarded_and_always_there(build_schema(sdl, assume_valid=True))) == []


def test_the_check_finds_a_guard_on_the_field_and_on_its_type() -> None:
    schema = build_schema(
        """type Query { a: Int! @authenticated b: [Int]! @policy(policies: [["x"]]) c: Hidden! d: Hidden
          e: Int @authenticated }
        type Hidden @requiresScopes(scopes: [["x"]]) { again: Hidden! n: Int! }""",
        assume_valid=True,
    )
    assert list(guarded_and_always_there(schema)) == ["Query.a", "Query.b", "Query.c"]
