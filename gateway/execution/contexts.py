"""Arguments that take their values from enclosing objects: one ``_entities`` field for each combination of values.

A representation cannot carry an argument (``@fromContext``), so that objects with different values are asked for under
different aliases of one request.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping
from dataclasses import dataclass, replace
from typing import Any, TypeAlias

from gateway.execution.collecting import Tree, runtime_type, walk
from gateway.execution.failures import Sent
from gateway.execution.program import CompiledCall, CompiledFetch
from gateway.execution.representing import Matches, frozen
from gateway.ground.json_codec import write_json
from gateway.model.operation import (
    Field,
    Selection,
    Selections,
    Variable,
    VariableDefinition,
    print_directives,
    print_selections,
    print_value,
    with_variables,
)
from gateway.model.plan import ContextValue, EntityCall, Fetch, OnTypes
from gateway.model.result import ResponsePath

Values: TypeAlias = tuple[Any, ...]
TYPENAME = Field("__typename")


@dataclass(frozen=True, slots=True)
class Grouped:
    """A request in groups of equal values. ``prefix``: as in CompiledFetch; ``variables``: those of the groups."""

    sent: tuple[Sent, ...]
    prefix: bytes
    variables: Mapping[str, Any]


def group_by_context(compiled: CompiledFetch, root: Tree, matches: Matches) -> Grouped:
    """The objects of each call of a fetch, parted by their values from contexts; of a call that takes none all at once.

    An object whose value is null where the argument must not be is not asked for the fields that take it.
    """
    sent: list[Sent] = []
    variables: dict[str, Any] = {}
    for origin, call in enumerate(compiled.calls):
        objects, groups = _parted(call.call, root, matches)
        for values, places in groups:
            number = len(sent)
            part = _part(_without_missing(call.call, values), number)
            if not part.selections:
                continue
            index, representations = call.represent([objects[place] for place in places])
            everywhere = [-1] * len(objects)
            for place, representation in zip(places, index, strict=True):
                everywhere[place] = representation
            sent.append(Sent(replace(call, call=part), objects, everywhere, origin))
            variables[part.variable] = representations
            named = dict(zip((value.variable for value in call.call.context), values, strict=True))
            variables |= {value.variable: named[value.variable.removesuffix(f"_{number}")] for value in part.context}
    document = _document(compiled.fetch, [each.call for each in sent])
    return Grouped(tuple(sent), b'{"query":' + write_json(document) + b',"variables":{', variables)


def _parted(call: EntityCall, root: Tree, matches: Matches) -> tuple[list[Tree], list[tuple[Values, list[int]]]]:
    """All objects of a call, and for each combination of values the places of those that have it."""
    groups: dict[Hashable, tuple[Values, list[int]]] = {}
    objects: list[Tree] = []
    for path in call.paths:
        for at, target in walk(root, path):
            values = tuple(_read(_enclosing(root, at, value), value.selections, matches) for value in call.context)
            groups.setdefault(frozen(list(values)), (values, []))[1].append(len(objects))
            objects.append(target)
    return objects, list(groups.values())


def _enclosing(root: Tree, at: ResponsePath, value: ContextValue) -> Any:
    """The object of the context around the one at ``at``."""
    depth = sum(not isinstance(step, OnTypes) for step in value.path)
    found: Any = root
    for step in at[:depth]:
        found = found[step]
    return found


def _read(source: Any, selections: Selections, matches: Matches) -> Any:
    """The one leaf that the selections lead to for this object; a list of them where they lead through a list."""
    if isinstance(source, list):
        return [_read(item, selections, matches) for item in source]
    for selection in selections:
        if isinstance(selection, Field):
            if selection.name == "__typename" and len(selections) > 1:
                continue
            inner = source.get(selection.key) if isinstance(source, dict) else None
            return _read(inner, selection.selections, matches) if selection.selections else inner
        if isinstance(source, dict) and runtime_type(source) in matches[selection.type_condition]:
            return _read(source, selection.selections, matches)
    return None


def _without_missing(call: EntityCall, values: Values) -> EntityCall:
    """The call without the fields that need a value which is not there, and without what is for them alone."""
    needed = {
        value.variable
        for value, each in zip(call.context, values, strict=True)
        if each is None and value.type.endswith("!")
    }
    if not needed:
        return call
    selections = tuple(kept for each in call.selections if (kept := _pruned(each, needed)) is not None)
    context = tuple(value for value in call.context if value.variable not in needed)
    return replace(call, selections=selections, context=context)


def _pruned(selection: Selection, needed: Collection[str]) -> Selection | None:
    if isinstance(selection, Field):
        names = {each.value.name for each in selection.arguments if isinstance(each.value, Variable)}
        if names.intersection(needed):
            return None
        if not selection.selections:
            return selection
    inner = tuple(kept for each in selection.selections if (kept := _pruned(each, needed)) is not None)
    # The type of the object itself is known already; of one below it is asked for.
    is_left = bool(inner) if isinstance(selection, Field) else any(each != TYPENAME for each in inner)
    return replace(selection, selections=inner) if is_left else None


def _part(call: EntityCall, number: int) -> EntityCall:
    """The call for one group: alias and variables of its own."""
    names = {value.variable: f"{value.variable}_{number}" for value in call.context}
    return replace(
        call,
        alias=f"_e{number}",
        variable=f"{call.variable}_{number}",
        selections=with_variables(call.selections, names),
        context=tuple(replace(value, variable=names[value.variable]) for value in call.context),
    )


def _document(fetch: Fetch, calls: list[CompiledCall]) -> str:
    heads = [_head(definition) for definition in fetch.definitions]
    fields = []
    for each in calls:
        call = each.call
        heads.append(f"${call.variable}: [_Any!]!")
        heads += [f"${value.variable}: {value.type}" for value in call.context]
        fields.append(f"{call.alias}: _entities(representations: ${call.variable}) {print_selections(call.selections)}")
    return f"query ({', '.join(heads)}){print_directives(fetch.directives)} {{ {' '.join(fields)} }}"


def _head(definition: VariableDefinition) -> str:
    default = f" = {print_value(definition.default)}" if definition.has_default else ""
    return f"${definition.name}: {definition.type}{default}{print_directives(definition.directives)}"
