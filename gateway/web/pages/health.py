"""Whether the gateway lives and whether it can serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.model.standing import Standing

SubgraphStates: TypeAlias = Callable[[], Mapping[str, str]]
"""How each subgraph answered last, by name."""


ShownCounts: TypeAlias = Callable[[], Mapping[str, Any]]
"""What happened in this worker since its start, as JSON data."""


ShownStanding: TypeAlias = Callable[[], Standing]
"""How the gateway stands with its supergraph."""


def health_routes(states: SubgraphStates, counts: ShownCounts, standing: ShownStanding) -> list[BaseRoute]:
    """``/health`` and ``/health/live`` say that the process answers; ``/health/ready`` that requests may come.

    A subgraph that fails does not make the gateway unready: it costs only its own fields, and taking the gateway out of
    service would cost all of them.
    """

    async def live(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        now = standing()
        supergraph = {"id": now.id, "since": now.since, "refused": now.refused}
        return JSONResponse({"status": "ok", "supergraph": supergraph, "subgraphs": dict(states()), "counts": counts()})

    return [Route("/health", live), Route("/health/live", live), Route("/health/ready", ready)]
