"""Addresses at which there is nothing, and methods that an address does not take: the answer names what is there."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Sequence
from difflib import get_close_matches
from http import HTTPStatus
from typing import TypeAlias

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import PlainTextResponse, Response
from starlette.routing import BaseRoute, Route

from gateway.ground.codes import PublicCode
from gateway.model.refusal import body_of
from gateway.web.http.negotiation import is_browser_page
from gateway.web.http.refusal import RefusedError

Handle: TypeAlias = Callable[[Request, Exception], Awaitable[Response]]
SHOWN = 100
"""Characters of an address that are compared and told."""
CODES = {404: PublicCode.PATH_NOT_FOUND, 405: PublicCode.METHOD_NOT_ALLOWED}


def addresses(graphql: str, routes: Sequence[BaseRoute]) -> list[str]:
    """The graph's address, and those of the routes that are one address each."""
    return [graphql, *(route.path for route in routes if isinstance(route, Route) and "{" not in route.path)]


def nowhere(known: Sequence[str]) -> Handle:
    """Answers what the routing refuses: people read a text, programs a coded error."""

    async def answer(request: Request, error: Exception) -> Response:
        if not isinstance(error, HTTPException):
            raise error
        code = CODES.get(error.status_code, PublicCode.BAD_REQUEST)
        message = told(request.url.path, known) if error.status_code == HTTPStatus.NOT_FOUND else refused(request)
        headers = {**(error.headers or {}), "x-content-type-options": "nosniff"}
        if is_browser_page(request.headers.get("accept")):
            return PlainTextResponse(message, code.status, headers)
        body = body_of(RefusedError(message, code=code))
        return Response(body, code.status, headers, "application/json; charset=utf-8")

    return answer


def told(path: str, known: Sequence[str]) -> str:
    """What is there instead, the likeliest first.

    >>> told("/graphql/", ["/graphql", "/health"])
    'There is nothing at /graphql/. Did you mean /graphql? There are: /graphql, /health.'
    """
    near = get_close_matches(path[:SHOWN].lower(), known, n=1)
    guess = f" Did you mean {near[0]}?" if near else ""
    return f"There is nothing at {path[:SHOWN]}.{guess} There are: {', '.join(known)}."


def refused(request: Request) -> str:
    return f"{request.url.path[:SHOWN]} does not take {request.method}."
