"""Resolvers that are called straight: without Strawberry's layers for extensions that a field does not have.

For each call Strawberry makes a chain of the field's extensions, converts the arguments, and wraps what is awaited in
two coroutines of its own. A field without extensions needs of these only the arguments, and only where it is given any.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from graphql import GraphQLField, GraphQLObjectType, GraphQLResolveInfo, GraphQLSchema
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.arguments import convert_arguments
from strawberry.types.field import StrawberryField


def resolve_straight(schema: GraphQLSchema, converter: GraphQLCoreConverter) -> None:
    """Gives the fields of all object types the shorter way, where they can go it."""
    for kind in schema.type_map.values():
        if isinstance(kind, GraphQLObjectType) and kind is not schema.subscription_type:
            for field in kind.fields.values():
                shorten(field, converter)


def shorten(field: GraphQLField, converter: GraphQLCoreConverter) -> None:
    definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    if isinstance(definition, StrawberryField) and is_bare(definition):
        field.resolve = straight(definition, converter)


def is_bare(definition: StrawberryField) -> bool:
    """Whether a field is a resolver and nothing else, that takes its object and ``info`` by the usual names."""
    resolver = definition.base_resolver
    return (
        type(definition).get_result is StrawberryField.get_result
        and resolver is not None
        and not definition.extensions
        and resolver.parent_parameter is None
        and resolver.root_parameter is None
        and callable(resolver.wrapped_func)
    )


def straight(definition: StrawberryField, converter: GraphQLCoreConverter) -> Callable[..., Any]:
    """The resolver of a field as graphql-core calls it."""
    resolver = definition.base_resolver
    assert resolver is not None  # noqa: S101 - is_bare
    call: Any = resolver.wrapped_func
    info_of, takes_self = converter.config.info_class, resolver.self_parameter is not None
    named = None if resolver.info_parameter is None else resolver.info_parameter.name

    def resolve(source: Any, raw: GraphQLResolveInfo[Any], **given: Any) -> Any:
        taken: dict[str, Any] = {}
        if given or named is not None:
            info = info_of(_raw_info=raw, _field=definition)
            if given:
                registry, config = converter.scalar_registry, converter.config
                taken = convert_arguments(given, definition.arguments, registry, config, info)
            if named is not None:
                taken[named] = info
        return call(source, **taken) if takes_self else call(**taken)

    return resolve
