"""What the gateway answers itself: __schema and __type, by graphql-core on the API schema (GraphQL 4)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    execute_sync,
)

from gateway.model.operation import ALIASED_TYPENAME
from gateway.operations.conversion import included
from gateway.operations.picking import ClientOperation

INTROSPECTION_FIELDS = frozenset({"__schema", "__type"})


def introspection_of(client: ClientOperation, truth: Mapping[str, bool]) -> OperationDefinitionNode | None:
    """The client's operation with nothing left but its introspection fields; None if it has none."""
    fields = tuple(_introspection_fields(client, client.node.selection_set, truth))
    if not fields:
        return None
    return replace(client.node, selection_set=SelectionSetNode(selections=fields))


def answer_introspection(
    client: ClientOperation, operation: OperationDefinitionNode, variables: Mapping[str, Any]
) -> dict[str, Any]:
    """Response key to value for the fields of ``operation``.

    The document was validated and the schema is our own, so that an error here is ours.
    """
    document = DocumentNode(definitions=(operation, *client.fragments.values()))
    result = execute_sync(client.document.schema, document, variable_values=dict(variables))
    if result.errors:
        raise result.errors[0]
    return {ALIASED_TYPENAME if key == "__typename" else key: value for key, value in (result.data or {}).items()}


def _introspection_fields(
    client: ClientOperation, node: SelectionSetNode, truth: Mapping[str, bool]
) -> Iterator[FieldNode]:
    for selection in node.selections:
        if not included(selection.directives, truth):
            continue
        match selection:
            case FieldNode() if selection.name.value in INTROSPECTION_FIELDS:
                yield selection
            case InlineFragmentNode():
                yield from _introspection_fields(client, selection.selection_set, truth)
            case FragmentSpreadNode():
                fragment = client.fragments[selection.name.value]
                yield from _introspection_fields(client, fragment.selection_set, truth)
