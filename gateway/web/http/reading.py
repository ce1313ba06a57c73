"""Reads a request's body as ASGI hands it out, up to a limit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from gateway.ground.codes import PublicCode
from gateway.web.http.headers import Headers
from gateway.web.http.refusal import RefusedError


class ClientGoneError(Exception):
    """The client hung up before its request was complete; there is nobody to answer."""


async def read_body(receive: Callable[[], Awaitable[MutableMapping[str, Any]]], headers: Headers, limit: int) -> bytes:
    """Raises RefusedError (413) beyond ``limit`` bytes, ClientGoneError when the client hangs up before the end."""
    announced = headers.get(b"content-length")
    if announced is not None and announced.isdigit() and int(announced[:18]) > limit:
        raise _too_large(limit)
    message = await receive()
    body: bytes = message.get("body", b"")
    while message.get("more_body", False) and len(body) <= limit:
        message = await receive()
        body += message.get("body", b"")
    if message["type"] == "http.disconnect":
        raise ClientGoneError
    if len(body) > limit:
        raise _too_large(limit)
    return body


def _too_large(limit: int) -> RefusedError:
    # What is still on its way is not read: the connection cannot be used again.
    return RefusedError(
        f"The request is larger than {limit} bytes.",
        code=PublicCode.REQUEST_TOO_LARGE,
        headers=((b"connection", b"close"),),
    )
