"""Compares subgraphs as they are to be with what is served."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from graphql import GraphQLError, GraphQLSchema, parse, validate
from graphql.utilities.find_schema_changes import (
    BreakingChangeType,
    DangerousChangeType,
    SchemaChange,
    find_schema_changes,
)

from gateway.composition.changes.paths import path_changes
from gateway.composition.compose import compose
from gateway.model.changes import BrokenOperation, Change, ChangeLevel, Check
from gateway.model.composition import CompositionFailed, SubgraphSource
from gateway.query_graph.read import read_supergraph

_ORDER = list(ChangeLevel)


def check(before: str | GraphQLSchema, subgraphs: Sequence[SubgraphSource], operations: Mapping[str, str]) -> Check:
    """The changes, and what each would break.

    ``before``: the supergraph SDL that is served, or only its API; then nothing is said of the paths between subgraphs.
    ``operations``: name -> text of the saved operations. Pure, works offline.
    Raises ConfigurationError where ``before`` is no supergraph that the gateway could serve.
    """
    old = read_supergraph(before) if isinstance(before, str) else None
    api = old.api if old else before
    assert isinstance(api, GraphQLSchema)  # noqa: S101 - for the type checker
    composition = compose(subgraphs)
    if isinstance(composition, CompositionFailed):
        return Check(composition.errors, composition.hints)
    new = read_supergraph(composition.supergraph_sdl)
    changes = [*map(_api_change, find_schema_changes(api, new.api)), *(path_changes(old, new) if old else ())]
    changes.sort(key=lambda change: (_ORDER.index(change.level), change.kind, change.text))
    broken = [
        BrokenOperation(name, messages)
        for name, text in sorted(operations.items())
        if not _problems(api, text) and (messages := _problems(new.api, text))
    ]
    return Check((), composition.hints, tuple(changes), tuple(broken))


def _api_change(change: SchemaChange) -> Change:
    level = ChangeLevel.SAFE
    if isinstance(change.type, BreakingChangeType):
        level = ChangeLevel.BREAKING
    elif isinstance(change.type, DangerousChangeType):
        level = ChangeLevel.DANGEROUS
    return Change(level, change.type.name, change.description)


def _problems(api: GraphQLSchema, text: str) -> tuple[str, ...]:
    try:
        document = parse(text, no_location=True, allow_empty_selection_sets=False)
    except GraphQLError as error:
        return (error.message,)
    return tuple(error.message for error in validate(api, document))
