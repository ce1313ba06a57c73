"""Field sets seen against the supergraph instead of the subgraph that wrote them."""

from __future__ import annotations

from collections.abc import Iterator

from graphql import FieldNode, GraphQLSyntaxError, InlineFragmentNode, SelectionSetNode

from gateway.composition.elements import Field, Type, element_at
from gateway.composition.merging.process import Merging
from gateway.composition.selections import parse_field_set
from gateway.composition.state import SubgraphState
from gateway.composition.typerefs import named

Problem = tuple[str, list[str]]
"""What is wrong, up to the subgraphs that make it so, and their names."""


def missing_argument_problem(merging: Merging, index: int, parent: str, text: str) -> Problem | None:
    """The first argument in a `@requires` that the merged field does not take, or needs and does not get."""
    declared = merging.result.types.get(parent)
    try:
        return _search(merging, index, declared, parse_field_set(text)) if declared else None
    except (GraphQLSyntaxError, ValueError):
        return None


def _search(merging: Merging, index: int, parent: Type, selections: SelectionSetNode) -> Problem | None:
    types = merging.result.types
    for selection in selections.selections:
        problem, inner = None, None
        if isinstance(selection, FieldNode):
            field = parent.fields.get(selection.name.value)
            if field is not None:
                problem = _problem(merging, index, field, selection)
                inner = types.get(named(field.type))
        elif isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            inner = types.get(condition.name.value) if condition else parent
        if problem is None and inner is not None:
            below = getattr(selection, "selection_set", None)
            problem = _search(merging, index, inner, below) if below else None
        if problem is not None:
            return problem
    return None


def _problem(merging: Merging, index: int, field: Field, node: FieldNode) -> Problem | None:
    given = {argument.name.value for argument in node.arguments or ()}
    for name in given:
        if name not in field.args:
            text = f'cannot provide a value for argument "{name}" of field "{field.coordinate}" as it is '
            lacking = [other.name for other, found in _elsewhere(merging, index, field) if name not in found.args]
            return (f"{text}not defined in", lacking) if lacking else None
    for argument in field.args.values():
        if argument.is_required and argument.name not in given:
            text = f'no value provided for argument "{argument.name}" of field "{field.coordinate}" but a value is '
            strict = [
                other.name
                for other, found in _elsewhere(merging, index, field)
                if argument.name in found.args and found.args[argument.name].is_required
            ]
            return (f'{text}mandatory as "{argument.name}" is required in', strict) if strict else None
    return None


def _elsewhere(merging: Merging, index: int, field: Field) -> Iterator[tuple[SubgraphState, Field]]:
    for place, state in enumerate(merging.subgraphs):
        found = element_at(state.schema, field.coordinate)
        if place != index and isinstance(found, Field):
            yield state, found
