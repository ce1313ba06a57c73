"""A gateway and its subgraphs on real sockets, made of schemas and of functions that answer."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import replace
from typing import Any, TypeAlias

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route
from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

from gateway.app import application_of
from gateway.composition import compose
from gateway.model.composition import Composed, SubgraphSource
from gateway.settings import Settings
from tests.serving import served

Answer: TypeAlias = Callable[[Request], Awaitable[Response]]


@asynccontextmanager
async def subgraph(answer: Answer) -> AsyncIterator[str]:
    """The address of a service that answers every POST so."""
    application = Starlette(routes=[Route("/graphql", answer, methods=["POST"])])
    async with served(application, HttpToolsProtocol) as port:
        yield f"http://127.0.0.1:{port}/graphql"


@asynccontextmanager
async def gateway(settings: Settings, services: Mapping[str, tuple[str, Answer]], port: int = 0) -> AsyncIterator[str]:
    """The address of a gateway over services, each with its schema and how it answers. ``port``: a certain one."""
    async with AsyncExitStack() as stack:
        sources = [
            SubgraphSource(name, await stack.enter_async_context(subgraph(answer)), schema)
            for name, (schema, answer) in services.items()
        ]
        composed = compose(sources)
        assert isinstance(composed, Composed)
        # Tests count what services are asked.
        application = application_of(composed.supergraph_sdl, replace(settings, ready_probe=0))()
        await stack.enter_async_context(started(application))
        port = await stack.enter_async_context(served(application, HttpToolsProtocol, port))
        yield f"http://127.0.0.1:{port}{settings.path}"


@asynccontextmanager
async def started(application: Any) -> AsyncIterator[None]:
    """An application within its lifespan."""
    told: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    heard: asyncio.Queue[dict[str, Any]] = asyncio.Queue()
    running = asyncio.create_task(application({"type": "lifespan", "state": {}}, told.get, heard.put))
    await told.put({"type": "lifespan.startup"})
    message = await heard.get()
    assert message["type"] == "lifespan.startup.complete", message
    try:
        yield
    finally:
        await told.put({"type": "lifespan.shutdown"})
        await running
