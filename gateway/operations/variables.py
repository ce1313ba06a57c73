"""The values of an operation's variables: checked as GraphQL 6.1.2 says, handed on as they came."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from graphql import BooleanValueNode, VariableDefinitionNode, get_variable_values

from gateway.ground.codes import PublicCode
from gateway.ground.errors import RequestError
from gateway.ground.json_codec import as_floats
from gateway.operations.document import collected
from gateway.operations.picking import ClientOperation

BAD_USER_INPUT = PublicCode.BAD_USER_INPUT


def read_variables(operation: ClientOperation, given: Mapping[str, Any]) -> dict[str, Any]:
    """The client's values of the variables that the operation defines, with the operation's defaults for the others.

    The values stay as they came as JSON (a subgraph coerces them again), only checked. Raises CollectedRequestError.
    """
    definitions = operation.node.variable_definitions
    if not definitions:
        return {}
    try:
        if not operation.accepts(given):
            _refuse_wrong(operation, given, definitions)
    except RecursionError:
        raise RequestError("The variables are nested too deeply.", code=BAD_USER_INPUT) from None
    return {name: given[name] for name in operation.variables if name in given}


def read_some_variables(operation: ClientOperation, given: Mapping[str, Any]) -> dict[str, Any]:
    """The same for looking at an operation that is not run: no variable need be given, and what is given must fit."""
    definitions = [each for each in operation.node.variable_definitions or () if each.variable.name.value in given]
    _refuse_wrong(operation, given, definitions)
    return {name: given[name] for name in operation.variables if name in given}


def _refuse_wrong(
    operation: ClientOperation, given: Mapping[str, Any], definitions: Sequence[VariableDefinitionNode]
) -> None:
    limits = operation.document.limits
    values = get_variable_values(
        operation.document.schema, definitions, as_floats(dict(given)), limits.errors, not limits.suggestions
    )
    if isinstance(values, list):
        raise collected(values, BAD_USER_INPUT)


def condition_values(operation: ClientOperation, values: Mapping[str, Any]) -> tuple[bool, ...]:
    """The truth of each of ``operation.conditions``; a variable that was left out has its default.

    Raises RequestError for a null (the type of the variable may allow it, the directive's argument does not) and, where
    an operation is only looked at, for one that has no value.
    """
    truths = []
    for name in operation.conditions:
        truth = values[name] if name in values else _default(operation, name)
        if truth is None:
            lack = "must not be null" if name in values else "needs a value"
            message = f"Variable '${name}' decides @skip or @include and {lack}."
            raise RequestError(message, code=BAD_USER_INPUT)
        truths.append(truth)
    return tuple(truths)


def _default(operation: ClientOperation, name: str) -> bool | None:
    for definition in operation.node.variable_definitions or ():
        if definition.variable.name.value == name and isinstance(definition.default_value, BooleanValueNode):
            return definition.default_value.value
    return None
