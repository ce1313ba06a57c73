"""How a gateway stands with its supergraph: which one it serves, and what came of the latest one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Standing:
    """``id``: of the supergraph that is served. ``since``: when it was put in (ISO 8601, UTC). ``refused``: why a newer
    one was not put in, None if there is none. ``kept``: subgraphs that could not be asked for their schema, and why:
    the last known one counts, or, where none is known, the graph goes without them.
    """

    id: str
    since: str
    refused: str | None = None
    kept: Mapping[str, str] = field(default_factory=dict)


class State(StrEnum):
    """How a subgraph does. ``OPEN``: it fails so much that it is not asked for the moment."""

    UNKNOWN = "unknown"
    OK = "ok"
    FAILING = "failing"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class SubgraphState:
    """``since``: ISO 8601, UTC. ``code``: of the failure. ``is_reached``: whether it has ever answered."""

    state: State
    since: str
    code: str | None = None
    is_reached: bool = False


def now() -> str:
    """As /health/ready shows times: UTC, to the second."""
    return datetime.now(UTC).isoformat(timespec="seconds")


def not_asked() -> SubgraphState:
    """At the start."""
    return SubgraphState(State.UNKNOWN, now())


def noted_state(before: SubgraphState | None, state: State, code: str | None = None) -> SubgraphState:
    """The same object where nothing has changed: that is asked at each call."""
    if before is not None and before.state is state and before.code == code:
        return before
    return SubgraphState(state, now(), code, state is State.OK or (before is not None and before.is_reached))
