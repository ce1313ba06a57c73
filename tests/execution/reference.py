"""A second executor, slow and plain: one fetch after the other, every object its own representation, no generated code.

It shares nothing with gateway.execution but the nouns of a plan, and says what an execution without failures must give.
"""

from __future__ import annotations

import copy
from collections.abc import Callable, Mapping
from typing import Any

from graphql import GraphQLSchema, is_abstract_type, is_interface_type

from gateway.model.operation import Field, Selections
from gateway.model.plan import Each, EntityCall, Fetch, Key, MergePath, OnTypes, Plan, Representation

Respond = Callable[[str, str, Mapping[str, Any]], Mapping[str, Any]]
"""(subgraph, document, variables) -> data."""


def execute(plan: Plan, schema: GraphQLSchema, variables: Mapping[str, Any], respond: Respond) -> dict[str, Any]:
    """The result tree."""
    root: dict[str, Any] = {}
    for fetch in plan.fetches:
        if any(call.context for call in fetch.entities):
            _fetch_in_context(fetch, root, schema, variables, respond)
        else:
            _fetch(fetch, root, schema, variables, respond)
    return root


def _fetch(
    fetch: Fetch, root: dict[str, Any], schema: GraphQLSchema, variables: Mapping[str, Any], respond: Respond
) -> None:
    values = {name: variables[name] for name in fetch.variables if name in variables}
    targets: dict[str, list[Any]] = {}
    for call in fetch.entities:
        pairs = [(thing, _represent(thing, call, schema)) for path in call.paths for thing in _at(root, path)]
        pairs = [(thing, made) for thing, made in pairs if made is not None]
        targets[call.alias] = [thing for thing, _ in pairs]
        values[call.variable] = [made for _, made in pairs]
    roots = _at(root, fetch.root.path) if fetch.root else []
    if not roots and not any(targets.values()):
        return
    data = respond(fetch.subgraph, fetch.document, values)
    for alias, things in targets.items():
        for thing, entity in zip(things, data[alias], strict=True):
            _merge(thing, _renamed(fetch, entity), schema)
    for thing in roots:
        _merge(thing, _renamed(fetch, {k: v for k, v in data.items() if k not in targets}), schema)


def _fetch_in_context(
    fetch: Fetch, root: dict[str, Any], schema: GraphQLSchema, variables: Mapping[str, Any], respond: Respond
) -> None:
    """A request for each object, with the values of the objects around it; its other calls ask for nothing."""
    given: dict[str, Any] = {name: variables[name] for name in fetch.variables if name in variables}
    given |= {call.variable: [] for call in fetch.entities}
    asked = [(call, trail) for call in fetch.entities for path in call.paths for trail in _trails([root], path)]
    for call, trail in asked:
        made = _represent(trail[-1], call, schema)
        if made is None:
            continue
        values = {**given, call.variable: [made]}
        for value in call.context:
            around = trail[sum(not isinstance(step, OnTypes) for step in value.path)]
            values[value.variable] = _leaf(_read(around, value.selections, schema))
        data = respond(fetch.subgraph, fetch.document, values)
        _merge(trail[-1], _renamed(fetch, data[call.alias][0]), schema)


def _leaf(value: Any) -> Any:
    while isinstance(value, dict):
        value = next((inner for name, inner in value.items() if name != "__typename"), None)
    return value


def _trails(trail: list[Any], path: MergePath) -> list[list[Any]]:
    """The objects at a path, each behind all values that lie on the way to it."""
    value = trail[-1]
    if not path:
        return [trail] if isinstance(value, dict) else []
    match path[0]:
        case Key(name):
            return _trails([*trail, value.get(name)], path[1:]) if isinstance(value, dict) else []
        case OnTypes(names):
            return _trails(trail, path[1:]) if isinstance(value, dict) and value.get("__typename") in names else []
        case Each():
            items = value if isinstance(value, list) else []
            return [found for item in items for found in _trails([*trail, item], path[1:])]


def _at(value: Any, path: MergePath) -> list[Any]:
    """The objects at a path."""
    if not path:
        return [value] if isinstance(value, dict) else []
    match path[0]:
        case Key(name):
            return _at(value.get(name), path[1:]) if isinstance(value, dict) else []
        case OnTypes(names):
            return _at(value, path[1:]) if isinstance(value, dict) and value.get("__typename") in names else []
        case Each():
            return [found for item in value for found in _at(item, path[1:])] if isinstance(value, list) else []


def _represent(thing: dict[str, Any], call: EntityCall, schema: GraphQLSchema) -> dict[str, Any] | None:
    for representation in call.representations:
        if _type_of(thing, representation) in representation.on:
            if not _complete(_read(thing, representation.key, schema)):
                return None
            return {**_read(thing, representation.selections, schema), "__typename": representation.typename}
    return None


def _type_of(thing: dict[str, Any], representation: Representation) -> Any:
    (only,) = representation.on if len(representation.on) == 1 else (None,)
    return thing.get("__typename", only)


def _read(value: Any, selections: Selections, schema: GraphQLSchema) -> Any:
    if isinstance(value, list):
        return [_read(item, selections, schema) for item in value]
    if not selections or value is None:
        return value
    made: dict[str, Any] = {}
    for selection in selections:
        if isinstance(selection, Field):
            new = {selection.name: _read(value.get(selection.key), selection.selections, schema)}
        elif _applies(value.get("__typename"), selection.type_condition, schema):
            new = _read(value, selection.selections, schema)
        else:
            continue
        _merge(made, new, schema)
    return made


def _applies(runtime: Any, condition: str, schema: GraphQLSchema) -> bool:
    named = schema.type_map[condition]
    possible = schema.get_possible_types(named) if is_abstract_type(named) else ()
    return runtime == condition or runtime in {each.name for each in possible}


def _complete(key: Any) -> bool:
    """A key without a null in it; __typename is not part of it."""
    if isinstance(key, dict):
        return all(_complete(value) for name, value in key.items() if name != "__typename")
    return all(map(_complete, key)) if isinstance(key, list) else key is not None


def _merge(old: Any, new: Any, schema: GraphQLSchema) -> None:
    if isinstance(old, dict) and isinstance(new, dict):
        for key, value in new.items():
            if isinstance(value, dict | list) and old.get(key) is not None:
                _merge(old[key], value, schema)
            elif old.get(key) is None or not (value is None or _is_interface(key, value, schema)):
                old[key] = copy.deepcopy(value)
    elif isinstance(old, list) and isinstance(new, list):
        for before, after in zip(old, new, strict=True):
            _merge(before, after, schema)


def _is_interface(key: str, value: Any, schema: GraphQLSchema) -> bool:
    return key == "__typename" and is_interface_type(schema.type_map.get(value))


def _renamed(fetch: Fetch, data: Any) -> Any:
    data = copy.deepcopy(data)
    for rename in fetch.renames:
        for thing in _at(data, rename.path):
            if rename.internal in thing:
                thing[rename.key] = thing.pop(rename.internal)
    return data
