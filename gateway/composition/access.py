"""A field must ask for at least what the data asks for that its `@requires` or `@fromContext` brings along."""

from __future__ import annotations

from dataclasses import dataclass, field

from graphql import FieldNode, InlineFragmentNode, SelectionSetNode

from gateway.composition.elements import Applied, Field, Type, applications
from gateway.composition.facts import split_context
from gateway.composition.merging.process import Merging
from gateway.composition.merging.strategies import both_requirements, implies
from gateway.composition.report import location
from gateway.composition.selections import parse_field_set
from gateway.composition.specs import ACCESS_CONTROL
from gateway.composition.state import field_set
from gateway.composition.typerefs import named
from gateway.composition.values import Value

_CODE = "MISSING_TRANSITIVE_AUTH_REQUIREMENTS"


@dataclass(slots=True)
class Demands:
    """What an element asks of a client; ``lists``: OR-of-AND lists of scopes and policies."""

    authenticated: bool = False
    lists: dict[str, Value] = field(default_factory=dict)


class _MissingError(Exception):
    """The access control that a selection needs and the field does not ask for; says for what."""


def check_access(merging: Merging) -> None:
    """MISSING_TRANSITIVE_AUTH_REQUIREMENTS, for every field with `@requires` or a contextual argument."""
    if not any(word in ACCESS_CONTROL for word in merging.composed.values()):
        return
    for index, state in enumerate(merging.subgraphs):
        for declared in state.schema.types.values():
            for each in declared.fields.values():
                for applied in applications(each, "requires"):
                    _check(merging, index, each, applied, [declared.name], field_set(applied), "@requires")
                for argument in each.args.values():
                    for applied in applications(argument, "fromContext"):
                        context, selection = split_context(applied.args.get("field")) or ("", "")
                        homes = _homes(merging, index, context)
                        _check(merging, index, each, applied, homes, selection, f"context {context}")


def _homes(merging: Merging, index: int, context: str) -> list[str]:
    types = merging.subgraphs[index].schema.types.values()
    return [
        declared.name
        for declared in types
        if any(applied.args.get("name") == context for applied in applications(declared, "context"))
    ]


def _check(
    merging: Merging, index: int, owner: Field, applied: Applied, parents: list[str], text: str, source: str
) -> None:
    types = merging.result.types
    merged = types[owner.parent].fields[owner.name]
    have = _both(demands(merging, types[owner.parent]), demands(merging, merged))
    name = merging.subgraphs[index].name
    for parent in parents:
        try:
            if source != "@requires":
                _ask(merging, have, types[parent], f"data in {source} from @fromContext selection set")
            _check_selections(merging, have, types[parent], parse_field_set(text), source)
        except _MissingError as missing:
            merging.report.error(
                _CODE,
                f'[{name}] Field "{owner.coordinate}" does not specify necessary @authenticated, @requiresScopes '
                f"and/or @policy auth requirements to access the transitive {missing}.",
                location(name, applied.node),
            )


def _check_selections(merging: Merging, have: Demands, parent: Type, selections: SelectionSetNode, source: str) -> None:
    types = merging.result.types
    directive = source if source == "@requires" else "@fromContext"
    for selection in selections.selections:
        if isinstance(selection, FieldNode):
            found = parent.fields.get(selection.name.value)
            if found is None:
                continue
            target = types.get(named(found.type))
            what = f'field "{found.coordinate}" data from {directive} selection set'
            _ask(merging, have, found, what)
            if target is not None:
                _ask(merging, have, target, what)
                if selection.selection_set is not None:
                    _check_selections(merging, have, target, selection.selection_set, source)
        elif isinstance(selection, InlineFragmentNode):
            condition = selection.type_condition
            inner = types[condition.name.value] if condition else parent
            what = f'data in inline fragment type condition "{inner.name}" from {directive} selection set'
            _ask(merging, have, inner, what)
            _check_selections(merging, have, inner, selection.selection_set, source)


def _ask(merging: Merging, have: Demands, element: Type | Field, what: str) -> None:
    need = demands(merging, element)
    fits = have.authenticated or not need.authenticated
    if not fits or not all(implies(have.lists.get(word), value) for word, value in need.lists.items()):
        raise _MissingError(what)


def demands(merging: Merging, element: Type | Field) -> Demands:
    found = Demands()
    for applied in element.applied:
        word = merging.composed.get(applied.name)
        if word == "authenticated":
            found.authenticated = True
        elif word in ("requiresScopes", "policy"):
            found.lists[word] = next(iter(applied.args.values()), None)
    return found


def _both(one: Demands, other: Demands) -> Demands:
    lists = {
        word: both_requirements([each.lists[word] for each in (one, other) if word in each.lists])
        for word in {*one.lists, *other.lists}
    }
    return Demands(one.authenticated or other.authenticated, lists)
