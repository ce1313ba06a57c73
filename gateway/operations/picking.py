"""Which of a document's operations is meant, and what of it can be known without values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from graphql import (
    DirectiveNode,
    FragmentDefinitionNode,
    FragmentSpreadNode,
    OperationDefinitionNode,
    VariableNode,
    Visitor,
)

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.model.operation import OperationKind
from gateway.model.syntax import walk
from gateway.operations.acceptance import Accepts, compile_acceptance
from gateway.operations.document import Document


@dataclass(frozen=True, slots=True)
class ClientOperation:
    """One operation of a valid document with the fragments that it may use.

    ``variables``: their names. ``accepts``: says of values for them whether they are plainly right.
    ``conditions``: the variables that @skip and @include ask for, sorted; their values choose the specialisation.
    """

    document: Document
    node: OperationDefinitionNode
    kind: OperationKind
    fragments: Mapping[str, FragmentDefinitionNode]
    conditions: tuple[str, ...]
    variables: tuple[str, ...]
    accepts: Accepts


def pick_operation(document: Document, name: str | None) -> ClientOperation:
    """GraphQL 6.1 GetOperation. Raises RequestError when the name is missing or unknown."""
    operations = [d for d in document.ast.definitions if isinstance(d, OperationDefinitionNode)]
    fragments = {d.name.value: d for d in document.ast.definitions if isinstance(d, FragmentDefinitionNode)}
    node = _named(operations, name) if name else _only(operations)
    reached = _reached(node, fragments)
    parts: list[OperationDefinitionNode | FragmentDefinitionNode] = [node, *reached.values()]
    conditions = sorted({variable for part in parts for variable in _condition_variables(part)})
    definitions = node.variable_definitions or ()
    return ClientOperation(
        document=document,
        node=node,
        kind=OperationKind(node.operation.value),
        fragments=reached,
        conditions=tuple(conditions),
        variables=tuple(definition.variable.name.value for definition in definitions),
        accepts=compile_acceptance(definitions, document.schema),
    )


def _only(operations: list[OperationDefinitionNode]) -> OperationDefinitionNode:
    if not operations:
        raise RequestError("The document has no operation, only fragments.", code=PublicCode.OPERATION_MISSING)
    if len(operations) > 1:
        names = ", ".join(o.name.value for o in operations if o.name)
        message = f"The document has several operations: say in operationName which one is meant ({names})."
        raise RequestError(message, code=PublicCode.OPERATION_NAME_REQUIRED)
    return operations[0]


def _named(operations: list[OperationDefinitionNode], name: str) -> OperationDefinitionNode:
    for operation in operations:
        if operation.name and operation.name.value == name:
            return operation
    raise RequestError(f"The document has no operation named {name!r}.", code=PublicCode.OPERATION_NOT_FOUND)


def _reached(
    node: OperationDefinitionNode, fragments: Mapping[str, FragmentDefinitionNode]
) -> dict[str, FragmentDefinitionNode]:
    """Only the fragments that this operation spreads, directly or through others."""
    reached: dict[str, FragmentDefinitionNode] = {}
    open_names = list(_Spreads.of(node))
    while open_names:
        name = open_names.pop()
        if name not in reached:
            reached[name] = fragments[name]
            open_names.extend(_Spreads.of(fragments[name]))
    return reached


class _Spreads(Visitor):
    """Collects the names of the fragments that are spread in a definition."""

    def __init__(self) -> None:
        super().__init__()
        self.names: list[str] = []

    def enter_fragment_spread(self, node: FragmentSpreadNode, *_: object) -> None:
        self.names.append(node.name.value)

    @classmethod
    def of(cls, node: OperationDefinitionNode | FragmentDefinitionNode) -> list[str]:
        spreads = cls()
        names = spreads.names
        walk(node, (spreads,))
        return names


class _Directives(Visitor):
    """Collects the directives below a definition."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[DirectiveNode] = []

    def enter_directive(self, node: DirectiveNode, *_: object) -> None:
        self.found.append(node)


def _condition_variables(node: OperationDefinitionNode | FragmentDefinitionNode) -> Iterator[str]:
    directives = _Directives()
    found = directives.found
    walk(node, (directives,))
    for directive in found:
        if directive.name.value in ("skip", "include"):
            for argument in directive.arguments or ():
                if isinstance(argument.value, VariableNode):
                    yield argument.value.name.value
