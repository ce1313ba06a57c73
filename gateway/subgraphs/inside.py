"""The in-process filling of the seam: calls ASGI applications in this process, without a socket."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from gateway.errors import SubgraphError
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest

log = logging.getLogger(__name__)

Message: TypeAlias = MutableMapping[str, Any]
Application: TypeAlias = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


@dataclass(frozen=True, slots=True)
class Inside:
    """Sends to ``applications``, by the name of the subgraph."""

    applications: Mapping[str, Application]

    async def __call__(self, request: SubgraphRequest, /) -> SubgraphAnswer:
        """Raises SubgraphError when there is no such application, or it failed or did not answer."""
        application = self.applications.get(request.subgraph)
        if application is None:
            raise SubgraphError(request.subgraph, f"The service {request.subgraph!r} does not run in this process.")
        exchange = _Exchange(request.body)
        try:
            await application(_scope(request), exchange.receive, exchange.send)
        except Exception as error:
            log.exception("subgraph %s failed in this process", request.subgraph)
            raise SubgraphError(request.subgraph, f"The service {request.subgraph!r} failed.") from error
        if exchange.status is None:
            raise SubgraphError(request.subgraph, f"The service {request.subgraph!r} did not answer.")
        return SubgraphAnswer(exchange.status, b"".join(exchange.body), exchange.headers)


@dataclass(slots=True)
class _Exchange:
    """One request and its answer as the two callables of ASGI see them."""

    request_body: bytes
    status: int | None = None
    headers: dict[str, str] = field(default_factory=dict)
    body: list[bytes] = field(default_factory=list)
    asked: bool = False

    async def receive(self) -> Message:
        if self.asked:
            return {"type": "http.disconnect"}
        self.asked = True
        return {"type": "http.request", "body": self.request_body, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = {name.decode("latin-1"): value.decode("latin-1") for name, value in message["headers"]}
        elif message["type"] == "http.response.body":
            self.body.append(message.get("body", b""))


def _scope(request: SubgraphRequest) -> dict[str, Any]:
    """ASGI 3, HTTP connection scope."""
    url = urlsplit(request.url)
    headers = {
        **request.headers,
        "host": url.netloc or request.subgraph,
        "accept": "application/graphql-response+json, application/json;q=0.9",
        "content-type": "application/json",
        "content-length": str(len(request.body)),
    }
    path = url.path or "/"
    return {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.3"},
        "http_version": "1.1",
        "method": "POST",
        "scheme": url.scheme or "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": url.query.encode(),
        "root_path": "",
        "headers": [(name.encode("latin-1"), value.encode("latin-1")) for name, value in headers.items()],
        "client": None,
        "server": None,
    }
