"""Whether a constant fits an input type of composition's own schema (GraphQL 3, "Input Coercion")."""

from __future__ import annotations

from decimal import Decimal
from sys import float_info

from gateway.composition.elements import Kind, Schema
from gateway.composition.typerefs import is_list, is_non_null, item, nullable
from gateway.composition.values import EnumWord, Value

_BUILT_IN = {"Int": (int,), "Float": (int, float, Decimal), "String": (str,), "ID": (str, int), "Boolean": (bool,)}


def fits(schema: Schema, reference: str, value: Value) -> bool:
    """Whether ``value`` may stand where ``reference`` is expected. A custom scalar takes everything.

    >>> fits(Schema(), "[Int!]", [1, 2]), fits(Schema(), "Int!", None), fits(Schema(), "[Int]", 1)
    (True, False, True)
    """
    if value is None:
        return not is_non_null(reference)
    reference = nullable(reference)
    if is_list(reference):
        values = value if isinstance(value, list) else [value]
        return all(fits(schema, item(reference), each) for each in values)
    if reference in _BUILT_IN:
        is_word = isinstance(value, EnumWord)
        is_right = isinstance(value, _BUILT_IN[reference])
        is_right = is_right and not is_word and (reference == "Boolean" or not isinstance(value, bool))
        # GraphQL 3.5.2: a Float is a double; of more digits than that the value keeps them all.
        return is_right and (reference != "Float" or -float_info.max <= value <= float_info.max)  # type: ignore[operator]
    declared = schema.types.get(reference)
    if declared is None or declared.kind is Kind.SCALAR:
        return True
    if declared.kind is Kind.ENUM:
        return isinstance(value, EnumWord) and value in declared.values
    if not isinstance(value, dict) or not value.keys() <= declared.fields.keys():
        return False
    return all(
        fits(schema, field.type, value[name]) if name in value else not field.is_required
        for name, field in declared.fields.items()
    )
