"""Checks constants against their types: default values and the arguments of directives (GraphQL 5.6.1)."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import (
    DirectiveNode,
    GraphQLError,
    GraphQLInputType,
    GraphQLSchema,
    InputValueDefinitionNode,
    Undefined,
    ValueNode,
    coerce_input_literal,
    print_ast,
    type_from_ast,
)

from gateway.composition.definitions import BUILT_IN_SCALARS
from gateway.composition.elements import COMPOSITE, Argument, Element, Field, Kind, Schema, Type, elements_of
from gateway.composition.typerefs import named
from gateway.model.floats import too_large

_OF_QUERIES = ("skip", "include", "defer", "stream")


def literal_errors(schema: Schema, graphql: GraphQLSchema) -> Iterator[GraphQLError]:
    """Errors for default values and directive arguments that do not fit; ``graphql`` has the types."""
    for element in elements_of(schema):
        if isinstance(element, Argument | Field) and element.has_default:
            yield from _default_errors(element, graphql)
        yield from _application_errors(element, graphql)


def position_errors(schema: Schema) -> Iterator[GraphQLError]:
    """Arguments and input fields of types that only come out (GraphQL 3.4.2, IsInputType).

    graphql-core cannot check a default value of such a type, so that these errors must come first.
    """
    for element in elements_of(schema):
        is_input = isinstance(element, Argument) or (
            isinstance(element, Field) and schema.types[element.parent].kind is Kind.INPUT
        )
        if isinstance(element, Argument | Field) and is_input:
            declared = schema.types.get(named(element.type))
            if declared is not None and declared.kind in COMPOSITE:
                message = f"The type of {element.coordinate} must be Input Type but got: {element.type}."
                yield GraphQLError(message, [element.node] if element.node else None)


def built_in_errors(schema: Schema) -> Iterator[GraphQLError]:
    """What GraphQL itself defines keeps its meaning (3.5, 3.13): whoever reads the supergraph knows it without a word.

    A scalar of the same name may be written out; no other type may have that name, and the directives for queries may
    not stand in a schema even if the subgraph defines them so.
    """
    for declared in schema.types.values():
        if declared.name in BUILT_IN_SCALARS and declared.kind is not Kind.SCALAR:
            message = f'"{declared.name}" is a scalar of GraphQL itself: no {declared.kind.value} can have its name.'
            yield GraphQLError(message, [declared.node] if declared.node else None)
    for element in elements_of(schema):
        for applied in element.applied:
            is_scalar = isinstance(element, Type) and element.kind is Kind.SCALAR
            if applied.name in _OF_QUERIES or (applied.name == "specifiedBy" and not is_scalar):
                message = f'Directive "@{applied.name}" may not be used on "{element.coordinate}".'
                yield GraphQLError(message, [applied.node] if applied.node else None)


def _default_errors(element: Argument | Field, graphql: GraphQLSchema) -> Iterator[GraphQLError]:
    node = element.node
    if not isinstance(node, InputValueDefinitionNode) or node.default_value is None:
        return
    expected = type_from_ast(graphql, node.type)
    if expected is not None and not _fits(node.default_value, expected):  # type: ignore[arg-type]
        kind = "argument" if isinstance(element, Argument) else "input field"
        message = f"Invalid default value (got: {print_ast(node.default_value)}) provided for {kind} "
        yield GraphQLError(f"{message}{element.coordinate} of type {element.type}.", [node])


def _fits(value: ValueNode, expected: GraphQLInputType) -> bool:
    """GraphQL 3.5.2: graphql-core reads a Float that no double holds as infinity."""
    return coerce_input_literal(value, expected) is not Undefined and not any(too_large(value, expected))


def _application_errors(element: Element, graphql: GraphQLSchema) -> Iterator[GraphQLError]:
    for applied in element.applied:
        definition = graphql.get_directive(applied.name)
        if definition is None or not isinstance(applied.node, DirectiveNode):
            continue
        for argument in applied.node.arguments or ():
            declared = definition.args.get(argument.name.value)
            if declared is None:
                continue
            expected: GraphQLInputType = declared.type
            if not _fits(argument.value, expected):
                yield GraphQLError(
                    f'Invalid value for "@{applied.name}({argument.name.value}:)" of type "{expected}" in application '
                    f'of "@{applied.name}" to "{element.coordinate}".',
                    [applied.node],
                )
