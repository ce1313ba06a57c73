"""One specialisation of an operation: @skip and @include decided, fragments inlined, introspection split off."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from graphql import OperationDefinitionNode, VariableDefinitionNode

from gateway.ground.errors import RequestError
from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import (
    Field,
    ListValue,
    ObjectValue,
    Operation,
    Selection,
    Selections,
    Value,
    Variable,
    VariableDefinition,
    count_selections,
)
from gateway.model.supergraph import Supergraph
from gateway.model.syntax import type_text
from gateway.operations.conversion import Conversion, directives_of, value_of
from gateway.operations.document import VALIDATION_FAILED
from gateway.operations.introspection import introspection_of
from gateway.operations.normalisation import normalise
from gateway.operations.picking import ClientOperation


@dataclass(frozen=True, slots=True)
class Specialised:
    """``asked``: what the client wrote, in the client's order, every selection unconditional.

    ``planned``: the same for the planner, normalised and without what the gateway answers itself; None if nothing is
    left. ``own``: what the gateway answers itself. ``introspection``: the operation that graphql-core answers on the
    API schema, if any.
    """

    client: ClientOperation
    asked: Operation
    planned: Operation | None
    introspection: OperationDefinitionNode | None
    size: int = 0
    """Selections of ``planned``."""
    own: Selections = ()

    @property
    def whole(self) -> Operation:
        """Everything that is asked for, of whomever."""
        there = self.planned.selections if self.planned else ()
        return replace(self.asked, selections=(*there, *self.own))


def specialise(
    client: ClientOperation, supergraph: Supergraph, conditions: tuple[bool, ...], budget: Budget = UNLIMITED
) -> Specialised:
    """``conditions``: the values of ``client.conditions``. Raises RequestError if the operation is too large."""
    truth = dict(zip(client.conditions, conditions, strict=True))
    root = supergraph.api.get_root_type(client.node.operation)
    if root is None:
        raise RequestError(f"The graph has no {client.kind.value}s.", code=VALIDATION_FAILED)
    limits = client.document.limits
    conversion = Conversion(client.fragments, truth, limits.selections, limits.depth, budget)
    selections = conversion.selections(client.node.selection_set)
    name = client.node.name.value if client.node.name else None
    definitions = tuple(_definition(d) for d in client.node.variable_definitions or ())
    directives = directives_of(client.node.directives)
    asked = Operation(client.kind, root.name, selections, definitions, name, directives)
    remote = _without_introspection(selections)
    planned, size = None, 0
    if remote:
        normal = normalise(remote, root, supergraph.api, budget)
        planned, size = _with_used_variables(replace(asked, selections=normal)), count_selections(normal)
    own = tuple(_own(selections))
    return Specialised(client, asked, planned, introspection_of(client, truth, budget), size, own)


def _definition(node: VariableDefinitionNode) -> VariableDefinition:
    default = node.default_value
    return VariableDefinition(
        name=node.variable.name.value,
        type=type_text(node.type),
        default=None if default is None else value_of(default),
        has_default=default is not None,
        directives=directives_of(node.directives),
    )


def _without_introspection(selections: Selections) -> Selections:
    kept: list[Selection] = []
    for selection in selections:
        if isinstance(selection, Field):
            if not selection.name.startswith("__"):
                kept.append(selection)
        else:
            inner = _without_introspection(selection.selections)
            if inner:
                kept.append(type(selection)(selection.type_condition, inner))
    return tuple(kept)


def _own(selections: Selections) -> Iterator[Field]:
    """The same field twice is one, as in ``planned``; but two with different selections stay two."""
    seen: set[tuple[str, Selections]] = set()
    for selection in selections:
        if not isinstance(selection, Field):
            yield from _own(selection.selections)
        elif selection.name.startswith("__") and (selection.key, selection.selections) not in seen:
            seen.add((selection.key, selection.selections))
            yield selection


def _used_variables(selections: Selections) -> set[str]:
    used: set[str] = set()
    open_selections: list[Selection] = list(selections)
    while open_selections:
        selection = open_selections.pop()
        open_selections.extend(selection.selections)
        if isinstance(selection, Field):
            of_directives = (each.arguments for place in selection.directives for each in place)
            for argument in chain(selection.arguments, *of_directives):
                _collect_variables(argument.value, used)
    return used


def _with_used_variables(operation: Operation) -> Operation:
    used = _used_variables(operation.selections)
    for argument in chain.from_iterable(each.arguments for each in operation.directives):
        _collect_variables(argument.value, used)
    return replace(operation, variables=tuple(d for d in operation.variables if d.name in used))


def _collect_variables(value: Value, used: set[str]) -> None:
    match value:
        case Variable(name):
            used.add(name)
        case ListValue(items):
            for item in items:
                _collect_variables(item, used)
        case ObjectValue(fields):
            for _, item in fields:
                _collect_variables(item, used)


def renormalise(operation: Operation, supergraph: Supergraph, budget: Budget = UNLIMITED) -> Operation:
    """The normal form of an operation that something was taken out of."""
    root = supergraph.api.type_map[operation.root_type]
    selections = normalise(operation.selections, root, supergraph.api, budget)
    return _with_used_variables(replace(operation, selections=selections))
