"""GraphiQL at ``/``: a committed build, served with a policy under which it can load nothing from elsewhere."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Any, TypeAlias

from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.staticfiles import StaticFiles

from gateway.ground.errors import ConfigurationError
from gateway.model.saved import SavedOperation

BUILD = Path(__file__).parents[1] / "static" / "graphiql"

# Monaco styles its lines inline and starts its workers from blobs; everything else comes from here.
PROTECTION: Mapping[str, str] = {
    "content-security-policy": "default-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; "
    "font-src 'self' data:; worker-src 'self' blob:; connect-src 'self' ws: wss:; object-src 'none'; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    "x-content-type-options": "nosniff",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cache-control": "no-cache",
}

Operations: TypeAlias = Callable[[], tuple[SavedOperation, ...]]
"""The saved queries as the graph of this moment judges them."""


def page_routes(path: str, operations: Operations, *, issuer: bool) -> list[BaseRoute]:
    """``path``: the GraphQL endpoint. ``issuer``: whether the page may offer the demo persons' login."""
    if not (BUILD / "index.html").is_file():
        raise ConfigurationError(
            f"The page GraphiQL is not built: {BUILD / 'index.html'} is missing.",
            problems=("Build it (make graphiql), or switch the setting graphiql off.",),
        )
    about: dict[str, Any] = {"endpoint": path, "issuer": issuer}

    async def page(request: Request) -> Response:
        return FileResponse(BUILD / "index.html", headers=PROTECTION)

    async def settings(request: Request) -> Response:
        return JSONResponse(about, headers=PROTECTION)

    async def list_operations(request: Request) -> Response:
        return JSONResponse([asdict(each) for each in operations()], headers=PROTECTION)

    return [
        Route("/", page),
        Route("/graphiql.json", settings),
        Route("/operations.json", list_operations),
        Mount("/graphiql/assets", _ProtectedFiles(BUILD / "assets", "public, max-age=31536000, immutable")),
        Mount("/graphiql", _ProtectedFiles(BUILD, "no-cache")),
    ]


class _ProtectedFiles(StaticFiles):
    """The files of the build. The names of its assets hold a hash of their content: they may be kept for ever."""

    def __init__(self, directory: Path, caching: str) -> None:
        super().__init__(directory=directory)
        self.caching = caching

    def file_response(self, *args: Any, **options: Any) -> Response:
        response = super().file_response(*args, **options)
        response.headers.update({**PROTECTION, "cache-control": self.caching})
        return response
