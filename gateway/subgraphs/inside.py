"""The in-process filling of the seam: calls ASGI applications in this process, without a socket."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Iterable, Mapping, MutableMapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from importlib import import_module
from typing import Any, TypeAlias
from urllib.parse import urlsplit

from msgspec.structs import replace

from gateway.ground.errors import ConfigurationError, SubgraphError
from gateway.ground.sentence import ended
from gateway.model.exchange import SubgraphAnswer, SubgraphRequest
from gateway.model.supergraph import Subgraph
from gateway.subgraphs.answer import answer_of
from gateway.subgraphs.send import Send

log = logging.getLogger(__name__)

Message: TypeAlias = MutableMapping[str, Any]
Application: TypeAlias = Callable[
    [MutableMapping[str, Any], Callable[[], Awaitable[Message]], Callable[[Message], Awaitable[None]]], Awaitable[None]
]


ADDRESS = "asgi:"
"""What the address of a subgraph in this process begins with: ``asgi:package.module:application``."""
PATH = "http://inside/graphql"


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
        return answer_of(exchange.status, b"".join(exchange.body), exchange.headers)


@dataclass(slots=True)
class _Exchange:
    """One request and its answer as the two callables of ASGI see them."""

    request_body: bytes
    status: int | None = None
    headers: list[tuple[str, str]] = field(default_factory=list)
    body: list[bytes] = field(default_factory=list)
    asked: bool = False

    async def receive(self) -> Message:
        if self.asked:
            # The gateway stays until it is answered; if its own client leaves, this whole call is cancelled.
            await asyncio.Event().wait()
        self.asked = True
        return {"type": "http.request", "body": self.request_body, "more_body": False}

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            self.headers = [(name.decode("latin-1"), value.decode("latin-1")) for name, value in message["headers"]]
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


@asynccontextmanager
async def open_inside(network: Send, subgraphs: Iterable[Subgraph]) -> AsyncIterator[Send]:
    """``network``, but for the subgraphs whose address is ``asgi:package.module:application``: these are started in
    this process (ASGI lifespan), and stopped at the end. Raises ConfigurationError for one that cannot be started.
    """
    inside = {each.name: each.url.removeprefix(ADDRESS) for each in subgraphs if each.url.startswith(ADDRESS)}
    if not inside:
        yield network
        return
    async with AsyncExitStack() as stack:
        applications = {name: await stack.enter_async_context(_started(name, place)) for name, place in inside.items()}
        send_inside = Inside(applications)

        async def send(request: SubgraphRequest, /) -> SubgraphAnswer:
            if request.subgraph in applications:
                return await send_inside(replace(request, url=PATH))
            return await network(request)

        yield send


@asynccontextmanager
async def _started(name: str, place: str) -> AsyncIterator[Application]:
    """An imported application between its startup and its shutdown (ASGI, "Lifespan Protocol")."""
    module, _, word = place.partition(":")
    try:
        application: Application = getattr(import_module(module), word)
    except (ImportError, AttributeError, ValueError) as error:
        raise ConfigurationError(
            f"The subgraph {name!r} at {ADDRESS}{place} cannot be imported: {ended(error)}"
        ) from error
    told: asyncio.Queue[Message] = asyncio.Queue()
    heard: asyncio.Queue[Message] = asyncio.Queue()
    await told.put({"type": "lifespan.startup"})
    running = asyncio.create_task(_lifespan(application, told, heard))
    try:
        message = await heard.get()
        if message["type"] == "lifespan.startup.failed":
            raise ConfigurationError(f"The subgraph {name!r} did not start: {message.get('message') or 'no reason'}")
        yield application
        await told.put({"type": "lifespan.shutdown"})
        await running
    finally:
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)


async def _lifespan(application: Application, told: asyncio.Queue[Message], heard: asyncio.Queue[Message]) -> None:
    scope = {"type": "lifespan", "asgi": {"version": "3.0", "spec_version": "2.0"}, "state": {}}
    try:
        await application(scope, told.get, heard.put)
    except Exception:
        # The specification: an application that raises here has no lifespan of its own, and is served all the same.
        log.debug("an application in this process has no lifespan", exc_info=True)
    finally:
        await heard.put({"type": "lifespan.startup.complete"})
