"""Reads a request's body as ASGI hands it out, up to a limit."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

from gateway.ground.codes import PublicCode
from gateway.ground.sentence import ended
from gateway.ground.unpacking import TAKEN, PackedError, UnpackedTooLargeError, unpacked
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


def check_coding(coding: str) -> None:
    """Raises RefusedError (415) for a Content-Encoding that is not taken, and says what would be (RFC 7694 3)."""
    names = (name.strip().lower() for name in coding.split(","))
    if any(name not in ("", "identity", "x-gzip", *TAKEN) for name in names):
        raise RefusedError(
            f"Send the body as it is, or in the coding {' or '.join(TAKEN)}.",
            code=PublicCode.UNSUPPORTED_MEDIA_TYPE,
            headers=((b"accept-encoding", ", ".join((*TAKEN, "identity")).encode()),),
        )


def unpacked_body(body: bytes, coding: str, limit: int) -> bytes:
    """Raises RefusedError: 413 beyond ``limit`` bytes, 400 where the body is not what its coding says."""
    try:
        return unpacked(body, coding, limit)
    except PackedError as error:
        raise RefusedError(f"The body cannot be unpacked: {ended(error)}") from error
    except UnpackedTooLargeError as error:
        raise _too_large(limit) from error


def _too_large(limit: int) -> RefusedError:
    # What is still on its way is not read: the connection cannot be used again.
    return RefusedError(
        f"The request is larger than {limit} bytes.",
        code=PublicCode.REQUEST_TOO_LARGE,
        headers=((b"connection", b"close"),),
    )
