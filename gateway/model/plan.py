"""A query plan: a DAG of requests to subgraphs, and where each answer goes.

The DAG is the truth (``Fetch.after``); waves, Sequence and Parallel are only a way to show it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TypeAlias

from gateway.model.operation import Directives, OperationKind, Selections, VariableDefinition


@dataclass(frozen=True, slots=True)
class Key:
    """Go into the object under this response key."""

    name: str


@dataclass(frozen=True, slots=True)
class Each:
    """Go into every item of the list; one for each list level."""


@dataclass(frozen=True, slots=True)
class OnTypes:
    """Go on only for objects whose runtime type is one of these."""

    names: frozenset[str]


PathStep: TypeAlias = Key | Each | OnTypes
MergePath: TypeAlias = tuple[PathStep, ...]


@dataclass(frozen=True, slots=True)
class Representation:
    """How the representation of an entity is made from the object at the path.

    ``on``: the runtime types that it holds for. ``typename``: what is sent as ``__typename`` (differs from the runtime
    type when the subgraph knows the interface as an @interfaceObject). ``selections``: the key and the required fields;
    a Field is read from the result under its response key (``alias`` where the planner had to rename) and sent under
    its ``name``. ``key``: the part of ``selections`` that is the key; a missing or null leaf in it means that this
    object has no representation. The other leaves are required fields (@requires) and may be null.
    """

    on: frozenset[str]
    typename: str
    selections: Selections
    key: Selections


@dataclass(frozen=True, slots=True)
class Rename:
    """In the answer of a fetch, below ``path``, the value under ``internal`` belongs under ``key``."""

    path: MergePath
    internal: str
    key: str


@dataclass(frozen=True, slots=True)
class ContextValue:
    """A value that an argument takes from an enclosing object (``@fromContext``).

    ``variable`` of the request's text holds it, declared as ``type``. It is read by ``selections``, which lead to one
    leaf (fragments choose by runtime type), from the object at ``path``, a beginning of the call's own path.
    """

    variable: str
    type: str
    path: MergePath
    selections: Selections


@dataclass(frozen=True, slots=True)
class EntityCall:
    """One ``_entities`` field in a request. ``paths``: the places whose objects are completed (same shape at each).

    ``context``: values that differ from object to object: those with different values need an ``_entities`` field for
    each combination. Its paths begin with that of each value.
    """

    alias: str
    variable: str
    paths: tuple[MergePath, ...]
    representations: tuple[Representation, ...]
    selections: Selections
    context: tuple[ContextValue, ...] = ()


@dataclass(frozen=True, slots=True)
class RootCall:
    """Root fields of a request; ``path`` is empty but for root fields re-entered below a field."""

    path: MergePath
    selections: Selections


@dataclass(frozen=True, slots=True)
class Fetch:
    """One request to one subgraph.

    ``id`` is its place in ``Plan.fetches``; ``after`` holds smaller ids only: fetches whose answers it needs (or, for
    mutations, that must have happened). ``variables`` are the client's variables that ``document`` uses. A fetch has
    either ``root`` or at least one of ``entities``. ``order`` is the position of its root field in a mutation, else 0.
    ``definitions``: of ``variables``, as ``document`` declares them. ``directives``: of the operation in it.
    ``type_names``: type of the supergraph -> its name in this subgraph, and so in ``document`` and in the answer.
    """

    id: int
    subgraph: str
    kind: OperationKind
    document: str
    variables: tuple[str, ...]
    after: tuple[int, ...]
    root: RootCall | None = None
    entities: tuple[EntityCall, ...] = ()
    renames: tuple[Rename, ...] = ()
    order: int = 0
    definitions: tuple[VariableDefinition, ...] = ()
    directives: Directives = ()
    type_names: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Plan:
    """All fetches of an operation in an order in which each stands after those that it waits for."""

    kind: OperationKind
    fetches: tuple[Fetch, ...]
