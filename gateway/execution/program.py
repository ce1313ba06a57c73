"""A plan made ready to run: for each fetch the functions that collect, represent and merge, written once."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

from graphql import GraphQLSchema, is_composite_type, is_interface_type

from gateway.execution.collecting import Collect, compile_collect
from gateway.execution.exactness import asks_for, custom_fields
from gateway.execution.missable import missable_fetches
from gateway.execution.representing import Matches, Represent, compile_represent
from gateway.ground.json_codec import write_json
from gateway.model.budget import UNLIMITED, Budget
from gateway.model.operation import Field, Fragment, Selections
from gateway.model.plan import Each, EntityCall, Fetch, Key, MergePath, OnTypes, Plan, RootCall
from gateway.model.types import possible_types

Places: TypeAlias = dict[Key | Each, "Places"]
"""A tree of places: each step that leads further, with what lies behind it."""


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
    the runtime types that a fragment on it applies to. ``missable``: the fetches that others can go on without.
    """

    fetches: tuple[CompiledFetch, ...]
    then: tuple[tuple[int, ...], ...]
    waits: tuple[int, ...]
    abstract: frozenset[str]
    matches: Matches
    missable: frozenset[int] = frozenset()
    first: tuple[int, ...] = field(init=False)
    """Those that wait for none."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "first", tuple(number for number, waits in enumerate(self.waits) if waits == 0))


def compile_plan(plan: Plan, schema: GraphQLSchema, budget: Budget = UNLIMITED) -> Program:
    """``schema``: all types of the supergraph, inaccessible ones included."""
    matches, abstract = _types(schema)
    custom = custom_fields(schema)
    then: list[list[int]] = [[] for _ in plan.fetches]
    for fetch in plan.fetches:
        for earlier in fetch.after:
            then[earlier].append(fetch.id)
    return Program(
        fetches=_compile_fetches(plan, matches, custom, budget),
        then=tuple(tuple(later) for later in then),
        waits=tuple(len(fetch.after) for fetch in plan.fetches),
        abstract=abstract,
        matches=matches,
        missable=missable_fetches(plan, schema),
    )


@lru_cache(maxsize=4)
def _types(schema: GraphQLSchema) -> tuple[Matches, frozenset[str]]:
    """What every program of one supergraph shares: for each type the runtime types, and the names of interfaces."""
    composite = {name: named for name, named in schema.type_map.items() if is_composite_type(named)}
    matches = {name: frozenset({name, *possible_types(named, schema)}) for name, named in composite.items()}
    return matches, frozenset(name for name, named in composite.items() if is_interface_type(named))


def _compile_fetches(plan: Plan, matches: Matches, custom: frozenset[str], budget: Budget) -> tuple[CompiledFetch, ...]:
    """From the last to the first, so that it is known what later ones go below."""
    later: Places = {}
    compiled: list[CompiledFetch] = []
    for fetch in reversed(plan.fetches):
        budget.spend(_lines(fetch))
        compiled.append(_compile_fetch(fetch, later, matches, custom))
        for path in _paths(fetch):
            _add(path, later)
    return tuple(reversed(compiled))


def _lines(fetch: Fetch) -> int:
    """About how much is written for a fetch: each step of a path is a line, and so is each field."""
    return 10 + 2 * sum(1 + len(path) for path in _paths(fetch)) + len(fetch.document) // 16


def _compile_fetch(fetch: Fetch, later: Places, matches: Matches, custom: frozenset[str]) -> CompiledFetch:
    calls = tuple(_compile_call(call, later, matches) for call in fetch.entities)
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


def _compile_call(call: EntityCall, later: Places, matches: Matches) -> CompiledCall:
    return CompiledCall(
        call=call,
        collect=compile_collect(call.paths),
        represent=compile_represent(call.representations, matches),
        final=not any(_goes_below(later, path) for path in call.paths),
        simple=all(not f.selections and f.name != "__typename" for f in top_fields(call.selections)),
    )


def _paths(fetch: Fetch) -> Iterator[MergePath]:
    if fetch.root:
        yield fetch.root.path
    for call in fetch.entities:
        yield from call.paths


def _add(path: MergePath, places: Places) -> None:
    for step in path:
        if not isinstance(step, OnTypes):
            places = places.setdefault(step, {})


def _goes_below(later: Places, path: MergePath) -> bool:
    """Type conditions say nothing about the place."""
    for step in path:
        if not isinstance(step, OnTypes):
            if step not in later:
                return False
            later = later[step]
    return bool(later)


def top_fields(selections: Selections) -> Iterator[Field]:
    """The fields of the object itself, those of its fragments included."""
    for selection in selections:
        if isinstance(selection, Fragment):
            yield from top_fields(selection.selections)
        else:
            yield selection
