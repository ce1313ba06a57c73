"""Field sets (`fields:` of @key, @requires, @provides): parsed once, walked over a schema."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import lru_cache

from graphql import FieldNode, GraphQLSyntaxError, InlineFragmentNode, OperationDefinitionNode, SelectionSetNode, parse

from gateway.composition.elements import COMPOSITE, Field, Kind, Schema, Type
from gateway.composition.typerefs import named

Visit = Callable[[Type, Field, FieldNode], None]


@lru_cache(maxsize=16384)
def parse_field_set(text: str) -> SelectionSetNode:
    """The selections of a field set, which may but need not stand in braces.

    Raises graphql.GraphQLSyntaxError.
    """
    stripped = text.strip()
    document = parse(
        stripped if stripped.startswith("{") else f"{{{text}}}", no_location=True, allow_empty_selection_sets=False
    )
    operation = document.definitions[0]
    if len(document.definitions) != 1 or not isinstance(operation, OperationDefinitionNode):
        raise ValueError("a field set holds fields only")
    return operation.selection_set


def selected_fields(schema: Schema, parent: str, text: str, *, with_implementations: bool) -> list[Field]:
    """The fields that a field set selects, up to the first that does not exist; nothing for a text that cannot be read.

    ``with_implementations``: for a field of an interface, also those of its implementers.
    """
    try:
        selections = parse_field_set(text)
    except (GraphQLSyntaxError, ValueError):
        return []
    found: list[Field] = []
    try:
        for declared, field in _walk(schema, schema.types.get(parent), selections):
            found.append(field)
            if with_implementations and declared.kind is Kind.INTERFACE:
                found += _implementations(schema, field)
    except _UnknownFieldError:
        pass
    return found


class _UnknownFieldError(Exception):
    """Ends the walk: what follows an unknown field is not looked at, as everybody reads field sets."""


def _implementations(schema: Schema, field: Field) -> Iterator[Field]:
    for name in schema.runtime_types(field.parent):
        implementation = schema.types[name].fields.get(field.name)
        if implementation is not None:
            yield implementation


def _walk(schema: Schema, parent: Type | None, selections: SelectionSetNode) -> Iterator[tuple[Type, Field]]:
    if parent is None or parent.kind not in COMPOSITE:
        return
    for selection in selections.selections:
        if isinstance(selection, FieldNode):
            field = parent.fields.get(selection.name.value)
            if field is None and selection.name.value == "__typename":
                continue
            if field is None:
                raise _UnknownFieldError
            yield parent, field
            if selection.selection_set is not None:
                yield from _walk(schema, schema.types.get(named(field.type)), selection.selection_set)
        elif isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            inner = schema.types.get(condition.name.value) if condition else parent
            yield from _walk(schema, inner, selection.selection_set)
