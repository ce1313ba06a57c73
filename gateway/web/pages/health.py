"""Whether the gateway lives and whether it can serve."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.model.standing import Standing, State, SubgraphState

BAD = frozenset((State.FAILING, State.OPEN))


@dataclass(frozen=True, slots=True)
class Condition:
    """``subgraphs``: how each does, by name. ``counts``: what happened in this worker since its start, as JSON data.
    ``required``: subgraphs that must have answered once before requests may come. ``shared``: how that does which the
    replicas have in common; None where they have nothing.
    """

    standing: Standing
    subgraphs: Mapping[str, SubgraphState]
    counts: Mapping[str, Any] = field(default_factory=dict)
    required: tuple[str, ...] = ()
    is_draining: bool = False
    shared: SubgraphState | None = None

    @property
    def status(self) -> str:
        """In one word. A subgraph that fails makes it ``degraded`` and not unready: it costs only its own fields, and
        taking the gateway out of service would cost all of them.
        """
        if self.is_draining:
            return "draining"
        if any(name not in self.subgraphs or not self.subgraphs[name].is_reached for name in self.required):
            return "starting"
        is_bad = bool(self.standing.kept) or any(each.state in BAD for each in self.subgraphs.values())
        return "degraded" if is_bad else "ok"

    def shown(self) -> dict[str, Any]:
        """As JSON data."""
        standing = self.standing
        away = {name: SubgraphState(State.UNKNOWN, standing.since) for name in standing.kept}
        shown = {
            name: {"state": each.state.value, "since": each.since, "code": each.code}
            for name, each in {**away, **self.subgraphs}.items()
        }
        common = (
            {} if self.shared is None else {"shared": {"state": self.shared.state.value, "since": self.shared.since}}
        )
        return {
            "status": self.status,
            "supergraph": {
                "id": standing.id,
                "since": standing.since,
                "refused": standing.refused,
                "kept": sorted(standing.kept),
            },
            "subgraphs": shown,
            **common,
            "counts": self.counts,
        }


def health_routes(condition: Callable[[], Condition]) -> list[BaseRoute]:
    """``/health`` and ``/health/live`` say that the process answers; ``/health/ready`` that requests may come."""

    async def live(request: Request) -> Response:
        return JSONResponse({"status": "ok"})

    async def ready(request: Request) -> Response:
        now = condition()
        return JSONResponse(now.shown(), 200 if now.status in ("ok", "degraded") else 503)

    return [Route("/health", live), Route("/health/live", live), Route("/health/ready", ready)]
