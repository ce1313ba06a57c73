"""How a gateway stands with its supergraph: which one it serves, and what came of the latest one."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field


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
