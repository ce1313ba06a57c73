"""Values that stand in an object as they are answered: read at once, without resolving and completing each.

Most fields of an answer are of this kind: no resolver, no guard, a scalar or an enum. For each of them graphql-core
makes a path, a description of where it stands, the arguments, and a call for each layer of its type: twenty calls and
more for what is an attribute. Whatever is not plainly right here (null where none may be, a number out of its range, a
type that is made into another one) is ``UNCERTAIN`` and goes the long way, which has the rules and the words for it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import lru_cache, partial
from math import isfinite
from operator import attrgetter
from typing import Any

from graphql import (
    GraphQLEnumType,
    GraphQLField,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLScalarType,
    is_leaf_type,
    is_list_type,
)
from strawberry.schema.schema_converter import GraphQLCoreConverter
from strawberry.types.field import StrawberryField

UNCERTAIN = object()
Leaf = Callable[[Any], Any]
"""Of an object its value as it is answered, or ``UNCERTAIN``."""
MOST_INT, LEAST_INT = 2**31 - 1, -(2**31)


@lru_cache(maxsize=4_096)
def leaves_of(kind: GraphQLObjectType) -> Mapping[str, Leaf]:
    """The plain fields of a type, by their names."""
    found = {name: leaf_of(field) for name, field in kind.fields.items()}
    return {
        "__typename": partial(_name_of, kind.name),
        **{name: leaf for name, leaf in found.items() if leaf is not None},
    }


def leaf_of(field: GraphQLField) -> Leaf | None:
    """How a field is read; None where it is not plain."""
    definition = field.extensions.get(GraphQLCoreConverter.DEFINITION_BACKREF)
    # A guarded field may have no resolver, too: its guard is an extension.
    if not isinstance(definition, StrawberryField) or not definition.is_basic_field:
        return None
    complete = completion(field.type)
    return None if complete is None else partial(_read, attrgetter(definition.python_name), complete)


def _name_of(name: str, _: Any) -> Any:
    return name


def _read(attribute: Callable[[Any], Any], complete: Leaf, source: Any) -> Any:
    try:
        return complete(attribute(source))
    except Exception:  # the long way meets it again, and says what it is
        return UNCERTAIN


def completion(kind: GraphQLOutputType) -> Leaf | None:
    """From a value to what is answered; None where the type is no leaf, nor a list of leaves."""
    is_certain = isinstance(kind, GraphQLNonNull)
    inner = kind.of_type if isinstance(kind, GraphQLNonNull) else kind
    if is_list_type(inner):
        item = completion(inner.of_type)
        return (
            None
            if item is None or not is_leaf_type(_bare(inner.of_type))
            else _nullable(partial(_list, item), is_certain)
        )
    if isinstance(inner, GraphQLEnumType):
        names = {value.value: name for name, value in inner.values.items()}
        members = {member: names[member.value] for member in getattr(inner, "wrapped_cls", ()) if member.value in names}
        return _nullable(partial(_enum, members), is_certain)
    if isinstance(inner, GraphQLScalarType) and inner.name in SCALARS:
        return _nullable(SCALARS[inner.name], is_certain)
    if isinstance(inner, GraphQLScalarType):
        return _nullable(partial(_scalar, inner.coerce_output_value), is_certain)
    return None


def _bare(kind: GraphQLOutputType) -> GraphQLOutputType:
    return kind.of_type if isinstance(kind, GraphQLNonNull) else kind


def _nullable(complete: Leaf, is_certain: bool) -> Leaf:
    if is_certain:
        return complete
    return lambda value: None if value is None else complete(value)


def _text(value: Any) -> Any:
    return value if isinstance(value, str) else UNCERTAIN


def _int(value: Any) -> Any:
    return value if type(value) is int and LEAST_INT <= value <= MOST_INT else UNCERTAIN


def _float(value: Any) -> Any:
    return value if type(value) is float and isfinite(value) else UNCERTAIN


def _bool(value: Any) -> Any:
    return value if value is True or value is False else UNCERTAIN


def _enum(names: Mapping[Any, str], value: Any) -> Any:
    return names.get(value, UNCERTAIN)


def _scalar(coerce: Callable[[Any], Any], value: Any) -> Any:
    """Of a scalar of the house; null and awaitables are nothing that it says."""
    if value is None or hasattr(value, "__await__") or isinstance(value, Exception):
        return UNCERTAIN
    coerced = coerce(value)
    return UNCERTAIN if coerced is None else coerced


def _list(item: Leaf, values: Any) -> Any:
    if type(values) is not list and type(values) is not tuple:
        return UNCERTAIN
    found = [item(value) for value in values]
    return UNCERTAIN if UNCERTAIN in found else found


SCALARS: Mapping[str, Leaf] = {"String": _text, "ID": _text, "Int": _int, "Float": _float, "Boolean": _bool}
