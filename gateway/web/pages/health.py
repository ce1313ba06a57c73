"""Whether the gateway lives and whether it can serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

SubgraphStates: TypeAlias = Callable[[], Mapping[str, str]]
"""How each subgraph answered last, by name."""


ShownCounts: TypeAlias = Callable[[], Mapping[str, Any]]
"""What happened in this worker since its start, as JSON data."""


def health_routes(states: SubgraphStates, counts: ShownCounts) -> list[BaseRoute]:
    """``/health`` and ``/health/live`` say that the process answers; ``/health/ready`` that requests may come.

    A subgraph that fails does not make the gateway unready: it costs only its own fields, and taking the gateway out of
    service would cost all of them.
    """

    async def live(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        return JSONResponse({"status": "ok", "subgraphs": dict(states()), "counts": counts()})

    return [Route("/health", live), Route("/health/live", live), Route("/health/ready", ready)]
