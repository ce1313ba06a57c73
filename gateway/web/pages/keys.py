"""The gateway's public keys: those that it signs calls to services with, and the development issuer's (RFC 7517)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route


def keys_route(keys: Sequence[Mapping[str, Any]]) -> Route:
    """``GET /.well-known/jwks.json``"""

    async def jwks(request: Request) -> Response:
        return JSONResponse({"keys": list(keys)})

    return Route("/.well-known/jwks.json", jwks)
