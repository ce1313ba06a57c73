"""Whether the values of variables are plainly right: a quick yes, or "look closer".

GraphQL 6.1.2 for the common case, as functions made once for an operation. A yes is always right; without one,
graphql-core decides and words the errors.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from graphql import (
    GraphQLEnumType,
    GraphQLInputObjectType,
    GraphQLInputType,
    GraphQLList,
    GraphQLNonNull,
    GraphQLSchema,
    VariableDefinitionNode,
    is_required_input_field,
    type_from_ast,
)

Accepts: TypeAlias = Callable[[Any], bool]
LARGEST_INT = 2**31


def compile_acceptance(definitions: Sequence[VariableDefinitionNode], schema: GraphQLSchema) -> Accepts:
    """A function that says of a mapping of values whether it is plainly right for ``definitions``."""
    optional: dict[str, Accepts] = {}
    required: dict[str, Accepts] = {}
    known: dict[str, Accepts] = {}
    for definition in definitions:
        type_ = type_from_ast(schema, definition.type)
        must = isinstance(type_, GraphQLNonNull) and definition.default_value is None
        accepts = _accepts(type_, known)  # type: ignore[arg-type]  # validation admits input types only
        (required if must else optional)[definition.variable.name.value] = accepts

    def accepts_values(values: Mapping[str, Any]) -> bool:
        return all(name in values and accepts(values[name]) for name, accepts in required.items()) and all(
            name not in values or accepts(values[name]) for name, accepts in optional.items()
        )

    return accepts_values


def _accepts(type_: GraphQLInputType, known: dict[str, Accepts]) -> Accepts:
    if isinstance(type_, GraphQLNonNull):
        some = _accepts(type_.of_type, known)
        return lambda value: value is not None and some(value)
    if isinstance(type_, GraphQLList):
        item = _accepts(type_.of_type, known)
        return lambda value: value is None or (type(value) is list and all(map(item, value)))
    if isinstance(type_, GraphQLEnumType):
        names = frozenset(type_.values)
        return lambda value: value is None or (type(value) is str and value in names)
    if isinstance(type_, GraphQLInputObjectType):
        return _accepts_object(type_, known)
    return SCALARS.get(type_.name, _anything)


def _accepts_object(type_: GraphQLInputObjectType, known: dict[str, Accepts]) -> Accepts:
    """Looks itself up in ``known``, for an input object may hold itself."""
    if type_.is_one_of:
        return lambda value: value is None
    if type_.name not in known:
        fields: dict[str, Accepts] = {}
        required = {name for name, field in type_.fields.items() if is_required_input_field(field)}

        def accepts(value: Any) -> bool:
            if type(value) is not dict:
                return value is None
            return required <= value.keys() and all(name in fields and fields[name](value[name]) for name in value)

        known[type_.name] = accepts
        fields.update({name: _accepts(field.type, known) for name, field in type_.fields.items()})
    return known[type_.name]


def _anything(_: Any) -> bool:
    """A custom scalar's values are its subgraphs' to judge."""
    return True


SCALARS: dict[str, Accepts] = {
    "Int": lambda v: v is None or (type(v) is int and -LARGEST_INT <= v < LARGEST_INT),
    "Float": lambda v: v is None or (type(v) is int and abs(v) < LARGEST_INT) or (type(v) is float and v - v == 0),
    "String": lambda v: v is None or type(v) is str,
    "Boolean": lambda v: v is None or type(v) is bool,
    "ID": lambda v: v is None or type(v) is str,
}
