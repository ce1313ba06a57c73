"""`@context(name:)` and `@fromContext(field: "$name { field }")` (https://specs.apollo.dev/context/v0.1).

A contextual argument is filled by the gateway with one value from an enclosing object that sets the context.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from graphql import FieldNode, GraphQLSyntaxError, InlineFragmentNode, SelectionNode, SelectionSetNode

from gateway.composition.elements import (
    COMPOSITE,
    Applied,
    Argument,
    DirectiveDefinition,
    Field,
    Kind,
    Type,
    applications,
    elements_of,
)
from gateway.composition.facts import split_context
from gateway.composition.report import location
from gateway.composition.selections import parse_field_set
from gateway.composition.state import is_interface_object, is_resolvable
from gateway.composition.typerefs import is_list, item, named, nullable
from gateway.composition.validation.scope import Scope

_NAME = re.compile(r"[A-Za-z]\w*")


def check_contexts(scope: Scope) -> None:
    """Adds CONTEXT_NAME_INVALID, CONTEXT_NOT_SET, NO_CONTEXT_IN_SELECTION, CONTEXT_INVALID_SELECTION and
    CONTEXT_NO_RESOLVABLE_KEY.
    """
    homes = _homes(scope)
    for definition in scope.schema.directives.values():
        for argument in definition.args.values():
            for applied in applications(argument, "fromContext"):
                _not_set(scope, applied, _on_definition(definition, argument))
    for declared in scope.schema.types.values():
        for field in declared.fields.values():
            for argument in field.args.values():
                for applied in applications(argument, "fromContext"):
                    _check_use(scope, homes, declared, field, argument, applied)


def _on_definition(definition: DirectiveDefinition, argument: Argument) -> str:
    return (
        f'@fromContext argument cannot be used on a directive definition "{definition.coordinate}({argument.name}:)".'
    )


def _homes(scope: Scope) -> dict[str, list[Type]]:
    found: dict[str, list[Type]] = {}
    for element in elements_of(scope.schema):
        for applied in applications(element, "context"):
            name = str(applied.args.get("name"))
            problem = None
            if "_" in name:
                problem = f'Context name "{name}" may not contain an underscore.'
            elif not _NAME.fullmatch(name):
                problem = f'Context name "{name}" is invalid. It should have only alphanumeric characters.'
            if problem:
                scope.error("CONTEXT_NAME_INVALID", problem, location(scope.name, applied.node))
            if isinstance(element, Type):
                found.setdefault(name, []).append(element)
    return found


def _not_set(scope: Scope, applied: Applied, message: str) -> None:
    scope.error("CONTEXT_NOT_SET", message, location(scope.name, applied.node))


def _check_use(
    scope: Scope, homes: dict[str, list[Type]], declared: Type, field: Field, argument: Argument, applied: Applied
) -> None:
    if declared.kind is not Kind.OBJECT:
        message = (
            f'@fromContext argument cannot be used on a field that exists on an abstract type "{argument.coordinate}".'
        )
        _not_set(scope, applied, message)
        return
    for interface in declared.interfaces:
        implemented = scope.schema.types[interface].fields.get(field.name)
        if implemented is not None:
            message = "@fromContext argument cannot be used on a field implementing an interface field "
            _not_set(scope, applied, f'{message}"{implemented.coordinate}".')
    if argument.has_default:
        _not_set(scope, applied, f'@fromContext arguments may not have a default value: "{argument.coordinate}".')
    parts = split_context(applied.args.get("field"))
    if parts is None:
        message = f'@fromContext argument does not reference a context "{applied.args.get("field")}".'
        scope.error("NO_CONTEXT_IN_SELECTION", message, location(scope.name, applied.node))
        return
    context, selection = parts
    if context not in homes:
        message = f'Context "{context}" is used at location "{argument.coordinate}" but is never set.'
        _not_set(scope, applied, message)
    else:
        _check_selection(_Use(scope, context, argument), selection, homes[context])
    if not any(is_resolvable(key) for key in applications(declared, "key")):
        message = f'Object "{declared.name}" has no resolvable key but has a field with a contextual argument.'
        scope.error("CONTEXT_NO_RESOLVABLE_KEY", message, location(scope.name, declared.node))


@dataclass(frozen=True, slots=True)
class _Use:
    scope: Scope
    context: str
    argument: Argument

    def wrong(self, problem: str) -> None:
        message = f'Context "{self.context}" is used in "{self.argument.coordinate}" but the selection is invalid'
        place = location(self.scope.name, self.argument.node)
        self.scope.error("CONTEXT_INVALID_SELECTION", f"{message}: {problem}", place)


def _check_selection(use: _Use, text: str, homes: list[Type]) -> None:
    try:
        selections = parse_field_set(text)
    except (GraphQLSyntaxError, ValueError) as error:
        use.wrong(str(error))
        return
    kinds = {type(selection) for selection in selections.selections}
    if kinds == {FieldNode}:
        if len(selections.selections) > 1:
            use.wrong("multiple selections are made")
            return
        for home in homes:
            if not _check_one(use, home, selections):
                return
    elif kinds == {InlineFragmentNode}:
        _check_fragments(use, selections, homes)
    else:
        use.wrong("it must be one field, or inline fragments on different types")


def _check_fragments(use: _Use, selections: SelectionSetNode, homes: list[Type]) -> None:
    types = use.scope.schema.types
    fragments = [node for node in selections.selections if isinstance(node, InlineFragmentNode)]
    names = [node.type_condition.name.value for node in fragments if node.type_condition]
    if len(set(names)) != len(fragments):
        use.wrong("each inline fragment needs a type condition of its own")
        return
    used: set[str] = set()
    for home in homes:
        runtime = use.scope.schema.runtime_types(home.name)
        matching = [(name, node) for name, node in zip(names, fragments, strict=True) if name in runtime]
        wrong = [name for name in names if name not in types or types[name].kind is not Kind.OBJECT]
        if wrong:
            use.wrong(f'type conditions must be an object type, not "{wrong[0]}"')
            return
        if not matching:
            use.wrong(f'no type condition matches the location "{home.name}"')
            return
        for name, node in matching:
            used.add(name)
            if not _check_one(use, types[name], node.selection_set):
                return
    for name in names:
        if name not in used:
            use.wrong(f'type condition "{name}" is never used.')


def _check_one(use: _Use, home: Type, selections: SelectionSetNode) -> bool:
    for problem in ("directives", "aliases"):
        if _has(selections, problem):
            use.wrong(f"{problem} are not allowed in the selection")
    resolved = _resolved_type(use, home, selections)
    expected = use.argument.type
    if resolved != expected:
        found = f' "{resolved}"' if resolved else ""
        use.wrong(f'the type of the selection{found} does not match the expected type "{expected}"')
        return False
    return True


def _has(selections: SelectionSetNode, what: str) -> bool:
    for selection in selections.selections:
        if what == "directives" and selection.directives:
            return True
        if what == "aliases" and isinstance(selection, FieldNode) and selection.alias:
            return True
        inner = _inner(selection)
        if inner is not None and _has(inner, what):
            return True
    return False


def _inner(selection: SelectionNode) -> SelectionSetNode | None:
    return selection.selection_set if isinstance(selection, FieldNode | InlineFragmentNode) else None


def _resolved_type(use: _Use, parent: Type, selections: SelectionSetNode) -> str | None:
    """The type of the one value that the selection yields; None where it does not yield one.

    Any object on the way may be missing, so that the value can be null, and the argument must allow that.
    """
    if is_interface_object(parent):
        use.wrong(f'One of the types in the selection is an interfaceObject: "{parent.name}"')
        return None
    found = {_resolved_field(use, parent, selection) for selection in selections.selections}
    return found.pop() if len(found) == 1 else None


def _resolved_field(use: _Use, parent: Type, selection: SelectionNode) -> str | None:
    types = use.scope.schema.types
    if isinstance(selection, InlineFragmentNode):
        condition = selection.type_condition
        inner = types.get(condition.name.value) if condition else parent
        return _resolved_type(use, inner, selection.selection_set) if inner else None
    field = parent.fields.get(selection.name.value) if isinstance(selection, FieldNode) else None
    if field is None or not isinstance(selection, FieldNode):
        return None
    target = types.get(named(field.type))
    is_composite = target is not None and target.kind in COMPOSITE
    if is_composite is not (selection.selection_set is not None):
        return None
    leaf: str | None = named(field.type)
    if target is not None and selection.selection_set is not None:
        leaf = _resolved_type(use, target, selection.selection_set)
    return None if leaf is None else _listed(field.type, leaf)


def _listed(reference: str, leaf: str) -> str:
    reference = nullable(reference)
    return f"[{_listed(item(reference), leaf)}]" if is_list(reference) else leaf
