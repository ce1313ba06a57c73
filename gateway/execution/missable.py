"""Fetches that others only want for what they @require, and may go without: they wait for such a fetch a short time.

Federation, "@requires": a service computes a field from fields of others. Where those may be null, what a service does
not say in time is a null like any other; the field that is computed does not wait for the slowest house.
"""

from __future__ import annotations

from collections.abc import Iterator

from graphql import GraphQLObjectType, GraphQLSchema, is_non_null_type

from gateway.model.operation import Field, OperationKind, Selections
from gateway.model.plan import EntityCall, Fetch, MergePath, OnTypes, Plan


def missable_fetches(plan: Plan, schema: GraphQLSchema) -> frozenset[int]:
    """The fetches that give nullable required fields to another one, and neither its key nor the way to it.

    A fetch that asks for root fields is never one of them: nothing would be left to go on with.
    """
    found = set[int]()
    for later in plan.fetches:
        for number in later.after:
            earlier = plan.fetches[number]
            if earlier.root is None and earlier.kind is OperationKind.QUERY and _only_helps(earlier, later, schema):
                found.add(number)
    return frozenset(found)


def _only_helps(earlier: Fetch, later: Fetch, schema: GraphQLSchema) -> bool:
    helps = False
    for mine in earlier.entities:
        given = {field.key for field in _fields(mine.selections)} - {"__typename"}
        for theirs in later.entities:
            if not _meet(mine, theirs):
                continue
            for representation in theirs.representations:
                key = {field.key for field in _fields(representation.key)}
                required = [each for each in _fields(representation.selections) if each.key in given]
                if any(each.key in key for each in required):
                    return False
                for each in required:
                    if not all(_is_nullable(schema, name, each.name) for name in representation.on):
                        return False
                    helps = True
    return helps


def _meet(mine: EntityCall, theirs: EntityCall) -> bool:
    return not {_place(path) for path in mine.paths}.isdisjoint(_place(path) for path in theirs.paths)


def _place(path: MergePath) -> MergePath:
    """Type conditions say nothing about the place."""
    return tuple(step for step in path if not isinstance(step, OnTypes))


def _fields(selections: Selections) -> Iterator[Field]:
    for selection in selections:
        if isinstance(selection, Field):
            yield selection
        else:
            yield from _fields(selection.selections)


def _is_nullable(schema: GraphQLSchema, name: str, field: str) -> bool:
    kind = schema.type_map.get(name)
    if not isinstance(kind, GraphQLObjectType) or field not in kind.fields:
        return False
    return not is_non_null_type(kind.fields[field].type)
