"""What the gateway answers itself: __schema and __type, by graphql-core on the API schema (GraphQL 4)."""

from __future__ import annotations

from collections.abc import Awaitable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from graphql import (
    DocumentNode,
    FieldNode,
    FragmentSpreadNode,
    GraphQLError,
    InlineFragmentNode,
    OperationDefinitionNode,
    SelectionSetNode,
    execute_sync,
)
from graphql.execution.executor_throwing_on_incremental import ExecutorThrowingOnIncremental
from graphql.pyutils.gather_with_cancel import gather_with_cancel
from graphql.type import GraphQLResolveInfoHelpers

from gateway.model.budget import UNLIMITED, Budget, TooExpensiveError
from gateway.model.operation import ALIASED_TYPENAME
from gateway.operations.conversion import included
from gateway.operations.picking import ClientOperation

INTROSPECTION_FIELDS = frozenset({"__schema", "__type"})
VALUE = 2
"""Steps for each value of an introspection's answer."""


def _gathered(awaited: Sequence[Awaitable[Any]]) -> Awaitable[list[Any]]:
    return gather_with_cancel(*awaited)


def _untracked(_: Sequence[Any]) -> None:
    """Nothing goes on beside an execution that waits for nothing."""


HELPERS = GraphQLResolveInfoHelpers(gather=_gathered, track=_untracked)


def introspection_of(
    client: ClientOperation, truth: Mapping[str, bool], budget: Budget = UNLIMITED
) -> OperationDefinitionNode | None:
    """The client's operation with nothing left but its introspection fields; None if it has none."""
    fields = tuple(_Finding(client, truth, budget).fields(client.node.selection_set))
    if not fields:
        return None
    return replace(client.node, selection_set=SelectionSetNode(selections=fields))


def answer_introspection(
    client: ClientOperation,
    operation: OperationDefinitionNode,
    variables: Mapping[str, Any],
    budget: Budget = UNLIMITED,
) -> dict[str, Any]:
    """Response key to value for the fields of ``operation``.

    The document was validated and the schema is our own, so that an error here is ours. Each value counts: types have
    fields that have types, so that a short question can have an answer of any length. Raises TooExpensiveError.
    """
    document = DocumentNode(definitions=(operation, *client.fragments.values()))

    def counted(resolve: Any, *arguments: Any, **more: Any) -> Any:
        budget.spend(VALUE)
        return resolve(*arguments, **more)

    result = execute_sync(
        client.document.schema,
        document,
        variable_values=dict(variables),
        middleware=(counted,),
        executor_class=_Stopping,
    )
    if result.errors:
        raise result.errors[0]
    return {ALIASED_TYPENAME if key == "__typename" else key: value for key, value in (result.data or {}).items()}


class _Stopping(ExecutorThrowingOnIncremental):
    """Ends with the budget, while any other error costs a field only."""

    def __init__(self, *arguments: Any, **more: Any) -> None:
        super().__init__(*arguments, **more)
        # Nothing of the schema waits for anything. graphql-core's are methods of the executor, a cycle that keeps the
        # whole answer until the garbage collector comes.
        self.async_helpers = HELPERS

    def handle_field_error(self, raw_error: Exception, *more: Any) -> None:
        original = raw_error.original_error if isinstance(raw_error, GraphQLError) else raw_error
        if isinstance(original, TooExpensiveError):
            try:
                raise original
            finally:
                del original, raw_error  # they lead to this frame
        super().handle_field_error(raw_error, *more)


@dataclass(frozen=True, slots=True)
class _Finding:
    client: ClientOperation
    truth: Mapping[str, bool]
    budget: Budget
    seen: set[str] = field(default_factory=set)
    """GraphQL 6.3.2 CollectFields: a fragment counts once in a selection set; on the root type each applies."""

    def fields(self, node: SelectionSetNode) -> Iterator[FieldNode]:
        for selection in node.selections:
            self.budget.spend()
            if not included(selection.directives, self.truth):
                continue
            match selection:
                case FieldNode() if selection.name.value in INTROSPECTION_FIELDS:
                    yield selection
                case InlineFragmentNode():
                    yield from self.fields(selection.selection_set)
                case FragmentSpreadNode() if selection.name.value not in self.seen:
                    self.seen.add(selection.name.value)
                    yield from self.fields(self.client.fragments[selection.name.value].selection_set)
