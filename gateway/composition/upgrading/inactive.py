"""The part of a field set that selects something external."""

from __future__ import annotations

from dataclasses import replace

from graphql import FieldNode, GraphQLSyntaxError, InlineFragmentNode, SelectionNode, SelectionSetNode, print_ast

from gateway.composition.elements import COMPOSITE, Field, Kind, Schema, Type, is_marked
from gateway.composition.selections import parse_field_set
from gateway.composition.typerefs import named


class _UnknownError(Exception):
    """A selection that does not fit the schema: it is for validation to report."""


def active_part(schema: Schema, parent: str, text: str) -> str | None:
    """The field set without what selects nothing external: "" for nothing left, None where it stays as it is."""
    declared = schema.types.get(parent)
    try:
        selections = parse_field_set(text)
    except (GraphQLSyntaxError, ValueError):
        return None
    if declared is None:
        return None
    try:
        kept, changed = _active(schema, declared, selections)
    except _UnknownError:
        return None
    if not changed:
        return None
    inner = " ".join(print_ast(selection) for selection in kept)
    return " ".join(inner.split())


def _active(schema: Schema, parent: Type, selections: SelectionSetNode) -> tuple[tuple[SelectionNode, ...], bool]:
    kept: list[SelectionNode] = []
    changed = False
    for selection in selections.selections:
        new = _active_selection(schema, parent, selection)
        changed = changed or new is not selection
        if new is not None:
            kept.append(new)
    return tuple(kept), changed


def _active_selection(schema: Schema, parent: Type, selection: SelectionNode) -> SelectionNode | None:
    if isinstance(selection, FieldNode):
        field = parent.fields.get(selection.name.value)
        if field is None:
            raise _UnknownError
        inner = schema.types.get(named(field.type))
        if (inner is not None and inner.kind in COMPOSITE) is (selection.selection_set is None):
            raise _UnknownError
        if _is_external(schema, parent, field):
            return selection
    elif isinstance(selection, InlineFragmentNode):
        condition = selection.type_condition
        inner = schema.types.get(condition.name.value) if condition else parent
    else:
        return selection
    if selection.selection_set is None:
        return None
    if inner is None:
        return selection
    kept, changed = _active(schema, inner, selection.selection_set)
    if not kept:
        return None
    if not changed:
        return selection
    return replace(selection, selection_set=replace(selection.selection_set, selections=kept))


def _is_external(schema: Schema, parent: Type, field: Field) -> bool:
    if is_marked(field, "external"):
        return True
    if parent.kind is not Kind.INTERFACE:
        return False
    implementations = (schema.types[name].fields.get(field.name) for name in schema.runtime_types(parent.name))
    return any(each is not None and is_marked(each, "external") for each in implementations)
