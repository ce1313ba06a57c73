"""The schema that a subgraph serves, from its SDL, as graphql-core's type system."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from graphql import (
    DocumentNode,
    GraphQLSchema,
    InterfaceTypeDefinitionNode,
    InterfaceTypeExtensionNode,
    ObjectTypeDefinitionNode,
    ObjectTypeExtensionNode,
    build_ast_schema,
    extend_schema,
    parse,
    print_ast,
)

DIRECTIVES = """
directive @link(url: String!, as: String, for: String, import: [Any]) repeatable on SCHEMA
directive @key(fields: String!, resolvable: Boolean = true) repeatable on OBJECT | INTERFACE
directive @requires(fields: String!) on FIELD_DEFINITION
directive @provides(fields: String!) on FIELD_DEFINITION
directive @external(reason: String) on OBJECT | FIELD_DEFINITION
directive @shareable repeatable on OBJECT | FIELD_DEFINITION
directive @extends on OBJECT | INTERFACE
directive @override(from: String!, label: String) on FIELD_DEFINITION
directive @inaccessible on FIELD_DEFINITION | OBJECT | INTERFACE | UNION | ENUM | ENUM_VALUE | SCALAR | INPUT_OBJECT
directive @tag(name: String!) repeatable on FIELD_DEFINITION | OBJECT
directive @interfaceObject on OBJECT
directive @context(name: String!) repeatable on OBJECT | INTERFACE | UNION
directive @fromContext(field: String) on ARGUMENT_DEFINITION
scalar Any
"""


def subgraph_schema(sdl: str) -> GraphQLSchema:
    """SDL (Federation 1 or 2) plus the machinery of the federation subgraph specification.

    Federation 1 extends types that other subgraphs define; here such an extension is the definition.
    """
    kept = list(_defined(parse(sdl + DIRECTIVES, no_location=True)))
    entities = sorted(_entities(kept))
    extension: DocumentNode | None = None
    if entities:
        machinery = f"scalar _Any union _Entity = {' | '.join(entities)}"
        call = "type Query { _entities(representations: [_Any!]!): [_Entity]! }"
        if any(node.name.value == "Query" for node in kept):
            extension = parse(f"extend {call}")
        else:
            machinery += f" {call}"
        kept += parse(machinery, no_location=True).definitions
    schema = build_ast_schema(DocumentNode(definitions=tuple(kept)), assume_valid_sdl=True)
    return extend_schema(schema, extension, assume_valid=True) if extension else schema


def _defined(document: DocumentNode) -> Iterator[Any]:
    kinds: dict[type, Any] = {
        ObjectTypeExtensionNode: ObjectTypeDefinitionNode,
        InterfaceTypeExtensionNode: InterfaceTypeDefinitionNode,
    }
    nodes: list[Any] = [
        node for node in document.definitions if node.kind not in {"schema_extension", "schema_definition"}
    ]
    defined = {node.name.value for node in nodes if type(node) in kinds.values()}
    for node in nodes:
        kind = kinds.get(type(node))
        if kind is None or node.name.value in defined:
            yield node
        else:
            yield kind(name=node.name, interfaces=node.interfaces, directives=node.directives, fields=node.fields)


def _entities(definitions: list[Any]) -> Iterator[str]:
    interfaces = {
        node.name.value
        for node in definitions
        if isinstance(node, InterfaceTypeDefinitionNode) and "@key" in print_ast(node)
    }
    for node in definitions:
        if isinstance(node, ObjectTypeDefinitionNode):
            implemented = {each.name.value for each in node.interfaces or ()}
            if any(each.name.value == "key" for each in node.directives or ()) or implemented & interfaces:
                yield node.name.value
