"""A plan made ready to run: for each fetch the functions that collect, represent and merge, written once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from graphql import GraphQLSchema, is_composite_type, is_interface_type

from gateway.execution.collecting import Collect, compile_collect
from gateway.execution.exactness import asks_for, custom_fields
from gateway.execution.representing import Matches, Represent, compile_represent
from gateway.json_codec import write_json
from gateway.model.operation import Field, Fragment, Selections
from gateway.model.plan import EntityCall, Fetch, MergePath, OnTypes, Plan, RootCall
from gateway.model.types import possible_types


@dataclass(frozen=True, slots=True)
class CompiledCall:
    """One ``_entities`` field of a request. ``final``: nothing is merged below its entities later, so that equal
    objects may share what they got. ``simple``: its entities have only leaves of their own.
    """

    call: EntityCall
    collect: Collect
    represent: Represent
    final: bool
    simple: bool


@dataclass(frozen=True, slots=True)
class CompiledFetch:
    """``prefix``: the body of the request up to and including the opening brace of its variables. ``keys``: the root
    fields that it asks for, under the names that the answer has for them. ``exact``: it may ask for custom scalars,
    whose decimal numbers are the subgraph's own. ``names``: the response keys of what it calls otherwise.
    """

    fetch: Fetch
    prefix: bytes
    calls: tuple[CompiledCall, ...]
    collect: Collect
    keys: frozenset[str]
    names: Mapping[str, str]
    exact: bool = False


@dataclass(frozen=True, slots=True)
class Program:
    """``then``: for each fetch those that wait for it. ``waits``: for how many each waits. ``matches``: for each type
    the runtime types that a fragment on it applies to.
    """

    fetches: tuple[CompiledFetch, ...]
    then: tuple[tuple[int, ...], ...]
    waits: tuple[int, ...]
    abstract: frozenset[str]
    matches: Matches


def compile_plan(plan: Plan, schema: GraphQLSchema) -> Program:
    """``schema``: all types of the supergraph, inaccessible ones included."""
    matches, abstract = _types(schema)
    custom = custom_fields(schema)
    then: list[list[int]] = [[] for _ in plan.fetches]
    for fetch in plan.fetches:
        for earlier in fetch.after:
            then[earlier].append(fetch.id)
    return Program(
        fetches=tuple(_compile_fetch(fetch, plan, matches, custom) for fetch in plan.fetches),
        then=tuple(tuple(later) for later in then),
        waits=tuple(len(fetch.after) for fetch in plan.fetches),
        abstract=abstract,
        matches=matches,
    )


@lru_cache(maxsize=4)
def _types(schema: GraphQLSchema) -> tuple[Matches, frozenset[str]]:
    """What every program of one supergraph shares: for each type the runtime types, and the names of interfaces."""
    composite = {name: named for name, named in schema.type_map.items() if is_composite_type(named)}
    matches = {name: frozenset({name, *possible_types(named, schema)}) for name, named in composite.items()}
    return matches, frozenset(name for name, named in composite.items() if is_interface_type(named))


def _compile_fetch(fetch: Fetch, plan: Plan, matches: Matches, custom: frozenset[str]) -> CompiledFetch:
    later_paths = [path for later in plan.fetches[fetch.id + 1 :] for path in _paths(later)]
    calls = tuple(_compile_call(call, later_paths, matches) for call in fetch.entities)
    root = fetch.root or RootCall((), ())
    return CompiledFetch(
        fetch=fetch,
        prefix=b'{"query":' + write_json(fetch.document) + b',"variables":{',
        calls=calls,
        collect=compile_collect((root.path,)),
        keys=frozenset(field.key for field in top_fields(root.selections)),
        names={rename.internal: rename.key for rename in fetch.renames},
        exact=asks_for(root.selections, custom) or any(asks_for(call.selections, custom) for call in fetch.entities),
    )


def _compile_call(call: EntityCall, later_paths: list[MergePath], matches: Matches) -> CompiledCall:
    return CompiledCall(
        call=call,
        collect=compile_collect(call.paths),
        represent=compile_represent(call.representations, matches),
        final=not any(_goes_below(later, path) for later in later_paths for path in call.paths),
        simple=all(not f.selections and f.name != "__typename" for f in top_fields(call.selections)),
    )


def _paths(fetch: Fetch) -> Iterator[MergePath]:
    if fetch.root:
        yield fetch.root.path
    for call in fetch.entities:
        yield from call.paths


def _goes_below(later: MergePath, path: MergePath) -> bool:
    """Type conditions say nothing about the place."""
    place = tuple(step for step in path if not isinstance(step, OnTypes))
    longer = tuple(step for step in later if not isinstance(step, OnTypes))
    return len(longer) > len(place) and longer[: len(place)] == place


def top_fields(selections: Selections) -> Iterator[Field]:
    """The fields of the object itself, those of its fragments included."""
    for selection in selections:
        if isinstance(selection, Fragment):
            yield from top_fields(selection.selections)
        else:
            yield selection
