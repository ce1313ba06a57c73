"""Addresses at which there is nothing, and methods that an address does not take: the answer names what is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from difflib import get_close_matches
from http import HTTPStatus
from typing import TypeAlias

import orjson
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from services.kit.errors import CODE_OF_STATUS, error_entry
from services.kit.media import JSON, media_type

Handle: TypeAlias = Callable[[Request, Exception], Awaitable[Response]]
SHOWN = 100
"""Characters of an address that are compared and told."""


def nowhere(routes: Sequence[BaseRoute]) -> Handle:
    """Answers what the routing refuses: people read a text, programs a coded error."""
    known = [route.path for route in routes if isinstance(route, Route)]

    async def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        status = error.status_code if error.status_code in CODE_OF_STATUS else 400
        message = told(request.url.path, known) if status == HTTPStatus.NOT_FOUND else refused(request)
        headers = {**(error.headers or {}), "x-content-type-options": "nosniff"}
        if is_person(request.headers.get("accept", "")):
            return PlainTextResponse(message, status, headers)
        body = orjson.dumps({"errors": [error_entry(message, CODE_OF_STATUS[status])]})
        return Response(body, status, headers, f"{JSON}; charset=utf-8")

    return answer


def told(path: str, known: Sequence[str]) -> str:
    """What is there instead, the likeliest first.

    >>> told("/graphql/", ["/graphql", "/health"])
    'There is nothing at /graphql/. Did you mean /graphql? There are: /graphql, /health.'
    """
    near = get_close_matches(path[:SHOWN].lower(), known, n=1)
    guess = f" Did you mean {near[0]}?" if near else ""
    return f"There is nothing at {path[:SHOWN]}.{guess} There are: {', '.join(known)}."


def is_person(accept: str) -> bool:
    """Whether a browser shows the answer to somebody."""
    return any(media_type(part)[0] == "text/html" for part in accept.split(","))


def refused(request: Request) -> str:
    return f"{request.url.path[:SHOWN]} does not take {request.method}."
