"""Answers as they leave: validators (RFC 9110 8.8, 13.1.2) and content codings (8.4), negotiated for each client."""

from __future__ import annotations

import asyncio
from base64 import urlsafe_b64encode
from collections.abc import Awaitable, Callable, MutableMapping
from dataclasses import dataclass, field
from hashlib import sha256
from typing import Any, TypeAlias

from msgspec import Struct

from gateway.ground.codings import PACK, chosen
from gateway.web.http.headers import Headers, text

Send: TypeAlias = Callable[[MutableMapping[str, Any]], Awaitable[None]]
RawHeader: TypeAlias = tuple[bytes, bytes]
VARY = "accept, accept-encoding"
ALWAYS = VARY.encode()
TAG = 22
"""Characters: 128 bits."""
ASIDE = 131_072
"""Bytes from which on packing takes longer than everybody else should wait."""
# An answer is for the one who asked; where it may be kept, that is said by the services, never by chance.
UNCACHED = "no-store"


class Response(Struct, frozen=True):
    """``control`` and ``vary``: what HTTP caches are told. ``is_tagged``: it has a validator, for who asks again."""

    status: int
    body: bytes
    headers: tuple[RawHeader, ...] = ()
    control: str = UNCACHED
    vary: tuple[str, ...] = ()
    is_tagged: bool = False


@dataclass(frozen=True, slots=True)
class Wire:
    """``codings``: those that are offered, the best first; ``least``: bytes below which nothing is packed."""

    codings: tuple[str, ...] = field(default=())
    least: int = 1024

    async def send(self, send: Send, response: Response, content_type: bytes, asked: Headers) -> None:
        """One answer with its body, or a 304 without if the client has it already."""
        coding = chosen(text(asked, b"accept-encoding"), self.codings) if len(response.body) >= self.least else None
        headers = _headers_of(response)
        if response.is_tagged:
            tag = _tag(response.body, content_type, coding)
            headers.append((b"etag", tag))
            if is_held(text(asked, b"if-none-match"), tag.decode()):
                await send({"type": "http.response.start", "status": 304, "headers": headers})
                await send({"type": "http.response.body", "body": b""})
                return
        body = response.body if coding is None else await _packed(response.body, coding)
        if coding is not None:
            headers.append((b"content-encoding", coding.encode()))
        headers += [(b"content-type", content_type), (b"content-length", b"%d" % len(body))]
        await send({"type": "http.response.start", "status": response.status, "headers": headers})
        await send({"type": "http.response.body", "body": body})


def _headers_of(response: Response) -> list[RawHeader]:
    vary = ", ".join((VARY, *response.vary)).encode("latin-1") if response.vary else ALWAYS
    return [(b"vary", vary), (b"cache-control", response.control.encode()), *response.headers]


async def _packed(body: bytes, coding: str) -> bytes:
    pack = PACK[coding]
    return pack(body) if len(body) < ASIDE else await asyncio.to_thread(pack, body)


def _tag(body: bytes, content_type: bytes, coding: str | None) -> bytes:
    """RFC 9110 8.8.3.3: each form of an answer has a tag of its own."""
    digest = urlsafe_b64encode(sha256(content_type + b"\n" + body).digest())[:TAG]
    return b'"%b"' % digest if coding is None else b'"%b-%b"' % (digest, coding.encode())


def is_held(held: str | None, tag: str) -> bool:
    """Whether the client's If-None-Match has this tag. RFC 9110 13.1.2: compared weakly, and * is any.

    >>> is_held('W/"b", "a"', '"a"'), is_held("*", '"a"'), is_held('"ab"', '"a"'), is_held(None, '"a"')
    (True, True, False, False)
    """
    if held is None:
        return False
    if held.strip() == "*":
        return True
    return any(each.strip().removeprefix("W/") == tag for each in held.split(","))
