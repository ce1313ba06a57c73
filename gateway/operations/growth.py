"""Whether a schema has only grown: then every operation that was valid is valid still, and need not be looked at again.

Stricter than "nothing breaks": a field that becomes non-null breaks nobody's answer, but two fields of one name may not
be merged any more (GraphQL 5.3.2), so whatever was there must be there unchanged.
"""

from __future__ import annotations

from collections.abc import Mapping

from graphql import (
    GraphQLArgument,
    GraphQLEnumType,
    GraphQLField,
    GraphQLInputField,
    GraphQLInputObjectType,
    GraphQLInterfaceType,
    GraphQLNamedType,
    GraphQLObjectType,
    GraphQLSchema,
    GraphQLUnionType,
    is_required_argument,
    is_required_input_field,
)


def only_grew(before: GraphQLSchema, after: GraphQLSchema) -> bool:
    """Whether ``after`` has all of ``before``, unchanged, and asks for nothing more.

    >>> from graphql import build_schema
    >>> one = build_schema("type Query { a(x: Int): Int }")
    >>> only_grew(one, build_schema("type Query { a(x: Int, y: Int): Int b: Int }"))
    True
    >>> only_grew(one, build_schema("type Query { a(x: Int, y: Int!): Int }"))
    False
    """
    types = all(
        name in after.type_map and _type_grew(each, after.type_map[name]) for name, each in before.type_map.items()
    )
    known = {each.name: each for each in after.directives}
    return types and all(
        each.name in known
        and known[each.name].is_repeatable == each.is_repeatable
        and set(each.locations) <= set(known[each.name].locations)
        and _arguments_grew(each.args, known[each.name].args)
        for each in before.directives
    )


def _type_grew(before: GraphQLNamedType, after: GraphQLNamedType) -> bool:
    if type(before) is not type(after):
        return False
    match before, after:
        case GraphQLObjectType() | GraphQLInterfaceType(), GraphQLObjectType() | GraphQLInterfaceType():
            return _names(before.interfaces) <= _names(after.interfaces) and _fields_grew(before.fields, after.fields)
        case GraphQLUnionType(), GraphQLUnionType():
            return _names(before.types) <= _names(after.types)
        case GraphQLEnumType(), GraphQLEnumType():
            return set(before.values) <= set(after.values)
        case GraphQLInputObjectType(), GraphQLInputObjectType():
            return bool(before.is_one_of == after.is_one_of) and _inputs_grew(before.fields, after.fields)
        case _:
            return True


def _names(types: tuple[GraphQLInterfaceType, ...] | tuple[GraphQLObjectType, ...]) -> set[str]:
    return {each.name for each in types}


def _fields_grew(before: Mapping[str, GraphQLField], after: Mapping[str, GraphQLField]) -> bool:
    return all(
        name in after and str(after[name].type) == str(each.type) and _arguments_grew(each.args, after[name].args)
        for name, each in before.items()
    )


def _arguments_grew(before: Mapping[str, GraphQLArgument], after: Mapping[str, GraphQLArgument]) -> bool:
    return all(
        name in after
        and str(after[name].type) == str(each.type)
        and is_required_argument(after[name]) == is_required_argument(each)
        for name, each in before.items()
    ) and not any(is_required_argument(each) for name, each in after.items() if name not in before)


def _inputs_grew(before: Mapping[str, GraphQLInputField], after: Mapping[str, GraphQLInputField]) -> bool:
    return all(
        name in after
        and str(after[name].type) == str(each.type)
        and is_required_input_field(after[name]) == is_required_input_field(each)
        for name, each in before.items()
    ) and not any(is_required_input_field(each) for name, each in after.items() if name not in before)
